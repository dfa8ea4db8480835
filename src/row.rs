//! What a row of a file asks for, and what is wrong with it.

use std::borrow::Cow;

use crate::domain::{Amount, Bucket, Credits, Email, Role, Roles, Status};
use crate::error::Code;
use crate::text::shortened;

/// Characters of a fault's text to keep at each end. A value in it may be as long as a row.
const END_CHARACTERS: usize = 150;

/// What a row holds in one column. Only [`Self::Value`] is a value. Names and roles tell the other two apart: an empty
/// cell clears them, a missing column leaves them as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowValue<T> {
    /// The file has no such column, or the object no such key.
    NoColumn,
    /// The cell is empty, or the value is `""` or `null`.
    EmptyCell,
    Value(T),
}

impl<T> RowValue<T> {
    /// Returns the value, if there is one.
    pub fn value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::NoColumn | Self::EmptyCell => None,
        }
    }

    pub fn as_ref(&self) -> RowValue<&T> {
        match self {
            Self::NoColumn => RowValue::NoColumn,
            Self::EmptyCell => RowValue::EmptyCell,
            Self::Value(value) => RowValue::Value(value),
        }
    }

    /// Converts the value, which may fail.
    pub fn try_map<U, E>(self, turn: impl FnOnce(T) -> Result<U, E>) -> Result<RowValue<U>, E> {
        Ok(match self {
            Self::NoColumn => RowValue::NoColumn,
            Self::EmptyCell => RowValue::EmptyCell,
            Self::Value(value) => RowValue::Value(turn(value)?),
        })
    }
}

/// One change of one balance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AdjustmentRow<'a> {
    /// The line on which the row begins, from 1.
    pub line: u64,
    pub user: Email,
    pub bucket: Bucket,
    /// Never 0.
    pub amount: Amount,
    pub reason: Option<Cow<'a, str>>,
    /// What the reason is about elsewhere.
    pub reference: Option<Cow<'a, str>>,
    /// Makes the row idempotent.
    pub key: Option<Cow<'a, str>>,
}

/// A user to import. A row may omit every field but the address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserRow<'a> {
    /// The line on which the row begins, from 1.
    pub line: u64,
    pub email: Email,
    pub name: RowValue<Cow<'a, str>>,
    /// From the column `status`, else from `active`.
    pub status: RowValue<Status>,
    /// From the column `roles`; an empty cell means no roles. See [`Self::roles_over`].
    pub roles: RowValue<Roles>,
    /// The values of the columns that are named after roles. Never false for a role that `roles` contains.
    pub role_flags: Vec<(Role, RowValue<bool>)>,
    pub awarded: RowValue<Credits>,
    pub purchased: RowValue<Credits>,
    /// Above 0 only if the row's roles include partner, or if the row has no roles; then the ledger must check it.
    pub allowance: RowValue<Credits>,
    /// Whether the user gets messages other than invitations.
    pub mail: RowValue<bool>,
}

impl UserRow<'_> {
    /// Returns the user's roles after the import, given the present ones.
    pub fn roles_over(&self, present: Roles) -> Roles {
        let roles = match self.roles {
            RowValue::NoColumn => present,
            RowValue::EmptyCell => Roles::default(),
            RowValue::Value(roles) => roles,
        };
        self.role_flags.iter().fold(roles, |roles, (role, flag)| match flag {
            RowValue::Value(true) => roles.with(*role),
            RowValue::Value(false) => roles.without(*role),
            RowValue::NoColumn | RowValue::EmptyCell => roles,
        })
    }
}

/// One fault of one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowFault {
    /// The line on which the row begins, from 1.
    pub line: u64,
    /// The column, as the file names it; `None` if the whole row is wrong.
    pub column: Option<String>,
    /// One clause that names the value, without control characters.
    pub what: String,
    pub reason: FaultReason,
}

/// The kind of a fault. Scripts depend on its name, so it never changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultReason {
    /// The file is unreadable or makes no sense here.
    Invalid,
    /// An earlier line has the same address or key.
    Repeated,
    NotFound,
    Overdraft,
    Overflow,
    MaxBalance,
    KeyReused,
    SelfAdjustment,
    Exists,
    Erased,
    NotAPartner,
    IsAdmin,
    LastAdmin,
}

impl FaultReason {
    const ALL: [Self; 13] = [
        Self::Invalid,
        Self::Repeated,
        Self::NotFound,
        Self::Overdraft,
        Self::Overflow,
        Self::MaxBalance,
        Self::KeyReused,
        Self::SelfAdjustment,
        Self::Exists,
        Self::Erased,
        Self::NotAPartner,
        Self::IsAdmin,
        Self::LastAdmin,
    ];

    /// Returns the name in JSON errors.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Invalid => "invalid",
            Self::Repeated => "repeated",
            Self::NotFound => "not_found",
            Self::Overdraft => "overdraft",
            Self::Overflow => "overflow",
            Self::MaxBalance => "max_balance",
            Self::KeyReused => "key_reused",
            Self::SelfAdjustment => "self_adjustment",
            Self::Exists => "exists",
            Self::Erased => "erased",
            Self::NotAPartner => "not_a_partner",
            Self::IsAdmin => "is_admin",
            Self::LastAdmin => "last_admin",
        }
    }

    /// Returns the reason of this name.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.as_str() == word)
    }

    /// Returns the code of the error that this fault leads to.
    pub const fn code(self) -> Code {
        match self {
            Self::Invalid | Self::Repeated => Code::Usage,
            Self::NotFound => Code::NotFound,
            Self::Overdraft
            | Self::Overflow
            | Self::MaxBalance
            | Self::KeyReused
            | Self::SelfAdjustment
            | Self::Exists
            | Self::Erased
            | Self::NotAPartner
            | Self::IsAdmin
            | Self::LastAdmin => Code::Refused,
        }
    }
}

impl RowFault {
    /// Creates a fault with the reason [`FaultReason::Invalid`]. Escapes control characters and cuts long texts, so
    /// that a file can neither write to a terminal nor fill the memory with its errors.
    pub fn new(line: u64, column: Option<&str>, what: &str) -> Self {
        let printable = |text| shortened(text, END_CHARACTERS);
        Self { line, column: column.map(printable), what: printable(what), reason: FaultReason::Invalid }
    }

    /// Returns the fault without its line: `column: what`.
    pub fn text(&self) -> String {
        match &self.column {
            Some(column) => format!("{column}: {}", self.what),
            None => self.what.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_cannot_write_to_the_terminal_or_grow_without_bound() {
        let fault = RowFault::new(1, Some("a\x1b[2J"), &format!("'\n{}' is wrong", "å".repeat(1 << 20)));
        assert!(!fault.text().contains(char::is_control));
        assert!(fault.what.chars().count() < 310, "{}", fault.what.len());
        assert!(fault.what.starts_with("'\\n") && fault.what.ends_with("' is wrong"));
    }
}
