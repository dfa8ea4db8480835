//! `users list`: everyone, with balances, partner status and allowance.

use crate::app::App;
use crate::cli::user::UserList;
use crate::commands::shared::limited::{Limited, asked};
use crate::commands::shared::moment::Moment;
use crate::commands::shared::records::USERS;
use crate::error::{Error, Result};
use crate::output::Printer;
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

/// Prints the users of the query as they were at the moment; says on standard error when its limit cut the list.
fn list(store: &mut Store, printer: &mut Printer, moment: Moment, query: &ListQuery) -> Result<()> {
    let current = store.zone().month_of(moment.time);
    let mut list = Limited::new(printer, USERS, query.limit, None)?;
    let query_and_more = ListQuery { limit: asked(query.limit), ..query.clone() };
    store.read(|reader| {
        if moment.is_past {
            reader.go_back_to(moment.time)?;
        }
        reader.list_users(&query_and_more, current, |user| list.push(user))
    })?;
    if let Some(remark) = list.finish()? {
        printer.remark(&remark);
    }
    Ok(())
}
