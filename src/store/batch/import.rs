//! Makes users from the spooled rows of a file, and changes those who differ from theirs.
//!
//! Rows make users in the order of the file. If every row makes one, the number of a row gives the number of its user, so the
//! rest that belongs to a new user needs no second look-up of the address. Rows of users who are already there fill a plan,
//! which holds what these users are to be.

use super::plan::PlanCounts;
use crate::domain::{Month, Role};
use crate::error::Result;
use crate::store::ledger::allowances::in_force;
use crate::store::ledger::commitment::{SALT_BYTES, sql_random};
use crate::store::ledger::operation::Draft;
use crate::store::ledger::posting::Source;
use crate::store::queries::changes::Change;

/// What the file itself calls the columns in which faults are found.
#[derive(Clone, Debug)]
pub struct UserColumnNames {
    pub email: String,
    pub status: String,
    pub allowance: String,
}

/// The outcome of a file of users.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    pub created: u64,
    /// Users who were already there and have been changed.
    pub updated: u64,
    /// Users who were already there and equal their rows.
    pub unchanged: u64,
    /// Users who become admins or stop being one.
    pub admins_changed: u64,
    pub deactivated: u64,
    /// The changes of the first ten users who have any, and of one more, which shows whether there are more.
    pub changes: Vec<Change>,
}

const SAMPLED_USERS: i64 = 11;

impl Draft<'_> {
    /// Makes the spooled users. With `update`, also changes users who are already there and differ from their rows. Allowances
    /// take effect with the month `next`.
    ///
    /// If a row has a fault, the spool has the faults, and the transaction must be rolled back.
    pub fn import_spooled(
        &mut self,
        columns: &UserColumnNames,
        next: Month,
        update: bool,
    ) -> Result<Imported> {
        let first_user: i64 = self.session().value("SELECT coalesce(max(id), 0) + 1 FROM users", ())?;
        let admins_before = self.writer().active_admins()?;
        self.list_role_sets()?;
        let opened = self.open_accounts(first_user)?;
        let created = match opened {
            Some(users) => users,
            None => self.make_users(update)?,
        };
        let named = self.writer().count_spooled("SELECT count(*) FROM temp.spool WHERE email IS NOT NULL")?;
        self.clear_plan()?;
        // If every row made a user, nobody was there before.
        let planned = if created < named { self.plan_changes(first_user, next)? } else { 0 };
        if created + planned < named {
            self.reject_repeated(columns)?;
        }
        if !update && planned > 0 {
            self.reject_existing(columns)?;
        }
        self.reject_erased(columns)?;
        self.reject_without_role(columns)?;
        self.reject_deactivated_admins(columns)?;
        let mut counts = self.count_changes(created, planned, first_user)?;
        self.change_users(next)?;
        counts.changes = self.first_changes(SAMPLED_USERS)?;
        if admins_before > 0 && self.writer().active_admins()? == 0 {
            self.reject_last_admins(columns)?;
        }
        if self.writer().faulty_rows()? > 0 {
            return Ok(counts);
        }
        let new_user = if planned == 0 { NEW_USER } else { NEW_USER_AMONG_OTHERS };
        self.session().insert_many(|| self.record_new_users(first_user, next, new_user))?;
        if opened.is_some() {
            self.refuse_beyond_max_balance(self.first_entry)?;
        } else if self.stage_balances(first_user, new_user)? > 0 {
            self.post(Source::StagedOnce)?;
        }
        Ok(counts)
    }

    /// Inserts the new users and counts them. On a server, even a row that conflicts uses up a number, so an import that may
    /// meet users leaves out those who are present.
    fn make_users(&self, leave_out_present: bool) -> Result<u64> {
        let absent = "AND NOT EXISTS (SELECT 1 FROM users u WHERE u.email = spool.email)";
        let sql = format!(
            "INSERT INTO users (email, name, status, roles, mail, version, created_at, updated_at)
             SELECT email, name, coalesce(status, 'active'), roles_set, coalesce(mail, 1), 0, ?1, ?1
             FROM temp.spool WHERE email IS NOT NULL {} ORDER BY row
             ON CONFLICT (email) DO NOTHING",
            if leave_out_present { absent } else { "" }
        );
        self.session().execute(&sql, [self.at()])
    }

    /// Fills the plan with what the users who are already there are to be. The first row of a user counts.
    fn plan_changes(&self, first_user: i64, next: Month) -> Result<u64> {
        let (admin, partner) = (Role::Admin.bit(), Role::Partner.bit());
        let in_force = in_force("u.id", "?2");
        let sql = format!(
            "INSERT INTO temp.plan
                 (user_id, row, name, status, roles, mail, was_active_admin, awarded_change, purchased_change, allowance,
                  allowance_before)
             SELECT u.id, s.row, CASE WHEN s.name_given <> 0 THEN s.name ELSE u.name END,
                    coalesce(s.status, u.status), (u.roles & s.roles_kept) | s.roles_set,
                    coalesce(s.mail, u.mail),
                    CASE WHEN u.roles & {admin} <> 0 AND u.status = 'active' THEN 1 ELSE 0 END,
                    coalesce(s.awarded - u.awarded, 0), coalesce(s.purchased - u.purchased, 0),
                    CASE WHEN u.roles & {partner} <> 0
                              AND ((u.roles & s.roles_kept) | s.roles_set) & {partner} = 0 THEN 0
                         ELSE s.allowance END,
                    {in_force}
             FROM temp.spool s CROSS JOIN users u ON u.email = s.email
             WHERE u.id < ?1 ORDER BY s.row ON CONFLICT DO NOTHING"
        );
        let planned = self.session().execute(&sql, (first_user, next))?;
        let sql = format!(
            "UPDATE temp.plan SET allowance_changes = 1
             WHERE allowance <> allowance_before
                OR (allowance = 0 AND roles & {partner} = 0
                    AND EXISTS (SELECT 1 FROM allowances a WHERE a.user_id = plan.user_id AND a.from_month > ?1))"
        );
        self.session().run(&sql, [next])?;
        Ok(planned)
    }

    fn count_changes(&self, created: u64, planned: u64, first_user: i64) -> Result<Imported> {
        let admin = Role::Admin.bit();
        let PlanCounts { updated, admins_changed, deactivated } = self.count_planned()?;
        let new_admins: u64 = self.session().value(
            &format!("SELECT count(*) FROM users WHERE id >= ?1 AND roles & {admin} <> 0"),
            [first_user],
        )?;
        Ok(Imported {
            created,
            updated,
            unchanged: planned - updated,
            admins_changed: admins_changed + new_admins,
            deactivated,
            changes: Vec::new(),
        })
    }

    fn record_new_users(&self, first_user: i64, next: Month, new_user: &str) -> Result<()> {
        let salt = sql_random(SALT_BYTES);
        self.session().run(
            &format!(
                "INSERT INTO changes (operation, user_id, field, month, after, person, salt)
                 SELECT ?3, {new_user}, 'created', CASE WHEN s.allowance > 0 THEN ?2 ELSE 0 END,
                        '{{\"roles\":' || r.json || ',\"status\":\"' || coalesce(s.status, 'active') || '\"'
                            || CASE WHEN s.allowance > 0 THEN ',\"allowance\":' || s.allowance ELSE '' END || '}}',
                        json_object('email', s.email, 'name', s.name), {salt}
                 FROM temp.spool s CROSS JOIN temp.role_sets r ON r.roles = s.roles_set WHERE {IS_NEW} ORDER BY s.row"
            ),
            (first_user, next, self.id()),
        )?;
        self.session().run(
            &format!(
                "INSERT INTO changes (operation, user_id, field, before, after)
                 SELECT ?2, {new_user}, 'mail', 'on', 'off'
                 FROM temp.spool s WHERE {IS_NEW} AND s.mail = 0 ORDER BY s.row"
            ),
            (first_user, self.id()),
        )?;
        let begun = self.session().execute(
            &format!(
                "INSERT INTO allowances (user_id, from_month, amount)
                 SELECT {new_user}, ?2, s.allowance FROM temp.spool s WHERE {IS_NEW} AND s.allowance > 0 ORDER BY s.row"
            ),
            (first_user, next),
        )?;
        self.add_steps(&[(next.number(), begun.cast_signed())].into())
    }

    /// Stages what makes the balances those of the file: openings for new users, differences for the others.
    fn stage_balances(&self, first_user: i64, new_user: &str) -> Result<u64> {
        self.clear_staged()?;
        let mut staged = self.session().execute(
            "INSERT INTO temp.requested (user_id, bucket, kind, amount)
             SELECT user_id, 'awarded' AS bucket, 'set', awarded_change FROM temp.plan WHERE
                 awarded_change <> 0
             UNION ALL
             SELECT user_id, 'purchased', 'set', purchased_change FROM temp.plan WHERE purchased_change <> 0
             ORDER BY user_id, bucket",
            (),
        )?;
        staged += self.session().execute(
            &format!(
                "INSERT INTO temp.requested (user_id, bucket, kind, amount)
                 SELECT {new_user}, b.bucket, 'opening', CASE b.bucket WHEN 'awarded' THEN s.awarded ELSE s.purchased END
                 FROM temp.spool s CROSS JOIN (SELECT 'awarded' AS bucket UNION ALL SELECT 'purchased') b
                 WHERE {IS_NEW} AND CASE b.bucket WHEN 'awarded' THEN s.awarded ELSE s.purchased END > 0 ORDER BY s.row, b.bucket"
            ),
            [first_user],
        )?;
        Ok(staged)
    }
}

/// SQL for the number of the user that a spooled row `s` made, if every row made one. `?1` is the number of the first.
const NEW_USER: &str = "?1 + s.row - 1";

/// SQL for the same number, if others were already there.
const NEW_USER_AMONG_OTHERS: &str = "(SELECT id FROM users WHERE email = s.email AND id >= ?1)";

/// SQL for whether a spooled row `s` makes a user.
const IS_NEW: &str = "NOT EXISTS (SELECT 1 FROM temp.plan p WHERE p.row = s.row)";
