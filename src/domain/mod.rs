//! The nouns and the pure rules: no clock, no I/O, no SQL.

mod allowance;
mod case_folded;
mod checked_text;
mod credits;
mod digest;
mod email;
mod filter;
mod ids;
mod likeness;
mod local_day;
mod message_kind;
mod month;
mod nearest;
mod number;
mod owed;
mod own_addresses;
mod report_key;
mod role;
mod spreadsheet;
mod status;
mod time;
mod timeline;
mod user;
mod zone;

pub use allowance::{Allowance, Payment, Policy};
pub use case_folded::case_folded;
pub use checked_text::{MAX_TEXT_CHARACTERS, checked_text};
pub use credits::{Amount, Bucket, Credits, Kind, MAX_CREDITS};
pub use digest::Digest;
pub use email::{Domain, Email, erased_address, erased_number};
pub use filter::{
    Condition, ConditionError, Filter, FilterKey, Operand, Operator, Sort, ValueKind, find_key,
};
pub use ids::{EntryId, OperationId};
pub use likeness::Likeness;
pub use local_day::LocalDay;
pub use message_kind::MessageKind;
pub use month::Month;
pub use nearest::{nearest, typos_between};
pub use number::{append_grouped_number, append_number, counted, grouped};
pub use owed::{MonthMark, owed_months};
pub use own_addresses::{OwnAddresses, addresses_in, stands_alone};
pub use report_key::ReportKey;
pub use role::{Role, Roles};
pub use spreadsheet::{protect, unprotect};
pub use status::Status;
pub use time::{Day, Timestamp};
pub use timeline::{AllowanceChange, AllowanceRow, changed_rows};
pub use user::User;
pub use zone::{BoundedDay, Zone};
