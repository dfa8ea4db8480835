//! One filter for every list and every USERS: conditions such as `balance<10`, which all have to hold.
//!
//! A condition is checked against the keys of the list that it filters. A span of time is equal to what lies within it, less
//! means before it begins and greater after it ends. `!=` and `!~` are the exact opposites of `=` and `~`; an absent value is
//! neither less nor greater than anything.

mod operator;
mod parse;
mod sort;
#[cfg(test)]
mod tests;

pub use operator::Operator;
pub use parse::ConditionFault;
pub use sort::Sort;

use super::{Day, Month, Roles, Timestamp, Zone};

/// A key of a list, and what its values are.
#[derive(Clone, Copy, Debug)]
pub struct FilterKey {
    /// The name, as in JSON.
    pub name: &'static str,
    /// What its values are.
    pub values: ValueKind,
}

/// What the values of a key are. It decides how an operand is read and which operators there are.
#[derive(Clone, Copy, Debug)]
pub enum ValueKind {
    /// Text, compared byte by byte.
    Text,
    /// Addresses in their canonical form.
    Address,
    /// Domains in their canonical form.
    Domain,
    /// Words of a fixed set.
    Word(fn() -> Vec<&'static str>),
    /// Whole numbers.
    Integer,
    /// Several whole numbers: it holds where it holds for one of them.
    Integers,
    /// Points in time, in seconds.
    Time,
    /// The days or months in which points in time lie. They have no order beyond that of the points.
    Span,
    /// Months, as numbers.
    Month,
    /// Yes or no, as 1 or 0.
    Flag,
    /// A set of roles.
    Roles,
}

/// Conditions that all have to hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// The conditions, in the order in which they were given.
    pub conditions: Vec<Condition>,
}

/// One condition: a key, an operator and its operands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// The name of the key.
    pub key: &'static str,
    /// How its value is compared.
    pub operator: Operator,
    /// With what: any of these.
    pub operands: Vec<Operand>,
}

/// What a value is compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Operand {
    /// That there is no value.
    Absent,
    /// A text; for `~`, a part of one.
    Text(String),
    /// Numbers, seconds or months from the first to the last, both included.
    Range(i64, i64),
    /// One of these roles.
    Roles(Roles),
}

impl Condition {
    /// That the key's value is one of these.
    pub fn any_of(key: &'static str, operands: Vec<Operand>) -> Self {
        Self { key, operator: Operator::Equal, operands }
    }

    /// That the key's value is this text.
    pub fn is_text(key: &'static str, text: impl Into<String>) -> Self {
        Self::any_of(key, vec![Operand::Text(text.into())])
    }

    /// That the key's value contains the text, in any case.
    pub fn contains(key: &'static str, text: impl Into<String>) -> Self {
        Self { key, operator: Operator::Contains, operands: vec![Operand::Text(text.into())] }
    }

    /// That the key's time is not before this second.
    pub fn since(key: &'static str, time: Timestamp) -> Self {
        let operands = vec![Operand::Range(time.seconds(), time.seconds())];
        Self { key, operator: Operator::GreaterOrEqual, operands }
    }

    /// That the key's time lies in the month.
    pub fn within(key: &'static str, zone: Zone, month: Month) -> Self {
        let month = Day::Month(month);
        let now = Timestamp::from_seconds(0);
        let [first, last] = [zone.first_second(month, now), zone.last_second(month, now)];
        Self::any_of(key, vec![Operand::Range(first.seconds(), last.seconds())])
    }

    /// That the key's time is not after this second.
    pub fn until(key: &'static str, time: Timestamp) -> Self {
        let operands = vec![Operand::Range(time.seconds(), time.seconds())];
        Self { key, operator: Operator::LessOrEqual, operands }
    }
}

impl Filter {
    /// The filter with one more condition.
    #[must_use]
    pub fn and(mut self, condition: Condition) -> Self {
        self.conditions.push(condition);
        self
    }

    /// Whether every row fits.
    pub fn is_empty(&self) -> bool {
        self.conditions.is_empty()
    }

    /// Whether a condition is about this key.
    pub fn mentions(&self, key: &str) -> bool {
        self.conditions.iter().any(|condition| condition.key == key)
    }
}

/// The key of this name. `created` stands for `created_at`, as long as no key has that name.
pub fn find_key(keys: &[FilterKey], name: &str) -> Option<FilterKey> {
    let named = |name: &str| keys.iter().copied().find(|key| key.name == name);
    named(name).or_else(|| named(&format!("{name}_at")))
}
