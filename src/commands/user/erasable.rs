//! Who may be erased: rule *Erasure* (docs/rules.md).

use crate::domain::{Email, Role, Status, User};
use crate::error::{Error, MAX_NAMED, Result};
use crate::output::grouped;
use crate::store::{UserId, Writer};
use crate::text::{and_more, shell_word};

/// Checks who may be erased: rule *Erasure* (docs/rules.md).
pub(super) fn require_erasable(
    writer: &Writer<'_>,
    id: UserId,
    user: &User,
    forfeits: bool,
    actor: &str,
) -> Result<()> {
    let email = &user.email;
    let refuse = |reason: &'static str, what: &str| {
        Error::refused(format!("'{email}' {what}")).reason(reason).datum("email", email.as_str())
    };
    if user.status == Status::Erased {
        return Err(refuse("erased", "was erased already"));
    }
    if user.roles.contains(Role::Admin) {
        return Err(refuse("is_admin", "is an admin, and an admin is not erased").hint(format!(
            "revoke the role first, with: rad-admin user edit {} --remove-role admin",
            shell_word(email)
        )));
    }
    if user.status == Status::Active {
        return Err(refuse("active", "is active, and only inactive users are erased").hint(format!(
            "deactivate the account first, with: rad-admin user edit {} --active off",
            shell_word(email)
        )));
    }
    require_other(writer, id, actor, email)?;
    if user.balance() != 0 && !forfeits {
        let [awarded, purchased] = [user.awarded, user.purchased].map(|credits| grouped(credits.get()));
        return Err(refuse(
            "balance",
            &format!("still has credits: {awarded} awarded, {purchased} purchased"),
        )
        .datum("awarded", user.awarded.get())
        .datum("purchased", user.purchased.get())
        .hint("give them up with --forfeit"));
    }
    require_unnamed(writer, id, email)
}

/// Fails (exit 4) if the present name of another user contains an address of the person: it would keep the address.
fn require_unnamed(writer: &Writer<'_>, id: UserId, email: &Email) -> Result<()> {
    let named = writer.users_named_after(id)?;
    if named.is_empty() {
        return Ok(());
    }
    let first: Vec<_> = named.iter().take(MAX_NAMED).map(Email::as_str).collect();
    let message = format!(
        "'{email}' cannot be erased: the present name of {} contains an address of the person",
        and_more(&first, named.len() as u64)
    );
    let error = Error::refused(message)
        .reason("named_elsewhere")
        .datum("email", email.as_str())
        .datum("users", first.clone());
    let hint = |user: &&str| format!("change it with: rad-admin user edit {} --name NAME", shell_word(user));
    Err(first.iter().map(hint).fold(error, Error::hint))
}

fn require_other(writer: &Writer<'_>, id: UserId, actor: &str, email: &Email) -> Result<()> {
    let own = actor.parse().ok().map(|address| writer.user_of(&address)).transpose()?.flatten();
    if own == Some(id) {
        return Err(Error::refused(format!("'{email}' is the actor: nobody erases themselves"))
            .reason("self_adjustment")
            .datum("email", email.as_str())
            .hint("let another administrator do it"));
    }
    Ok(())
}

/// Fails (exit 2) if the reason names the person, because the reason stays in the ledger.
pub(super) fn require_silent(
    writer: &Writer<'_>,
    reason: Option<&str>,
    id: UserId,
    user: &User,
) -> Result<()> {
    let Some(reason) = reason else { return Ok(()) };
    let is_named =
        user.name.as_ref().is_some_and(|name| reason.to_lowercase().contains(&name.to_lowercase()));
    if is_named || writer.addresses_of(id)?.occur_in(reason) {
        return Err(Error::usage("the reason names the person, and it stays in the ledger")
            .hint("name the request instead, such as its number"));
    }
    Ok(())
}
