//! `invite list`: invitations, newest first.

use super::receipt::expired;
use crate::app::App;
use crate::cli::invite::InvitationList;
use crate::commands::shared::lists::{self, ListShape};
use crate::commands::shared::records::INVITATIONS;
use crate::error::Result;
use crate::store::{INVITATION_KEYS, ListQuery, Reader};

/// Lists the newest invitation of everybody who was ever invited, filtered by the flags.
pub(crate) fn run(app: &mut App, arguments: &InvitationList) -> Result<()> {
    let expired = arguments.expired.then(expired);
    let query = lists::query(app, &arguments.list, INVITATION_KEYS, expired)?;
    let now = app.now;
    let count = |reader: &Reader<'_>, query: &ListQuery| reader.count_invitations(query, now);
    lists::print(app, &ListShape::of(INVITATIONS), &arguments.list, &query, count, |reader, query, each| {
        reader.invitations(query, now, each)
    })
}
