//! The model: plain numbers in memory. A step changes a copy, which is then kept or dropped.

use std::collections::BTreeMap;

use rad_admin::Code;
use rad_admin::domain::{Bucket, MAX_CREDITS};

use super::account::Account;
use super::step::{Fields, Step, Target, USERS};
use super::undo::{Move, Moved};

/// The ledger as it should be.
#[derive(Clone, Debug)]
pub(crate) struct Model {
    pub(crate) month: i32,
    pub(crate) accounts: [Option<Account>; USERS],
    pub(super) closed: BTreeMap<i32, Closed>,
    /// How many spends there were, also undone ones.
    pub(crate) spends: usize,
    pub(crate) spend: Option<Spend>,
    operations: i64,
    /// Those that only moved credits, or closed a month.
    pub(super) moved: Vec<Moved>,
    serials: usize,
    /// The ledger before the newest operation, where that can be undone wholly.
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

/// How a month was closed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Closed {
    pub(super) serial: usize,
    is_skipped: bool,
}

/// A user in a list: address number, awarded, purchased, active, partner, allowance.
pub(crate) type Seen = (usize, i64, i64, bool, bool, i64);

impl Model {
    pub(crate) fn new(month: i32) -> Self {
        Self {
            month,
            accounts: Default::default(),
            closed: BTreeMap::new(),
            spends: 0,
            spend: None,
            operations: 0,
            moved: Vec::new(),
            serials: 0,
            before: None,
        }
    }

    /// Applies the whole step, or nothing if it fails.
    pub(crate) fn apply(&mut self, step: &Step, dry_run: bool) -> Result<(), Code> {
        let mut after = self.clone();
        let done = match step {
            Step::Undo => after.undo(),
            Step::UndoOlder { which, only, as_far } => after.undo_moved(*which, *only, *as_far),
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
        let first = self.operations + 1;
        self.operations += operations;
        let is_undo = matches!(step, Step::Undo | Step::UndoOlder { .. });
        match operations {
            0 => self.before.clone_from(&before.before),
            1 if !is_undo => self.before = Some(Box::new(Self { before: None, ..before.clone() })),
            _ => self.before = None,
        }
        // A step that wrote nothing closed nothing and moved nothing.
        self.moved.retain(|moved| moved.operation > 0 || operations > 0);
        let new = self.moved.iter_mut().filter(|moved| moved.operation == 0);
        new.zip(first..).for_each(|(moved, number)| moved.operation = number);
    }

    /// Remembers an operation that can be undone by itself later.
    fn add_moved(&mut self, moves: Vec<Move>, month: Option<i32>) -> usize {
        self.serials += 1;
        self.moved.push(Moved::new(self.serials, moves, month));
        self.serials
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
        self.moved = before.moved;
        Ok(())
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
        month + i32::from(self.closed.contains_key(&month))
    }

    pub(crate) fn owed(&self) -> Vec<i32> {
        let owes = |month: &i32| self.accounts.iter().flatten().any(|account| account.allowance(*month) > 0);
        let first = self.accounts.iter().flatten().filter_map(|account| account.named.keys().next()).min();
        let begun = first.map_or(self.month + 1, |first| *first)..=self.month;
        begun.filter(|month| !self.closed.contains_key(month)).filter(owes).collect()
    }

    /// Returns every user's allowances for this many months, from the current one on.
    pub(crate) fn allowances(&self, months: i32) -> Vec<Vec<i64>> {
        let of = |account: &Account| (0..months).map(|ahead| account.allowance(self.month + ahead)).collect();
        self.accounts.iter().flatten().map(of).collect()
    }

    pub(super) fn account(&mut self, user: usize) -> Result<&mut Account, Code> {
        self.accounts[user].as_mut().ok_or(Code::NotFound)
    }

    fn users(&self, target: Target) -> Result<Vec<usize>, Code> {
        let fits = |user: &usize| match (target, &self.accounts[*user]) {
            (_, None) => false,
            (Target::User(named), _) => named == *user,
            (Target::All, Some(account)) => account.active,
            (Target::Partners, Some(account)) => account.active && account.partner,
        };
        let users: Vec<usize> = (0..USERS).filter(fits).collect();
        if users.is_empty() && matches!(target, Target::User(_)) { Err(Code::NotFound) } else { Ok(users) }
    }

    fn targeted(&mut self, target: Target) -> Result<Vec<&mut Account>, Code> {
        let users = self.users(target)?;
        let meant = |(user, account)| users.contains(&user).then_some(account);
        Ok(self.accounts.iter_mut().enumerate().filter_map(meant).flatten().collect())
    }

    /// Those who are meant, where all of them are partners.
    fn partners(&mut self, target: Target) -> Result<Vec<&mut Account>, Code> {
        let accounts = self.targeted(target)?;
        if accounts.iter().all(|account| account.partner) { Ok(accounts) } else { Err(Code::Refused) }
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
                let users = self.users(*target)?;
                total(users.iter().map(|_| *amount))?;
                let moved = |user: &usize| Move {
                    user: *user,
                    bucket: *bucket,
                    amount: *amount,
                    left: amount.abs(),
                    month: None,
                };
                if !users.is_empty() {
                    self.add_moved(users.iter().map(moved).collect(), None);
                }
                users.into_iter().try_for_each(|user| self.account(user)?.add(*bucket, *amount))
            }
            Step::Batch(changes) => self.batch(changes),
            Step::Spend { target, amount, at_most } => self.take_credits(*target, *amount, *at_most),
            Step::Refund { amount } => self.refund(*amount),
            Step::Undo | Step::UndoOlder { .. } => unreachable!("they are no change of their own"),
            Step::Edit { user, fields } => self.edit(*user, fields),
            Step::Allow { target, amount, months_ahead, until_ahead, policy } => {
                let next = self.next_grant();
                let month = months_ahead.map_or(next, |ahead| self.first_open(self.month + ahead));
                let until = until_ahead.filter(|_| *amount > 0).map(|ahead| self.month + ahead);
                if until.is_some_and(|until| until < months_ahead.map_or(month, |ahead| self.month + ahead))
                    || until.is_some_and(|until| until < month)
                {
                    return Err(Code::Usage);
                }
                for account in self.partners(*target)? {
                    account.set_allowance((month, next), (*amount, Some(*policy)), until);
                }
                Ok(())
            }
            Step::Pause { target, until_ahead } => {
                let (next, until) = (self.next_grant(), until_ahead.map(|ahead| self.month + ahead));
                if until.is_some_and(|until| until < next) {
                    return Err(Code::Usage);
                }
                self.partners(*target)?.into_iter().for_each(|account| account.pause_allowance(next, until));
                Ok(())
            }
            Step::Skip { months_ago } => {
                let month = self.month - months_ago;
                if self.closed.get(&month).is_some_and(|closed| !closed.is_skipped) {
                    return Err(Code::Refused);
                }
                if self.owed().contains(&month) {
                    let serial = self.add_moved(Vec::new(), Some(month));
                    self.closed.insert(month, Closed { serial, is_skipped: true });
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
            account.set_allowance((month, month), (allowance, None), None);
        }
        account.set(fields.awarded, fields.purchased);
        Ok(())
    }

    fn close(&mut self, month: i32) -> Result<(), Code> {
        let current = self.month;
        if self.closed.contains_key(&month) || (month != current && !self.owed().contains(&month)) {
            return Ok(());
        }
        let mut moves = Vec::new();
        for (user, account) in self.accounts.iter_mut().enumerate() {
            let Some(account) = account else { continue };
            let is_active = account.active && account.partner;
            let is_payee = if month < current { account.active_at_end.contains(&month) } else { is_active };
            moves.extend(account.grant(user, month, is_payee).into_iter().flatten());
        }
        let serial = self.add_granted(moves, month)?;
        self.closed.insert(month, Closed { serial, is_skipped: false });
        Ok(())
    }

    fn grant_to(&mut self, user: usize, month: i32) -> Result<(), Code> {
        let account = self.account(user)?;
        if account.granted.contains(&month) {
            return Ok(());
        }
        let is_active = account.active;
        let moves = account.grant(user, month, is_active).ok_or(Code::Refused)?;
        self.add_granted(moves, month).map(drop)
    }

    fn add_granted(&mut self, moves: Vec<Move>, month: i32) -> Result<usize, Code> {
        let (paid, expired): (Vec<i64>, Vec<i64>) =
            moves.iter().map(|entry| entry.amount).partition(|amount| *amount > 0);
        for amounts in [&paid, &expired, &[paid.as_slice(), expired.as_slice()].concat()] {
            total(amounts.iter().copied())?;
        }
        if self.accounts.iter().flatten().any(|account| account.awarded > MAX_CREDITS) {
            return Err(Code::Refused);
        }
        Ok(self.add_moved(moves, Some(month)))
    }
}

/// Fails if the sum of all credits of an operation exceeds the limit, in whatever order they come.
fn total(amounts: impl Iterator<Item = i64>) -> Result<(), Code> {
    let sum: i128 = amounts.map(i128::from).sum();
    if sum.abs() <= i128::from(MAX_CREDITS) { Ok(()) } else { Err(Code::Refused) }
}
