//! `mail list`.

use crate::app::App;
use crate::commands::shared::records::MESSAGES;
use crate::error::Result;

/// All messages, newest first.
pub(crate) fn run(app: &mut App) -> Result<()> {
    let (store, printer) = app.ledger()?;
    let mut list = printer.list(MESSAGES)?;
    store.read(|reader| reader.outbox_messages(|message| list.push(message)))?;
    list.finish().map(drop)
}
