//! `invite list`.

use super::receipt::expired;
use crate::app::App;
use crate::cli::invite::InvitationList;
use crate::commands::shared::lists;
use crate::commands::shared::records::INVITATIONS;
use crate::domain::Condition;
use crate::error::Result;
use crate::store::INVITATION_KEYS;

/// The newest invitations that the flags ask for, of everybody who was ever invited.
pub(crate) fn run(app: &mut App, arguments: &InvitationList) -> Result<()> {
    let expired = arguments.expired.then(expired);
    let actor = app.globals.actor.clone().map(|actor| Condition::is_text("invited_by", actor));
    let query = lists::query(app, &arguments.list, INVITATION_KEYS, expired.into_iter().chain(actor))?;
    let now = app.now;
    let (store, printer) = app.ledger()?;
    if arguments.list.count {
        let count = store.read(|reader| reader.count_invitations(&query, now))?;
        return lists::print_count(printer, count);
    }
    lists::print(printer, INVITATIONS, &[], &query, |query, each| {
        store.read(|reader| reader.invitations(query, now, each))
    })
}
