//! `invite`: users who have not yet accepted.

pub(crate) mod accept;
pub(crate) mod conclude;
pub(crate) mod create;
pub(crate) mod list;
pub(crate) mod receipt;
pub(crate) mod resend;
pub(crate) mod revoke;
