//! `invite list`.

use crate::app::App;
use crate::cli::invite::InvitationList;
use crate::commands::shared::records::INVITATIONS;
use crate::error::Result;
use crate::store::{InvitationStatus, Invited};

/// The newest invitation of everybody who was ever invited.
pub(crate) fn run(app: &mut App, arguments: &InvitationList) -> Result<()> {
    let now = app.now;
    let (store, printer) = app.ledger()?;
    let mut list = printer.list(INVITATIONS)?;
    let is_meant = |invited: &Invited| !arguments.expired || invited.status == InvitationStatus::Expired;
    store.read(|reader| {
        reader.invitations(now, |invited| if is_meant(invited) { list.push(invited) } else { Ok(()) })
    })?;
    list.finish().map(drop)
}
