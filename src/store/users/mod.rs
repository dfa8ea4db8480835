//! Finds, selects and changes users, and handles their invitations.

pub(crate) mod find;
pub(crate) mod invitations;
mod left_out;
pub(crate) mod listed;
pub(crate) mod listed_user;
pub(crate) mod selected;
pub(crate) mod selection;
pub(crate) mod some_users;
pub(crate) mod token_holder;
pub(crate) mod token_seal;
pub(crate) mod tombstones;
pub(crate) mod traces;
pub(crate) mod user;
