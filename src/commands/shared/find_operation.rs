//! Offers the newest operations, to pick one of them.

use crate::app::{App, Offer, Questions, typed};
use crate::error::Result;
use crate::store::OperationChoice;

const OFFERED: u32 = 20;

/// Asks for one of the newest operations of this kind. Returns `None` if the person picks none.
pub(crate) fn find(app: &mut App, questions: &Questions, choice: OperationChoice) -> Result<Option<String>> {
    let store = app.ledger()?.0;
    let zone = store.zone();
    let found = store.read(|reader| reader.operations_beginning("", choice, OFFERED))?;
    let offers: Vec<Offer> = found
        .iter()
        .map(|found| {
            let (number, at, actor) = (found.operation, zone.format(found.at), &found.actor);
            let command = found.arguments.as_deref().map_or_else(|| found.command.clone(), typed);
            Offer::plain(format!("{number}  {at}  {actor}  {command}"))
        })
        .collect();
    let chosen = questions.search_one("OPERATION (type to narrow the list):", &offers, "")?;
    Ok(chosen.and_then(|chosen| found.get(chosen)).map(|found| found.operation.to_string()))
}
