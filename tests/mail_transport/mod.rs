//! Sending messages to servers that accept, refuse, are slow or broken.

mod client;
mod hostile;
mod local;
mod smtp;
mod tls;
