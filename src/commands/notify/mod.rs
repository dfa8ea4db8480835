//! `notify`: messages that are due without an operation.

pub(crate) mod low;
