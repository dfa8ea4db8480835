//! `user restore`: lets an erased address have an account again.

use crate::app::{About, App, Effect};
use crate::cli::user::UserRestore;
use crate::commands::shared::receipt::{Moved, Outcome, UserReceipt};
use crate::domain::{Roles, Status};
use crate::error::{Error, Result};
use crate::store::NewUser;
use crate::text::shell_word;

/// Creates a new account for an erased address. Exit 3 if the address was not erased.
pub(crate) fn run(app: &mut App, arguments: UserRestore) -> Result<()> {
    let header = app.header(&About::plain("user restore"), None);
    let dry_run = app.globals.dry_run;
    let month = app.month()?;
    let user = NewUser {
        email: arguments.email,
        name: arguments.name,
        status: Status::Active,
        roles: Roles::from_bits(0),
    };
    let receipt = app.mutate(arguments.reason, |writer, gate| {
        if !writer.has_user(&user.email)? && !writer.was_erased(&user.email)? {
            return Err(Error::not_found(format!("'{}' was not erased", user.email))
                .hint(format!("make a new account with: rad-admin user add {}", shell_word(&user.email))));
        }
        let mut draft = writer.begin(gate.header(&header))?;
        draft.restore_user(&user)?;
        let sealed = draft.seal()?;
        gate.require(Effect::NO_ADJUSTMENT)?;
        Ok(UserReceipt {
            outcome: Outcome::done(sealed.operation, dry_run),
            user: writer.user(&user.email, month)?.1,
            moved: Moved::of(writer, sealed)?,
            allowance_from: None,
            what: format!("Made a fresh account for {}", user.email),
            lines: Vec::new(),
        })
    })?;
    app.printer.receipt(&receipt)
}
