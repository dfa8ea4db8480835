//! The keys that group the flows of a report.

use std::str::FromStr;

/// A property of an entry, its user or its operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportKey {
    /// The month in the ledger's zone.
    Month,
    /// The day in the ledger's zone.
    Day,
    Kind,
    Bucket,
    User,
    /// The user's present roles. A user counts in each of them.
    Role,
    Domain,
    Actor,
    Reference,
    Command,
}

impl ReportKey {
    pub const ALL: [Self; 10] = [
        Self::Month,
        Self::Day,
        Self::Kind,
        Self::Bucket,
        Self::User,
        Self::Role,
        Self::Domain,
        Self::Actor,
        Self::Reference,
        Self::Command,
    ];

    /// Returns the name that is typed and printed.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Day => "day",
            Self::Kind => "kind",
            Self::Bucket => "bucket",
            Self::User => "user",
            Self::Role => "role",
            Self::Domain => "domain",
            Self::Actor => "actor",
            Self::Reference => "reference",
            Self::Command => "command",
        }
    }
}

impl FromStr for ReportKey {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|key| key.as_str() == text);
        found.ok_or_else(|| format!("'{text}' is no key of a report"))
    }
}
