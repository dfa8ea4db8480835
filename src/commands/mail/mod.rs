//! `mail`: the outbox.

pub(crate) mod facts;
pub(crate) mod flush;
pub(crate) mod list;
pub(crate) mod outcome;
pub(crate) mod preview;
pub(crate) mod sending;
pub(crate) mod test;
pub(crate) mod upkeep;
