//! Plans what users are to be, from the rows of a file or an edit of a selection, and carries the plan out.

use crate::domain::{Month, Role, Roles};
use crate::error::Result;
use crate::store::ledger::commitment::{SALT_BYTES, sql_random};
use crate::store::ledger::operation::Draft;

/// SQL for whether a row `p` of the plan differs from its user `u`.
pub(super) const DIFFERS: &str =
    "(u.name IS DISTINCT FROM p.name OR u.status <> p.status OR u.roles <> p.roles OR u.mail <> p.mail
    OR p.awarded_change <> 0 OR p.purchased_change <> 0 OR p.allowance_changes <> 0)";

/// How many users a plan changes, and the numbers that need a confirmation.
pub(super) struct PlanCounts {
    pub(super) updated: u64,
    /// Users who become admins or stop being one.
    pub(super) admins_changed: u64,
    pub(super) deactivated: u64,
}

impl Draft<'_> {
    /// Fills `temp.role_sets` with every set of roles, as text and as JSON, in the forms that changes have.
    pub(crate) fn list_role_sets(&self) -> Result<()> {
        self.session().batch(
            "CREATE TEMP TABLE IF NOT EXISTS role_sets (
                 roles INTEGER PRIMARY KEY, names TEXT NOT NULL, json TEXT NOT NULL);
             DELETE FROM temp.role_sets;",
        )?;
        let mut insert = self.session().prepare("INSERT INTO temp.role_sets VALUES (?1, ?2, ?3)")?;
        for bits in 0..64 {
            let roles = Roles::from_bits(bits);
            insert.run((bits, roles.to_string(), serde_json::json!(roles).to_string()))?;
        }
        Ok(())
    }

    pub(super) fn clear_plan(&self) -> Result<()> {
        self.session().batch(
            "CREATE TEMP TABLE IF NOT EXISTS plan (
                 user_id INTEGER PRIMARY KEY, row INTEGER NOT NULL UNIQUE, name TEXT, status TEXT NOT NULL,
                 roles INTEGER NOT NULL, mail INTEGER NOT NULL, was_active_admin INTEGER NOT NULL, awarded_change INTEGER NOT NULL, purchased_change INTEGER NOT NULL,
                 allowance INTEGER, allowance_before INTEGER NOT NULL, allowance_changes INTEGER NOT NULL DEFAULT 0);
             DELETE FROM temp.plan;",
        )
    }

    pub(super) fn count_planned(&self) -> Result<PlanCounts> {
        let admin = Role::Admin.bit();
        self.session().one(
            &format!(
                "SELECT count(*) FILTER (WHERE {DIFFERS}), count(*) FILTER (WHERE u.roles & {admin} <> p.roles & {admin}),
                        count(*) FILTER (WHERE u.status <> 'inactive' AND p.status = 'inactive')
                 FROM temp.plan p CROSS JOIN users u ON u.id = p.user_id"
            ),
            (),
            |row| Ok(PlanCounts { updated: row.get(0)?, admins_changed: row.get(1)?, deactivated: row.get(2)? }),
        )
    }

    /// Records and makes the planned changes, except for balances. Revokes open invitations of users who are no longer invited.
    pub(super) fn change_users(&mut self, next: Month) -> Result<()> {
        let record = |field: &str, before: &str, after: &str, joined: &str| {
            let salt = if field == "name" { sql_random(SALT_BYTES) } else { "NULL".to_owned() };
            let sql = format!(
                "INSERT INTO changes (operation, user_id, field, before, after, salt)
                 SELECT ?1, u.id, '{field}', {before}, {after}, {salt}
                 FROM temp.plan p CROSS JOIN users u ON u.id = p.user_id {joined}
                 WHERE u.{field} IS DISTINCT FROM p.{field} ORDER BY u.id"
            );
            self.session().execute(&sql, [self.id()])
        };
        record("name", "u.name", "p.name", "")?;
        record("status", "u.status", "p.status", "")?;
        // Only an `invited` user can accept an invitation.
        self.revoke_invitations(
            "SELECT user_id FROM changes WHERE id >= ?1 AND field = 'status' AND before = 'invited'",
            self.first_change,
        )?;
        let names = "JOIN temp.role_sets b ON b.roles = u.roles JOIN temp.role_sets a ON a.roles = p.roles";
        record("roles", "b.names", "a.names", names)?;
        let word = |mail| format!("CASE WHEN {mail} <> 0 THEN 'on' ELSE 'off' END");
        record("mail", &word("u.mail"), &word("p.mail"), "")?;
        self.session().run(
            "UPDATE users SET name = p.name, status = p.status, roles = p.roles, mail = p.mail FROM temp.plan p
             WHERE p.user_id = users.id
               AND (users.name IS DISTINCT FROM p.name OR users.status <> p.status OR users.roles <> p.roles
                    OR users.mail <> p.mail)",
            (),
        )?;
        self.change_allowances_of_plan(next)
    }

    /// Changes the allowances that the plan marks. In a file, an allowance that was 0 and stays 0 is not marked, so it ends
    /// nothing that is planned: a list also shows 0 for somebody whose allowance is yet to begin.
    fn change_allowances_of_plan(&mut self, next: Month) -> Result<()> {
        let wanted = "SELECT user_id, allowance AS amount, CAST(NULL AS TEXT) AS policy, CAST(NULL AS INTEGER) AS cap FROM temp.plan
                      WHERE allowance_changes <> 0";
        self.set_wanted_allowances(wanted, &[], next, None).map(drop)
    }
}
