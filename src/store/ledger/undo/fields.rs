//! Undoes changes of fields: addresses, names, statuses, roles, allowances and invitations become what they were.

use super::target::{UndoScope, UndoneOperation};
use crate::domain::Email;
use crate::error::Result;
use crate::store::ledger::allowances::{columns_of_stored, newest_row, stored};
use crate::store::ledger::commitment::{SALT_BYTES, sql_random};
use crate::store::ledger::operation::Draft;
use crate::store::ledger::own_account::sql_own_accounts;
use crate::store::ledger::sealed_ranges::sql_is_sealed_change;

/// SQL for whether a change `c` can be taken back. The change of an invitation that was sent again cannot: the new invitation
/// is revoked instead. Nor can the creation of a user who was made inactive and without an allowance, because an undo would
/// make them just that. Nor can a change that was already taken back.
const CAN_BE_UNDONE: &str = "(c.field <> 'invitation' OR c.after <> 'invited')
     AND (c.field <> 'created' OR c.after ->> 'status' <> 'inactive' OR c.after ->> 'allowance' IS NOT NULL)
     AND NOT EXISTS (SELECT 1 FROM changes n WHERE n.reverses = c.id)";

/// The changes `c` of operation `?1`.
fn changes_of() -> String {
    format!("FROM seals s JOIN changes c ON {} WHERE s.operation = ?1", sql_is_sealed_change("c", "s"))
}

impl Draft<'_> {
    /// Counts the changes of the operation that can still be undone.
    pub(super) fn changes_left(&self, undone: &UndoneOperation) -> Result<i64> {
        if undone.changes == 0 {
            return Ok(0);
        }
        self.session().value(&format!("SELECT count(*) {} AND {CAN_BE_UNDONE}", changes_of()), [undone.id])
    }

    /// Fills `temp.undo_changes` with what is left of the operation's changes. For a change that cannot be taken back, `why`
    /// has the reason.
    pub(super) fn plan_fields(
        &self,
        undone: &UndoneOperation,
        scope: UndoScope,
        own: Option<&Email>,
    ) -> Result<()> {
        self.session().batch(
            "CREATE TEMP TABLE IF NOT EXISTS undo_changes (
                 id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL, field TEXT NOT NULL, month INTEGER NOT NULL,
                 before TEXT, after TEXT, found TEXT, why TEXT);
             DELETE FROM temp.undo_changes;",
        )?;
        if undone.changes == 0 {
            return Ok(());
        }
        self.list_role_sets()?;
        let selected =
            if scope.selected_only { "AND c.user_id IN (SELECT user_id FROM temp.selected)" } else { "" };
        self.session().run(
            &format!(
                "INSERT INTO temp.undo_changes (id, user_id, field, month, before, after)
                 SELECT c.id, c.user_id, c.field, c.month, c.before, c.after {} AND {CAN_BE_UNDONE} {selected}
                 ORDER BY c.id",
                changes_of()
            ),
            [undone.id],
        )?;
        self.find_present_values()?;
        self.find_obstacles(undone, own)?;
        self.keep_last_admin()
    }

    /// Fills `found` with what the changed fields hold now.
    fn find_present_values(&self) -> Result<()> {
        self.session().run(
            &format!(
                "UPDATE temp.undo_changes SET found = CASE field
                 WHEN 'email' THEN u.email WHEN 'name' THEN u.name WHEN 'status' THEN u.status
                 WHEN 'created' THEN u.status
                 WHEN 'mail' THEN CASE WHEN u.mail <> 0 THEN 'on' ELSE 'off' END
                 WHEN 'roles' THEN (SELECT b.names FROM temp.role_sets b WHERE b.roles = u.roles)
                 WHEN 'monthly' THEN after
                 WHEN 'allowance' THEN (SELECT {} FROM allowances a
                                        WHERE a.user_id = u.id AND a.from_month = undo_changes.month)
                 ELSE (SELECT i.status FROM invitations i WHERE i.user_id = u.id AND i.status <> 'replaced') END
             FROM users u WHERE u.id = undo_changes.user_id",
                stored("a", "a.carried")
            ),
            (),
        )
    }

    /// Fills `why` for changes that cannot be taken back: what stands in the way.
    fn find_obstacles(&self, undone: &UndoneOperation, own: Option<&Email>) -> Result<()> {
        self.session().run(
            &format!(
                "UPDATE temp.undo_changes SET why = CASE
                 WHEN u.status = 'erased' THEN 'erased'
                 WHEN u.id IN {} AND (field = 'roles' OR field = 'allowance') THEN 'self_adjustment'
                 WHEN found IS DISTINCT FROM (CASE field WHEN 'created' THEN after ->> 'status' ELSE after END) THEN 'changed'
                 WHEN field = 'created' AND month > 0
                      AND (after ->> 'allowance') IS DISTINCT FROM (SELECT CAST(a.amount AS TEXT) FROM allowances a
                          WHERE a.user_id = u.id AND a.from_month = undo_changes.month) THEN 'changed'
                 WHEN (field = 'allowance' OR field = 'created') AND month > 0 AND EXISTS (
                          SELECT 1 FROM allowances s
                          WHERE s.user_id = u.id AND s.carried <> 0 AND s.from_month > undo_changes.month
                            AND NOT EXISTS (SELECT 1 FROM allowances n
                                            WHERE n.user_id = u.id AND n.carried = 0
                                              AND n.from_month > undo_changes.month AND n.from_month < s.from_month)
                            AND NOT EXISTS (SELECT 1 FROM changes o
                                            WHERE o.user_id = u.id AND o.operation = ?2 AND o.field = 'allowance'
                                              AND o.month = s.from_month)) THEN 'paused'
                 WHEN field = 'email' AND EXISTS (SELECT 1 FROM users o WHERE o.email = undo_changes.before) THEN 'exists'
                 WHEN field = 'status' AND before = 'inactive' AND (u.roles & 32) <> 0
                      AND NOT EXISTS (SELECT 1 FROM temp.undo_changes r
                                      WHERE r.user_id = u.id AND r.field = 'roles'
                                        AND ',' || r.before || ',' NOT LIKE '%,admin,%') THEN 'admin' END
             FROM users u WHERE u.id = undo_changes.user_id",
                sql_own_accounts("?1")
            ),
            (own, undone.id),
        )
    }

    /// Rule *Guards* (docs/rules.md): the last active admin stays one.
    fn keep_last_admin(&self) -> Result<()> {
        let loses = "why IS NULL AND (field = 'created' OR (field = 'status' AND before <> 'active')
                                      OR (field = 'roles' AND ',' || before || ',' NOT LIKE '%,admin,%'))
                     AND user_id IN (SELECT id FROM users WHERE (roles & 32) <> 0 AND status = 'active')";
        let losing: u64 = self
            .session()
            .value(&format!("SELECT count(DISTINCT user_id) FROM temp.undo_changes WHERE {loses}"), ())?;
        if losing > 0 && self.writer().active_admins()? <= losing {
            self.session()
                .run(&format!("UPDATE temp.undo_changes SET why = 'last_admin' WHERE {loses}"), ())?;
        }
        Ok(())
    }

    /// Takes back the planned changes without a conflict, and revokes the invitations that the operation made.
    pub(super) fn restore_fields(&mut self, undone: &UndoneOperation, scope: UndoScope) -> Result<()> {
        self.revoke_its_invitations(undone, scope)?;
        if undone.changes == 0 {
            return Ok(());
        }
        let salt = sql_random(SALT_BYTES);
        self.session().run(
            &format!(
                "INSERT INTO changes (operation, user_id, field, month, before, after, reverses, salt)
                 SELECT ?1, c.user_id, CASE c.field WHEN 'created' THEN 'status' ELSE c.field END,
                        CASE c.field WHEN 'monthly' THEN c.month ELSE 0 END, c.found,
                        CASE WHEN c.field = 'created' THEN 'inactive'
                             WHEN c.field = 'invitation' AND c.before = 'expired' THEN 'invited' ELSE c.before END, c.id,
                        CASE WHEN c.field = 'email' OR c.field = 'name' THEN {salt} END
                 FROM temp.undo_changes c
                 WHERE c.why IS NULL AND c.field <> 'allowance' AND (c.field <> 'created' OR c.found <> 'inactive')
                 ORDER BY c.id"
            ),
            [self.id()],
        )?;
        // An admin loses the role before being deactivated.
        self.session().run(
            "INSERT INTO changes (operation, user_id, field, before, after, reverses)
             SELECT ?1, u.id, 'roles', b.names, a.names, c.id
             FROM temp.undo_changes c JOIN users u ON u.id = c.user_id
                  JOIN temp.role_sets b ON b.roles = u.roles JOIN temp.role_sets a ON a.roles = (u.roles & 31)
             WHERE c.why IS NULL AND c.field = 'created' AND (u.roles & 32) <> 0 ORDER BY c.id",
            [self.id()],
        )?;
        for (field, column, value) in [
            ("email", "email", "c.after"),
            ("name", "name", "c.after"),
            ("status", "status", "c.after"),
            ("mail", "mail", "CASE c.after WHEN 'on' THEN 1 ELSE 0 END"),
            ("roles", "roles", "(SELECT b.roles FROM temp.role_sets b WHERE b.names = c.after)"),
        ] {
            self.session().run(
                &format!(
                    "UPDATE users SET {column} = {value} FROM changes c
                     WHERE c.id >= ?1 AND c.field = '{field}' AND c.reverses IS NOT NULL AND users.id = c.user_id"
                ),
                [self.first_change],
            )?;
        }
        self.session().run(
            "UPDATE invitations SET status = c.after FROM changes c
             WHERE c.id >= ?1 AND c.field = 'invitation' AND c.reverses IS NOT NULL
               AND invitations.user_id = c.user_id AND invitations.status <> 'replaced'",
            [self.first_change],
        )?;
        self.restore_allowances()
    }

    /// Restores the rows of allowances: a row becomes what the newest change before made it, or is removed if there was none.
    fn restore_allowances(&mut self) -> Result<()> {
        self.clear_allowance_rows()?;
        self.session().run(
            &format!(
                "INSERT INTO temp.allowance_rows
                     (user_id, month, before, before_credits, amount, policy, cap, held, carried, reverses)
                 SELECT user_id, month, before, before_credits, {}, id
                 FROM (SELECT c.id, c.user_id, c.month, coalesce({before}, '0') AS before,
                              coalesce(f.amount, 0) AS before_credits,
                              CASE p.field WHEN 'created' THEN p.after ->> 'allowance' ELSE p.after END AS after
                       FROM temp.undo_changes c
                            LEFT JOIN allowances f ON f.user_id = c.user_id AND f.from_month = {newest}
                            LEFT JOIN changes p ON p.id = (
                                SELECT max(q.id) FROM changes q
                                WHERE q.user_id = c.user_id AND q.month = c.month AND q.id < c.id
                                  AND (q.field = 'allowance' OR q.field = 'created'))
                       WHERE c.why IS NULL AND (c.field = 'allowance' OR (c.field = 'created' AND c.month > 0))) x
                 ORDER BY user_id, month",
                columns_of_stored("after"),
                before = stored("f", "0"),
                newest = newest_row("c.user_id", "c.month"),
            ),
            (),
        )?;
        self.write_allowance_rows().map(drop)
    }

    /// Revokes open invitations that the operation made, and those of users who are no longer invited.
    fn revoke_its_invitations(&self, undone: &UndoneOperation, scope: UndoScope) -> Result<()> {
        let selected =
            if scope.selected_only { "AND user_id IN (SELECT user_id FROM temp.selected)" } else { "" };
        let users = format!(
            "SELECT user_id FROM invitations WHERE operation = ?1 AND status = 'invited' {selected}
             UNION SELECT user_id FROM temp.undo_changes
             WHERE why IS NULL AND (field = 'created' OR (field = 'status' AND after = 'invited'))"
        );
        self.revoke_invitations(&users, undone.id.get())
    }
}
