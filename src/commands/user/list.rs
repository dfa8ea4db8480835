//! `user list`: users with balances, partner status and allowance.

use crate::app::App;
use crate::cli::user::UserList;
use crate::commands::shared::lists::{self, ListShape};
use crate::commands::shared::moment::Moment;
use crate::commands::shared::records::USERS;
use crate::domain::{Condition, Operand, Roles};
use crate::error::Result;
use crate::store::{ListQuery, Reader, SEARCH, USER_KEYS};

/// Lists users at the given moment, filtered by the flags.
pub(crate) fn run(app: &mut App, arguments: &UserList) -> Result<()> {
    let search = arguments.search.as_ref().filter(|text| !text.is_empty());
    let roles = arguments.role.iter().map(|role| Operand::Roles(Roles::default().with(*role)));
    let roles: Vec<_> = roles.collect();
    let shorthands = [
        search.map(|text| Condition::contains(SEARCH, text)),
        (!roles.is_empty()).then(|| Condition::any_of("role", roles)),
        Condition::any_text("status", arguments.status.iter().map(|status| status.as_str())),
    ];
    let query = lists::query(app, &arguments.list, USER_KEYS, shorthands.into_iter().flatten())?;
    let now = app.now;
    let (store, printer) = app.ledger()?;
    let moment = Moment::named(store.zone(), now, arguments.at, printer);
    let month = store.zone().month_of(moment.time);
    let go_back = |reader: &Reader<'_>| if moment.is_past { reader.go_back_to(moment.time) } else { Ok(()) };
    let count = |reader: &Reader<'_>, query: &ListQuery| {
        go_back(reader)?;
        reader.count_users(query, month)
    };
    lists::print(app, &ListShape::of(USERS), &arguments.list, &query, count, |reader, query, each| {
        go_back(reader)?;
        reader.list_users(query, month, each)
    })
}
