//! Walks along the rows of an operation: checks that each has its number, and that each entry continues the balance before.

use std::collections::BTreeMap;

use super::users::Made;
use super::{Found, kinds};
use crate::domain::{Allowance, Credits, Kind, OperationId};
use crate::store::ledger::digest::Witness;
use crate::store::ledger::sealed_rows::{ChangeRow, EntryRow};

/// What the operations so far made of a user. There is one for each user, so every byte counts.
#[derive(Clone, Debug, Default)]
pub(super) struct Account {
    pub(super) awarded: i64,
    pub(super) purchased: i64,
    pub(super) last_entry: i64,
    pub(super) created_at: i64,
    pub(super) updated_at: i64,
    last_operation: i64,
    /// The number of operations that touched the user.
    pub(super) version: u32,
    is_made: bool,
    /// The rows of allowances by month. Grants are checked against them.
    allowances: Vec<(i64, Allowance)>,
}

impl Account {
    /// Sets the allowance from this month on; `None` removes the row.
    fn set_allowance(&mut self, month: i64, allowance: Option<Allowance>) {
        match (self.allowances.binary_search_by_key(&month, |row| row.0), allowance) {
            (Ok(at), None) => drop(self.allowances.remove(at)),
            (Ok(at), Some(allowance)) => self.allowances[at].1 = allowance,
            (Err(at), Some(allowance)) => self.allowances.insert(at, (month, allowance)),
            (Err(_), None) => {}
        }
    }

    fn allowance(&self, month: i64) -> Allowance {
        let at = self.allowances.partition_point(|row| row.0 <= month);
        self.allowances[..at].last().map_or(Allowance::NONE, |row| row.1)
    }
}

/// The facts about an operation that its rows are checked against.
pub(super) struct Operation {
    pub(super) id: OperationId,
    pub(super) at: i64,
    pub(super) month: Option<i64>,
    /// The largest balance up to which the operation pays its month.
    pub(super) max_balance: Option<i64>,
    /// The kinds of entries that its command makes.
    pub(super) kinds: &'static [Kind],
}

/// What was paid for each month, without regard to undos.
pub(super) type Payments = BTreeMap<i64, MonthPayments>;

#[derive(Clone, Copy, Debug, Default)]
pub(super) struct MonthPayments {
    pub(super) entries: i64,
    pub(super) credits: i64,
    pub(super) expired: i64,
    /// How many users got less than their allowance, or nothing.
    pub(super) capped: i64,
}

/// Applies the rows of an operation to the accounts.
pub(super) struct Walk<'a> {
    accounts: &'a mut [Account],
    payments: &'a mut Payments,
    operation: &'a Operation,
    next_entry: i64,
    next_change: i64,
    /// The number of users that it touched so far.
    pub(super) users: u64,
    /// How many of them got less than their allowance, or nothing.
    pub(super) capped: u64,
    /// The first thing that does not fit.
    pub(super) found: Option<Found>,
}

impl<'a> Walk<'a> {
    pub(super) fn new(
        accounts: &'a mut [Account],
        payments: &'a mut Payments,
        operation: &'a Operation,
        (first_entry, first_change): (i64, i64),
    ) -> Self {
        Self {
            accounts,
            payments,
            operation,
            next_entry: first_entry,
            next_change: first_change,
            users: 0,
            capped: 0,
            found: None,
        }
    }

    fn report(&mut self, user: i64, what: String) {
        let found = Found { operation: Some(self.operation.id), user: Some(user), what };
        self.found.get_or_insert(found);
    }

    fn account(&mut self, user: i64) -> Option<&mut Account> {
        let operation = self.operation;
        let account = usize::try_from(user - 1).ok().and_then(|index| self.accounts.get_mut(index))?;
        if account.last_operation != operation.id.get() {
            account.last_operation = operation.id.get();
            account.version += 1;
            self.users += 1;
            account.updated_at = operation.at;
        }
        Some(account)
    }
}

/// A payment in a grant: by an entry, or by the record of a month that paid nothing.
#[derive(Clone, Copy)]
enum Paid {
    Nothing,
    Granted(i64),
    Expired(i64),
}

impl Walk<'_> {
    /// Checks a payment against the allowance in force for the month, its policy and the balances.
    fn payment(&mut self, user: i64, id: i64, month: i64, paid: Paid) {
        let Operation { month: granting, max_balance, .. } = *self.operation;
        let Some(account) = self.account(user) else { return };
        let allowance = account.allowance(month);
        let due = allowance.payment(account.awarded, account.purchased, max_balance);
        let amount = allowance.amount.get();
        let (fits, what) = match paid {
            Paid::Nothing => {
                (amount > 0 && due.granted == 0, format!("change {id} says that the month paid nothing"))
            }
            Paid::Granted(credits) => {
                (due.granted == credits && due.expired == 0, format!("entry {id} pays {credits}"))
            }
            Paid::Expired(credits) => (
                amount > 0 && due.expired == -credits && due.expired > 0,
                format!("entry {id} lets {} credits expire", -credits),
            ),
        };
        let granted = match paid {
            Paid::Nothing => 0,
            Paid::Granted(credits) => credits,
            Paid::Expired(_) => amount,
        };
        if granted < amount {
            self.capped += 1;
            self.payments.entry(month).or_default().capped += 1;
        }
        if !fits || granting != Some(month) {
            let in_force = allowance.in_words();
            self.report(user, format!("{what}, which is not what the allowance in force pays: {in_force}"));
        }
    }
}

impl Witness for Walk<'_> {
    fn change(&mut self, change: &ChangeRow<'_>) {
        let ChangeRow { user, id, .. } = *change;
        let expected = std::mem::replace(&mut self.next_change, id.saturating_add(1));
        if id != expected {
            self.report(user, format!("change {expected} is missing: change {id} is next"));
        } else if change.operation != self.operation.id.get() {
            self.report(user, format!("change {id} says that it is of operation {}", change.operation));
        }
        if change.field == "monthly" && change.reverses.is_none() {
            self.payment(user, id, change.month, Paid::Nothing);
        }
        let at = self.operation.at;
        let Some(account) = self.account(user) else {
            self.report(user, "a change of a user who is not there".to_owned());
            return;
        };
        let mut made_twice = false;
        if change.field == "created" {
            account.created_at = at;
            made_twice = std::mem::replace(&mut account.is_made, true);
        }
        if let Some((month, allowance)) = allowance_of(change) {
            account.set_allowance(month, allowance);
        }
        if made_twice {
            self.report(user, "the user is made a second time".to_owned());
        }
    }

    fn entry(&mut self, entry: &EntryRow<'_>) {
        let EntryRow { user, id, amount, .. } = *entry;
        let asked = entry.asked.unwrap_or(amount);
        if asked != amount && (amount > 0 || asked > amount) {
            self.report(user, format!("entry {id} takes more than it was asked for"));
        }
        if let Some(what) = kinds::discrepancy(id, self.operation.kinds, entry.kind, is_awarded(entry), asked)
        {
            self.report(user, what);
        }
        self.add_payment(entry);
        if let Some(what) = self.place(entry) {
            self.report(user, what);
        }
    }
}

impl Walk<'_> {
    /// Adds what the entry pays or takes of an allowance to the month, and checks it.
    fn add_payment(&mut self, entry: &EntryRow<'_>) {
        let EntryRow { user, id, amount, .. } = *entry;
        if let Some(month) = entry.month {
            let paid = self.payments.entry(month).or_default();
            paid.entries += 1;
            paid.credits = paid.credits.saturating_add(amount);
        }
        match (entry.kind, entry.month) {
            ("monthly", Some(month)) => self.payment(user, id, month, Paid::Granted(amount)),
            ("expire", _) => {
                let month = self.operation.month.unwrap_or(0);
                let paid = self.payments.entry(month).or_default();
                paid.expired = paid.expired.saturating_sub(amount);
                self.payment(user, id, month, Paid::Expired(amount));
            }
            _ => {}
        }
    }

    /// Puts the entry behind the one before it. Returns what does not fit.
    fn place(&mut self, entry: &EntryRow<'_>) -> Option<String> {
        let EntryRow { id, balance_after, previous, month, operation, .. } = *entry;
        let expected = std::mem::replace(&mut self.next_entry, id.saturating_add(1));
        let Some(account) = self.account(entry.user) else {
            return Some(format!("entry {id} is of a user who is not there"));
        };
        let balance = if is_awarded(entry) { &mut account.awarded } else { &mut account.purchased };
        let right = balance.saturating_add(entry.amount);
        *balance = balance_after;
        let last_entry = std::mem::replace(&mut account.last_entry, id);
        let is_made = account.is_made;
        Some(if id != expected {
            format!("entry {expected} is missing: entry {id} is next")
        } else if operation != self.operation.id.get() {
            format!("entry {id} says that it is of operation {operation}")
        } else if !is_made {
            format!("entry {id} comes before the user was made")
        } else if balance_after != right {
            format!("entry {id} says that the balance after it is {balance_after}, and it is {right}")
        } else if previous != last_entry {
            format!("entry {id} says that the user's entry before it is {previous}, and it is {last_entry}")
        } else if month.is_some() && month != self.operation.month {
            format!("entry {id} is of another month than its operation")
        } else {
            return None;
        })
    }
}

/// Returns the row of allowances that a change sets or removes: its month, and its content if it is set.
fn allowance_of(change: &ChangeRow<'_>) -> Option<(i64, Option<Allowance>)> {
    let ChangeRow { field, month, after, .. } = *change;
    match field {
        "allowance" if month != 0 => match after {
            None => Some((month, None)),
            Some(after) => Some((month, Allowance::from_stored(after))),
        },
        "created" if month != 0 => {
            let made: Option<Made<'_>> = serde_json::from_str(after?).ok();
            let amount = made.and_then(|made| made.allowance).and_then(Credits::new);
            Some((month, amount.map(|amount| Allowance { amount, ..Allowance::NONE })))
        }
        _ => None,
    }
}

fn is_awarded(entry: &EntryRow<'_>) -> bool {
    entry.bucket == "awarded"
}
