//! `invite`: users who have yet to accept.

pub(crate) mod create;
pub(crate) mod invitations;
pub(crate) mod receipt;
