//! The undo of an operation that moved credits, however long ago, for all of its users or for one.

use rad_admin::Code;
use rad_admin::domain::{Bucket, MAX_CREDITS};

use super::model::Model;

/// One entry. One of 0 stands for a month that paid nothing.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Move {
    pub(crate) user: usize,
    pub(crate) bucket: Bucket,
    pub(crate) amount: i64,
    /// What was not taken back.
    pub(crate) left: i64,
    pub(crate) month: Option<i32>,
}

/// An operation that only moved credits, or closed a month.
#[derive(Clone, Debug)]
pub(crate) struct Moved {
    /// Its number; 0 until it is known.
    pub(crate) operation: i64,
    /// The model's own name for it.
    pub(crate) serial: usize,
    pub(crate) moves: Vec<Move>,
    /// The month that it is about.
    pub(crate) month: Option<i32>,
    is_undone_wholly: bool,
    was_undone: bool,
}

impl Moved {
    pub(crate) fn new(serial: usize, moves: Vec<Move>, month: Option<i32>) -> Self {
        Self { operation: 0, serial, moves, month, is_undone_wholly: false, was_undone: false }
    }
}

/// What an undo does to one user: for each of the moves, by its place, how much of it is taken back.
type Plan = Vec<(usize, i64)>;

impl Model {
    /// The operation that such a step is about.
    pub(crate) fn moved(&self, which: usize) -> Option<&Moved> {
        self.moved.get(which % self.moved.len().max(1))
    }

    pub(crate) fn undo_moved(&mut self, which: usize, only: Option<usize>, as_far: bool) -> Result<(), Code> {
        let Some(place) = self.moved(which).map(|moved| moved.serial) else { return Err(Code::NotFound) };
        let place = self.moved.iter().position(|moved| moved.serial == place).unwrap();
        if let Some(user) = only {
            self.account(user)?;
        }
        let mut moved = self.moved[place].clone();
        if moved.is_undone_wholly {
            return Err(Code::Refused);
        }
        let (mut plan, mut conflict) = (Plan::new(), false);
        for user in (0..self.accounts.len()).filter(|user| only.is_none_or(|only| only == *user)) {
            let (whole, possible) = self.plan(&moved.moves, user);
            conflict |= whole != possible;
            plan.extend(if as_far { possible } else { whole });
        }
        if conflict && !as_far {
            return Err(Code::Refused);
        }
        plan.retain(|(index, taken)| *taken > 0 || moved.moves[*index].amount == 0);
        for (index, taken) in &plan {
            let entry = &mut moved.moves[*index];
            entry.left -= taken;
            let account = self.accounts[entry.user].as_mut().unwrap();
            *account.balance_mut(entry.bucket) -= taken * entry.amount.signum();
            if entry.left == 0 {
                account.granted.retain(|month| Some(*month) != entry.month);
            }
        }
        // What was recorded as nothing is taken back by a change of its own, once.
        let undone: Vec<usize> = plan.iter().map(|(index, _)| *index).collect();
        let mut index = 0..;
        moved.moves.retain(|entry| entry.amount != 0 || !undone.contains(&index.next().unwrap()));
        let rest = moved.moves.iter().any(|entry| entry.left > 0 || entry.amount == 0);
        let closes =
            moved.month.filter(|month| self.closed.get(month).is_some_and(|by| by.serial == moved.serial));
        let reopens = closes.filter(|_| only.is_none() || !plan.is_empty());
        if plan.is_empty() && reopens.is_none() {
            if conflict {
                return Err(Code::Refused);
            }
            if rest || moved.was_undone || only.is_some() {
                return Ok(());
            }
        }
        self.closed.retain(|month, _| Some(*month) != reopens);
        (moved.is_undone_wholly, moved.was_undone) = (!rest, true);
        self.moved[place] = moved;
        if conflict { Err(Code::Partial) } else { Ok(()) }
    }

    /// All that is left of the user's moves, and what of it can be taken back. What gives comes before what takes.
    fn plan(&self, moves: &[Move], user: usize) -> (Plan, Plan) {
        let of_user = || moves.iter().enumerate().filter(|(_, entry)| entry.user == user);
        let whole: Plan = of_user()
            .filter(|(_, entry)| entry.left > 0 || entry.amount == 0)
            .map(|(index, entry)| (index, entry.left))
            .collect();
        let Some(account) = self.accounts[user].as_ref() else { return (Plan::new(), Plan::new()) };
        let mut there = [account.awarded, account.purchased];
        let place = |entry: &Move| usize::from(entry.bucket == Bucket::Purchased);
        for (_, entry) in of_user().filter(|(_, entry)| entry.amount < 0) {
            there[place(entry)] += entry.left;
        }
        let mut possible = whole.clone();
        for (index, taken) in possible.iter_mut().rev().filter(|(index, _)| moves[*index].amount > 0) {
            let there = &mut there[place(&moves[*index])];
            *taken = (*taken).min(*there);
            *there -= *taken;
        }
        let net: i64 = possible.iter().map(|(index, taken)| -taken * moves[*index].amount.signum()).sum();
        if net > 0 && account.awarded + account.purchased + net > MAX_CREDITS {
            possible.retain(|(index, _)| moves[*index].amount == 0);
        }
        (whole, possible)
    }
}
