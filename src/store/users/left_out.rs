//! Leaves users out of the current selection: the actor, and inactive ones.

use super::selection::BY_SELECTOR;
use super::some_users::SomeUsers;
use crate::error::Result;
use crate::store::engine::answer::Awaited;
use crate::store::ledger::own_account::{self, sql_own_accounts};
use crate::store::session::Reader;

impl Reader<'_> {
    pub(super) fn leave_out_actor(&self, actor: &str) -> Result<Awaited<'_, SomeUsers>> {
        self.session.batch("DELETE FROM temp.own_left_out")?;
        let own = sql_own_accounts("?1");
        self.session.run(
            &format!(
                "INSERT INTO temp.own_left_out SELECT user_id FROM temp.selected WHERE user_id IN {own} ORDER BY user_id"
            ),
            [own_account::address(actor)],
        )?;
        self.session
            .batch("DELETE FROM temp.selected WHERE user_id IN (SELECT user_id FROM temp.own_left_out)")?;
        self.ask_some_users("SELECT user_id FROM temp.own_left_out", ())
    }

    pub(super) fn leave_out_inactive(&self) -> Result<Awaited<'_, SomeUsers>> {
        self.session.batch(&format!(
            "DELETE FROM temp.left_out;
             INSERT INTO temp.left_out
             SELECT s.user_id FROM temp.selected s CROSS JOIN users u ON u.id = s.user_id
             WHERE s.came = {BY_SELECTOR} AND u.status = 'inactive';
             DELETE FROM temp.selected WHERE user_id IN (SELECT user_id FROM temp.left_out);"
        ))?;
        self.ask_some_users("SELECT user_id FROM temp.left_out", ())
    }
}
