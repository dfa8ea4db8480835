//! The ledger in its database. Only this module contains SQL.
//!
//! [`Store`] owns the one connection. A [`Reader`] reads one consistent snapshot. A [`Writer`] is one write transaction: it is
//! committed as a whole or rolled back as a whole, and a dry run always rolls back.

#[macro_use]
mod engine;

mod address;
mod batch;
mod chain;
mod copies;
mod creation;
mod doubt;
mod ids;
mod ledger;
mod outbox;
mod queries;
mod relocation;
mod restore;
mod session;
mod sums;
mod target;
mod transfer;
mod users;

pub use batch::apply::{ColumnNames, Counts, OnFault};
pub use batch::edit::{GroupEdit, GroupEdited};
pub use batch::import::{Imported, UserColumnNames};
pub use batch::seen::AppliedBefore;
pub use batch::spool::Spool;
pub use copies::BackedUp;
pub use creation::Created;
pub(crate) use engine::failure::is_connection_lost;
pub use engine::new_database::is_reserved_name;
pub(crate) use engine::open::SQLITE_VERSION;
pub(crate) use engine::postgres::connection::commit_warning;
pub use ids::UserId;
pub use ledger::erasure::{ErasedUser, RemovedTexts};
pub use ledger::forecast::ForecastMonth;
pub use ledger::grants::{JustClosed, PaidToSelected};
pub use ledger::keys::Key;
pub use ledger::months::{ClosedMonth, Closing, MonthFigures, Months};
pub use ledger::operation::{Draft, Field, Header, Sealed};
pub use ledger::payees::Payees;
pub use ledger::posting::{Request, Source};
pub use ledger::take::{Shortage, Taking};
pub use ledger::undo::{UndoConflict, UndoScope, Undone};
pub use ledger::verify::{Discrepancy, Proof};
pub use outbox::delivery::{Attempt, Waiting};
pub use outbox::list::MESSAGE_KEYS;
pub use outbox::lock::OutboxLock;
pub use outbox::low_balance::{LowBalanceQuery, LowBalances};
pub use outbox::message::{
    CreditChange, MessageCause, MessageStatus, OutboxId, OutboxMessage, OutgoingMessage,
};
pub use outbox::notices::Notices;
pub use outbox::upkeep::{Requeued, Unsent};
pub use outbox::whose::MailSelection;
pub use queries::account::KindSum;
pub use queries::changes::Change;
pub use queries::completion::{BriefOperation, OperationChoice};
pub use queries::curve::Curve;
pub use queries::entry::Entry;
pub use queries::erasures::{ERASURE_KEYS, Erasure};
pub use queries::filter::{ListKey, filter_keys};
pub use queries::forecast::FORECAST_KEYS;
pub use queries::history::{ENTRY_KEYS, HistoryQuery};
pub use queries::list::{SEARCH, USER_KEYS};
pub use queries::list_query::ListQuery;
pub use queries::log::{LogQuery, LoggedOperation, OPERATION_KEYS, UndoState};
pub use queries::person_export::{
    AllowanceStep, ForeignOperation, FormerAddress, OwnChange, OwnEntry, OwnInvitation, OwnMessage,
    OwnOperation, PersonExport,
};
pub use queries::posted_entries::PostedEntry;
pub use queries::report::{Flow, PeriodSums};
pub use queries::report_netting::NettedOut;
pub use queries::report_query::ReportQuery;
pub use queries::summary::{CreditSums, InvitationCounts, MailCounts, RoleCounts, Summary, UserCounts};
pub use relocation::MovedLedger;
pub use restore::Replacement;
pub use session::{Mode, Reader, Store, Writer, has_committed};
pub use target::Target;
pub use users::invitations::{INVITATION_KEYS, InvitationStatus, Invited};
pub use users::listed::ListedAddresses;
pub use users::selected::Selected;
pub use users::selection::{LeaveOut, Narrowing, Selection, SelectionPart};
pub use users::some_users::SomeUsers;
pub use users::token_holder::TokenHolder;
pub use users::tombstones::ErasedAddresses;
pub use users::traces::{Traces, UnfinishedErasure};
pub use users::user::NewUser;
