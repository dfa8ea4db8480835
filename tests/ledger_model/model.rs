//! The model: plain numbers in memory. A step changes a copy, which is then kept or dropped.

use std::collections::{BTreeMap, BTreeSet};

use rad_admin::Code;
use rad_admin::domain::{Bucket, MAX_CREDITS};

use super::step::{Fields, Step, Target, USERS};

/// A user. Months are counted from January of the year 0.
#[derive(Clone, Debug, Default)]
pub(crate) struct Account {
    pub(crate) awarded: i64,
    pub(crate) purchased: i64,
    pub(crate) active: bool,
    pub(crate) partner: bool,
    allowances: BTreeMap<i32, i64>,
    granted: BTreeSet<i32>,
    /// The past months at whose end the user was an active partner.
    active_at_end: BTreeSet<i32>,
}

/// The ledger as it should be.
#[derive(Clone, Debug)]
pub(crate) struct Model {
    pub(crate) month: i32,
    pub(crate) accounts: [Option<Account>; USERS],
    closed: BTreeSet<i32>,
    /// The number of all spends, undone ones included.
    pub(crate) spends: usize,
    pub(crate) spend: Option<Spend>,
    operations: i64,
    awards: Vec<Award>,
    /// The ledger before the newest operation, if that can be undone completely.
    before: Option<Box<Model>>,
}

/// The newest spend that is not undone.
#[derive(Clone, Debug, Default)]
pub(crate) struct Spend {
    /// Its number among all spends.
    pub(crate) number: usize,
    /// What can still be refunded to each user: awarded and purchased.
    left: BTreeMap<usize, (i64, i64)>,
}

/// An award or a purchase of one user.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Award {
    pub(crate) operation: i64,
    user: usize,
    bucket: Bucket,
    /// The credits that are not taken back yet.
    left: i64,
}

/// A user in a list: address number, awarded, purchased, active, partner, allowance.
pub(crate) type Seen = (usize, i64, i64, bool, bool, i64);

impl Account {
    pub(crate) fn allowance(&self, month: i32) -> i64 {
        self.allowances.range(..=month).next_back().map_or(0, |(_, amount)| *amount)
    }

    /// Sets an allowance. It is in force until the next month for which another one above 0 is planned; an amount of 0 also
    /// ends the plans. `next` is the first open month: an allowance that begins later is a plan.
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

    /// Pays the month's allowance, at most once.
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
        Self {
            month,
            accounts: Default::default(),
            closed: BTreeSet::new(),
            spends: 0,
            spend: None,
            operations: 0,
            awards: Vec::new(),
            before: None,
        }
    }

    /// Applies the whole step, or nothing if it fails.
    pub(crate) fn apply(&mut self, step: &Step, dry_run: bool) -> Result<(), Code> {
        let mut after = self.clone();
        let done = match step {
            Step::Undo => after.undo(),
            Step::UndoAward { which } => after.undo_award(*which),
            step => after.take(step),
        };
        if done.is_err() && done != Err(Code::Partial) {
            return done;
        }
        // Within an operation, the sum of both balances may exceed the limit, but not at its end.
        if after.accounts.iter().flatten().any(|account| account.awarded + account.purchased > MAX_CREDITS) {
            return Err(Code::Refused);
        }
        if !dry_run {
            *self = after;
        }
        done
    }

    /// Records how many operations the step wrote. Only a single one can be undone.
    pub(crate) fn remember(&mut self, before: &Self, operations: i64, step: &Step) {
        self.operations += operations;
        let is_undo = matches!(step, Step::Undo | Step::UndoAward { .. });
        match operations {
            0 => self.before.clone_from(&before.before),
            1 if !is_undo => self.before = Some(Box::new(Self { before: None, ..before.clone() })),
            _ => self.before = None,
        }
        if let (1, Step::Adjust { target: Target::User(user), bucket, amount: left @ 1.. }) =
            (operations, step)
        {
            let (user, bucket, left) = (*user, *bucket, *left);
            self.awards.push(Award { operation: self.operations, user, bucket, left });
        }
    }

    /// Returns the award that an undo step means.
    pub(crate) fn award(&self, which: usize) -> Option<Award> {
        self.awards.get(which % self.awards.len().max(1)).copied()
    }

    pub(crate) fn can_undo(&self) -> bool {
        self.before.is_some()
    }

    /// Restores the state before the newest operation, except for the time. A user whom it created stays, inactive and with
    /// nothing.
    fn undo(&mut self) -> Result<(), Code> {
        let Some(before) = self.before.take() else { return Err(Code::Refused) };
        for (account, before) in self.accounts.iter_mut().zip(before.accounts) {
            let Some(account) = account else { continue };
            let time = std::mem::take(&mut account.active_at_end);
            *account = before.unwrap_or_else(|| Account { partner: account.partner, ..Account::default() });
            account.active_at_end = time;
        }
        self.closed = before.closed;
        self.spend = before.spend;
        self.awards = before.awards;
        Ok(())
    }

    fn undo_award(&mut self, which: usize) -> Result<(), Code> {
        let Some(mut award) = self.award(which) else { return Err(Code::NotFound) };
        let account = self.account(award.user)?;
        let balance = if award.bucket == Bucket::Awarded { account.awarded } else { account.purchased };
        let taken = award.left.min(balance);
        if taken == 0 {
            return Err(Code::Refused);
        }
        account.add(award.bucket, -taken)?;
        award.left -= taken;
        self.awards.retain(|other| other.operation != award.operation);
        if award.left == 0 {
            return Ok(());
        }
        self.awards.push(award);
        Err(Code::Partial)
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        let next = self.next_grant();
        let seen = |(user, account): (usize, &Option<Account>)| {
            account.as_ref().map(|a| (user, a.awarded, a.purchased, a.active, a.partner, a.allowance(next)))
        };
        self.accounts.iter().enumerate().filter_map(seen).collect()
    }

    /// Returns the first open month, from the current one on.
    pub(crate) fn next_grant(&self) -> i32 {
        self.first_open(self.month)
    }

    pub(crate) fn first_open(&self, month: i32) -> i32 {
        month + i32::from(self.closed.contains(&month))
    }

    pub(crate) fn owed(&self) -> Vec<i32> {
        let owes = |month: &i32| self.accounts.iter().flatten().any(|account| account.allowance(*month) > 0);
        let first =
            self.accounts.iter().flatten().filter_map(|account| account.allowances.keys().next()).min();
        let begun = first.map_or(self.month + 1, |first| *first)..=self.month;
        begun.filter(|month| !self.closed.contains(month)).filter(owes).collect()
    }

    /// Returns every user's allowances for this many months, from the current one on.
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
            Target::Partners => self
                .accounts
                .iter_mut()
                .flatten()
                .filter(|account| account.partner && account.active)
                .collect(),
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
            Step::Spend { target, amount, at_most } => self.take_credits(*target, *amount, *at_most),
            Step::Refund { amount } => self.refund(*amount),
            Step::Undo | Step::UndoAward { .. } => unreachable!("they are no change of their own"),
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

    fn take_credits(&mut self, target: Target, amount: i64, at_most: bool) -> Result<(), Code> {
        self.spends += 1;
        let number = self.spends;
        let mut left = BTreeMap::new();
        let before = self.accounts.clone();
        for account in self.targeted(target)? {
            if account.awarded + account.purchased < amount && !at_most {
                return Err(Code::Refused);
            }
            let awarded = amount.min(account.awarded);
            account.purchased -= (amount - awarded).min(account.purchased);
            account.awarded -= awarded;
        }
        for (user, (before, after)) in before.iter().zip(&self.accounts).enumerate() {
            let (Some(before), Some(after)) = (before, after) else { continue };
            let spent = (before.awarded - after.awarded, before.purchased - after.purchased);
            if spent != (0, 0) {
                left.insert(user, spent);
            }
        }
        if !left.is_empty() {
            self.spend = Some(Spend { number, left });
        }
        Ok(())
    }

    /// Refunds purchased credits first. For several users, it refunds all or nothing.
    fn refund(&mut self, amount: Option<i64>) -> Result<(), Code> {
        let Some(mut spend) = self.spend.take() else { return Err(Code::NotFound) };
        let all: i64 = spend.left.values().map(|(awarded, purchased)| awarded + purchased).sum();
        if all == 0 || amount.is_some_and(|amount| amount > all || spend.left.len() > 1) {
            return Err(Code::Refused);
        }
        for (user, (awarded, purchased)) in &mut spend.left {
            let back = amount.unwrap_or(*awarded + *purchased);
            let from_purchased = back.min(*purchased);
            let account = self.account(*user)?;
            account.add(Bucket::Purchased, from_purchased)?;
            account.add(Bucket::Awarded, back - from_purchased)?;
            *purchased -= from_purchased;
            *awarded -= back - from_purchased;
        }
        self.spend = Some(spend);
        Ok(())
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

/// Fails if the sum of all credits of an operation exceeds the limit, in whatever order they come.
fn total(amounts: impl Iterator<Item = i64>) -> Result<(), Code> {
    let sum: i128 = amounts.map(i128::from).sum();
    if sum.abs() <= i128::from(MAX_CREDITS) { Ok(()) } else { Err(Code::Refused) }
}
