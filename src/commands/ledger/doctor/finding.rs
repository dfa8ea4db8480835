//! The result of a check.

use serde::Serialize;

use crate::error::Error;

/// The result of a check, from best to worst. The worst one is the state of the installation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Health {
    Ok,
    Warning,
    Error,
}

#[derive(Debug, Serialize)]
pub(super) struct Finding {
    pub(super) check: &'static str,
    pub(super) status: Health,
    pub(super) message: String,
    /// What to do; null if all is well.
    pub(super) fix: Option<String>,
    /// Whether it may be all right: only a person knows. It does not count for the exit status.
    #[serde(skip)]
    pub(super) is_advice: bool,
}

impl Finding {
    pub(super) fn ok(check: &'static str, message: impl Into<String>) -> Self {
        Self { check, status: Health::Ok, message: message.into(), fix: None, is_advice: false }
    }

    pub(super) fn warning(check: &'static str, message: impl Into<String>, fix: impl Into<String>) -> Self {
        Self { fix: Some(fix.into()), status: Health::Warning, ..Self::ok(check, message) }
    }

    /// A warning of something that may be all right.
    pub(super) fn advice(check: &'static str, message: impl Into<String>, fix: impl Into<String>) -> Self {
        Self { is_advice: true, ..Self::warning(check, message, fix) }
    }

    /// Whether something needs attention for sure.
    pub(super) fn is_open(&self) -> bool {
        self.status > Health::Ok && !self.is_advice
    }

    pub(super) fn error(check: &'static str, message: impl Into<String>, fix: impl Into<String>) -> Self {
        Self { status: Health::Error, ..Self::warning(check, message, fix) }
    }

    /// A check that needs settings which cannot be read.
    pub(super) fn unknown(check: &'static str) -> Self {
        Self::warning(
            check,
            "not examined, because the settings cannot be read",
            "correct the settings, then run again: rad-admin doctor",
        )
    }

    /// Reports an error that would make another command fail. Its hints are the fix, or else `fix`.
    pub(super) fn failure(check: &'static str, error: &Error, fix: &str) -> Self {
        let hints = error.hints().join("; ");
        let fix = if hints.is_empty() { fix.to_owned() } else { hints };
        Self::error(check, error.message(), fix)
    }
}
