//! The error type: a message, hints what to do next, and a code that decides the exit status.

mod code;

use std::fmt;
use std::path::Path;

use serde::Serialize;
use serde_json::{Map, Value, json};

pub use code::{Code, INTERRUPTED};

use crate::text::json;
use crate::text::placed::LedgerFlags;

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

/// How many users or rows an error names. It counts the others.
pub const MAX_NAMED: usize = 20;

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
            emails.into_iter().take(MAX_NAMED).map(|email| json!({ "email": email.as_ref() })).collect();
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
