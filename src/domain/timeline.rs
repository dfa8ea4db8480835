//! How a user's allowances follow one another: what commands named for which month, and the pause that lies over it.

use super::allowance::Allowance;
use super::credits::Credits;
use super::month::Month;

/// An allowance from a month on, as it is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AllowanceRow {
    /// From this month on.
    pub month: Month,
    /// What a command named; where a pause holds it back, nothing is in force.
    pub named: Allowance,
    /// Whether a pause holds it back.
    pub is_paused: bool,
    /// Whether it only carries on what was named before, because a pause begins or ends with this month.
    pub is_carried: bool,
}

impl AllowanceRow {
    /// No allowance.
    pub const fn none(month: Month) -> Self {
        Self { month, named: Allowance::NONE, is_paused: false, is_carried: false }
    }

    /// Its stored text: that of the allowance in force, with what a pause holds back.
    pub fn to_stored(&self) -> String {
        let held = self.is_paused.then_some(self.named.amount);
        self.in_force().to_stored_with(held)
    }

    /// What is in force from the month on.
    pub fn in_force(&self) -> Allowance {
        if self.is_paused { Allowance { amount: Credits::ZERO, ..self.named } } else { self.named }
    }

    fn is_plan(&self) -> bool {
        !self.is_carried && self.named.amount > Credits::ZERO
    }
}

/// A change of a user's allowance from a month on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AllowanceChange {
    /// This allowance, up to the next month that a command named for a later one. Nothing ends it but `until`. 0 ends the
    /// allowance, and with it what was named for later months.
    Set {
        /// What is to be in force.
        allowance: Allowance,
        /// Its last month.
        until: Option<Month>,
        /// Whether it is for a later month than the next to be granted. Then a pause that ends lasts to its end.
        is_plan: bool,
    },
    /// Nothing up to the last month, then again what was named. Without a last month, until an allowance is set.
    Pause {
        /// The last month.
        until: Option<Month>,
    },
}

/// The months from the first up to but without the end.
#[derive(Clone, Copy, Debug)]
struct Pause {
    first: Month,
    end: Option<Month>,
}

impl Pause {
    fn covers(self, month: Month) -> bool {
        self.first <= month && self.end.is_none_or(|end| month < end)
    }
}

/// What a change leaves from its month on. The rows before it are the newest one up to that month, where there is one, and all
/// later ones, oldest first.
pub fn changed_rows(before: &[AllowanceRow], month: Month, change: AllowanceChange) -> Vec<AllowanceRow> {
    let mut pause = pause_of(before);
    let was_paused = pause.is_some_and(|pause| pause.covers(month));
    let mut named: Vec<AllowanceRow> =
        before.iter().filter(|row| row.month <= month || !row.is_carried).copied().collect();
    match change {
        AllowanceChange::Set { allowance, until, is_plan } => {
            let is_end = allowance.amount == Credits::ZERO;
            let waits = is_plan && !is_end && pause.is_some_and(|pause| pause.end.is_some());
            if is_end || (was_paused && !waits) {
                pause = None;
            }
            let plan = named.iter().find(|row| row.month > month && row.is_plan()).map(|row| row.month);
            named.retain(|row| row.month <= month || (!is_end && plan.is_some_and(|plan| row.month >= plan)));
            if was_paused || (is_plan && !is_end) || at(&named, month) != allowance {
                put(&mut named, month, allowance);
            }
            if let Some(end) = until.and_then(after)
                && at(&named, end).amount > Credits::ZERO
                && named.iter().all(|row| row.month != end)
            {
                put(&mut named, end, Allowance::NONE);
            }
        }
        AllowanceChange::Pause { until } => {
            let first = pause.filter(|_| was_paused).map_or(month, |pause| pause.first);
            let new = Pause { first, end: until.and_then(after) };
            let is_held = |row: &&AllowanceRow| row.month > month && new.covers(row.month);
            let mut held = named.iter().filter(is_held).map(|row| row.named).chain([at(&named, month)]);
            pause = held.any(|held| held.amount > Credits::ZERO).then_some(new);
        }
    }
    rows(named, pause, month)
}

/// The month after; none after the last one there is, which nothing reaches.
fn after(month: Month) -> Option<Month> {
    (month < Month::LAST).then(|| month.next())
}

fn pause_of(rows: &[AllowanceRow]) -> Option<Pause> {
    let first = rows.iter().find(|row| row.is_paused)?.month;
    let end = rows.iter().find(|row| row.month > first && !row.is_paused).map(|row| row.month);
    Some(Pause { first, end })
}

/// What is named for a month.
fn at(named: &[AllowanceRow], month: Month) -> Allowance {
    named.iter().rfind(|row| row.month <= month).map_or(Allowance::NONE, |row| row.named)
}

fn put(named: &mut Vec<AllowanceRow>, month: Month, allowance: Allowance) {
    named.retain(|row| row.month != month);
    let index = named.partition_point(|row| row.month < month);
    named.insert(index, AllowanceRow { month, named: allowance, is_paused: false, is_carried: false });
}

/// The rows from a month on, with the pause over them.
fn rows(mut named: Vec<AllowanceRow>, pause: Option<Pause>, month: Month) -> Vec<AllowanceRow> {
    for seam in pause.into_iter().flat_map(|pause| [Some(pause.first), pause.end]).flatten() {
        if named.iter().all(|row| row.month != seam) {
            let carried = at(&named, seam);
            put(&mut named, seam, carried);
            named.iter_mut().filter(|row| row.month == seam).for_each(|row| row.is_carried = true);
        }
    }
    for row in &mut named {
        row.is_paused = pause.is_some_and(|pause| pause.covers(row.month));
    }
    named.retain(|row| row.month >= month);
    named
}
