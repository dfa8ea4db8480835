//! `user add`.

use crate::app::{About, App, Consent, Effect};
use crate::cli::user::UserAdd;
use crate::commands::shared::receipt::{Moved, Outcome, UserReceipt};
use crate::domain::{Bucket, Credits, Kind, Role, Roles, Status};
use crate::error::Result;
use crate::store::{Draft, NewUser, Request, Source, UserId};

/// Makes an active account at once.
pub(crate) fn run(app: &mut App, arguments: UserAdd) -> Result<()> {
    let about = About::plain("user add");
    let header = app.header(&about, None);
    let dry_run = app.globals.dry_run;
    let month = app.month()?;
    let user = NewUser {
        email: arguments.email,
        name: arguments.name,
        status: Status::Active,
        roles: arguments.role.into_iter().collect::<Roles>(),
    };
    let balances = [(Bucket::Awarded, arguments.awarded), (Bucket::Purchased, arguments.purchased)];
    let receipt = app.mutate(None, |writer, gate| {
        let mut draft = writer.begin(header.clone())?;
        let id = draft.create_user(&user)?;
        open_balances(&mut draft, id, balances)?;
        let sealed = draft.seal()?;
        gate.require(Effect {
            summary: format!("{} would be an admin", user.email),
            needs: Consent::yes_if(user.roles.contains(Role::Admin)),
            total_credits: 0,
        })?;
        Ok(UserReceipt {
            outcome: Outcome::done(sealed.operation, dry_run),
            user: writer.user(&user.email, month)?.1,
            moved: Moved::of(writer, sealed)?,
            allowance_from: None,
            what: format!("Added {}", user.email),
            lines: Vec::new(),
        })
    })?;
    app.printer.receipt(&receipt)
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
