//! The keys of the rows of each command.

use crate::commands::ledger::report::lines;
use crate::commands::partner::forecast;
use crate::commands::shared::records;
use crate::commands::shell::config;
use crate::commands::user::statement;
use crate::domain::FilterKey;
use crate::output::ListColumn;
use crate::store::{
    ENTRY_KEYS, ERASURE_KEYS, FORECAST_KEYS, INVITATION_KEYS, MESSAGE_KEYS, OPERATION_KEYS, USER_KEYS,
    filter_keys,
};

/// Returns the keys of the rows that a command lists.
pub(super) fn fields(path: &str) -> Vec<&'static str> {
    fn names<R>(columns: &'static [ListColumn<R>]) -> Vec<&'static str> {
        columns.iter().filter(|column| !column.heading.is_empty()).map(|column| column.name).collect()
    }
    match path {
        "user list" => names(records::USERS),
        "partner list" => names(records::PARTNERS),
        "credits history" => names(records::ENTRIES),
        "log" => names(records::OPERATIONS),
        "invite list" => names(records::INVITATIONS),
        "mail list" => names(records::MESSAGES),
        "user erasures" => names(records::ERASURES),
        "partner forecast" => names(forecast::COLUMNS),
        "report" => names(lines::LINES),
        "user statement" => names(statement::LINES),
        "config show" => names(config::SETTING_COLUMNS),
        _ => Vec::new(),
    }
}

/// Returns the keys that filter the rows of a command, or its users.
pub(super) fn keys(path: &str) -> Vec<FilterKey> {
    filter_keys(match path {
        "credits history" => ENTRY_KEYS,
        "log" => OPERATION_KEYS,
        "invite list" | "invite resend" | "invite revoke" => INVITATION_KEYS,
        "mail list" | "mail retry" | "mail drop" => MESSAGE_KEYS,
        "user erasures" => ERASURE_KEYS,
        "partner forecast" => FORECAST_KEYS,
        _ => USER_KEYS,
    })
}
