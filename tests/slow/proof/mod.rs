//! What makes the ledger provable, driven through the real program.

mod backup;
mod home;
mod journal;
mod tamper;
mod time_travel;
mod verify;
