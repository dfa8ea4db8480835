//! `partner list`: the partners and their allowances.

use crate::app::App;
use crate::cli::lists::ListFlags;
use crate::commands::shared::lists::{self, ListShape};
use crate::commands::shared::records::PARTNERS;
use crate::domain::{Condition, Operand, Role, Roles};
use crate::error::Result;
use crate::store::{ListQuery, Reader, USER_KEYS};

pub(crate) fn run(app: &mut App, flags: &ListFlags) -> Result<()> {
    let partners = Condition::any_of("role", vec![Operand::Roles(Roles::default().with(Role::Partner))]);
    let query = lists::query(app, flags, USER_KEYS, [partners])?;
    let month = app.month()?;
    let count = |reader: &Reader<'_>, query: &ListQuery| reader.count_users(query, month);
    lists::print(app, &ListShape::of(PARTNERS), flags, &query, count, |reader, query, each| {
        reader.list_users(query, month, each)
    })
}
