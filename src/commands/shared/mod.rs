//! What several commands share.

pub(crate) mod allowance;
pub(crate) mod changes;
pub(crate) mod find_operation;
pub(crate) mod find_user;
pub(crate) mod fingerprint;
pub(crate) mod keyed;
pub(crate) mod limited;
pub(crate) mod lists;
pub(crate) mod moment;
pub(crate) mod page;
pub(crate) mod period;
pub(crate) mod receipt;
pub(crate) mod records;
pub(crate) mod rejects;
pub(crate) mod replaceable;
pub(crate) mod selection;
pub(crate) mod streamed;
pub(crate) mod table;
