//! The period of a report or a statement.

use crate::cli::report::Period;
use crate::domain::{Day, Month, Timestamp, Zone};
use crate::error::{Error, Result};
use crate::output::Printer;

/// A period in seconds, both ends included.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Seconds {
    pub(crate) since: Timestamp,
    pub(crate) until: Timestamp,
}

impl Seconds {
    /// Returns the given month or the span between two dates. By default, this is the current month. Without a first date, the
    /// period begins with the ledger; without a last one, it ends now.
    pub(crate) fn of(period: &Period, zone: Zone, created_at: Timestamp, now: Timestamp) -> Result<Self> {
        let (since, until) = match period {
            Period { month: None, since: None, until: None } => {
                let month = Day::Month(zone.month_of(now));
                (Some(month), Some(month))
            }
            Period { month: Some(month), .. } => (Some(Day::Month(*month)), Some(Day::Month(*month))),
            Period { since, until, .. } => (*since, *until),
        };
        let since = since.map_or(created_at, |day| zone.first_second(day, now));
        let until = until.map_or(Ok(now), |day| last_second(day, since, zone, now))?;
        if until < since && period.until.is_none() {
            return Err(backwards(since, until, zone));
        }
        Ok(Self { since, until })
    }

    /// Returns a note if the period has not begun, or if `--until` is later than today. Everybody knows that the current month is
    /// not over.
    pub(crate) fn note(self, named: &Period, zone: Zone, now: Timestamp) -> Option<String> {
        if self.since > now {
            let begin = zone.format(self.since);
            return Some(format!(
                "the period begins only at {begin} ({zone}): these are the balances of now"
            ));
        }
        let is_open = named.until.is_some() && self.until >= zone.bounded_day(now).next_start;
        is_open.then(|| format!("the period is not over: it ends at {} ({zone})", zone.format(self.until)))
    }
}

/// Returns the bounds of a list. Each may be missing.
pub(crate) fn bounds(
    since: Option<Day>,
    until: Option<Day>,
    zone: Zone,
    now: Timestamp,
) -> Result<[Option<Timestamp>; 2]> {
    let since = since.map(|day| zone.first_second(day, now));
    let until = match (since, until) {
        (Some(since), Some(until)) => Some(last_second(until, since, zone, now)?),
        (_, until) => until.map(|day| zone.last_second(day, now)),
    };
    Ok([since, until])
}

/// Notes that a list has no rows yet because its period has not begun.
pub(crate) fn note_unbegun(
    printer: &mut Printer,
    since: Option<Timestamp>,
    month: Option<Month>,
    zone: Zone,
    now: Timestamp,
) {
    let since = since.or(month.map(|month| zone.start_of(month)));
    if let Some(since) = since.filter(|since| *since > now) {
        printer.remark(&format!("the period has not begun: it begins at {} ({zone})", zone.format(since)));
    }
}

/// Returns the end of a period that begins at `since`. It is before the begin if the day does not exist in the zone: then
/// nothing lies in the period. Fails (exit 2) if the day is before the begin.
fn last_second(until: Day, since: Timestamp, zone: Zone, now: Timestamp) -> Result<Timestamp> {
    let last = zone.last_second(until, now);
    if last < since && zone.first_second(until, now) < since {
        return Err(backwards(since, last, zone));
    }
    Ok(last)
}

fn backwards(since: Timestamp, until: Timestamp, zone: Zone) -> Error {
    let [since, until] = [since, until].map(|time| zone.format(time));
    Error::usage(format!("the period ends before it begins: {since} to {until} ({zone})"))
        .hint("--since is the first day, --until the last")
}
