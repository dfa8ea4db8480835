//! The kinds of messages to users.

use std::fmt;
use std::str::FromStr;

/// Why a user gets a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MessageKind {
    /// Asks somebody to join.
    Invitation,
    /// Says that few credits are left.
    LowBalance,
    /// Says that an administrator changed the user's credits.
    Adjusted,
    /// Says that a month's allowance was paid.
    Granted,
    /// Says that a change of the user's credits was undone.
    Corrected,
}

impl MessageKind {
    pub const ALL: [Self; 5] =
        [Self::Invitation, Self::LowBalance, Self::Adjusted, Self::Granted, Self::Corrected];

    /// Returns the name that is stored, printed and used in the configuration.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Invitation => "invitation",
            Self::LowBalance => "low_balance",
            Self::Adjusted => "adjusted",
            Self::Granted => "granted",
            Self::Corrected => "corrected",
        }
    }
}

impl fmt::Display for MessageKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for MessageKind {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|kind| kind.as_str() == text);
        found.ok_or_else(|| format!("'{text}' is not a kind of message"))
    }
}
