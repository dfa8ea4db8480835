//! The type of a user number.

/// A user's key in the database. People never see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct UserId(pub(crate) i64);
