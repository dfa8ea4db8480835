//! A user as lists show it, with the allowance in force in a month.

use crate::domain::{Credits, Email, Month, Policy, Roles, Status, Timestamp, User};
use crate::error::Result;
use crate::store::ids::UserId;
use crate::store::ledger::allowances::policy;

/// The column `$column` of the allowance of user `u` in the month `?1`. Only partners have an allowance, so nobody else costs a
/// look. A macro, because `concat!` takes only literals.
macro_rules! of_allowance {
    ($column:literal) => {
        concat!(
            "CASE WHEN (u.roles & 1) <> 0 THEN (SELECT a.",
            $column,
            " FROM allowances a WHERE a.user_id = u.id AND a.from_month <= ?1 ORDER BY a.from_month DESC LIMIT 1) END"
        )
    };
}

/// SQL for the last month of the allowance of user `u`: the one before the next allowance, or NULL. What a pause holds back does
/// not begin.
macro_rules! until {
    () => {
        "(SELECT CASE n.month % 100 WHEN 1 THEN n.month - 89 ELSE n.month - 1 END
      FROM (SELECT CASE WHEN (u.roles & 1) <> 0 THEN (SELECT min(a.from_month) FROM allowances a
                        WHERE a.user_id = u.id AND a.from_month > ?1 AND a.held IS NULL) END AS month) n)"
    };
}

columns! {
    /// What is read of a user `u`. [`ALLOWANCE_JOINS`] gives it `f` and `n`.
    ListedUser<'r> {
        id: UserId = "u.id",
        email: Email = "u.email",
        name: Option<String> = "u.name",
        status: Status = "u.status",
        roles: Roles = "u.roles",
        awarded: Credits = "u.awarded",
        purchased: Credits = "u.purchased",
        allowance: Credits = "coalesce(f.amount, 0)",
        version: i64 = "u.version",
        created_at: Timestamp = "u.created_at",
        updated_at: Timestamp = "u.updated_at",
        mail: bool = "u.mail",
        policy: Option<&'r str> = "f.policy",
        cap: Option<Credits> = "f.cap",
        /// The month in which the next allowance begins.
        next: Option<Month> = "CASE WHEN (u.roles & 1) <> 0 THEN n.from_month END",
        is_paused: bool = "CASE WHEN f.held > 0 THEN 1 ELSE 0 END",
    }
}

/// Joins to each user `u` the allowance `f` in the month `?1`, and the next one `n` that no pause holds back. A server looks up
/// those of a page, and reads those of a whole list at once; subqueries for one value would look up each.
pub(crate) const ALLOWANCE_JOINS: &str = "LEFT JOIN allowances f ON f.user_id = u.id AND f.from_month <= ?1
          AND NOT EXISTS (SELECT 1 FROM allowances m
                          WHERE m.user_id = f.user_id AND m.from_month > f.from_month AND m.from_month <= ?1)
     LEFT JOIN allowances n ON n.user_id = u.id AND n.from_month > ?1 AND n.held IS NULL
          AND NOT EXISTS (SELECT 1 FROM allowances m
                          WHERE m.user_id = n.user_id AND m.from_month < n.from_month AND m.from_month > ?1
                            AND m.held IS NULL)";

/// SQL for the allowance of user `u` in the month `?1`: its amount.
pub(crate) const ALLOWANCE: &str = concat!("coalesce(", of_allowance!("amount"), ", 0)");
/// SQL for the policy of this allowance; `plain` if there is none.
pub(crate) const POLICY: &str = concat!("coalesce(", of_allowance!("policy"), ", 'plain')");
/// SQL for its cap, or NULL.
pub(crate) const CAP: &str = of_allowance!("cap");
/// SQL for its last month, or NULL.
pub(crate) const UNTIL: &str = until!();
/// SQL for the last month of a pause that holds it back, or NULL.
pub(crate) const PAUSED_UNTIL: &str =
    concat!("CASE WHEN ", of_allowance!("held"), " > 0 THEN ", until!(), " END");

/// SQL for whether a pause holds back the allowance of user `u`, as 1 or 0.
pub(crate) const PAUSED: &str = concat!("CASE WHEN ", of_allowance!("held"), " > 0 THEN 1 ELSE 0 END");

impl ListedUser<'_> {
    /// Fails (exit 7) if the policy is none that this version knows.
    pub(crate) fn into_user(self) -> Result<User> {
        let policy = self.policy.map(|name| policy(name, self.cap)).transpose()?;
        Ok(User {
            policy: policy.unwrap_or(Policy::Plain),
            until: self.next.map(Month::previous),
            is_paused: self.is_paused,
            email: self.email,
            name: self.name,
            status: self.status,
            roles: self.roles,
            awarded: self.awarded,
            purchased: self.purchased,
            allowance: self.allowance,
            version: self.version,
            created_at: self.created_at,
            updated_at: self.updated_at,
            mail: self.mail,
        })
    }
}
