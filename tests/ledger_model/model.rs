//! The model: plain numbers in memory, changed on a copy that is kept or thrown away.

use std::collections::{BTreeMap, BTreeSet};

use rad_admin::Code;
use rad_admin::domain::{Bucket, MAX_CREDITS};

use super::step::{Fields, Step, Target, USERS};

/// A user; months are counted from January of the year 0.
#[derive(Clone, Debug, Default)]
pub(crate) struct Account {
    pub(crate) awarded: i64,
    pub(crate) purchased: i64,
    pub(crate) active: bool,
    pub(crate) partner: bool,
    allowances: BTreeMap<i32, i64>,
    granted: BTreeSet<i32>,
    /// In which months that are over the user was an active partner at the end.
    active_at_end: BTreeSet<i32>,
}

/// The ledger as it should be.
#[derive(Clone, Debug)]
pub(crate) struct Model {
    pub(crate) month: i32,
    pub(crate) accounts: [Option<Account>; USERS],
    closed: BTreeSet<i32>,
}

/// What a list of users shows of one: address number, awarded, purchased, active, partner, allowance.
pub(crate) type Seen = (usize, i64, i64, bool, bool, i64);

impl Account {
    pub(crate) fn allowance(&self, month: i32) -> i64 {
        self.allowances.range(..=month).next_back().map_or(0, |(_, amount)| *amount)
    }

    /// The newest command governs up to the next month that was named for a later allowance; an end is no plan, and 0 ends
    /// what is planned, too. `next` is the first open month: what is set for a later one is a plan.
    fn set_allowance(&mut self, month: i32, amount: i64, next: i32) {
        let is_named = month > next && amount > 0;
        if self.allowance(month) != amount || is_named {
            self.allowances.insert(month, amount);
        }
        let plan =
            self.allowances.range(month + 1..).find(|(_, planned)| **planned > 0).map(|(from, _)| *from);
        let end = if amount == 0 { i32::MAX } else { plan.unwrap_or(i32::MAX) };
        self.allowances.retain(|from, _| *from <= month || *from >= end);
    }

    fn add(&mut self, bucket: Bucket, amount: i64) -> Result<(), Code> {
        let balance = if bucket == Bucket::Awarded { &mut self.awarded } else { &mut self.purchased };
        *balance += amount;
        if (0..=MAX_CREDITS).contains(balance) { Ok(()) } else { Err(Code::Refused) }
    }

    fn set(&mut self, awarded: Option<i64>, purchased: Option<i64>) {
        self.awarded = awarded.unwrap_or(self.awarded);
        self.purchased = purchased.unwrap_or(self.purchased);
    }

    /// The month's allowance, once.
    fn grant(&mut self, month: i32, is_payee: bool) -> Result<i64, Code> {
        let amount = self.allowance(month);
        if amount == 0 || !is_payee || !self.granted.insert(month) {
            return Ok(0);
        }
        self.add(Bucket::Awarded, amount).map(|()| amount)
    }
}

impl Model {
    pub(crate) fn new(month: i32) -> Self {
        Self { month, accounts: Default::default(), closed: BTreeSet::new() }
    }

    /// Does the step, or nothing of it.
    pub(crate) fn apply(&mut self, step: &Step, dry_run: bool) -> Result<(), Code> {
        let mut after = self.clone();
        after.take(step)?;
        // An operation may pass the limit of both balances together on its way, and not end beyond it.
        if after.accounts.iter().flatten().any(|account| account.awarded + account.purchased > MAX_CREDITS) {
            return Err(Code::Refused);
        }
        if !dry_run {
            *self = after;
        }
        Ok(())
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        let next = self.next_grant();
        let seen = |(user, account): (usize, &Option<Account>)| {
            account.as_ref().map(|a| (user, a.awarded, a.purchased, a.active, a.partner, a.allowance(next)))
        };
        self.accounts.iter().enumerate().filter_map(seen).collect()
    }

    /// The first open month from the current one on.
    pub(crate) fn next_grant(&self) -> i32 {
        self.first_open(self.month)
    }

    pub(crate) fn first_open(&self, month: i32) -> i32 {
        month + i32::from(self.closed.contains(&month))
    }

    /// The months that are owed.
    pub(crate) fn owed(&self) -> Vec<i32> {
        let owes = |month: &i32| self.accounts.iter().flatten().any(|account| account.allowance(*month) > 0);
        let first =
            self.accounts.iter().flatten().filter_map(|account| account.allowances.keys().next()).min();
        let begun = first.map_or(self.month + 1, |first| *first)..=self.month;
        begun.filter(|month| !self.closed.contains(month)).filter(owes).collect()
    }

    /// What every user has from the current month on, month by month.
    pub(crate) fn allowances(&self, months: i32) -> Vec<Vec<i64>> {
        let of = |account: &Account| (0..months).map(|ahead| account.allowance(self.month + ahead)).collect();
        self.accounts.iter().flatten().map(of).collect()
    }

    fn account(&mut self, user: usize) -> Result<&mut Account, Code> {
        self.accounts[user].as_mut().ok_or(Code::NotFound)
    }

    fn targeted(&mut self, target: Target) -> Result<Vec<&mut Account>, Code> {
        Ok(match target {
            Target::User(user) => vec![self.account(user)?],
            Target::All => self.accounts.iter_mut().flatten().filter(|account| account.active).collect(),
            Target::Partners => {
                self.accounts.iter_mut().flatten().filter(|account| account.partner).collect()
            }
        })
    }

    fn take(&mut self, step: &Step) -> Result<(), Code> {
        match step {
            Step::Add { user, .. } if self.accounts[*user].is_some() => Err(Code::Refused),
            Step::Add { user, partner, awarded, purchased } => {
                let mut account = Account { active: true, partner: *partner, ..Account::default() };
                account.set(Some(*awarded), Some(*purchased));
                self.accounts[*user] = Some(account);
                Ok(())
            }
            Step::Adjust { target, bucket, amount } => {
                let mut accounts = self.targeted(*target)?;
                total(accounts.iter().map(|_| *amount))?;
                accounts.iter_mut().try_for_each(|account| account.add(*bucket, *amount))
            }
            Step::Batch(changes) => self.batch(changes),
            Step::Edit { user, fields } => self.edit(*user, fields),
            Step::Allow { target, amount, months_ahead } => {
                let next = self.next_grant();
                let month = months_ahead.map_or(next, |ahead| self.first_open(self.month + ahead));
                let accounts = self.targeted(*target)?;
                if accounts.iter().any(|account| !account.partner) {
                    return Err(Code::Refused);
                }
                for account in accounts {
                    account.set_allowance(month, *amount, next);
                }
                Ok(())
            }
            Step::Grant { months_ago } => self.close(self.month - months_ago),
            Step::GrantTo { user, months_ago } => self.grant_to(*user, self.month - months_ago),
            Step::CatchUp => {
                let owed = self.owed();
                owed.into_iter().chain([self.month]).try_for_each(|month| self.close(month))
            }
            Step::Wait(months) => {
                let over = self.month..self.month + months;
                for account in
                    self.accounts.iter_mut().flatten().filter(|account| account.active && account.partner)
                {
                    account.active_at_end.extend(over.clone());
                }
                self.month += months;
                Ok(())
            }
        }
    }

    fn batch(&mut self, changes: &[(usize, Bucket, i64)]) -> Result<(), Code> {
        if changes.iter().any(|(user, ..)| self.accounts[*user].is_none()) {
            return Err(Code::NotFound);
        }
        let mut by_user = changes.to_vec();
        by_user.sort_by_key(|(user, ..)| *user);
        total(by_user.iter().map(|(.., amount)| *amount))?;
        by_user.iter().try_for_each(|(user, bucket, amount)| self.account(*user)?.add(*bucket, *amount))
    }

    fn edit(&mut self, user: usize, fields: &Fields) -> Result<(), Code> {
        let month = self.next_grant();
        let account = self.account(user)?;
        let was_partner = account.partner;
        account.partner = fields.partner.unwrap_or(was_partner);
        account.active = fields.active.unwrap_or(account.active);
        if !account.partner && fields.allowance.is_some_and(|allowance| allowance > 0) {
            return Err(Code::Refused);
        }
        let ended = (was_partner && !account.partner).then_some(0);
        if let Some(allowance) = ended.or(fields.allowance) {
            account.set_allowance(month, allowance, month);
        }
        account.set(fields.awarded, fields.purchased);
        Ok(())
    }

    fn close(&mut self, month: i32) -> Result<(), Code> {
        let current = self.month;
        if (month == current || self.owed().contains(&month)) && self.closed.insert(month) {
            let granted = self.accounts.iter_mut().flatten().map(|account| {
                let is_active = account.active && account.partner;
                let is_payee =
                    if month < current { account.active_at_end.contains(&month) } else { is_active };
                account.grant(month, is_payee)
            });
            total(granted.collect::<Result<Vec<_>, _>>()?.into_iter())?;
        }
        Ok(())
    }

    fn grant_to(&mut self, user: usize, month: i32) -> Result<(), Code> {
        let account = self.account(user)?;
        let had_it = account.granted.contains(&month);
        let granted = account.grant(month, account.active)?;
        if granted > 0 || had_it { Ok(()) } else { Err(Code::Refused) }
    }
}

/// The credits of an operation have a limit, too: all of them together, in whatever order.
fn total(amounts: impl Iterator<Item = i64>) -> Result<(), Code> {
    let sum: i128 = amounts.map(i128::from).sum();
    if sum.abs() <= i128::from(MAX_CREDITS) { Ok(()) } else { Err(Code::Refused) }
}
