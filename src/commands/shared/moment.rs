//! The moment at which a command looks.

use crate::domain::{Day, Timestamp, Zone};

/// The moment at which a command looks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Moment {
    /// The moment itself.
    pub(crate) time: Timestamp,
    /// Whether somebody named it.
    pub(crate) is_named: bool,
    /// Whether the ledger has to be taken back to it.
    pub(crate) is_past: bool,
}

impl Moment {
    /// The end of the day that was named, or now. What is still to come is not known: then, too, it is now.
    pub(crate) fn named(zone: Zone, now: Timestamp, at: Option<Day>) -> Self {
        let past = at.map(|day| zone.last_second(day, now)).filter(|time| *time < now);
        Self { time: past.unwrap_or(now), is_named: at.is_some(), is_past: past.is_some() }
    }
}
