//! The one place that reads the environment of the process.
#![allow(clippy::disallowed_methods, reason = "this is the place that the rule names")]

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;

use crate::error::{Error, Result};

/// A variable that is not empty. Exit 2 if it is not text.
pub(super) fn text(name: &str) -> Result<Option<String>> {
    let Some(value) = raw(name).filter(|value| !value.is_empty()) else { return Ok(None) };
    let text = value.into_string();
    text.map(Some).map_err(|_| Error::usage(format!("the variable {name} is not UTF-8 text")))
}

/// A variable that is not empty, with `�` for what is not text: for looks, where a wrong value does no harm.
pub(super) fn lossy(name: &str) -> Option<String> {
    raw(name).map(|value| value.to_string_lossy().into_owned()).filter(|value| !value.is_empty())
}

/// A variable that is not empty, as a path.
pub(super) fn path(name: &str) -> Option<PathBuf> {
    raw(name).filter(|value| !value.is_empty()).map(PathBuf::from)
}

/// A variable, even if it is empty.
pub(super) fn raw(name: &str) -> Option<OsString> {
    env::var_os(name)
}
