//! The kinds of failures and their exit statuses.

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
