//! Messages on their way to servers that are kind, unwilling, slow or broken.

mod client;
mod hostile;
mod local;
mod smtp;
mod tls;
