//! `user add`: adds a user from flags or, without an address, from the form.

use super::add_form;
use super::create::create;
use crate::app::App;
use crate::cli::user::UserAdd;
use crate::error::{Error, Result};

pub(crate) fn run(app: &mut App, arguments: UserAdd) -> Result<()> {
    let Some(email) = arguments.email.clone() else {
        let Some(questions) = app.questions() else {
            return Err(Error::usage("no address was given for the new user")
                .hint("usage: rad-admin user add EMAIL [OPTIONS]"));
        };
        return add_form::run(app, &questions, &arguments);
    };
    let receipt = create(app, email, arguments)?;
    app.printer.receipt(&receipt)
}
