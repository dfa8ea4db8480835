//! The period of a report or a statement.

use crate::cli::report::Period;
use crate::domain::{Day, Timestamp, Zone};
use crate::error::{Error, Result};

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
        let until = until.map_or(now, |day| zone.last_second(day, now));
        in_order(since, until, zone)?;
        Ok(Self { since, until })
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
    let until = until.map(|day| zone.last_second(day, now));
    if let (Some(since), Some(until)) = (since, until) {
        in_order(since, until, zone)?;
    }
    Ok([since, until])
}

fn in_order(since: Timestamp, until: Timestamp, zone: Zone) -> Result<()> {
    if since <= until {
        return Ok(());
    }
    let [since, until] = [since, until].map(|time| zone.format(time));
    Err(Error::usage(format!("the period ends before it begins: {since} to {until} ({zone})"))
        .hint("--since is the first day, --until the last"))
}
