//! The ledger as a whole: `init`, `grant-monthly`, `log`, `undo`, `verify`, `backup`, `status`, `report`.

mod attention;
pub(crate) mod backup;
pub(crate) mod bars;
pub(super) mod doctor;
pub(crate) mod grant;
pub(crate) mod init;
pub(crate) mod log;
pub(crate) mod metrics;
pub(crate) mod month_row;
pub(crate) mod relocate;
pub(crate) mod report;
pub(crate) mod restore;
pub(crate) mod status;
pub(crate) mod undo;
pub(crate) mod verify;
