//! The order of a list.

use super::{FilterKey, ValueKind, find_key};
use crate::domain::nearest;

/// A key that rows are sorted by, and its direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sort {
    /// What is compared.
    pub key: &'static str,
    /// Whether the greatest comes first.
    pub descending: bool,
}

impl Sort {
    /// Reads one of these keys; behind `-` it descends.
    pub fn parse(text: &str, keys: &[FilterKey]) -> Result<Self, String> {
        let name = text.strip_prefix('-');
        let (name, descending) = (name.unwrap_or(text), name.is_some());
        if let Some(key) = find_key(keys, name).filter(Self::takes) {
            return Ok(Self { key: key.name, descending });
        }
        let names: Vec<_> = keys.iter().filter(|key| Self::takes(key)).map(|key| key.name).collect();
        Err(match nearest(name, names.iter().copied()) {
            Some(near) => format!("'{name}' is not a sort key: did you mean '{near}'?"),
            None => format!("'{name}' is not a sort key: the keys are {}", names.join(", ")),
        })
    }

    /// Whether rows can be sorted by the key: a set has no order, and spans that of their times.
    pub fn takes(key: &FilterKey) -> bool {
        !matches!(key.values, ValueKind::Roles | ValueKind::Integers | ValueKind::Span)
    }
}
