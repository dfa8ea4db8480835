//! A password.

use zeroize::Zeroizing;

/// A password: it cannot be printed, logged or serialised, and its memory is overwritten when it is dropped.
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes the password over.
    pub fn new(password: String) -> Self {
        Self(Zeroizing::new(password))
    }

    /// The password itself, for the one place that must send it.
    pub(super) fn reveal(&self) -> &str {
        &self.0
    }
}
