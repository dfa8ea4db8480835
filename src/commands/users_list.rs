//! `users list`: everyone, with balances, partner status and allowance.

use super::read::Moment;
use crate::Result;
use crate::domain::User;
use crate::output::{Printer, grouped};
use crate::store::{ListQuery, Store};

/// Prints the users of the query as they were at the moment; says on standard error how many there are where `limit` cut the list.
pub(super) fn list(
    store: &mut Store,
    printer: &mut Printer,
    moment: Moment,
    query: &ListQuery,
) -> Result<()> {
    let current = store.zone().month_of(moment.time);
    let mut list = printer.list::<User>()?;
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
