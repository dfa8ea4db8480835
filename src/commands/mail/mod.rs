//! `mail`: the outbox.

pub(crate) mod list;
pub(crate) mod sending;
