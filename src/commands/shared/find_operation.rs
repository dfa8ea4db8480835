//! The newest operations, to pick one from.

use crate::app::{App, Offer, Questions};
use crate::error::Result;

/// How many operations are offered.
const OFFERED: u32 = 20;

/// Asks which operation is meant, of the newest ones; with `undoable`, of those that can be undone. `None` where the question
/// is left.
pub(crate) fn find(app: &mut App, questions: &Questions, undoable: bool) -> Result<Option<String>> {
    let store = app.ledger()?.0;
    let zone = store.zone();
    let mut found = store.read(|reader| reader.operations_beginning("", OFFERED))?;
    found.retain(|operation| operation.can_be_undone || !undoable);
    let offers: Vec<Offer> = found
        .iter()
        .map(|found| {
            let reason = found.reason.as_deref().map(|reason| format!(": {reason}")).unwrap_or_default();
            let (number, at, actor) = (found.operation, zone.format(found.at), &found.actor);
            Offer::plain(format!("{number}  {at}  {actor}  {}{reason}", found.command))
        })
        .collect();
    let chosen = questions.pick("OPERATION (type to narrow the list):", &offers, "")?;
    Ok(chosen.and_then(|chosen| found.get(chosen)).map(|found| found.operation.to_string()))
}
