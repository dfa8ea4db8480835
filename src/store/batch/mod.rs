//! Files of adjustments and of users, from their spooled rows to one operation.

pub(crate) mod apply;
pub(crate) mod edit;
pub(crate) mod import;
pub(crate) mod import_faults;
mod out_of_bounds;
pub(crate) mod plan;
pub(crate) mod spool;
