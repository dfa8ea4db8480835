//! `user erasures`.

use crate::app::App;
use crate::commands::shared::records::ERASURES;
use crate::error::Result;

/// Lists who was erased, newest first.
pub(crate) fn run(app: &mut App) -> Result<()> {
    let (store, printer) = app.ledger()?;
    let mut list = printer.list(ERASURES)?;
    store.read(|reader| reader.erasures(|erasure| list.push(erasure)))?;
    list.finish().map(drop)
}
