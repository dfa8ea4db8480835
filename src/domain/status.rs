//! The state of an account.

use std::fmt;
use std::str::FromStr;

use serde::Serialize;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Has an invitation and has not accepted it.
    Invited,
    /// In use.
    Active,
    /// Deactivated.
    Inactive,
    /// Erased, with all personal data gone for good.
    Erased,
}

impl Status {
    pub const ALL: [Self; 4] = [Self::Invited, Self::Active, Self::Inactive, Self::Erased];

    /// Returns the name that is stored, typed and printed.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Invited => "invited",
            Self::Active => "active",
            Self::Inactive => "inactive",
            Self::Erased => "erased",
        }
    }
}

impl FromStr for Status {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let names = Self::ALL.map(Self::as_str);
        Self::ALL.into_iter().find(|status| status.as_str() == text).ok_or_else(|| {
            match super::nearest(text, names) {
                Some(near) => format!("'{text}' is not a status: did you mean '{near}'?"),
                None => format!("'{text}' is not a status: the statuses are {}", names.join(", ")),
            }
        })
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
