//! `credits`: balances and their entries.

pub(crate) mod adjust;
pub(crate) mod apply;
pub(crate) mod history;
pub(crate) mod journal;
pub(crate) mod refund;
pub(crate) mod set;
