//! The moment that a command looks at.

use crate::domain::{Day, Timestamp, Zone};

#[derive(Clone, Copy, Debug)]
pub(crate) struct Moment {
    pub(crate) time: Timestamp,
    /// Whether the user gave it.
    pub(crate) is_named: bool,
    /// Whether it is earlier than now, so that the present state is not enough.
    pub(crate) is_past: bool,
}

impl Moment {
    /// Returns the end of the given day, or now. A moment in the future also counts as now.
    pub(crate) fn named(zone: Zone, now: Timestamp, at: Option<Day>) -> Self {
        let past = at.map(|day| zone.last_second(day, now)).filter(|time| *time < now);
        Self { time: past.unwrap_or(now), is_named: at.is_some(), is_past: past.is_some() }
    }
}
