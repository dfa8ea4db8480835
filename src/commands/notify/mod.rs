//! `notify`: messages that nothing but time causes.

pub(crate) mod low;
