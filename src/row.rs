//! What a row of a file asks for, and what is wrong with it.

use std::borrow::Cow;

use crate::domain::{Amount, Bucket, Credits, Email, Role, Roles, Status};
use crate::error::Code;
use crate::text::shortened;

/// How much of a fault's text is kept at each end. A value in it may be as long as a row.
const END_CHARACTERS: usize = 150;

/// A value that a row may leave out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Given<T> {
    /// The file has no such column, or the object no such key.
    Absent,
    /// The cell is empty, or the value is `""` or `null`.
    Empty,
    /// The value.
    Value(T),
}

impl<T> Given<T> {
    /// The value, where there is one.
    pub fn value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Empty => None,
        }
    }

    /// The same, of a value that is borrowed.
    pub fn as_ref(&self) -> Given<&T> {
        match self {
            Self::Absent => Given::Absent,
            Self::Empty => Given::Empty,
            Self::Value(value) => Given::Value(value),
        }
    }

    /// The value turned into another, which may fail.
    pub fn try_map<U, E>(self, turn: impl FnOnce(T) -> Result<U, E>) -> Result<Given<U>, E> {
        Ok(match self {
            Self::Absent => Given::Absent,
            Self::Empty => Given::Empty,
            Self::Value(value) => Given::Value(turn(value)?),
        })
    }
}

/// One change of one balance that a row asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AdjustmentRow<'a> {
    /// The line on which the row begins, from 1.
    pub line: u64,
    /// Whose balance.
    pub user: Email,
    /// Which balance.
    pub bucket: Bucket,
    /// By how much; never 0.
    pub amount: Amount,
    /// Why, where the row says so.
    pub reason: Option<Cow<'a, str>>,
    /// What it refers to, where the row says so.
    pub reference: Option<Cow<'a, str>>,
    /// Makes the row idempotent, where it has one.
    pub key: Option<Cow<'a, str>>,
}

/// One user that a row describes. Every field but the address may be left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserRow<'a> {
    /// The line on which the row begins, from 1.
    pub line: u64,
    /// The address.
    pub email: Email,
    /// The name.
    pub name: Given<Cow<'a, str>>,
    /// The status, from the column `status` or else `active`.
    pub status: Given<Status>,
    /// The roles, as the column `roles` has them; an empty cell is no role. See [`Self::roles_over`].
    pub roles: Given<Roles>,
    /// Whether the user holds a role, for each that has a column of its own. Never false beside `roles` that hold it.
    pub role_flags: Vec<(Role, Given<bool>)>,
    /// The awarded balance.
    pub awarded: Given<Credits>,
    /// The purchased balance.
    pub purchased: Given<Credits>,
    /// The monthly allowance. Never more than 0 beside roles without partner status. Where the row has no roles, the ledger
    /// has to be asked whether the user is a partner.
    pub allowance: Given<Credits>,
    /// Whether the user gets messages besides invitations.
    pub mail: Given<bool>,
}

impl UserRow<'_> {
    /// The roles that the user has once the row is imported over the present ones.
    pub fn roles_over(&self, present: Roles) -> Roles {
        let roles = match self.roles {
            Given::Absent => present,
            Given::Empty => Roles::default(),
            Given::Value(roles) => roles,
        };
        self.role_flags.iter().fold(roles, |roles, (role, flag)| match flag {
            Given::Value(true) => roles.with(*role),
            Given::Value(false) => roles.without(*role),
            Given::Absent | Given::Empty => roles,
        })
    }
}

/// One thing that is wrong with one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowFault {
    /// The line on which the row begins, from 1.
    pub line: u64,
    /// The column, as the file names it; `None` where the row as a whole is wrong.
    pub column: Option<String>,
    /// What is wrong, with which value: one clause, without control characters.
    pub what: String,
    /// The kind of the fault.
    pub reason: FaultReason,
}

/// The kind of a fault. Scripts branch on its name, so it never changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultReason {
    /// The file says something that cannot be read or makes no sense.
    Invalid,
    /// The file has the address or the key on an earlier line.
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

    /// The word for it in JSON errors.
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

    /// The reason of that word.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.as_str() == word)
    }

    /// The kind of failure that a fault of this kind is.
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
    /// A fault of what the file says. Control characters in the texts are escaped and long texts cut, so that no file can write
    /// to a terminal or fill the memory with its own errors.
    pub fn new(line: u64, column: Option<&str>, what: &str) -> Self {
        let printable = |text| shortened(text, END_CHARACTERS);
        Self { line, column: column.map(printable), what: printable(what), reason: FaultReason::Invalid }
    }

    /// The fault without its line: `column: what`.
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
