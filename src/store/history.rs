//! The entries of users, newest first.
