//! Messages that wait to be sent.
//!
//! A message is queued in the transaction that causes it, handed out when it is sent, and marked at once. Nothing is mailed
//! before the commit.

pub(crate) mod delivery;
pub(crate) mod list;
pub(crate) mod lock;
pub(crate) mod low_balance;
pub(crate) mod message;
pub(crate) mod notices;
pub(crate) mod upkeep;
