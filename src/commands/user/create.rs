//! Adds a user, for the flags and for the form.

use super::save;
use crate::app::{About, App, Consent, Effect};
use crate::cli::user::UserAdd;
use crate::commands::shared::receipt::{Moved, Outcome, UserReceipt};
use crate::domain::{Bucket, Credits, Email, Kind, Role, Roles, Status};
use crate::error::Result;
use crate::output::counted;
use crate::store::{Draft, NewUser, Request, Source, UserId};

/// Creates an active account.
pub(super) fn create(app: &mut App, email: Email, arguments: UserAdd) -> Result<UserReceipt> {
    let about = About::plain("user add");
    let header = app.header(&about, None);
    let dry_run = app.globals.dry_run;
    let month = app.month()?;
    let user = NewUser {
        email,
        name: arguments.name,
        status: Status::Active,
        roles: arguments.role.into_iter().collect::<Roles>(),
    };
    let allowance = arguments.allowance.filter(|allowance| *allowance != Credits::ZERO);
    if let Some(allowance) = allowance.filter(|_| !user.roles.contains(Role::Partner)) {
        return Err(save::needs_partner(&user.email, allowance).hint("add it: --role partner"));
    }
    let balances = [(Bucket::Awarded, arguments.awarded), (Bucket::Purchased, arguments.purchased)];
    app.mutate(arguments.reason, |writer, gate| {
        let next = writer.next_grant(month)?;
        let mut draft = writer.begin(gate.header(&header))?;
        let id = draft.create_user(&user)?;
        open_balances(&mut draft, id, balances)?;
        let mut lines = Vec::new();
        if let Some(allowance) = allowance {
            draft.set_allowance(id, next, allowance)?;
            lines = save::allowance_lines(Credits::ZERO, allowance, next, &[]);
        }
        let sealed = draft.seal()?;
        gate.require(Effect {
            summary: summary(&user, sealed.total),
            needs: Consent::yes_if(user.roles.contains(Role::Admin)),
            total_credits: sealed.absolute_total,
        })?;
        Ok(UserReceipt {
            outcome: Outcome::done(sealed.operation, dry_run),
            user: writer.user(&user.email, month)?.1,
            moved: Moved::of(writer, sealed)?,
            allowance_from: allowance.map(|_| next),
            what: format!("Added {}", user.email),
            lines,
        })
    })
}

/// Describes the new user, for the confirmation.
fn summary(user: &NewUser, opening_credits: i64) -> String {
    let whom = if user.roles.contains(Role::Admin) { "an admin" } else { "a user" };
    match opening_credits {
        0 => format!("{} would be {whom}", user.email),
        credits => format!("{} would be {whom} with {}", user.email, counted(credits, "credit", "credits")),
    }
}

fn open_balances(
    draft: &mut Draft<'_>,
    user: UserId,
    balances: [(Bucket, Option<Credits>); 2],
) -> Result<()> {
    let requests: Vec<Request> = balances
        .into_iter()
        .filter_map(|(bucket, credits)| Some((bucket, credits.filter(|credits| *credits != Credits::ZERO)?)))
        .map(|(bucket, credits)| Request { user, bucket, kind: Kind::Opening, amount: credits.into() })
        .collect();
    if requests.is_empty() { Ok(()) } else { draft.post(Source::Requests(&requests)) }
}
