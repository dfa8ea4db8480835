//! The operators of a condition.

use super::ValueKind;

/// How a value is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// `=`: any of the operands.
    Equal,
    /// `!=`: none of them.
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// `~`: contains, in any case.
    Contains,
    /// `!~`: does not contain.
    ContainsNot,
}

impl Operator {
    /// Every operator.
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

    /// As it is written.
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

    /// The operator that these characters are.
    pub fn named(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|operator| operator.as_str() == text)
    }

    /// The operator that was meant by characters that are none.
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

    /// The operators for values of this kind.
    pub fn of(values: ValueKind) -> &'static [Self] {
        match values {
            ValueKind::Text | ValueKind::Address | ValueKind::Domain => &Self::ALL,
            ValueKind::Word(_) | ValueKind::Roles => {
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

    /// The operator whose opposite this is; itself where it is no opposite.
    #[must_use]
    pub const fn without_not(self) -> Self {
        match self {
            Self::NotEqual => Self::Equal,
            Self::ContainsNot => Self::Contains,
            other => other,
        }
    }

    /// Whether it is the opposite of another.
    pub const fn is_not(self) -> bool {
        matches!(self, Self::NotEqual | Self::ContainsNot)
    }

    /// Whether commas separate several operands.
    pub(super) const fn takes_several(self) -> bool {
        matches!(self, Self::Equal | Self::NotEqual)
    }

    /// Whether it asks for an order.
    pub(super) const fn compares(self) -> bool {
        matches!(self, Self::Less | Self::LessOrEqual | Self::Greater | Self::GreaterOrEqual)
    }
}
