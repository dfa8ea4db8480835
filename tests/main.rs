//! The tests of rad-admin, but for those that take long: these are `slow/`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may panic")]
#![allow(unreachable_pub, reason = "both test programs share the harness")]

mod harness;

mod architecture;
mod at_most;
mod bad_input;
mod completion;
mod config_file;
mod credits;
mod doctor;
mod documents;
mod engines;
mod erasure;
mod export;
mod flags_anywhere;
mod forecast;
mod foreign_files;
mod generated;
mod grant;
mod group_edit;
mod guards;
mod help;
mod invite;
mod ledger_model;
mod log;
mod looks;
mod mail_transport;
mod max_balance;
mod metrics;
mod narrowing;
mod notices;
mod outbox;
mod pages;
mod partners;
mod policies;
mod questions;
mod read_side;
mod report;
mod safety;
mod scripts;
mod selections;
mod server_failure;
mod server_login;
mod server_reading;
mod settings;
mod showing;
mod spend;
mod statement;
mod streams;
mod terminal;
mod time;
mod transcripts;
mod undo_of_everything;
mod users;
mod version;
