//! Row numbers that people see, each with its own type.

use std::fmt;
use std::str::FromStr;

use serde::Serialize;

/// The number of an operation, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct OperationId(i64);

impl OperationId {
    pub const FIRST: Self = Self(1);

    /// Returns `None` below 1.
    pub const fn new(number: i64) -> Option<Self> {
        if number >= 1 { Some(Self(number)) } else { None }
    }

    pub const fn get(self) -> i64 {
        self.0
    }

    /// Returns the number of the next operation. The numbers have no gaps.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

impl FromStr for OperationId {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let number = text.parse().ok().and_then(Self::new);
        number.ok_or_else(|| "an operation is named by its number, which rad-admin log shows".to_owned())
    }
}

impl fmt::Display for OperationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl From<OperationId> for serde_json::Value {
    fn from(id: OperationId) -> Self {
        id.0.into()
    }
}

/// The number of an entry, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct EntryId(i64);

impl EntryId {
    /// Returns `None` below 1.
    pub const fn new(number: i64) -> Option<Self> {
        if number >= 1 { Some(Self(number)) } else { None }
    }

    pub const fn get(self) -> i64 {
        self.0
    }
}

impl fmt::Display for EntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_are_numbered_from_1() {
        assert_eq!("1".parse(), Ok(OperationId::FIRST));
        assert_eq!("9223372036854775807".parse::<OperationId>().map(OperationId::get), Ok(i64::MAX));
        for wrong in ["", "0", "-1", "1.5", "last", "9223372036854775808"] {
            assert!(wrong.parse::<OperationId>().is_err(), "{wrong:?}");
        }
    }
}
