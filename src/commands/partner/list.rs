//! `partner list`.

use crate::app::App;
use crate::commands::shared::records::PARTNERS;
use crate::domain::Role;
use crate::error::Result;
use crate::store::ListQuery;

/// The partners and their allowances, by address.
pub(crate) fn run(app: &mut App) -> Result<()> {
    let month = app.month()?;
    let (store, printer) = app.ledger()?;
    let mut list = printer.list(PARTNERS)?;
    let query = ListQuery { roles: vec![Role::Partner], ..ListQuery::default() };
    store.read(|reader| reader.list_users(&query, month, |user| list.push(user)))?;
    list.finish().map(drop)
}
