//! Explains why balances cannot change as requested, with the figures for people and for scripts.

use serde_json::{Value, json};

use super::operation::Draft;
use crate::domain::{Credits, EntryId, MAX_CREDITS};
use crate::error::{Error, MAX_NAMED, Result};
use crate::text::shell_word;

/// The reason code of a refusal because of the largest balance.
const MAX_BALANCE: &str = "max_balance";

/// The users that stopped a posting.
#[derive(Debug, Default)]
pub(super) struct Stopped {
    last_user: i64,
    count: u64,
    reason: Option<&'static str>,
    reasons: Vec<String>,
    users: Vec<Value>,
}

impl Draft<'_> {
    /// Fails (exit 4, `max_balance`) if the entries from `first_entry` on leave a user with more than the largest balance.
    /// Monthly entries are not checked, because a grant fills up to it.
    pub(crate) fn refuse_beyond_max_balance(&self, first_entry: EntryId) -> Result<()> {
        let Some(most) = self.max_balance() else { return Ok(()) };
        let mut stopped = Stopped { reason: Some(MAX_BALANCE), ..Stopped::default() };
        self.session().each(
            "SELECT u.id, u.email, u.awarded + u.purchased, sum(e.amount)
             FROM entries e CROSS JOIN users u ON u.id = e.user_id
             WHERE e.id >= ?1 AND e.kind <> 'monthly' AND u.awarded + u.purchased > ?2
             GROUP BY u.id, u.email, u.awarded, u.purchased HAVING sum(e.amount) > 0 ORDER BY u.id",
            (first_entry, most),
            |row| {
                let (email, after, amount) = (row.text(1)?, row.get::<i64>(2)?, row.get::<i64>(3)?);
                let balance = after - amount;
                stopped.add_case(row.get(0)?, || {
                    let figures = figures_beyond_max_balance(email, amount, balance, most);
                    (beyond_max_balance(email, amount, balance, most), figures)
                });
                Ok(())
            },
        )?;
        stopped.into_error().map_or(Ok(()), Err)
    }
}

/// The figures for scripts of [`beyond_max_balance`].
pub(crate) fn figures_beyond_max_balance(email: &str, amount: i64, balance: i64, most: Credits) -> Value {
    json!({ "email": email, "balance": balance, "amount": amount, "max_balance": most })
}

/// Explains why this amount would exceed the largest balance `most`. `balance` is the user's total balance before.
pub(crate) fn beyond_max_balance(email: &str, amount: i64, balance: i64, most: Credits) -> String {
    format!("'{email}' has {balance} credits: {amount} more would exceed the largest balance, {most}")
}

impl Stopped {
    /// Adds a row that a balance cannot take. The rows of a user must follow each other; only the first counts.
    pub(super) fn add(&mut self, user: i64, email: &str, bucket: &str, amount: i64, balances: (i64, i64)) {
        if amount > 0 && self.last_user != user {
            self.reason = Some("overflow");
        }
        self.add_case(user, || {
            (
                beyond_bounds(email, bucket, amount, balances),
                figures_beyond_bounds(email, bucket, amount, balances),
            )
        });
    }

    /// Adds a user with a reason and its data. Only the first case of a user counts.
    pub(super) fn add_case(&mut self, user: i64, case: impl FnOnce() -> (String, Value)) {
        if self.last_user == user {
            return;
        }
        self.last_user = user;
        self.count += 1;
        if self.reasons.len() < MAX_NAMED {
            let (reason, data) = case();
            self.reasons.push(reason);
            self.users.push(data);
        }
    }

    /// Returns the error (exit 4); `None` if nobody stopped the posting.
    pub(super) fn into_error(self) -> Option<Error> {
        let rest = self.count.checked_sub(self.reasons.len() as u64).filter(|rest| *rest > 0);
        let message = match self.reasons.as_slice() {
            [] => return None,
            [only] => format!("{only}; nothing was changed"),
            several => {
                let more = rest.map(|rest| format!("\nand {rest} more")).unwrap_or_default();
                format!("{} users stop it; nothing was changed\n{}{more}", self.count, several.join("\n"))
            }
        };
        let show = match (self.users.first().and_then(|user| user["email"].as_str()), self.count) {
            (Some(email), 1) => format!("see the balance with: rad-admin user show {}", shell_word(email)),
            _ => "see a balance with: rad-admin user show USER".to_owned(),
        };
        let error = Error::refused(message)
            .reason(self.reason.unwrap_or("overdraft"))
            .datum("users", self.users)
            .datum("count", self.count);
        Some(match self.reason {
            None => error.hint(show),
            Some(MAX_BALANCE) => {
                error.hint("the limit is limits.max_balance: see it with: rad-admin config show")
            }
            Some(_) => error,
        })
    }
}

/// The figures for scripts of [`beyond_bounds`].
pub(crate) fn figures_beyond_bounds(
    email: &str,
    bucket: &str,
    amount: i64,
    (awarded, purchased): (i64, i64),
) -> Value {
    json!({ "email": email, "bucket": bucket, "amount": amount, "need": amount.unsigned_abs(),
            "awarded": awarded, "purchased": purchased })
}

/// Explains why a balance cannot change by this amount. It names this balance, or both balances if the limit of both together
/// is the reason. Figures are plain digits, because scripts look for them.
pub(crate) fn beyond_bounds(
    email: &str,
    bucket: &str,
    amount: i64,
    (awarded, purchased): (i64, i64),
) -> String {
    if amount > 0 {
        return format!(
            "'{email}' has {awarded} awarded and {purchased} purchased credits: {amount} more would exceed the limit \
             of both together, {MAX_CREDITS}"
        );
    }
    let balance = if bucket == "awarded" { awarded } else { purchased };
    let credits = if balance == 1 { "credit" } else { "credits" };
    format!("'{email}' has {balance} {bucket} {credits}: {} cannot be taken", amount.unsigned_abs())
}
