//! `user edit`: fields from the flags, or the form where no field is named.

use super::form;
use super::save::save;
use crate::app::App;
use crate::cli::user::{UserEdit, UserFields};
use crate::error::{Error, Result};

/// Changes any fields of a user, all or none. Where none is named, a person is shown the form.
pub(crate) fn run(app: &mut App, arguments: &UserEdit) -> Result<()> {
    if arguments.fields != UserFields::default() {
        let receipt = save(app, arguments)?;
        return app.printer.receipt(&receipt);
    }
    let questions = app.questions().ok_or_else(|| {
        Error::usage(format!("no change was given for '{}'", arguments.user))
            .hint("name a field: --name, --email, --add-role, --remove-role, --partner, --active, --mail, --awarded, --purchased, --allowance")
    })?;
    form::run(app, &questions, arguments)
}
