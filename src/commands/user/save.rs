//! Saves the changes of one user, for the flags and for the form.

use super::stale::check_version;
use crate::app::{About, App, Consent, Effect, Gate};
use crate::cli::user::{UserEdit, UserFields};
use crate::commands::shared::allowance::in_force;
use crate::commands::shared::receipt::{Moved, Outcome, UserReceipt};
use crate::domain::{Allowance, Bucket, Credits, Email, Kind, Month, Role, Roles, Status, User};
use crate::error::{Error, Result};
use crate::output::grouped;
use crate::store::{Header, Request, Source, UserId, Writer};
use crate::text::shell_word;

/// The new values of a user's fields.
struct Plan {
    roles: Roles,
    status: Status,
    name: Option<String>,
    /// `None` keeps the allowance.
    allowance: Option<Credits>,
    requests: Vec<Request>,
}

/// Saves the fields, and checks the version, the rules and the confirmation.
pub(crate) fn save(app: &mut App, email: &Email, arguments: &UserEdit) -> Result<UserReceipt> {
    let about = About::plain("user edit");
    let dry_run = app.globals.dry_run;
    let month = app.month()?;
    let header = app.header(&about, None);
    app.mutate(arguments.reason.clone(), |writer, gate| {
        let (id, user) = writer.user(email, month)?;
        check_version(&user, arguments.if_version, &arguments.fields)?;
        let plan = plan(&arguments.fields, id, &user)?;
        guard(writer, &user, &plan)?;
        let header = gate.header(&header);
        let saving = Saving { id, user: &user, plan: &plan, fields: &arguments.fields, month, dry_run };
        write(writer, gate, header, &saving)
    })
}

fn plan(fields: &UserFields, id: UserId, user: &User) -> Result<Plan> {
    let roles = roles_after(fields, user.roles)?;
    let status = match fields.active {
        Some(true) => Status::Active,
        Some(false) => Status::Inactive,
        None => user.status,
    };
    let name = match &fields.name {
        Some(name) => Some(name.clone()).filter(|name| !name.is_empty()),
        None => user.name.clone(),
    };
    let is_partner = roles.contains(Role::Partner);
    if let Some(allowance) = fields.allowance.filter(|allowance| *allowance != Credits::ZERO && !is_partner) {
        return Err(needs_partner(&user.email, allowance)
            .hint(format!("grant it with: rad-admin user edit {} --partner on", shell_word(&user.email))));
    }
    let partner_ends = user.partner() && !is_partner;
    let allowance = if partner_ends { Some(Credits::ZERO) } else { fields.allowance };
    let requests = set_requests(id, user, fields.awarded, fields.purchased);
    Ok(Plan { roles, status, name, allowance, requests })
}

/// Returns the error for an allowance without partner status.
pub(crate) fn needs_partner(email: &Email, allowance: Credits) -> Error {
    let amount = grouped(allowance.get());
    Error::refused(format!("'{email}' is not a partner: an allowance of {amount} needs the role"))
        .reason("not_a_partner")
        .datum("email", email.as_str())
        .datum("allowance", allowance.get())
}

/// Returns the requests that set the given balances. A balance that already has its value needs none.
pub(crate) fn set_requests(
    id: UserId,
    user: &User,
    awarded: Option<Credits>,
    purchased: Option<Credits>,
) -> Vec<Request> {
    let set = |bucket, balance: Credits, target: Option<Credits>| {
        let amount = balance.difference_to(target?);
        (amount.get() != 0).then_some(Request { user: id, bucket, kind: Kind::Set, amount })
    };
    let requests =
        [set(Bucket::Awarded, user.awarded, awarded), set(Bucket::Purchased, user.purchased, purchased)];
    requests.into_iter().flatten().collect()
}

fn roles_after(fields: &UserFields, before: Roles) -> Result<Roles> {
    let (add, remove) = roles_changed(fields)?;
    Ok(Roles::from_bits((before.bits() | add.bits()) & !remove.bits()))
}

/// Returns the roles to grant and the roles to revoke.
pub(crate) fn roles_changed(fields: &UserFields) -> Result<(Roles, Roles)> {
    let mut add: Roles = fields.add_role.iter().copied().collect();
    let mut remove: Roles = fields.remove_role.iter().copied().collect();
    match fields.partner {
        Some(true) => add = add.with(Role::Partner),
        Some(false) => remove = remove.with(Role::Partner),
        None => {}
    }
    if let Some(both) = add.iter().find(|role| remove.contains(*role)) {
        return Err(Error::usage(format!("the role '{both}' is to be both granted and revoked"))
            .hint("name it once: grant it, or revoke it"));
    }
    Ok((add, remove))
}

/// Checks rule *Guards* (docs/rules.md).
fn guard(writer: &Writer<'_>, user: &User, plan: &Plan) -> Result<()> {
    let was_admin = user.roles.contains(Role::Admin);
    let stays_admin = plan.roles.contains(Role::Admin);
    let deactivated = user.status != Status::Inactive && plan.status == Status::Inactive;
    let was_active_admin = was_admin && user.status == Status::Active;
    if was_active_admin && (deactivated || !stays_admin) && writer.active_admins()? == 1 {
        return Err(Error::refused(format!("'{}' is the last active admin", user.email))
            .reason("last_admin")
            .datum("email", user.email.as_str())
            .hint("make another user an admin first, with: rad-admin user edit USER --add-role admin"));
    }
    if deactivated && stays_admin {
        return Err(Error::refused(format!("'{}' is an admin, and an admin is not deactivated", user.email))
            .reason("is_admin")
            .datum("email", user.email.as_str())
            .hint(format!(
                "revoke the role first, with: rad-admin user edit {} --remove-role admin",
                shell_word(&user.email)
            )));
    }
    Ok(())
}

/// The plan of the transaction.
struct Saving<'a> {
    id: UserId,
    user: &'a User,
    plan: &'a Plan,
    fields: &'a UserFields,
    month: Month,
    dry_run: bool,
}

fn write(writer: &Writer<'_>, gate: &mut Gate, header: Header, saving: &Saving<'_>) -> Result<UserReceipt> {
    let Saving { id, user, plan, fields, month, dry_run } = *saving;
    let mut lines = Vec::new();
    let mut draft = writer.begin(header)?;
    if !plan.requests.is_empty() {
        draft.post(Source::Requests(&plan.requests))?;
    }
    if plan.roles != user.roles {
        draft.set_roles(id, user.roles, plan.roles)?;
        lines.push(format!(
            "roles: {} → {}",
            or_none(&user.roles.to_string()),
            or_none(&plan.roles.to_string())
        ));
    }
    if plan.status != user.status {
        draft.set_status(id, user.status, plan.status)?;
        lines.push(format!("status: {} → {}", user.status, plan.status));
    }
    if let Some(mail) = fields.mail.filter(|mail| *mail != user.mail) {
        draft.set_mail(id, mail)?;
        let word = |mail| if mail { "on" } else { "off" };
        lines.push(format!("mail: {} → {}", word(user.mail), word(mail)));
    }
    if plan.name != user.name {
        draft.set_name(id, user.name.as_deref(), plan.name.as_deref())?;
        let shown = |name: &Option<String>| or_none(name.as_deref().unwrap_or("")).to_owned();
        lines.push(format!("name: {} → {}", shown(&user.name), shown(&plan.name)));
    }
    let mut email = &user.email;
    if let Some(new) = fields.email.as_ref().filter(|new| **new != user.email) {
        draft.set_email(id, &user.email, new)?;
        lines.push(format!("email: {} → {new}", user.email));
        if user.status == Status::Invited {
            lines.push(format!(
                "the link of the invitation no longer works: send a new one with 'rad-admin invite resend {}'", shell_word(new)
            ));
        }
        email = new;
    }
    let next = writer.next_grant(month)?;
    let mut allowance_from = None;
    if let Some(allowance) = plan.allowance {
        let planned = writer.planned_after(id, next, allowance)?;
        if draft.set_allowance(id, next, allowance)? {
            allowance_from = Some(next);
            lines.extend(allowance_lines(user.allowance, allowance, next, &planned));
        }
    }
    let Some(sealed) = draft.seal_if_changed()? else {
        gate.require(Effect::NO_ADJUSTMENT)?;
        return Ok(nothing(user.clone(), dry_run));
    };
    let moved = Moved::of(writer, sealed)?;
    gate.require(effect(user, plan, lines.iter().cloned().chain(moved.balances())))?;
    let user = writer.user(email, month)?.1;
    let receipt = receipt_of(user, Outcome::done(sealed.operation, dry_run), moved);
    Ok(UserReceipt { allowance_from, lines, ..receipt })
}

/// Describes what happens to the allowance from the month `next` on. An amount of 0 also ends planned allowances.
pub(crate) fn allowance_lines(
    before: Credits,
    after: Credits,
    next: Month,
    planned: &[(Month, Allowance)],
) -> Vec<String> {
    let credits = |credits: Credits| grouped(credits.get());
    let (stays, ends) = if after == Credits::ZERO { (&[][..], planned) } else { (planned, &[][..]) };
    let change = (before != after)
        .then(|| format!("allowance: {} → {} {}", credits(before), credits(after), in_force(next, stays)));
    let ended = ends
        .iter()
        .map(|(month, planned)| format!("planned allowance: {} from {month} on → none", planned.in_words()));
    change.into_iter().chain(ended).collect()
}

/// Returns the effect to confirm. Deactivation and a change of the role admin need a yes.
fn effect(user: &User, plan: &Plan, changes: impl Iterator<Item = String>) -> Effect {
    let admin_changes = user.roles.contains(Role::Admin) != plan.roles.contains(Role::Admin);
    let deactivated = user.status != Status::Inactive && plan.status == Status::Inactive;
    Effect {
        summary: summary(user, changes),
        needs: Consent::yes_if(admin_changes || deactivated),
        total_credits: plan.requests.iter().map(|request| request.amount.get().unsigned_abs()).sum(),
    }
}

/// Describes all changes of a user, for the confirmation.
pub(crate) fn summary(user: &User, changes: impl Iterator<Item = String>) -> String {
    format!("{}: {}", user.email, changes.collect::<Vec<_>>().join("; "))
}

/// Returns the receipt of a save without changes.
pub(crate) fn nothing(user: User, dry_run: bool) -> UserReceipt {
    receipt_of(user, Outcome::nothing(dry_run), Moved::default())
}

fn receipt_of(user: User, outcome: Outcome, moved: Moved) -> UserReceipt {
    let what = format!("Changed {}", user.email);
    UserReceipt { outcome, user, moved, allowance_from: None, what, lines: Vec::new() }
}

pub(crate) fn or_none(text: &str) -> &str {
    if text.is_empty() { "none" } else { text }
}
