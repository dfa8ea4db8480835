//! The form of `user edit` without a field.

use super::form_values::{FormField, FormValues};
use super::save::{nothing, save};
use super::stale::check_version;
use crate::app::{AnswerFault, App, Questions};
use crate::cli::user::UserEdit;
use crate::cli::values;
use crate::domain::{Credits, Email, Role, Status, User};
use crate::error::{Code, Error, Result};
use crate::output::grouped;

const REVIEW: &str = "Review and save";
const LEAVE: &str = "Leave";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Decision {
    Save,
    Leave,
}

/// Shows a user's fields until the person saves them or leaves.
pub(crate) fn run(app: &mut App, questions: &Questions, email: &Email, arguments: &UserEdit) -> Result<()> {
    let mut user = read(app, email)?;
    check_version(&user, arguments.if_version, &arguments.fields)?;
    let mut wanted = FormValues::of(&user);
    let mut stale = None;
    loop {
        let form = UserForm {
            questions,
            title: user.email.to_string(),
            fields: FormField::ALL
                .into_iter()
                .filter(|field| *field != FormField::Reason || arguments.reason.is_none())
                .collect(),
            original: FormValues::of(&user),
            is_new: false,
        };
        let decision = form.fill_in(app, &mut wanted)?;
        let original = form.original;
        if decision == Decision::Leave
            && let Some(stale) = stale
        {
            return Err(stale);
        }
        if !wanted.changes_user(&original) {
            app.line.is_completed = false;
            return app.printer.receipt(&nothing(user, app.globals.dry_run));
        }
        if decision == Decision::Leave {
            return Err(not_saved());
        }
        let edit = UserEdit {
            whom: arguments.whom.clone(),
            fields: wanted.to_user_fields(&original),
            reason: arguments.reason.clone().or_else(|| wanted.reason.clone()),
            if_version: Some(user.version),
        };
        let typed = app.line.clone();
        wanted.append_edit_flags(&original, &mut app.line);
        match save(app, &user.email, &edit) {
            Ok(receipt) => return app.printer.receipt(&receipt),
            Err(error) if matches!(error.code(), Code::Refused | Code::Busy) => {
                app.line = typed;
                let current = read(app, &user.email)?;
                if current.version == user.version {
                    show_refusal(app, &error);
                } else {
                    show_others_changes(app, &original, &FormValues::of(&current), &wanted);
                }
                wanted = wanted.rebased(&original, &FormValues::of(&current));
                stale = error.has_reason("stale").then_some(error).or(stale);
                user = current;
            }
            Err(error) => return Err(error),
        }
    }
}

fn read(app: &mut App, email: &Email) -> Result<User> {
    let month = app.month()?;
    app.ledger()?.0.read(|reader| Ok(reader.user(email, month)?.1))
}

pub(super) fn not_saved() -> Error {
    Error::new(Code::NotConfirmed, "left without saving; nothing was written")
}

/// Prints why nothing was saved.
pub(super) fn show_refusal(app: &mut App, error: &Error) {
    let mut text = format!("not saved: {error}");
    error.hints().iter().for_each(|hint| text = format!("{text}\n{hint}"));
    app.printer.warning(&text);
}

/// Prints what somebody else changed while the form was open, and what the person wanted in its place.
fn show_others_changes(app: &mut App, seen: &FormValues, current: &FormValues, wanted: &FormValues) {
    let mut text = format!("not saved: somebody else changed {} while the form was open", seen.email);
    for field in current.changes(seen) {
        text = format!("{text}\n{field}: {} then, {} now", seen.shown(field), current.shown(field));
        if wanted.changes(seen).any(|changed| changed == field) {
            text = format!("{text}; you wanted {}", wanted.shown(field));
        }
    }
    app.printer.warning(&text);
}

/// The form: a line for every field, with its present and its new value.
pub(super) struct UserForm<'q> {
    pub(super) questions: &'q Questions,
    pub(super) title: String,
    pub(super) fields: Vec<FormField>,
    /// The values before the person changes any.
    pub(super) original: FormValues,
    /// Whether the form adds a user. Then it can be saved without a changed field.
    pub(super) is_new: bool,
}

impl UserForm<'_> {
    pub(super) fn fill_in(&self, app: &mut App, wanted: &mut FormValues) -> Result<Decision> {
        let Self { questions, fields, original, .. } = self;
        questions.say(&format!("{}: Enter changes a field, Esc leaves", self.title))?;
        let mut at = 0;
        loop {
            let mut items: Vec<_> = fields.iter().map(|field| wanted.line(*field, original)).collect();
            items.extend([REVIEW, LEAVE].map(str::to_owned));
            let chosen = questions.choose_one("Change", &items, at)?;
            at = chosen.unwrap_or(at);
            match chosen.map(|chosen| (chosen, fields.get(chosen))) {
                Some((_, Some(field))) => change(app, questions, *field, original, wanted)?,
                Some((chosen, None)) if chosen > fields.len() => return Ok(Decision::Leave),
                None if wanted == original => return Ok(Decision::Leave),
                // One Esc too many must not throw the changes away.
                Some((_, None)) | None => {
                    if let Some(decision) = self.review(wanted)? {
                        return Ok(decision);
                    }
                }
            }
        }
    }

    /// Shows the changes and asks; `None` goes back to the form.
    fn review(&self, wanted: &FormValues) -> Result<Option<Decision>> {
        let Self { questions, original, .. } = self;
        if !self.is_new && !wanted.changes_user(original) {
            return Ok(Some(Decision::Leave));
        }
        if self.is_new {
            questions.say(&format!("  {:<18} {}", FormField::Email, wanted.email))?;
        }
        for field in wanted.changes(original).filter(|field| !self.is_new || *field != FormField::Email) {
            questions.say(&format!("  {}", wanted.line(field, original)))?;
        }
        let items = ["Save", "Back to the form", "Leave without saving"].map(str::to_owned);
        Ok(match questions.choose_one("Save it", &items, 0)? {
            Some(0) => Some(Decision::Save),
            Some(2) => Some(Decision::Leave),
            _ => None,
        })
    }
}

/// Asks for the value of one field. Fields of two values are switched without a question.
fn change(
    app: &mut App,
    questions: &Questions,
    field: FormField,
    original: &FormValues,
    wanted: &mut FormValues,
) -> Result<()> {
    match field {
        FormField::Partner => wanted.switch_partner(original),
        FormField::Active => wanted.status = next_status(wanted.status, original.status),
        FormField::Mail => wanted.mail = !wanted.mail,
        FormField::Name => wanted.name = optional(questions, "Name (empty: none)", wanted.name.as_deref())?,
        FormField::Reason => {
            wanted.reason = optional(questions, "Reason (empty: none)", wanted.reason.as_deref())?;
        }
        FormField::Email => {
            if let Some(email) = ask_email(app, questions, Some((&original.email, &wanted.email)))? {
                wanted.email = email;
            }
        }
        FormField::Roles => {
            let roles = Role::ALL.into_iter().filter(|role| *role != Role::Partner);
            let items: Vec<_> =
                roles.clone().map(|role| (role.as_str(), wanted.roles.contains(role))).collect();
            let prompt = "Roles (Space selects, Enter confirms)";
            if let Some(chosen) = questions.choose_several(prompt, &items)? {
                let chosen: Vec<_> = roles.enumerate().filter(|(place, _)| chosen.contains(place)).collect();
                wanted.set_roles(chosen.into_iter().map(|(_, role)| role));
            }
        }
        FormField::Awarded => wanted.awarded = ask_credits(questions, field, wanted.awarded, |_| Ok(()))?,
        FormField::Purchased => {
            wanted.purchased = ask_credits(questions, field, wanted.purchased, |_| Ok(()))?;
        }
        FormField::Allowance => {
            let is_partner = wanted.roles.contains(Role::Partner);
            wanted.allowance = ask_credits(questions, field, wanted.allowance, |credits| {
                if is_partner || credits == Credits::ZERO {
                    Ok(())
                } else {
                    Err("only a partner has an allowance: switch partner status on first, and leave 0 here"
                        .to_owned())
                }
            })?;
        }
    }
    Ok(())
}

/// Switches between active and inactive. A user with an open invitation can go back to invited.
fn next_status(status: Status, original: Status) -> Status {
    match status {
        Status::Erased => Status::Erased,
        Status::Active => Status::Inactive,
        Status::Inactive if original == Status::Invited => Status::Invited,
        Status::Invited | Status::Inactive => Status::Active,
    }
}

fn optional(questions: &Questions, prompt: &str, value: Option<&str>) -> Result<Option<String>> {
    let before = value.unwrap_or_default();
    let typed = questions.text(prompt, before, |typed| values::text_or_nothing(typed).map(drop))?;
    // An untouched value stays as it is, white space included.
    if typed == before {
        return Ok(value.map(str::to_owned));
    }
    let text = values::text_or_nothing(&typed).map_err(Error::usage)?;
    Ok(Some(text).filter(|text| !text.is_empty()))
}

/// Reads a new number such as `70`, or a step such as `+50` or `-20` from `current`. An empty text keeps `current`.
fn number_or_step(typed: &str, current: Credits) -> Result<Credits, AnswerFault> {
    let typed = typed.trim();
    let step = |digits: &str| digits.trim_start().parse::<Credits>().map(Credits::get);
    let number = match (typed.strip_prefix('+'), typed.strip_prefix(['-', '−'])) {
        _ if typed.is_empty() => return Ok(current),
        (Some(digits), _) => current.get().checked_add(step(digits)?),
        (_, Some(digits)) => current.get().checked_sub(step(digits)?),
        _ => return typed.parse(),
    };
    number.and_then(Credits::new).ok_or_else(|| {
        format!("{} and {typed} is below 0, or more than a balance can be", grouped(current.get()))
    })
}

fn ask_credits(
    questions: &Questions,
    field: FormField,
    credits: Credits,
    check: impl Fn(Credits) -> Result<(), String>,
) -> Result<Credits> {
    let parse = |typed: &str| number_or_step(typed, credits);
    let prompt = format!("{field} (now {}; +N and -N count from there)", grouped(credits.get()));
    let typed = questions.text(&prompt, "", |typed| parse(typed).and_then(&check))?;
    Ok(parse(&typed).unwrap_or(credits))
}

/// Asks for an address that nobody has; returns `None` if there is no answer. `stored_and_wanted` holds the user's stored
/// address and the one in the form.
pub(super) fn ask_email(
    app: &mut App,
    questions: &Questions,
    stored_and_wanted: Option<(&Email, &Email)>,
) -> Result<Option<Email>> {
    let (store, _) = app.ledger()?;
    let filled_in = stored_and_wanted.map_or("", |(_, wanted)| wanted.as_str());
    let typed = questions.text("E-mail", filled_in, |typed| {
        if typed.trim().is_empty() && stored_and_wanted.is_none() {
            return Ok(());
        }
        let new: Email = typed.parse()?;
        let is_own = stored_and_wanted.is_some_and(|(stored, _)| new == *stored);
        let is_taken = !is_own && store.read(|reader| reader.has_user(&new)).unwrap_or(false);
        if is_taken { Err(format!("user '{new}' already exists")) } else { Ok(()) }
    })?;
    Ok(typed.parse().ok())
}
