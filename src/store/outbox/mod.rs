//! Messages that wait to be sent.

pub(crate) mod lock;
pub(crate) mod message;
