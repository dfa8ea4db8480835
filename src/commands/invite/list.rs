//! `invite list`.

use crate::app::App;
use crate::commands::shared::records::INVITATIONS;
use crate::error::Result;

/// The newest invitation of everybody who was ever invited.
pub(crate) fn run(app: &mut App) -> Result<()> {
    let now = app.now;
    let (store, printer) = app.ledger()?;
    let mut list = printer.list(INVITATIONS)?;
    store.read(|reader| reader.invitations(now, |invited| list.push(invited)))?;
    list.finish().map(drop)
}
