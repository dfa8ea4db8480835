//! Letters on their way to servers that are kind, unwilling, slow or broken.
#![allow(clippy::expect_used, reason = "a test that cannot be set up has failed")]

mod client;
mod local;
mod server;
mod smtp;
mod tls;
