//! Undoes entries: posts what is left of each entry with the opposite sign.

use super::target::{UndoScope, UndoneOperation};
use crate::domain::{Email, MAX_CREDITS, Month};
use crate::error::Result;
use crate::store::ledger::due::undone_and_capped;
use crate::store::ledger::months::MonthFigures;
use crate::store::ledger::operation::Draft;
use crate::store::ledger::own_account::sql_own_accounts;
use crate::store::ledger::posting::Source;
use crate::store::ledger::sealed_ranges::sql_is_entry_of;

impl Draft<'_> {
    /// Fills `temp.requested` with what is left of each entry. Among a user's entries, those that give come before those that
    /// take, so no balance falls lower in between than at the end. Left out are entries of users who were erased since, and
    /// entries of the actor, except from a grant.
    pub(super) fn plan_credits(
        &self,
        undone: &UndoneOperation,
        scope: UndoScope,
        own: Option<&Email>,
    ) -> Result<()> {
        self.clear_staged()?;
        if undone.entries == 0 {
            return Ok(());
        }
        let selected =
            if scope.selected_only { "AND e.user_id IN (SELECT user_id FROM temp.selected)" } else { "" };
        self.session().run(
            &format!(
                "INSERT INTO temp.requested (user_id, bucket, kind, amount, reverses)
                 SELECT e.user_id, e.bucket, 'undo',
                        CASE WHEN e.amount > 0 THEN coalesce(r.credits, 0) - coalesce(r.limit_credits, e.amount)
                             ELSE coalesce(r.limit_credits, -e.amount) - coalesce(r.credits, 0) END,
                        e.id
                 FROM entries e LEFT JOIN reversals r ON r.entry = e.id
                 WHERE {} AND e.operation = ?1 AND coalesce(r.credits, 0) < coalesce(r.limit_credits, abs(e.amount))
                   AND (e.user_id NOT IN {} OR e.kind = 'monthly' OR e.kind = 'expire')
                   AND e.user_id NOT IN (SELECT id FROM users WHERE status = 'erased') {selected}
                 ORDER BY e.user_id, e.amount > 0, e.id DESC",
                sql_is_entry_of("e.id", "?1"),
                sql_own_accounts("?2")
            ),
            (undone.id, own),
        )?;
        Ok(())
    }

    /// Returns the most credits that a user may have, and the name of this limit in a conflict.
    pub(super) fn most_credits(&self) -> (i64, &'static str) {
        self.max_balance().map_or((MAX_CREDITS, "limit"), |most| (most.get(), "max_balance"))
    }

    /// Takes the credits that are there, and leaves out users whose balances would exceed the limit.
    pub(super) fn post_what_is_there(&mut self) -> Result<()> {
        let (most, _) = self.most_credits();
        self.session().batch(
            "CREATE TEMP TABLE IF NOT EXISTS undo_takes (
                 seq INTEGER PRIMARY KEY, user_id INTEGER NOT NULL, bucket TEXT NOT NULL, amount INTEGER NOT NULL,
                 reverses INTEGER NOT NULL);
             DELETE FROM temp.undo_takes;
             INSERT INTO temp.undo_takes (seq, user_id, bucket, amount, reverses)
                 SELECT seq, user_id, bucket, amount, reverses FROM temp.requested ORDER BY seq;
             DELETE FROM temp.requested;",
        )?;
        // `there` is what remains after a row that takes: the balance, plus what rows up to it give, less what they take.
        self.session().run(
            &format!(
                "INSERT INTO temp.requested (user_id, bucket, kind, amount, reverses)
                 SELECT d.user_id, d.bucket, 'undo', d.taken, d.reverses
                 FROM (SELECT c.*, sum(c.taken) OVER (PARTITION BY c.user_id) AS change FROM (
                     SELECT seq, user_id, bucket, reverses,
                            CASE WHEN amount > 0 OR there >= 0 THEN amount
                                 WHEN there <= amount THEN 0
                                 ELSE amount - there END AS taken
                     FROM (SELECT t.seq, t.user_id, t.bucket, t.amount, t.reverses,
                                  CASE t.bucket WHEN 'awarded' THEN u.awarded ELSE u.purchased END
                                  + sum(t.amount) OVER (PARTITION BY t.user_id, t.bucket ORDER BY t.seq) AS there
                           FROM temp.undo_takes t JOIN users u ON u.id = t.user_id) b) c) d
                 JOIN users v ON v.id = d.user_id
                 WHERE d.taken <> 0 AND (d.change <= 0 OR v.awarded + v.purchased + d.change <= {most})
                 ORDER BY d.seq"
            ),
            (),
        )?;
        self.post(Source::Staged)
    }

    /// Counts what the entries of this operation take back against the entries that they reverse, and against the month that
    /// those paid.
    pub(in crate::store::ledger) fn record_reversals(&self, month: Option<Month>) -> Result<()> {
        // No INSERT meets a row that is there, because the database refuses to replace one.
        self.session().run(
            "UPDATE reversals SET credits = reversals.credits + abs(n.amount) FROM entries n
             WHERE n.id >= ?1 AND n.reverses = reversals.entry",
            [self.first_entry],
        )?;
        let insert = "INSERT INTO reversals (entry, credits, limit_credits)
             SELECT n.reverses, abs(n.amount), abs(e.amount) FROM entries n CROSS JOIN entries e ON e.id = n.reverses
             WHERE n.id >= ?1 AND NOT EXISTS (SELECT 1 FROM reversals r WHERE r.entry = n.reverses)";
        self.session().insert_many(|| self.session().run(insert, [self.first_entry]))?;
        // Credits that a refund gave back and an undo takes again can be refunded once more.
        self.session().run(
            "UPDATE reversals SET limit_credits = limit_credits + n.taken
             FROM (SELECT f.reverses AS entry, sum(abs(n.amount)) AS taken
                   FROM entries n CROSS JOIN entries f ON f.id = n.reverses
                   WHERE n.id >= ?1 AND f.reverses IS NOT NULL GROUP BY f.reverses) n
             WHERE reversals.entry = n.entry",
            [self.first_entry],
        )?;
        let Some(month) = month else { return Ok(()) };
        let undone = self.session().one(
            "SELECT count(CASE WHEN e.month IS NOT NULL AND r.credits = r.limit_credits THEN 1 END),
                    coalesce(sum(CASE WHEN e.month IS NOT NULL THEN abs(n.amount) END), 0),
                    coalesce(sum(CASE e.kind WHEN 'expire' THEN abs(n.amount) END), 0)
             FROM entries n CROSS JOIN entries e ON e.id = n.reverses CROSS JOIN reversals r ON r.entry = e.id
             WHERE n.id >= ?1",
            [self.first_entry],
            |row| {
                Ok(MonthFigures {
                    granted: row.get(0)?,
                    credits: row.get(1)?,
                    expired: row.get(2)?,
                    capped: 0,
                })
            },
        )?;
        self.subtract_payments(month, undone)
    }

    /// Takes the users whose payment was undone as a whole off those who got less than their allowance. The changes of this
    /// operation must be recorded.
    pub(super) fn uncount_capped(&self, month: Month) -> Result<()> {
        let counted: i64 =
            self.session().value("SELECT coalesce(sum(capped), 0) FROM months WHERE month = ?1", [month])?;
        if counted == 0 {
            return Ok(());
        }
        let sql = format!(
            "SELECT (SELECT count(*) FROM entries n CROSS JOIN entries e ON e.id = n.reverses
                                     CROSS JOIN reversals r ON r.entry = e.id
                     WHERE n.id >= ?1 AND {})
                  + (SELECT count(*) FROM changes z WHERE z.id >= ?2 AND z.field = 'monthly' AND z.reverses IS NOT NULL)",
            undone_and_capped()
        );
        let capped = self.session().value(&sql, (self.first_entry, self.first_change))?;
        self.subtract_payments(month, MonthFigures { capped, ..MonthFigures::default() })
    }
}
