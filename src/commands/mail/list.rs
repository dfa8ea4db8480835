//! `mail list`.

use crate::app::App;
use crate::cli::mail::MailList;
use crate::commands::shared::lists;
use crate::commands::shared::records::MESSAGES;
use crate::domain::Condition;
use crate::error::Result;
use crate::store::MESSAGE_KEYS;

/// The messages that the flags ask for, newest first.
pub(crate) fn run(app: &mut App, arguments: &MailList) -> Result<()> {
    let status = arguments.status.as_ref().map(|status| Condition::is_text("status", status));
    let query = lists::query(app, &arguments.list, MESSAGE_KEYS, status)?;
    let (store, printer) = app.ledger()?;
    if arguments.list.count {
        let count = store.read(|reader| reader.count_messages(&query))?;
        return lists::print_count(printer, count);
    }
    lists::print(printer, MESSAGES, &[], &query, |query, each| {
        store.read(|reader| reader.outbox_messages(query, each))
    })
}
