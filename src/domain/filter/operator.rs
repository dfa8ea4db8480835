//! The operators of conditions.

use super::ValueKind;

/// Compares a value with operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// `=`: equals any of the operands.
    Equal,
    /// `!=`: equals none of them.
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// `~`: contains the text, ignoring case.
    Contains,
    /// `!~`: does not contain it.
    ContainsNot,
}

impl Operator {
    pub const ALL: [Self; 8] = [
        Self::Equal,
        Self::NotEqual,
        Self::Less,
        Self::LessOrEqual,
        Self::Greater,
        Self::GreaterOrEqual,
        Self::Contains,
        Self::ContainsNot,
    ];

    /// Returns the sign, such as `<=`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
            Self::Contains => "~",
            Self::ContainsNot => "!~",
        }
    }

    /// Returns the operator with this sign.
    pub fn named(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|operator| operator.as_str() == text)
    }

    /// Returns the operator that a wrong sign such as `==` probably means.
    pub(super) fn meant_by(text: &str) -> Option<Self> {
        match text {
            "==" | "===" | "=~=" => Some(Self::Equal),
            "<>" | "!==" | "=!" | "!" => Some(Self::NotEqual),
            "=<" => Some(Self::LessOrEqual),
            "=>" => Some(Self::GreaterOrEqual),
            "=~" | "~=" | "~~" => Some(Self::Contains),
            "!=~" | "~!" | "!~~" | "!~=" => Some(Self::ContainsNot),
            _ => None,
        }
    }

    /// Returns the operators that values of this kind take.
    pub fn of(values: ValueKind) -> &'static [Self] {
        match values {
            ValueKind::Text
            | ValueKind::Texts
            | ValueKind::Actor
            | ValueKind::Address
            | ValueKind::Domain => &Self::ALL,
            ValueKind::Word(_) | ValueKind::Roles | ValueKind::Line => {
                &[Self::Equal, Self::NotEqual, Self::Contains, Self::ContainsNot]
            }
            ValueKind::Integer
            | ValueKind::Integers
            | ValueKind::Time
            | ValueKind::Span
            | ValueKind::Month => Self::ALL.split_at(6).0,
            ValueKind::Flag => &[Self::Equal, Self::NotEqual],
        }
    }

    /// Turns `!=` into `=` and `!~` into `~`; returns all other operators unchanged.
    #[must_use]
    pub const fn without_not(self) -> Self {
        match self {
            Self::NotEqual => Self::Equal,
            Self::ContainsNot => Self::Contains,
            other => other,
        }
    }

    /// Whether this is `!=` or `!~`.
    pub const fn is_not(self) -> bool {
        matches!(self, Self::NotEqual | Self::ContainsNot)
    }

    /// Whether commas separate several operands.
    pub(super) const fn takes_several(self) -> bool {
        matches!(self, Self::Equal | Self::NotEqual)
    }

    /// Whether values are compared by their order.
    pub(super) const fn compares(self) -> bool {
        matches!(self, Self::Less | Self::LessOrEqual | Self::Greater | Self::GreaterOrEqual)
    }
}
