//! The order of a list.

use super::{FilterKey, ValueKind, as_key, find_key};
use crate::domain::nearest;

/// A key to sort rows by, and the direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sort {
    pub key: &'static str,
    /// Whether the greatest value comes first.
    pub descending: bool,
}

impl Sort {
    /// Parses the name of a key; `-` before it means descending.
    pub fn parse(text: &str, keys: &[FilterKey]) -> Result<Self, String> {
        let name = text.strip_prefix('-');
        let (name, descending) = (name.unwrap_or(text), name.is_some());
        if let Some(key) = find_key(keys, name).filter(Self::is_sortable) {
            return Ok(Self { key: key.name, descending });
        }
        let names: Vec<_> = keys.iter().filter(|key| Self::is_sortable(key)).map(|key| key.name).collect();
        Err(match nearest(&as_key(name), names.iter().copied()) {
            Some(near) => format!("'{name}' is not a sort key: did you mean '{near}'?"),
            None => format!("'{name}' is not a sort key: the keys are {}", names.join(", ")),
        })
    }

    /// Whether rows can be sorted by this key. Sets of words have no order. Spans have the order of their times, and several
    /// numbers that of the least of them.
    pub fn is_sortable(key: &FilterKey) -> bool {
        !matches!(key.values, ValueKind::Roles | ValueKind::Texts | ValueKind::Line)
    }
}
