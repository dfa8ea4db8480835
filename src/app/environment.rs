//! Reads environment variables for the whole program.
#![allow(clippy::disallowed_methods, reason = "this is the place that the rule names")]

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;

use crate::error::{Error, Result};

/// Returns the variable unless it is empty. Exit 2 if it is not UTF-8.
pub(super) fn text(name: &str) -> Result<Option<String>> {
    let Some(value) = raw(name).filter(|value| !value.is_empty()) else { return Ok(None) };
    let text = value.into_string();
    text.map(Some).map_err(|_| Error::usage(format!("the variable {name} is not UTF-8 text")))
}

/// Returns the variable unless it is empty, with `�` for invalid UTF-8. Only for values that can do no harm if wrong.
pub(super) fn lossy(name: &str) -> Option<String> {
    raw(name).map(|value| value.to_string_lossy().into_owned()).filter(|value| !value.is_empty())
}

/// Returns the variable as a path unless it is empty.
pub(super) fn path(name: &str) -> Option<PathBuf> {
    raw(name).filter(|value| !value.is_empty()).map(PathBuf::from)
}

/// Returns the variable, even if it is empty.
pub(super) fn raw(name: &str) -> Option<OsString> {
    env::var_os(name)
}
