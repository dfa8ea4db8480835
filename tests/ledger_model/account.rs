//! A user of the model: balances, allowances and pauses, which months were paid.

use std::collections::{BTreeMap, BTreeSet};

use rad_admin::Code;
use rad_admin::domain::{Bucket, MAX_CREDITS};

use super::step::Policy;
use super::undo::Move;

/// An amount a month and its policy.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) amount: i64,
    pub(super) policy: Policy,
}

/// A user; months are counted from January of the year 0.
#[derive(Clone, Debug, Default)]
pub(crate) struct Account {
    pub(crate) awarded: i64,
    pub(crate) purchased: i64,
    pub(crate) active: bool,
    pub(crate) partner: bool,
    /// What commands named, by the month.
    pub(super) named: BTreeMap<i32, Named>,
    /// The first month of each pause, and the one after its last.
    pub(super) pauses: Vec<(i32, i32)>,
    pub(super) granted: BTreeSet<i32>,
    /// In which months that are over the user was an active partner at the end.
    pub(super) active_at_end: BTreeSet<i32>,
}

impl Account {
    pub(crate) fn allowance(&self, month: i32) -> i64 {
        if self.pause(month).is_some() { 0 } else { self.named(month).amount }
    }

    fn named(&self, month: i32) -> Named {
        self.named.range(..=month).next_back().map_or(Named::default(), |(_, named)| *named)
    }

    fn pause(&self, month: i32) -> Option<(i32, i32)> {
        self.pauses.iter().copied().find(|(first, end)| (*first..*end).contains(&month))
    }

    /// No pause from this month on.
    fn end_pause(&mut self, month: i32) {
        self.pauses.retain(|(first, _)| *first < month);
        self.pauses.iter_mut().for_each(|(_, end)| *end = month.min(*end));
    }

    /// The newest command governs up to the next month that was named for a later allowance; an end is no plan, and 0 ends
    /// what is planned, too. `next` is the first open month: what is set for a later one is a plan, and waits for the end of
    /// a pause that has one. Without a policy, the one that was named stays.
    pub(super) fn set_allowance(
        &mut self,
        (month, next): (i32, i32),
        (amount, policy): (i64, Option<Policy>),
        until: Option<i32>,
    ) {
        let (is_end, is_plan, pause) = (amount == 0, month > next, self.pause(month));
        let policy = if is_end { Policy::Plain } else { policy.unwrap_or(self.named(month).policy) };
        let named = Named { amount, policy };
        let ends_pause = pause.is_some_and(|(_, end)| !is_plan || end == i32::MAX);
        if is_end || ends_pause {
            self.end_pause(month);
        }
        if self.named(month) != named || pause.is_some() || (is_plan && !is_end) {
            self.named.insert(month, named);
        }
        let plan =
            self.named.range(month + 1..).find(|(_, planned)| planned.amount > 0).map(|(from, _)| *from);
        let cut = plan.filter(|_| !is_end).unwrap_or(i32::MAX);
        self.named.retain(|from, _| *from <= month || *from >= cut);
        if let Some(end) = until.map(|until| until + 1)
            && self.named(end).amount > 0
            && !self.named.contains_key(&end)
        {
            self.named.insert(end, Named::default());
        }
    }

    /// A pause of nothing is none.
    pub(super) fn pause_allowance(&mut self, month: i32, until: Option<i32>) {
        let end = until.map_or(i32::MAX, |until| until + 1);
        self.end_pause(month);
        let holds = self.named(month).amount > 0
            || self.named.range(month + 1..end).any(|(_, named)| named.amount > 0);
        if holds {
            self.pauses.push((month, end));
        }
    }

    pub(super) fn add(&mut self, bucket: Bucket, amount: i64) -> Result<(), Code> {
        let balance = self.balance_mut(bucket);
        *balance += amount;
        if (0..=MAX_CREDITS).contains(balance) { Ok(()) } else { Err(Code::Refused) }
    }

    pub(super) fn balance_mut(&mut self, bucket: Bucket) -> &mut i64 {
        if bucket == Bucket::Awarded { &mut self.awarded } else { &mut self.purchased }
    }

    pub(super) fn set(&mut self, awarded: Option<i64>, purchased: Option<i64>) {
        self.awarded = awarded.unwrap_or(self.awarded);
        self.purchased = purchased.unwrap_or(self.purchased);
    }

    /// The month's allowance, once: what expires, and what is paid. `None` where the month pays nobody.
    pub(super) fn grant(&mut self, user: usize, month: i32, is_payee: bool) -> Option<Vec<Move>> {
        let (amount, Named { policy, .. }) = (self.allowance(month), self.named(month));
        if amount == 0 || !is_payee || !self.granted.insert(month) {
            return None;
        }
        let expired = if policy == Policy::Reset { self.awarded } else { 0 };
        let paid = match policy {
            Policy::Cap(cap) => amount.min(cap - self.awarded).max(0),
            Policy::Plain | Policy::Reset => amount,
        };
        let entry =
            |amount, month| Move { user, bucket: Bucket::Awarded, amount, left: i64::abs(amount), month };
        let mut moves = vec![entry(-expired, None)];
        moves.retain(|expiry| expiry.amount != 0);
        moves.push(entry(paid, Some(month)));
        self.awarded += paid - expired;
        Some(moves)
    }
}
