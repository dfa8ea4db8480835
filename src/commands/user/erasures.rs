//! `user erasures`.

use crate::app::App;
use crate::cli::lists::ListFlags;
use crate::commands::shared::lists;
use crate::commands::shared::records::ERASURES;
use crate::domain::Condition;
use crate::error::Result;
use crate::store::ERASURE_KEYS;

/// Lists who was erased, newest first.
pub(crate) fn run(app: &mut App, flags: &ListFlags) -> Result<()> {
    let actor = app.globals.actor.clone().map(|actor| Condition::is_text("actor", actor));
    let query = lists::query(app, flags, ERASURE_KEYS, actor)?;
    let (store, printer) = app.ledger()?;
    if flags.count {
        let count = store.read(|reader| reader.count_erasures(&query))?;
        return lists::print_count(printer, count);
    }
    lists::print(printer, ERASURES, &[], &query, |query, each| {
        store.read(|reader| reader.erasures(query, each))
    })
}
