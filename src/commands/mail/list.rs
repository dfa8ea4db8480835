//! `mail list`: messages, newest first.

use super::upkeep::whose;
use crate::app::App;
use crate::cli::mail::MailList;
use crate::commands::shared::lists::{self, ListShape};
use crate::commands::shared::records::MESSAGES;
use crate::domain::Condition;
use crate::error::Result;
use crate::store::{ListQuery, MESSAGE_KEYS, Reader};

pub(crate) fn run(app: &mut App, arguments: &MailList) -> Result<()> {
    let status = Condition::any_text("status", arguments.status.iter().cloned());
    let query = lists::query(app, &arguments.list, MESSAGE_KEYS, status)?;
    let whose = whose(app, arguments.messages.as_ref())?;
    let count = |reader: &Reader<'_>, query: &ListQuery| reader.count_messages(&whose, query);
    lists::print(app, &ListShape::of(MESSAGES), &arguments.list, &query, count, |reader, query, each| {
        reader.outbox_messages(&whose, query, each)
    })
}
