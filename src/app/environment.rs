//! The one place that reads the environment of the process.
#![allow(clippy::disallowed_methods, reason = "this is the place that the rule names")]

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;

/// A variable that is set and not empty, as text.
pub(super) fn text(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}

/// A variable that is set and not empty, as a path.
pub(super) fn path(name: &str) -> Option<PathBuf> {
    env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from)
}

/// Whether a variable is set, be it empty.
pub(super) fn raw(name: &str) -> Option<OsString> {
    env::var_os(name)
}
