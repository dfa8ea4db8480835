//! A password in memory.

use zeroize::Zeroizing;

/// A password. It cannot be printed, logged or serialised, and its memory is overwritten when it is dropped.
pub struct Secret(Zeroizing<String>);

impl Secret {
    pub fn new(password: String) -> Self {
        Self(Zeroizing::new(password))
    }

    /// Returns the password itself, for the one place that sends it.
    pub(super) fn reveal(&self) -> &str {
        &self.0
    }
}
