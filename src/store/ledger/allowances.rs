//! Monthly allowances: what is in force from which month on.
//!
//! A row of `allowances` is a month that a command named, or one with which a pause begins or ends. The allowance of a month is
//! that of the newest row up to it; a row of 0 is an end, or holds back an allowance during a pause. `domain/timeline.rs` has the
//! rule.

use std::collections::BTreeMap;

use crate::domain::{Allowance, AllowanceRow, Credits, Month, Policy};
use crate::error::{Error, Result};
use crate::store::engine::session::Row;
use crate::store::ids::UserId;
use crate::store::session::Reader;

/// SQL for the allowance of `user` that is in force in `month`; both are SQL, too.
pub(crate) fn in_force(user: &str, month: &str) -> String {
    format!(
        "coalesce((SELECT a.amount FROM allowances a WHERE a.user_id = {user} AND a.from_month <= {month}
                   ORDER BY a.from_month DESC LIMIT 1), 0)"
    )
}

/// The stored text of the allowance in the row `row`: what [`Allowance::from_stored`] reads, with what a pause holds back.
/// `carried` is its flag, or 0.
pub(in crate::store) fn stored(row: &str, carried: &str) -> String {
    format!(
        "CASE WHEN {row}.policy = 'plain' AND {row}.held IS NULL AND {carried} = 0 THEN CAST({row}.amount AS TEXT)
              ELSE '{{\"amount\":' || CAST({row}.amount AS TEXT) || ',\"policy\":\"' || {row}.policy || '\"'
                   || CASE WHEN {row}.cap IS NULL THEN '' ELSE ',\"cap\":' || CAST({row}.cap AS TEXT) END
                   || CASE WHEN {row}.held IS NULL THEN '' ELSE ',\"held\":' || CAST({row}.held AS TEXT) END
                   || CASE WHEN {carried} = 0 THEN '' ELSE ',\"carried\":true' END || '}}' END"
    )
}

/// The columns of a row of allowances in SQL, out of a stored text: amount, policy, cap, held, carried.
pub(in crate::store) fn columns_of_stored(text: &str) -> String {
    let key = |key: &str| format!("CASE WHEN {text} LIKE '{{%' THEN {text} ->> '{key}' END");
    format!(
        "CAST(CASE WHEN {text} LIKE '{{%' THEN {text} ->> 'amount' ELSE {text} END AS INTEGER) AS amount,
         coalesce({}, 'plain') AS policy, CAST({} AS INTEGER) AS cap, CAST({} AS INTEGER) AS held,
         CASE WHEN {text} LIKE '%\"carried\":true%' THEN 1 ELSE 0 END AS carried",
        key("policy"),
        key("cap"),
        key("held")
    )
}

/// SQL for the allowance of `user` that was in force in `month` before `operation`; all three are SQL, too.
pub(in crate::store) fn in_force_before(user: &str, month: &str, operation: &str) -> String {
    let earlier = |change: &str| {
        format!(
            "{change}.user_id = {user} AND {change}.operation < {operation}
                 AND ({change}.field = 'allowance' OR {change}.field = 'created')"
        )
    };
    format!(
        "coalesce((SELECT x.amount FROM (
             SELECT y.month, {}
             FROM (SELECT c.month, CASE c.field WHEN 'created' THEN c.after ->> 'allowance' ELSE c.after END AS after
                   FROM changes c
                   WHERE {} AND c.month > 0 AND c.month <= {month}
                     AND NOT EXISTS (SELECT 1 FROM changes o WHERE {} AND o.month = c.month AND o.id > c.id)) y
             WHERE y.after IS NOT NULL) x ORDER BY x.month DESC LIMIT 1), 0)",
        columns_of_stored("y.after"),
        earlier("c"),
        earlier("o")
    )
}

/// From which month the allowance is that is in force for a month.
pub(in crate::store) fn newest_row(user: &str, month: &str) -> String {
    format!(
        "(SELECT max(m.from_month) FROM allowances m WHERE m.user_id = {user} AND m.from_month <= {month})"
    )
}

impl Reader<'_> {
    /// Returns the user's allowance in force in this month; 0 if there is none.
    pub fn allowance(&self, user: UserId, month: Month) -> Result<Credits> {
        self.session.value(&format!("SELECT {}", in_force("?1", "?2")), (user, month))
    }

    /// The changes of the allowance in force that take effect after this month, oldest first.
    pub fn later_allowances(&self, user: UserId, month: Month) -> Result<Vec<(Month, Allowance)>> {
        let rows = self.allowance_rows(user, month)?;
        let mut before = rows.iter().rfind(|row| row.month <= month).map(AllowanceRow::in_force);
        let mut later = Vec::new();
        for row in rows.iter().filter(|row| row.month > month) {
            let in_force = row.in_force();
            let is_seen = !row.is_carried && !row.is_paused;
            let was = before.replace(in_force).unwrap_or(Allowance::NONE);
            if is_seen || was.amount != in_force.amount {
                later.push((row.month, in_force));
            }
        }
        Ok(later)
    }

    /// Where the user's allowance is paused in this month, from which month on there is one again, and which: `None` where the
    /// pause has no end.
    pub fn after_pause(&self, user: UserId, month: Month) -> Result<Option<(Option<Month>, Allowance)>> {
        let rows = self.allowance_rows(user, month)?;
        let Some(row) = rows.iter().rfind(|row| row.month <= month).filter(|row| row.is_paused) else {
            return Ok(None);
        };
        let next = rows.iter().find(|row| row.month > month && !row.is_paused);
        Ok(Some(next.map_or((None, row.named), |next| (Some(next.month), next.named))))
    }

    /// The newest row up to this month and all later ones, oldest first.
    fn allowance_rows(&self, user: UserId, month: Month) -> Result<Vec<AllowanceRow>> {
        self.session.all(
            &format!(
                "SELECT from_month, amount, policy, cap, held, carried FROM allowances
                 WHERE user_id = ?1 AND from_month >= coalesce({}, ?2) ORDER BY from_month",
                newest_row("?1", "?2")
            ),
            (user, month),
            |row| row_from(row, 0),
        )
    }

    /// How many users of the current selection have an allowance for this month that a pause holds back.
    pub fn paused_among_selected(&self, month: Month) -> Result<u64> {
        self.session.value(
            &format!(
                "SELECT count(*) FROM temp.selected s JOIN allowances a ON a.user_id = s.user_id
                 WHERE a.held > 0 AND a.from_month = {}",
                newest_row("s.user_id", "?1")
            ),
            [month],
        )
    }

    /// Returns what is planned for the user after this month, oldest first, from the first other amount than `amount` on.
    pub fn planned_after(
        &self,
        user: UserId,
        month: Month,
        amount: Credits,
    ) -> Result<Vec<(Month, Allowance)>> {
        let later = self.later_allowances(user, month)?;
        Ok(later.into_iter().skip_while(|(_, planned)| planned.amount == amount).collect())
    }

    /// Counts the users of the current selection for whom another allowance than `amount` is planned after this month. Ends do
    /// not count.
    pub fn selected_with_plans(&self, month: Month, amount: Credits) -> Result<u64> {
        self.session.value(
            "SELECT count(*) FROM temp.selected s
             WHERE EXISTS (SELECT 1 FROM allowances a
                           WHERE a.user_id = s.user_id AND a.from_month > ?1 AND a.carried = 0
                             AND coalesce(a.held, a.amount) <> ?2 AND coalesce(a.held, a.amount) > 0)",
            (month, amount),
        )
    }
}

/// The row whose columns begin there: month, amount, policy, cap, held, carried.
pub(super) fn row_from(row: Row<'_>, first: usize) -> Result<AllowanceRow> {
    let held: Option<Credits> = row.get(first + 4)?;
    let amount = held.map_or_else(|| row.get(first + 1), Ok)?;
    let policy = policy(row.text(first + 2)?, row.get(first + 3)?)?;
    Ok(AllowanceRow {
        month: row.get(first)?,
        named: Allowance { amount, policy },
        is_paused: held.is_some(),
        is_carried: row.get(first + 5)?,
    })
}

pub(in crate::store) fn policy(name: &str, cap: Option<Credits>) -> Result<Policy> {
    Policy::named(name, cap)
        .ok_or_else(|| Error::setup(format!("'{name}' is not the policy of an allowance")))
}

/// Counts for each month the allowances above 0 that begin, less those that end. Takes the rows of `allowances` in the order of
/// users and months.
#[derive(Debug, Default)]
pub(crate) struct Steps {
    pub(crate) by_month: BTreeMap<i64, i64>,
    user: i64,
    is_in_force: bool,
}

impl Steps {
    pub(crate) fn add(&mut self, user: i64, month: i64, amount: i64) {
        let was_in_force = self.is_in_force && self.user == user;
        (self.user, self.is_in_force) = (user, amount > 0);
        let step = i64::from(self.is_in_force) - i64::from(was_in_force);
        if step != 0 {
            *self.by_month.entry(month).or_default() += step;
        }
    }
}
