//! The moment that a command looks at.

use crate::domain::{Day, Timestamp, Zone};
use crate::output::Printer;

#[derive(Clone, Copy, Debug)]
pub(crate) struct Moment {
    pub(crate) time: Timestamp,
    /// Whether the user gave it.
    pub(crate) is_named: bool,
    /// Whether it is earlier than now, so that the present state is not enough.
    pub(crate) is_past: bool,
}

impl Moment {
    /// Returns the end of the given day, or now. A moment in the future also counts as now, and a note says so if nothing of
    /// the day has come yet.
    pub(crate) fn named(zone: Zone, now: Timestamp, at: Option<Day>, printer: &mut Printer) -> Self {
        if let Some(begin) = at.map(|day| zone.first_second(day, now)).filter(|begin| *begin > now) {
            printer.remark(&format!(
                "{} ({zone}) is still to come: this is the state of now",
                zone.format(begin)
            ));
        }
        Self::of(zone, now, at)
    }

    /// The present moment.
    pub(crate) fn now(zone: Zone, now: Timestamp) -> Self {
        Self::of(zone, now, None)
    }

    fn of(zone: Zone, now: Timestamp, at: Option<Day>) -> Self {
        let past = at.map(|day| zone.last_second(day, now)).filter(|time| *time < now);
        Self { time: past.unwrap_or(now), is_named: at.is_some(), is_past: past.is_some() }
    }
}
