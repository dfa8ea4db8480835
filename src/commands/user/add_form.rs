//! The form of `user add` without an address.

use super::create::create;
use super::form::{Decision, UserForm, ask_email, not_saved, show_refusal};
use super::form_values::{FormField, FormValues};
use crate::app::{App, Questions};
use crate::cli::user::UserAdd;
use crate::error::{Code, Error, Result};

/// Asks for the address and for everything else that the line does not give, until the user is added.
pub(super) fn run(app: &mut App, questions: &Questions, arguments: &UserAdd) -> Result<()> {
    let Some(email) = ask_email(app, questions, None)? else {
        return Err(Error::new(Code::NotConfirmed, "no answer was given; nothing was written"));
    };
    let original = FormValues::of_new_user(email, arguments);
    let form = UserForm {
        questions,
        title: "New user".to_owned(),
        fields: fields_to_ask(arguments),
        original: original.clone(),
        is_new: true,
    };
    let mut wanted = original.clone();
    loop {
        if form.fill_in(app, &mut wanted)? == Decision::Leave {
            return Err(not_saved());
        }
        let typed = app.line.clone();
        wanted.append_new_user_flags(&original, &mut app.line);
        match create(app, wanted.email.clone(), wanted.to_user_add(arguments)) {
            Ok(receipt) => return app.printer.receipt(&receipt),
            Err(error) if matches!(error.code(), Code::Refused | Code::Busy) => {
                app.line = typed;
                show_refusal(app, &error);
            }
            Err(error) => return Err(error),
        }
    }
}

/// Returns the fields that the line does not give.
fn fields_to_ask(arguments: &UserAdd) -> Vec<FormField> {
    let UserAdd { name, role, awarded, purchased, allowance, reason, .. } = arguments;
    let is_missing = |field: &FormField| match field {
        FormField::Active | FormField::Mail => false,
        FormField::Email => true,
        FormField::Name => name.is_none(),
        FormField::Partner | FormField::Roles => role.is_empty(),
        FormField::Awarded => awarded.is_none(),
        FormField::Purchased => purchased.is_none(),
        FormField::Allowance => allowance.is_none(),
        FormField::Reason => reason.is_none(),
    };
    FormField::ALL.into_iter().filter(is_missing).collect()
}
