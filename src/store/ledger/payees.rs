//! Whom a month pays.

/// Whom a month pays, of those who have an allowance in force for it and did not get it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Payees {
    /// Who is an active partner.
    ActivePartners,
    /// Who was one at the end of the month, which is over, and is not erased: `temp.month_end` says so.
    ActiveAtEnd,
    /// Who is active, of the current selection.
    Selected,
}

impl Payees {
    /// The condition on a user `u`.
    pub(super) const fn condition(self) -> &'static str {
        match self {
            Self::ActivePartners => "u.status = 'active' AND (u.roles & 1) <> 0",
            Self::ActiveAtEnd => {
                "u.status <> 'erased'
                 AND coalesce((SELECT t.was_active FROM temp.month_end t WHERE t.user_id = u.id),
                              CASE WHEN u.status = 'active' AND (u.roles & 1) <> 0 THEN 1 ELSE 0 END) <> 0"
            }
            Self::Selected => "u.status = 'active' AND u.id IN (SELECT user_id FROM temp.selected)",
        }
    }

    /// Among whom those are who have an allowance and are not paid.
    pub(super) const fn among(self) -> &'static str {
        match self {
            Self::ActivePartners | Self::ActiveAtEnd => "u.status <> 'erased'",
            Self::Selected => "u.status <> 'erased' AND u.id IN (SELECT user_id FROM temp.selected)",
        }
    }
}
