//! Turns files of adjustments and of users into one operation each.

pub(crate) mod apply;
pub(crate) mod edit;
mod erased_keys;
pub(crate) mod import;
pub(crate) mod import_faults;
mod out_of_bounds;
pub(crate) mod plan;
pub(crate) mod seen;
mod shorten;
pub(crate) mod spool;
