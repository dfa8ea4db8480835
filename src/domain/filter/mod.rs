//! The filter of lists and of USERS: conditions such as `balance<10`, which all have to hold.
//!
//! A condition is checked against a key of the filtered list. If the operand is a span of time, `=` means within it, `<` before
//! it begins, and `>` after it ends. `!=` and `!~` are the exact opposites of `=` and `~`. An absent value is neither less nor
//! greater than anything.

mod operator;
mod parse;
mod sort;
#[cfg(test)]
mod tests;

pub use operator::Operator;
pub use parse::ConditionError;
pub use sort::Sort;

use super::{Day, Month, Roles, Timestamp, Zone};

/// A key of a list and the kind of its values.
#[derive(Clone, Copy, Debug)]
pub struct FilterKey {
    /// The name in JSON.
    pub name: &'static str,
    pub values: ValueKind,
}

/// The kind of a key's values. It decides which operators the key takes, and how their operands are read.
#[derive(Clone, Copy, Debug)]
pub enum ValueKind {
    /// Text, compared byte by byte.
    Text,
    /// Several texts. A condition holds if it holds for one of them.
    Texts,
    /// A command line, stored as a JSON array. `=` compares its words one by one, `~` the whole line.
    Line,
    /// Actors: addresses in canonical form, or plain names.
    Actor,
    /// Addresses in canonical form.
    Address,
    /// Domains in canonical form.
    Domain,
    /// Words from a fixed set.
    Word(fn() -> Vec<&'static str>),
    Integer,
    /// Several whole numbers. A condition holds if it holds for one of them.
    Integers,
    /// Points in time, in seconds.
    Time,
    /// Days or months, compared by the points in time that lie in them, and sorted by their times.
    Span,
    /// Months as numbers, `YYYYMM`.
    Month,
    /// Yes or no, as 1 or 0.
    Flag,
    Roles,
}

/// Conditions that all have to hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// The conditions, as they were given.
    pub conditions: Vec<Condition>,
}

/// One condition, such as `balance<10`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    pub key: &'static str,
    pub operator: Operator,
    /// The condition holds if it holds for one of these.
    pub operands: Vec<Operand>,
}

/// A value on the right of an operator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Operand {
    /// No value.
    Absent,
    /// A text, or part of one for `~`.
    Text(String),
    /// Numbers, seconds or months from the first to the last, both included.
    Range(i64, i64),
    /// Any of these roles.
    Roles(Roles),
}

impl Condition {
    /// Requires one of these values.
    pub fn any_of(key: &'static str, operands: Vec<Operand>) -> Self {
        Self { key, operator: Operator::Equal, operands }
    }

    /// Requires exactly this text.
    pub fn is_text(key: &'static str, text: impl Into<String>) -> Self {
        Self::any_of(key, vec![Operand::Text(text.into())])
    }

    /// Requires one of these texts; `None` without any.
    pub fn any_text<T: Into<String>>(key: &'static str, texts: impl Iterator<Item = T>) -> Option<Self> {
        let operands: Vec<_> = texts.map(|text| Operand::Text(text.into())).collect();
        (!operands.is_empty()).then(|| Self::any_of(key, operands))
    }

    /// Requires the text as a part of the value, ignoring case.
    pub fn contains(key: &'static str, text: impl Into<String>) -> Self {
        Self { key, operator: Operator::Contains, operands: vec![Operand::Text(text.into())] }
    }

    /// Requires a time at or after this second.
    pub fn since(key: &'static str, time: Timestamp) -> Self {
        let operands = vec![Operand::Range(time.seconds(), time.seconds())];
        Self { key, operator: Operator::GreaterOrEqual, operands }
    }

    /// Requires a time within the month.
    pub fn within(key: &'static str, zone: Zone, month: Month) -> Self {
        let month = Day::Month(month);
        let now = Timestamp::from_seconds(0);
        let [first, last] = [zone.first_second(month, now), zone.last_second(month, now)];
        Self::any_of(key, vec![Operand::Range(first.seconds(), last.seconds())])
    }

    /// Requires a time at or before this second.
    pub fn until(key: &'static str, time: Timestamp) -> Self {
        let operands = vec![Operand::Range(time.seconds(), time.seconds())];
        Self { key, operator: Operator::LessOrEqual, operands }
    }
}

impl Filter {
    /// Returns the filter with one more condition.
    #[must_use]
    pub fn and(mut self, condition: Condition) -> Self {
        self.conditions.push(condition);
        self
    }

    /// Whether there are no conditions, so that every row fits.
    pub fn is_empty(&self) -> bool {
        self.conditions.is_empty()
    }

    /// Whether a condition uses this key.
    pub fn mentions(&self, key: &str) -> bool {
        self.conditions.iter().any(|condition| condition.key == key)
    }
}

/// Finds a key by its name. `created` finds `created_at`, unless a key is called `created`.
pub fn find_key(keys: &[FilterKey], name: &str) -> Option<FilterKey> {
    let named = |name: &str| keys.iter().copied().find(|key| key.name == name);
    named(name).or_else(|| named(&format!("{name}_at")))
}

/// Returns what the key of a table's title would be: `BALANCE AFTER` is `balance_after`.
fn as_key(title: &str) -> String {
    title.trim().to_lowercase().replace(' ', "_")
}
