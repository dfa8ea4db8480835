//! `mail list`.

use crate::app::App;
use crate::error::Result;
use crate::store::OutboxMessage;

/// All messages, newest first.
pub(crate) fn run(app: &mut App) -> Result<()> {
    let (store, printer) = app.ledger()?;
    let mut list = printer.list::<OutboxMessage>()?;
    store.read(|reader| reader.outbox_messages(|message| list.push(message)))?;
    list.finish().map(drop)
}
