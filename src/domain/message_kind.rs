//! The kinds of messages that users get.

use std::fmt;
use std::str::FromStr;

/// Why a user gets a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MessageKind {
    /// They are asked to join.
    Invitation,
    /// Few credits are left.
    LowBalance,
    /// An administrator changed their credits.
    Adjusted,
    /// They were granted a month's allowance.
    Granted,
    /// What changed their credits was undone.
    Corrected,
}

impl MessageKind {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::Invitation, Self::LowBalance, Self::Adjusted, Self::Granted, Self::Corrected];

    /// The name, as stored, printed and written in the configuration.
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
