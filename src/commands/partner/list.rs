//! `partner list`.

use crate::app::App;
use crate::cli::lists::ListFlags;
use crate::commands::shared::lists;
use crate::commands::shared::records::PARTNERS;
use crate::domain::{Condition, Operand, Role, Roles};
use crate::error::Result;
use crate::store::USER_KEYS;

/// The partners and their allowances, by address.
pub(crate) fn run(app: &mut App, flags: &ListFlags) -> Result<()> {
    let partners = Condition::any_of("role", vec![Operand::Roles(Roles::default().with(Role::Partner))]);
    let query = lists::query(app, flags, USER_KEYS, [partners])?;
    let month = app.month()?;
    let (store, printer) = app.ledger()?;
    if flags.count {
        let count = store.read(|reader| reader.count_users(&query, month))?;
        return lists::print_count(printer, count);
    }
    lists::print(printer, PARTNERS, &[], &query, |query, each| {
        store.read(|reader| reader.list_users(query, month, each))
    })
}
