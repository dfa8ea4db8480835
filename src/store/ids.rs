//! Numbers of rows, each a type of its own.

/// A user's key in the database. It never reaches a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct UserId(pub(crate) i64);
