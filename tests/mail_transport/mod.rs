//! Letters on their way to servers that are kind, unwilling, slow or broken.

mod client;
mod local;
mod smtp;
mod tls;
