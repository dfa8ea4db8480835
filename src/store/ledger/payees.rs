//! Says whom a month pays.

/// The users whom a month pays, if they have an allowance in force for it and did not get it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Payees {
    /// Everybody who is an active partner now.
    ActivePartners,
    /// Everybody who was an active partner at the end of the month, which is over, and is not erased. `temp.month_end` has
    /// those who differ from now.
    ActiveAtEnd,
    /// Everybody in the current selection who is active.
    Selected,
}

impl Payees {
    /// SQL for whether the month pays user `u`.
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

    /// SQL for whether user `u` is one of those to look at for an allowance that was not paid.
    pub(super) const fn among(self) -> &'static str {
        match self {
            Self::ActivePartners | Self::ActiveAtEnd => "u.status <> 'erased'",
            Self::Selected => "u.status <> 'erased' AND u.id IN (SELECT user_id FROM temp.selected)",
        }
    }
}
