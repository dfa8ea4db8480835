//! The values of the form: a user's fields, with the person's changes.

use std::fmt;

use super::save::or_none;
use crate::app::CommandLine;
use crate::cli::user::{UserAdd, UserFields};
use crate::domain::{Credits, Email, Role, Roles, Status, User};
use crate::output::grouped;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FormField {
    Name,
    Email,
    Partner,
    Active,
    Roles,
    Awarded,
    Purchased,
    Allowance,
    /// The reason for the save. It is no field of the user.
    Reason,
}

impl FormField {
    /// Every field, in the order of the form.
    pub(crate) const ALL: [Self; 9] = [
        Self::Name,
        Self::Email,
        Self::Partner,
        Self::Active,
        Self::Roles,
        Self::Awarded,
        Self::Purchased,
        Self::Allowance,
        Self::Reason,
    ];
}

impl fmt::Display for FormField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Name => "Name",
            Self::Email => "E-mail",
            Self::Partner => "Partner status",
            Self::Active => "Active",
            Self::Roles => "Other roles",
            Self::Awarded => "Awarded",
            Self::Purchased => "Purchased",
            Self::Allowance => "Monthly allowance",
            Self::Reason => "Reason",
        })
    }
}

/// The fields as they are, or as they would be saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FormValues {
    pub(crate) name: Option<String>,
    pub(crate) email: Email,
    pub(crate) roles: Roles,
    pub(crate) status: Status,
    pub(crate) awarded: Credits,
    pub(crate) purchased: Credits,
    pub(crate) allowance: Credits,
    pub(crate) reason: Option<String>,
}

impl FormValues {
    pub(crate) fn of(user: &User) -> Self {
        Self {
            name: user.name.clone(),
            email: user.email.clone(),
            roles: user.roles,
            status: user.status,
            awarded: user.awarded,
            purchased: user.purchased,
            allowance: user.allowance,
            reason: None,
        }
    }

    /// Returns the fields of a new user, as far as the line gives them.
    pub(super) fn to_add(email: Email, arguments: &UserAdd) -> Self {
        Self {
            name: arguments.name.clone(),
            email,
            roles: arguments.role.iter().copied().collect(),
            status: Status::Active,
            awarded: arguments.awarded.unwrap_or(Credits::ZERO),
            purchased: arguments.purchased.unwrap_or(Credits::ZERO),
            allowance: arguments.allowance.unwrap_or(Credits::ZERO),
            reason: None,
        }
    }

    /// Switches partner status. Without it there is no allowance; with it, today's allowance comes back.
    pub(crate) fn switch_partner(&mut self, today: &Self) {
        if self.is_partner() {
            self.roles = self.roles.without(Role::Partner);
            self.allowance = Credits::ZERO;
        } else {
            self.roles = self.roles.with(Role::Partner);
            self.allowance = today.allowance;
        }
    }

    /// Sets the roles other than partner.
    pub(crate) fn set_roles(&mut self, roles: impl Iterator<Item = Role>) {
        let partner = self.is_partner().then_some(Role::Partner);
        self.roles = roles.chain(partner).collect();
    }

    fn is_partner(&self) -> bool {
        self.roles.contains(Role::Partner)
    }

    fn other_roles(&self) -> Roles {
        self.roles.without(Role::Partner)
    }

    /// Returns the fields whose values differ from the other's.
    pub(crate) fn changes(&self, other: &Self) -> impl Iterator<Item = FormField> {
        let differs = |field: &FormField| {
            let mut same = other.clone();
            same.take(*field, self);
            same != *other
        };
        FormField::ALL.into_iter().filter(differs).collect::<Vec<_>>().into_iter()
    }

    /// Whether any field of the user differs from the other's. The reason does not count.
    pub(crate) fn changes_user(&self, other: &Self) -> bool {
        self.fields(other) != UserFields::default()
    }

    /// Takes one field from the other.
    fn take(&mut self, field: FormField, other: &Self) {
        match field {
            FormField::Name => self.name.clone_from(&other.name),
            FormField::Email => self.email = other.email.clone(),
            FormField::Partner if other.is_partner() => self.roles = self.roles.with(Role::Partner),
            FormField::Partner => self.roles = self.roles.without(Role::Partner),
            FormField::Active => self.status = other.status,
            FormField::Roles => self.set_roles(other.other_roles().iter()),
            FormField::Awarded => self.awarded = other.awarded,
            FormField::Purchased => self.purchased = other.purchased,
            FormField::Allowance => self.allowance = other.allowance,
            FormField::Reason => self.reason.clone_from(&other.reason),
        }
    }

    /// Applies the changes to the user's present values. If somebody else changed a field since it was `shown`, their
    /// value wins.
    pub(crate) fn onto(&self, shown: &Self, now: &Self) -> Self {
        let theirs: Vec<_> = now.changes(shown).collect();
        let mut wanted = now.clone();
        let mine = self.changes(shown).filter(|field| !theirs.contains(field));
        mine.for_each(|field| wanted.take(field, self));
        if !wanted.is_partner() {
            wanted.allowance = Credits::ZERO;
        }
        wanted
    }

    /// Prints a field's value.
    pub(crate) fn shown(&self, field: FormField) -> String {
        match field {
            FormField::Name => or_none(self.name.as_deref().unwrap_or_default()).to_owned(),
            FormField::Email => self.email.to_string(),
            FormField::Partner => (if self.is_partner() { "on" } else { "off" }).to_owned(),
            FormField::Active => match self.status {
                Status::Active => "on".to_owned(),
                Status::Inactive => "off".to_owned(),
                Status::Invited => "invited".to_owned(),
                Status::Erased => "erased".to_owned(),
            },
            FormField::Roles => or_none(&self.other_roles().to_string()).to_owned(),
            FormField::Awarded => grouped(self.awarded.get()),
            FormField::Purchased => grouped(self.purchased.get()),
            FormField::Allowance => grouped(self.allowance.get()),
            FormField::Reason => or_none(self.reason.as_deref().unwrap_or_default()).to_owned(),
        }
    }

    /// Prints the line of a field: its name, the present value and, if it differs, the new one.
    pub(crate) fn line(&self, field: FormField, today: &Self) -> String {
        let (before, after) = (today.shown(field), self.shown(field));
        if self.changes(today).any(|changed| changed == field) {
            format!("{field:<18} {before} → {after}")
        } else {
            format!("{field:<18} {before}")
        }
    }

    /// Returns the differences from `today`, as flags would give them.
    pub(crate) fn fields(&self, today: &Self) -> UserFields {
        let without =
            |roles: Roles, others: Roles| roles.iter().filter(|role| !others.contains(*role)).collect();
        let partner = self.is_partner();
        UserFields {
            name: (self.name != today.name).then(|| self.name.clone().unwrap_or_default()),
            email: (self.email != today.email).then(|| self.email.clone()),
            add_role: without(self.other_roles(), today.other_roles()),
            remove_role: without(today.other_roles(), self.other_roles()),
            partner: (partner != today.is_partner()).then_some(partner),
            mail: None,
            active: (self.status != today.status).then_some(self.status == Status::Active),
            awarded: (self.awarded != today.awarded).then_some(self.awarded),
            purchased: (self.purchased != today.purchased).then_some(self.purchased),
            // The allowance ends with partner status.
            allowance: (partner && self.allowance != today.allowance).then_some(self.allowance),
        }
    }

    /// Adds the differences from `today` to the line, as flags.
    pub(crate) fn answer_on(&self, today: &Self, line: &mut CommandLine) {
        let fields = self.fields(today);
        let switch = |on: bool| (if on { "on" } else { "off" }).to_owned();
        let credits = |credits: Credits| credits.to_string();
        let mut flags = vec![
            ("--name", fields.name),
            ("--email", fields.email.map(|email| email.to_string())),
            ("--partner", fields.partner.map(switch)),
            ("--active", fields.active.map(switch)),
            ("--awarded", fields.awarded.map(credits)),
            ("--purchased", fields.purchased.map(credits)),
            ("--allowance", fields.allowance.map(credits)),
            ("--reason", self.reason.clone()),
        ];
        flags.extend(fields.add_role.iter().map(|role| ("--add-role", Some(role.to_string()))));
        flags.extend(fields.remove_role.iter().map(|role| ("--remove-role", Some(role.to_string()))));
        push_flags(flags, line);
    }

    /// Returns all fields of a new user, as flags would give them.
    pub(super) fn added(&self, given: &UserAdd) -> UserAdd {
        UserAdd {
            email: Some(self.email.clone()),
            name: self.name.clone(),
            role: self.roles.iter().collect(),
            awarded: Some(self.awarded),
            purchased: Some(self.purchased),
            allowance: Some(self.allowance),
            reason: given.reason.clone().or_else(|| self.reason.clone()),
        }
    }

    /// Adds the address, and the differences from what the line already gives, to the line.
    pub(super) fn answer_on_new(&self, given: &Self, line: &mut CommandLine) {
        line.push(self.email.as_str());
        let credits = |now: Credits, given: Credits| (now != given).then(|| now.to_string());
        let name = (self.name != given.name).then(|| self.name.clone()).flatten();
        let mut flags = vec![("--name", name)];
        if self.roles != given.roles {
            flags.extend(self.roles.iter().map(|role| ("--role", Some(role.to_string()))));
        }
        flags.extend([
            ("--awarded", credits(self.awarded, given.awarded)),
            ("--purchased", credits(self.purchased, given.purchased)),
            ("--allowance", credits(self.allowance, given.allowance)),
            ("--reason", self.reason.clone()),
        ]);
        push_flags(flags, line);
    }
}

fn push_flags(flags: Vec<(&str, Option<String>)>, line: &mut CommandLine) {
    for (flag, value) in flags.into_iter().filter_map(|(flag, value)| Some((flag, value?))) {
        line.push_flag(flag, Some(&value));
    }
    line.is_completed = true;
}
