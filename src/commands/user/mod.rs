//! `user`: users, one by one or from a file.

pub(crate) mod add;
mod add_form;
mod create;
pub(crate) mod edit;
pub(crate) mod edit_group;
pub(crate) mod erase;
pub(crate) mod erasures;
pub(crate) mod export;
pub(crate) mod form;
pub(crate) mod form_values;
pub(crate) mod import;
pub(crate) mod list;
pub(crate) mod restore;
pub(crate) mod save;
pub(crate) mod show;
pub(crate) mod stale;
pub(crate) mod statement;
