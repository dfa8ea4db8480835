//! The error type: a message, hints what to do next, and a code that decides the exit status.

use std::fmt;
use std::path::Path;

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::text::json;
use crate::text::placed::LedgerFlags;

/// The kind of a failure. Scripts depend on it, so the exit status and the name of a variant never change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    /// Input, output or internal failure.
    Failed,
    /// A wrong flag, value or input file; nothing was written.
    Usage,
    /// No such user, operation or invitation.
    NotFound,
    /// A rule forbids it.
    Refused,
    /// Declined, or a confirmation is needed and nobody can be asked.
    NotConfirmed,
    /// Some rows were applied and some rejected.
    Partial,
    /// No database, a newer or foreign one, or a bad configuration.
    Setup,
    /// Committed, but some mail could not be sent.
    MailUnsent,
    /// The ledger is not intact.
    VerifyFailed,
    /// A monthly grant is due, or `doctor` found something.
    Due,
    /// The connection was lost at the commit, so nobody knows whether the operation is in the ledger.
    InDoubt,
    /// The database stayed locked.
    Busy,
}

impl Code {
    /// Every code, in the order of exit statuses.
    pub const ALL: [Self; 12] = [
        Self::Failed,
        Self::Usage,
        Self::NotFound,
        Self::Refused,
        Self::NotConfirmed,
        Self::Partial,
        Self::Setup,
        Self::MailUnsent,
        Self::VerifyFailed,
        Self::Due,
        Self::InDoubt,
        Self::Busy,
    ];

    pub const fn exit_status(self) -> u8 {
        match self {
            Self::Failed => 1,
            Self::Usage => 2,
            Self::NotFound => 3,
            Self::Refused => 4,
            Self::NotConfirmed => 5,
            Self::Partial => 6,
            Self::Setup => 7,
            Self::MailUnsent => 8,
            Self::VerifyFailed => 9,
            Self::Due => 10,
            Self::InDoubt => 11,
            Self::Busy => 75,
        }
    }

    /// Returns the name in JSON errors and in the documentation.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Failed => "failed",
            Self::Usage => "usage",
            Self::NotFound => "not_found",
            Self::Refused => "refused",
            Self::NotConfirmed => "not_confirmed",
            Self::Partial => "partial",
            Self::Setup => "setup",
            Self::MailUnsent => "mail_unsent",
            Self::VerifyFailed => "verify_failed",
            Self::Due => "due",
            Self::InDoubt => "in_doubt",
            Self::Busy => "busy",
        }
    }

    /// Returns the text for the EXIT STATUS sections: when a command ends with this code.
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Failed => "input/output or internal failure",
            Self::Usage => "wrong flag, value or input data; nothing was written",
            Self::NotFound => "no such user, operation, invitation or file to restore",
            Self::Refused => {
                "a rule forbids it: overdraft, overflow, stale version, key reused, guard, exists already"
            }
            Self::NotConfirmed => "declined, or a confirmation is needed and there is no terminal",
            Self::Partial => {
                "some of it was done, as you asked: --continue-on-error, --as-far-as-possible, --replay"
            }
            Self::Setup => {
                "no ledger, no connection to it, newer schema, not a rad-admin ledger, bad configuration"
            }
            Self::MailUnsent => "done, but a message could not be sent: it is queued",
            Self::VerifyFailed => "the ledger is not intact",
            Self::Due => "grant-monthly --check: a month is owed; doctor: something needs attention",
            Self::InDoubt => {
                "the connection was lost at the commit, and nobody can say whether it is done; repeat it with the same --key"
            }
            Self::Busy => "the ledger stayed locked for --lock-timeout; nothing was written; retry",
        }
    }
}

/// When a command ends with 130 or 143.
pub const INTERRUPTED: &str =
    "interrupted, rolled back; after a second signal, what was committed stays: see rad-admin log";

/// A failure: a message that names the value, hints what to do, and a code.
#[derive(Debug)]
pub struct Error {
    code: Code,
    message: String,
    hints: Vec<String>,
    source: Option<anyhow::Error>,
    details: Box<ErrorDetails>,
}

/// The details of a failure for scripts.
#[derive(Debug, Default)]
struct ErrorDetails {
    reason: Option<&'static str>,
    data: Map<String, Value>,
    faults: Vec<ErrorFault>,
}

/// One fault in a file or a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ErrorFault {
    pub file: Option<String>,
    pub line: Option<u64>,
    pub column: Option<String>,
    pub reason: &'static str,
    pub message: String,
}

pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// Creates an error. The message is one clause in lower case, without a full stop.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), hints: Vec::new(), source: None, details: Box::default() }
    }

    /// A wrong flag, value or input: exit 2.
    pub fn usage(message: impl Into<String>) -> Self {
        Self::new(Code::Usage, message)
    }

    /// Nothing has that name: exit 3.
    pub fn not_found(message: impl Into<String>) -> Self {
        Self::new(Code::NotFound, message)
    }

    /// A rule forbids it: exit 4.
    pub fn refused(message: impl Into<String>) -> Self {
        Self::new(Code::Refused, message)
    }

    /// The installation is not ready: exit 7.
    pub fn setup(message: impl Into<String>) -> Self {
        Self::new(Code::Setup, message)
    }

    /// An input, output or internal failure, with its cause: exit 1.
    pub fn failed(message: impl Into<String>, source: impl Into<anyhow::Error>) -> Self {
        Self { source: Some(source.into()), ..Self::new(Code::Failed, message) }
    }

    /// A file or folder that cannot be created: exit 7 if the place is wrong or rights are missing, exit 1 if the disk
    /// is full or broken.
    pub fn cannot_make(message: impl Into<String>, error: std::io::Error) -> Self {
        use std::io::ErrorKind as Kind;
        match error.kind() {
            Kind::PermissionDenied
            | Kind::NotFound
            | Kind::NotADirectory
            | Kind::IsADirectory
            | Kind::AlreadyExists
            | Kind::ReadOnlyFilesystem
            | Kind::InvalidInput
            | Kind::InvalidFilename => Self::setup(message).caused_by(error),
            _ => Self::failed(message, error)
                .hint("check free space and the disk's health, then run the command again"),
        }
    }

    /// Adds what the reader can do next.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// Adds a hint, if there is one.
    #[must_use]
    pub fn maybe_hint(self, hint: Option<String>) -> Self {
        match hint {
            Some(hint) => self.hint(hint),
            None => self,
        }
    }

    /// Adds a stable word that scripts can test, such as `overdraft`.
    #[must_use]
    pub fn reason(mut self, reason: &'static str) -> Self {
        self.details.reason = Some(reason);
        self
    }

    /// Adds a figure or a name for scripts.
    #[must_use]
    pub fn datum(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.details.data.insert(key.to_owned(), value.into());
        self
    }

    /// Adds `users`, the first 20 addresses, and `count`, the number of all.
    #[must_use]
    pub fn users<E: AsRef<str>>(self, emails: impl IntoIterator<Item = E>, count: u64) -> Self {
        let first: Vec<_> =
            emails.into_iter().take(20).map(|email| json!({ "email": email.as_ref() })).collect();
        self.datum("users", first).datum("count", count)
    }

    /// Adds single faults.
    #[must_use]
    pub fn faults(mut self, faults: impl IntoIterator<Item = ErrorFault>) -> Self {
        self.details.faults.extend(faults);
        self
    }

    /// Puts a path before the message.
    #[must_use]
    pub fn at(mut self, path: &Path) -> Self {
        self.message = format!("{}: {}", path.display(), self.message);
        self
    }

    /// Adds lines to the message.
    #[must_use]
    pub fn with_lines(mut self, lines: &[String]) -> Self {
        for line in lines {
            self.message += "\n";
            self.message += line;
        }
        self
    }

    /// Adds the cause.
    #[must_use]
    pub fn caused_by(mut self, source: impl Into<anyhow::Error>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// Adds the flags that name the ledger to the commands in the hints.
    #[must_use]
    pub fn with_ledger_flags(mut self, flags: Option<&LedgerFlags>) -> Self {
        if let Some(flags) = flags {
            self.hints.iter_mut().for_each(|hint| *hint = flags.in_commands(hint));
        }
        self
    }

    /// Returns the same error with another code.
    #[must_use]
    pub fn with_code(mut self, code: Code) -> Self {
        self.code = code;
        self
    }

    pub fn code(&self) -> Code {
        self.code
    }

    pub fn has_reason(&self, reason: &str) -> bool {
        self.details.reason == Some(reason)
    }

    /// Returns the whole message, with the cause after a colon.
    pub fn message(&self) -> String {
        self.to_string()
    }

    pub fn hints(&self) -> &[String] {
        &self.hints
    }

    /// Creates an error that only sets the exit status. Everything there is to say has been printed.
    pub fn silent(code: Code) -> Self {
        Self::new(code, "")
    }

    /// Whether the error prints nothing.
    pub fn is_silent(&self) -> bool {
        self.message.is_empty()
    }

    /// Whether the reader of our output has gone, which is not a failure.
    pub fn is_broken_pipe(&self) -> bool {
        self.source.as_ref().is_some_and(|source| {
            source.chain().any(|cause| {
                cause
                    .downcast_ref::<std::io::Error>()
                    .is_some_and(|error| error.kind() == std::io::ErrorKind::BrokenPipe)
            })
        })
    }

    /// Returns the cause if it has this type.
    pub fn source_as<T: std::error::Error + Send + Sync + 'static>(&self) -> Option<&T> {
        self.source.as_ref()?.downcast_ref()
    }

    /// Returns the error as one line of JSON, without a line end.
    pub fn to_json(&self) -> String {
        #[derive(Serialize)]
        struct ErrorBody<'a> {
            code: &'a str,
            exit: u8,
            reason: &'a str,
            message: String,
            hints: &'a [String],
            data: &'a Map<String, Value>,
            faults: &'a [ErrorFault],
        }
        #[derive(Serialize)]
        struct ErrorDocument<'a> {
            error: ErrorBody<'a>,
        }
        let error = ErrorBody {
            code: self.code.name(),
            exit: self.code.exit_status(),
            reason: self.details.reason.unwrap_or_else(|| self.code.name()),
            message: self.message(),
            hints: &self.hints,
            data: &self.details.data,
            faults: &self.details.faults,
        };
        json::to_string(&ErrorDocument { error }, false).unwrap_or_default()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        match &self.source {
            Some(source) => write!(f, ": {source:#}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Error {}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        Self::failed("input/output failed", error)
    }
}
