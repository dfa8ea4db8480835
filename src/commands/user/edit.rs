//! `user edit`: changes fields from flags or, without any, in the form.

use super::save::save;
use super::{edit_group, form};
use crate::app::App;
use crate::cli::user::{UserEdit, UserFields};
use crate::error::{Error, Result};

/// Changes fields of one user, or the same fields of several, all or none.
pub(crate) fn run(app: &mut App, arguments: &UserEdit) -> Result<()> {
    let whom = &arguments.whom;
    let user = whom.users.only_user().filter(|_| whom.narrowed.conditions.is_empty());
    let has_fields = arguments.fields != UserFields::default();
    match (user, has_fields) {
        (Some(user), true) => {
            let receipt = save(app, user, arguments)?;
            app.printer.receipt(&receipt)
        }
        (None, true) => edit_group::run(app, arguments),
        (Some(user), false) => match app.questions() {
            Some(questions) => form::run(app, &questions, user, arguments),
            None => Err(no_field(&format!("'{user}'"))),
        },
        (None, false) => Err(no_field("these users")),
    }
}

fn no_field(whom: &str) -> Error {
    Error::usage(format!("no change was given for {whom}")).hint(
        "name a field: --name, --email, --add-role, --remove-role, --partner, --active, --mail, --awarded, --purchased, --allowance",
    )
}
