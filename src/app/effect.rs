//! What a command would do, and the consent that this needs.

use crate::domain::Email;

/// The consent that an effect needs. An effect is large if its total reaches `limits.confirm_above`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Consent {
    /// None, not even if the effect is large.
    Unneeded,
    /// None, but the total and a reason if the effect is large.
    IfLarge,
    /// A yes or the total. For an adjustment of several users. A large one needs the total and a reason.
    YesOrTotal,
    /// A yes, which no total replaces. A large effect needs the total and a reason as well.
    Yes,
    /// The total, without a reason. For work that is no adjustment.
    Total,
    /// This address, typed.
    Address(Email),
}

impl Consent {
    pub fn yes_if(needed: bool) -> Self {
        if needed { Self::Yes } else { Self::IfLarge }
    }

    pub fn yes_or_total_if(needed: bool) -> Self {
        if needed { Self::YesOrTotal } else { Self::IfLarge }
    }

    pub fn total_if(needed: bool) -> Self {
        if needed { Self::Total } else { Self::Unneeded }
    }
}

/// What a command would do, as shown to the person who confirms it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effect {
    /// The changes, one per line.
    pub summary: String,
    pub needs: Consent,
    /// The sum of the absolute amounts of an adjustment, in credits; 0 for anything else.
    pub total_credits: u64,
}

impl Effect {
    /// The effect of a command that adjusts nothing. Its total is 0, so any other total on the line is refused.
    pub const NO_ADJUSTMENT: Self =
        Self { summary: String::new(), needs: Consent::Unneeded, total_credits: 0 };
}

/// A person's answer to a confirmation, other than no.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    Agreed,
    /// Show everybody concerned first.
    List,
}
