//! How later versions take over the ledgers of earlier ones.

mod first;
mod interrupted;
pub(crate) mod next;
mod steps;
