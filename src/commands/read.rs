//! The reading commands: from flags to queries.

use super::{history, journal, log, selection, status, user_show, users_list};
use crate::app::App;
use crate::cli::credits::History;
use crate::cli::log::{Command, Log};
use crate::cli::user::{List, Show};
use crate::domain::{Day, Timestamp, Zone};
use crate::error::{Error, Result};
use crate::store::{HistoryQuery, ListQuery, LogQuery};

/// `users list`.
pub(super) fn users(app: &mut App, arguments: &List) -> Result<()> {
    let now = app.now;
    let sort = arguments.sort.iter().map(|key| key.parse()).collect::<std::result::Result<_, _>>();
    let query = ListQuery {
        search: arguments.search.clone(),
        roles: arguments.role.clone(),
        status: arguments.status,
        sort: sort.map_err(|what: String| Error::usage(format!("--sort: {what}")))?,
        limit: arguments.limit,
        offset: arguments.offset,
    };
    let (store, printer) = app.ledger()?;
    users_list::list(store, printer, Moment::named(store.zone(), now, arguments.at), &query)
}

/// `user show`.
pub(super) fn user(app: &mut App, arguments: &Show) -> Result<()> {
    let now = app.now;
    let (store, printer) = app.ledger()?;
    user_show::show(store, printer, Moment::named(store.zone(), now, arguments.at), &arguments.user)
}

/// The moment at which a command looks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moment {
    /// The moment itself.
    pub(super) time: Timestamp,
    /// Whether the ledger has to be taken back to it.
    pub(super) is_past: bool,
}

impl Moment {
    /// The end of the day that was named, or now. What is still to come is not known: then, too, it is now.
    fn named(zone: Zone, now: Timestamp, at: Option<Day>) -> Self {
        let past = at.map(|day| zone.last_second(day)).filter(|time| *time < now);
        Self { time: past.unwrap_or(now), is_past: past.is_some() }
    }
}

/// `credits history`.
pub(super) fn entries(app: &mut App, arguments: &History) -> Result<()> {
    let is_journal = app.globals.is_journal();
    if is_journal && (arguments.limit.is_some() || app.globals.fields.is_some()) {
        return Err(Error::usage("a journal has neither --limit nor --fields")
            .hint("choose what it covers with USERS, --since and --until"));
    }
    let now = app.now;
    let selection = arguments.users.as_ref().map(|users| selection::resolve(app, users)).transpose()?;
    let (store, printer) = app.ledger()?;
    let zone = store.zone();
    let query = HistoryQuery {
        selection,
        since: arguments.since.map(|day| zone.first_second(day)),
        until: arguments.until.map(|day| zone.last_second(day)),
        kind: arguments.kind,
        limit: arguments.limit,
    };
    if is_journal {
        journal::journal(store, printer, &query)
    } else {
        history::history(store, printer, now, &query)
    }
}

/// `log` and `log show`.
pub(super) fn operations(app: &mut App, arguments: &Log) -> Result<()> {
    // Reading has no actor of its own: here the flag is a filter.
    let actor = app.globals.actor.clone();
    let (store, printer) = app.ledger()?;
    if let Some(Command::Show(show)) = &arguments.command {
        return log::show(store, printer, show.operation);
    }
    let zone = store.zone();
    let query = LogQuery {
        since: arguments.since.map(|day| zone.first_second(day)),
        until: arguments.until.map(|day| zone.last_second(day)),
        actor,
        user: arguments.user.clone(),
        limit: arguments.limit,
    };
    log::list(store, printer, &query)
}

/// `status`.
pub(super) fn status(app: &mut App) -> Result<()> {
    let now = app.now;
    let (store, printer) = app.ledger()?;
    status::show(store, printer, now)
}
