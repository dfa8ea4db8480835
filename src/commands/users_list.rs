//! `users list`: everyone, with balances, partner status and allowance.

use crate::Result;
use crate::domain::{Timestamp, User};
use crate::output::{Printer, grouped};
use crate::store::{ListQuery, Store};

/// Prints the users of the query; says on standard error how many there are where `limit` cut the list.
pub(super) fn list(
    store: &mut Store,
    printer: &mut Printer,
    now: Timestamp,
    query: &ListQuery,
) -> Result<()> {
    let current = store.zone().month_of(now);
    let mut list = printer.list::<User>()?;
    let total = store.read(|reader| {
        reader.list_users(query, current, |user| list.push(user))?;
        query.limit.map(|_| reader.count_users(query)).transpose()
    })?;
    let rows = list.finish()?;
    if let Some(total) = total.filter(|total| Some(rows) == query.limit && *total > query.offset + rows) {
        printer.remark(&format!("{} of {} users shown", grouped(rows), grouped(total)));
    }
    Ok(())
}
