//! `users list`: everyone, with balances, partner status and allowance.

use crate::app::App;
use crate::cli::user::UserList;
use crate::commands::shared::moment::Moment;
use crate::commands::shared::records::USERS;
use crate::error::{Error, Result};
use crate::output::{Printer, grouped};
use crate::store::{ListQuery, Store};

/// Lists the users that the flags ask for.
pub(crate) fn run(app: &mut App, arguments: &UserList) -> Result<()> {
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
    list(store, printer, Moment::named(store.zone(), now, arguments.at), &query)
}

/// Prints the users of the query as they were at the moment; says on standard error how many there are where `limit` cut the list.
fn list(store: &mut Store, printer: &mut Printer, moment: Moment, query: &ListQuery) -> Result<()> {
    let current = store.zone().month_of(moment.time);
    let mut list = printer.list(USERS)?;
    let total = store.read(|reader| {
        if moment.is_past {
            reader.go_back_to(moment.time)?;
        }
        reader.list_users(query, current, |user| list.push(user))?;
        query.limit.map(|_| reader.count_users(query)).transpose()
    })?;
    let end = query.offset.saturating_add(query.limit.unwrap_or_default());
    let Some(total) = total.filter(|total| *total > end) else { return list.finish().map(drop) };
    let (rows, way) = list.finish_cut()?;
    let way = way.map(|way| format!(": {way}")).unwrap_or_default();
    printer.remark(&format!("{} of {} users shown{way}", grouped(rows), grouped(total)));
    Ok(())
}
