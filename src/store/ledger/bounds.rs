//! Users whose balances cannot change as was asked, with the figures for people and for scripts.

use serde_json::{Value, json};

use crate::domain::MAX_CREDITS;
use crate::error::Error;

/// How many users an error names; the others are counted.
const MAX_NAMED: usize = 20;

/// The users that stopped a posting.
#[derive(Debug, Default)]
pub(super) struct Stopped {
    last_user: i64,
    count: u64,
    is_overflow: bool,
    reasons: Vec<String>,
    users: Vec<Value>,
}

impl Stopped {
    /// Adds a row that a balance cannot take. Rows of one user follow each other; only the first counts.
    pub(super) fn add(&mut self, user: i64, email: &str, bucket: &str, amount: i64, balances: (i64, i64)) {
        self.is_overflow |= amount > 0 && self.last_user != user;
        let (awarded, purchased) = balances;
        self.add_case(user, || {
            let change = json!({ "email": email, "bucket": bucket, "amount": amount, "need": amount.unsigned_abs(),
                                 "awarded": awarded, "purchased": purchased });
            (beyond_bounds(email, bucket, amount, balances), change)
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

    /// Exit 4, where anybody stopped the posting.
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
        let error = Error::refused(message)
            .reason(if self.is_overflow { "overflow" } else { "overdraft" })
            .datum("users", self.users)
            .datum("count", self.count);
        Some(if self.is_overflow {
            error
        } else {
            error.hint("see a balance with: rad-admin user show USER")
        })
    }
}

/// Why a balance cannot change by this amount, with the figures: of that balance, or, for the limit is of both together, of
/// the awarded and the purchased one. They stand as they are typed, for scripts look for them.
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
