//! Proofs of the ledger, checked through the real program.

mod backup;
mod journal;
mod ledger;
mod restore;
mod tamper;
mod time_travel;
mod verify;
