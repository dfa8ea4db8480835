//! What a check found.

use serde::Serialize;

use crate::error::Error;

/// How one thing is. The worst of all is the state of the installation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Health {
    Ok,
    Warning,
    Error,
}

/// What one check found.
#[derive(Debug, Serialize)]
pub(super) struct Finding {
    pub(super) check: &'static str,
    pub(super) status: Health,
    pub(super) message: String,
    /// What to do; null where nothing needs attention.
    pub(super) fix: Option<String>,
}

impl Finding {
    pub(super) fn ok(check: &'static str, message: impl Into<String>) -> Self {
        Self { check, status: Health::Ok, message: message.into(), fix: None }
    }

    pub(super) fn warning(check: &'static str, message: impl Into<String>, fix: impl Into<String>) -> Self {
        Self { check, status: Health::Warning, message: message.into(), fix: Some(fix.into()) }
    }

    pub(super) fn error(check: &'static str, message: impl Into<String>, fix: impl Into<String>) -> Self {
        Self { status: Health::Error, ..Self::warning(check, message, fix) }
    }

    /// Of a failure that another command would end with.
    pub(super) fn failure(check: &'static str, error: &Error) -> Self {
        Self { fix: Some(error.hints().join("; ")), ..Self::error(check, error.message(), "") }
    }
}
