//! Queues messages and takes them out to be sent.
//!
//! A message is queued in the transaction that causes it. It is taken out and sent only after the commit, and each attempt is
//! recorded at once.

pub(crate) mod delivery;
pub(crate) mod list;
pub(crate) mod lock;
pub(crate) mod low_balance;
pub(crate) mod message;
pub(crate) mod notices;
pub(crate) mod upkeep;
pub(crate) mod whose;
