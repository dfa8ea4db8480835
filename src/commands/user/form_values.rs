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
    Mail,
    /// The reason for the save. It is no field of the user.
    Reason,
}

impl FormField {
    /// Every field, in the order of the form.
    pub(crate) const ALL: [Self; 10] = [
        Self::Name,
        Self::Email,
        Self::Partner,
        Self::Active,
        Self::Roles,
        Self::Awarded,
        Self::Purchased,
        Self::Allowance,
        Self::Mail,
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
            Self::Mail => "Mail",
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
    /// Whether the user gets messages about credits.
    pub(crate) mail: bool,
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
            mail: user.mail,
            reason: None,
        }
    }

    /// Returns the fields of a new user, as far as the line gives them.
    pub(super) fn of_new_user(email: Email, arguments: &UserAdd) -> Self {
        Self {
            name: arguments.name.clone(),
            email,
            roles: arguments.role.iter().copied().collect(),
            status: Status::Active,
            awarded: arguments.awarded.unwrap_or(Credits::ZERO),
            purchased: arguments.purchased.unwrap_or(Credits::ZERO),
            allowance: arguments.allowance.unwrap_or(Credits::ZERO),
            mail: true,
            reason: None,
        }
    }

    /// Switches partner status. Without it there is no allowance; with it, the original one comes back.
    pub(crate) fn switch_partner(&mut self, original: &Self) {
        if self.is_partner() {
            self.roles = self.roles.without(Role::Partner);
            self.allowance = Credits::ZERO;
        } else {
            self.roles = self.roles.with(Role::Partner);
            self.allowance = original.allowance;
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
            same.copy_field(*field, self);
            same != *other
        };
        FormField::ALL.into_iter().filter(differs).collect::<Vec<_>>().into_iter()
    }

    /// Whether any field of the user differs from the other's. The reason does not count.
    pub(crate) fn changes_user(&self, other: &Self) -> bool {
        self.to_user_fields(other) != UserFields::default()
    }

    fn copy_field(&mut self, field: FormField, other: &Self) {
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
            FormField::Mail => self.mail = other.mail,
            FormField::Reason => self.reason.clone_from(&other.reason),
        }
    }

    /// Repeats the changes on the user's current values. If somebody else changed a field since it was `shown`, their
    /// value wins.
    pub(crate) fn rebased(&self, shown: &Self, current: &Self) -> Self {
        let theirs: Vec<_> = current.changes(shown).collect();
        let mut wanted = current.clone();
        let mine = self.changes(shown).filter(|field| !theirs.contains(field));
        mine.for_each(|field| wanted.copy_field(field, self));
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
            FormField::Partner => on_or_off(self.is_partner()),
            FormField::Mail => on_or_off(self.mail),
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
    pub(crate) fn line(&self, field: FormField, original: &Self) -> String {
        let (before, after) = (original.shown(field), self.shown(field));
        if self.changes(original).any(|changed| changed == field) {
            format!("{field:<18} {before} → {after}")
        } else {
            format!("{field:<18} {before}")
        }
    }

    /// Returns the differences from `original`, as flags would give them.
    pub(crate) fn to_user_fields(&self, original: &Self) -> UserFields {
        let without =
            |roles: Roles, others: Roles| roles.iter().filter(|role| !others.contains(*role)).collect();
        let partner = self.is_partner();
        UserFields {
            name: (self.name != original.name).then(|| self.name.clone().unwrap_or_default()),
            email: (self.email != original.email).then(|| self.email.clone()),
            add_role: without(self.other_roles(), original.other_roles()),
            remove_role: without(original.other_roles(), self.other_roles()),
            partner: (partner != original.is_partner()).then_some(partner),
            mail: (self.mail != original.mail).then_some(self.mail),
            active: (self.status != original.status).then_some(self.status == Status::Active),
            awarded: (self.awarded != original.awarded).then_some(self.awarded),
            purchased: (self.purchased != original.purchased).then_some(self.purchased),
            // The allowance ends with partner status.
            allowance: (partner && self.allowance != original.allowance).then_some(self.allowance),
        }
    }

    /// Adds the differences from `original` to the line, as flags.
    pub(crate) fn append_edit_flags(&self, original: &Self, line: &mut CommandLine) {
        let fields = self.to_user_fields(original);
        let credits = |credits: Credits| credits.to_string();
        let mut flags = vec![
            ("--name", fields.name),
            ("--email", fields.email.map(|email| email.to_string())),
            ("--partner", fields.partner.map(on_or_off)),
            ("--active", fields.active.map(on_or_off)),
            ("--awarded", fields.awarded.map(credits)),
            ("--purchased", fields.purchased.map(credits)),
            ("--allowance", fields.allowance.map(credits)),
            ("--mail", fields.mail.map(on_or_off)),
            ("--reason", self.reason.clone()),
        ];
        flags.extend(fields.add_role.iter().map(|role| ("--add-role", Some(role.to_string()))));
        flags.extend(fields.remove_role.iter().map(|role| ("--remove-role", Some(role.to_string()))));
        push_flags(flags, line);
    }

    /// Returns all fields of a new user, as flags would give them.
    pub(super) fn to_user_add(&self, arguments: &UserAdd) -> UserAdd {
        UserAdd {
            email: Some(self.email.clone()),
            name: self.name.clone(),
            role: self.roles.iter().collect(),
            awarded: Some(self.awarded),
            purchased: Some(self.purchased),
            allowance: Some(self.allowance),
            reason: arguments.reason.clone().or_else(|| self.reason.clone()),
        }
    }

    /// Adds the address, and the differences from what the line already gives, to the line.
    pub(super) fn append_new_user_flags(&self, original: &Self, line: &mut CommandLine) {
        line.push(self.email.as_str());
        let credits = |value: Credits, original: Credits| (value != original).then(|| value.to_string());
        let name = (self.name != original.name).then(|| self.name.clone()).flatten();
        let mut flags = vec![("--name", name)];
        if self.roles != original.roles {
            flags.extend(self.roles.iter().map(|role| ("--role", Some(role.to_string()))));
        }
        flags.extend([
            ("--awarded", credits(self.awarded, original.awarded)),
            ("--purchased", credits(self.purchased, original.purchased)),
            ("--allowance", credits(self.allowance, original.allowance)),
            ("--reason", self.reason.clone()),
        ]);
        push_flags(flags, line);
    }
}

fn on_or_off(is_on: bool) -> String {
    (if is_on { "on" } else { "off" }).to_owned()
}

fn push_flags(flags: Vec<(&str, Option<String>)>, line: &mut CommandLine) {
    for (flag, value) in flags.into_iter().filter_map(|(flag, value)| Some((flag, value?))) {
        line.push_flag(flag, Some(&value));
    }
    line.is_completed = true;
}
