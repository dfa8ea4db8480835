//! `mail`: the outbox.

pub(crate) mod flush;
pub(crate) mod list;
pub(crate) mod preview;
pub(crate) mod sending;
pub(crate) mod test;
