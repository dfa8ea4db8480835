//! `invite`: creates users who still have to accept, and sends their invitations.

use std::collections::HashSet;

use super::conclude::{Invitee, conclude, expires_at};
use super::receipt::InviteReceipt;
use crate::app::{About, App, Consent, Effect};
use crate::cli::invite::{Invite, Invitees};
use crate::commands::mail::sending::MailState;
use crate::commands::shared::selection;
use crate::domain::{Bucket, Credits, Email, Kind, Month, Role, Roles, Status, Timestamp};
use crate::error::{Error, MAX_NAMED, Result};
use crate::mail::check_deliverable;
use crate::output::counted;
use crate::store::{Draft, InvitationStatus, ListedAddresses, NewUser, Request, Source, UserId, Writer};
use crate::text::{and_more, shell_word};

/// Invites all given people in one operation, and sends the messages after the commit.
pub(crate) fn run(app: &mut App, arguments: &Invite) -> Result<()> {
    app.ledger()?;
    let emails = addresses(&arguments.invitees)?;
    if arguments.name.is_some() && emails.len() > 1 {
        return Err(Error::usage(format!("--name is one person's, and {} are invited", emails.len()))
            .hint("invite them one by one, or leave --name out"));
    }
    let mail = MailState::check_for_invitations(app)?;
    let message_run = app.message_run()?;
    let header = app.header(&About::plain("invite"), None);
    let (now, month, dry_run) = (app.now, app.month()?, app.globals.dry_run);
    let expires_at = expires_at(app);
    let roles: Roles = arguments.role.iter().copied().collect();
    let awarded = arguments.awarded.unwrap_or(app.settings.invite_awarded());
    let (receipt, users) = app.mutate(arguments.reason.clone(), |writer, gate| {
        require_new(writer, &emails, month, now)?;
        let mut draft = writer.begin(gate.header(&header))?;
        let mut users = Vec::with_capacity(emails.len());
        for email in &emails {
            let (email, name) = (email.clone(), arguments.name.clone());
            users.push(draft.create_user(&NewUser { email, name, status: Status::Invited, roles })?);
        }
        open_accounts(&mut draft, &users, awarded)?;
        for user in &users {
            draft.invite(*user, &message_run, expires_at)?;
        }
        let sealed = draft.seal()?;
        gate.require(Effect {
            summary: summary(&emails, roles, awarded),
            needs: Consent::yes_if(emails.len() > 1 || roles.contains(Role::Admin)),
            total_credits: awarded.get().unsigned_abs() * emails.len() as u64,
        })?;
        Ok((InviteReceipt::of(writer, &users, now, (sealed, dry_run), "Invited")?, users))
    })?;
    let first = Invitee { email: &emails[0], name: arguments.name.as_deref(), roles, awarded };
    conclude(app, mail, &users, receipt, &first)
}

/// Returns each given address once, in the order of the line. Reports every address that cannot be mailed.
fn addresses(invitees: &[Invitees]) -> Result<Vec<Email>> {
    let emails = |list: ListedAddresses| list.addresses.into_iter().map(|(email, _)| email);
    let mut all = Vec::new();
    for invitees in invitees {
        match invitees {
            Invitees::Address(email) => all.push(email.clone()),
            Invitees::File(path) => all.extend(emails(selection::from_file(path)?)),
            Invitees::Stdin => all.extend(emails(selection::from_stdin()?)),
        }
    }
    let mut seen = HashSet::new();
    all.retain(|email| seen.insert(email.clone()));
    let faults: Vec<String> =
        all.iter().filter_map(|email| check_deliverable(email).err()).map(|error| error.message()).collect();
    match faults.as_slice() {
        [] if all.is_empty() => Err(Error::usage("no address to invite was given")),
        [] => Ok(all),
        [only] => Err(Error::usage(only.clone())),
        several => {
            let shown = several[..several.len().min(MAX_NAMED)].join("\n");
            Err(Error::usage(format!("{} addresses cannot be mailed\n{shown}", several.len())))
        }
    }
}

/// Fails (exit 4) if somebody is already a user.
fn require_new(writer: &Writer<'_>, emails: &[Email], month: Month, now: Timestamp) -> Result<()> {
    let (mut known, mut invited) = (Vec::new(), None);
    for email in emails {
        if writer.has_user(email)? {
            known.push(email);
            let (id, user) = writer.user(email, month)?;
            let newest = writer.invitation_of(id, now)?.map(|invitation| invitation.status);
            let revoked = newest == Some(InvitationStatus::Revoked);
            let waits = user.status == Status::Invited || user.status == Status::Inactive && revoked;
            if waits && invited.is_none() {
                invited = Some((email, revoked));
            }
        }
    }
    let message = match (known.as_slice(), invited) {
        ([], _) => return Ok(()),
        ([only], Some((_, true))) => format!("the invitation of '{only}' was revoked"),
        ([only], Some((_, false))) => format!("'{only}' is invited already"),
        ([only], None) => format!("user '{only}' already exists"),
        (several, _) => {
            format!("{} of these are users already: {}; nothing was changed", several.len(), named(&known))
        }
    };
    let error = Error::refused(message)
        .reason("exists")
        .users(known.iter().map(|email| email.as_str()), known.len() as u64);
    Err(error.hint(match (invited, known[0]) {
        (Some((email, _)), _) => {
            format!("send the invitation again with: rad-admin invite resend {}", shell_word(email))
        }
        (None, email) => format!("see the account with: rad-admin user show {}", shell_word(email)),
    }))
}

fn open_accounts(draft: &mut Draft<'_>, users: &[UserId], awarded: Credits) -> Result<()> {
    if awarded == Credits::ZERO {
        return Ok(());
    }
    let opening = |user: &UserId| Request {
        user: *user,
        bucket: Bucket::Awarded,
        kind: Kind::Opening,
        amount: awarded.into(),
    };
    let requests: Vec<Request> = users.iter().map(opening).collect();
    draft.post(Source::Requests(&requests))
}

fn summary(emails: &[Email], roles: Roles, awarded: Credits) -> String {
    let roles: Vec<&str> = roles.iter().map(Role::as_str).collect();
    let roles = if roles.is_empty() { "no role".to_owned() } else { roles.join(", ") };
    let people = counted(emails.len() as i128, "person", "people");
    let named = named(&emails.iter().collect::<Vec<_>>());
    let credits = counted(awarded.get(), "credit", "credits");
    format!("{people} would be invited ({named}), each with {roles} and {credits}")
}

fn named(emails: &[&Email]) -> String {
    and_more(emails.iter().take(MAX_NAMED), emails.len() as u64)
}
