//! Formats times, fast enough for a million rows.

use crate::domain::{Timestamp, Zone};

const DAY_SECONDS: u64 = 86_400;
/// 9999-12-31T23:59:59Z, the last second of a four-digit year.
const LAST_SECOND: i64 = 253_402_300_799;

/// Appends the time in UTC, as in RFC 3339.
pub(super) fn push_utc(out: &mut String, time: Timestamp) {
    match digits(time.seconds()) {
        Some(digits) => {
            let [day, clock] = split(&digits);
            out.push_str(day);
            out.push('T');
            out.push_str(clock);
            out.push('Z');
        }
        None => out.push_str(&time.to_string()),
    }
}

/// Appends the local time of the zone, to the minute.
pub(super) fn push_local(out: &mut String, time: Timestamp, zone: Zone) {
    match digits(zone.local_seconds(time)) {
        Some(digits) => {
            let [day, clock] = split(&digits);
            out.push_str(day);
            out.push(' ');
            out.push_str(&clock[..5]);
        }
        None => out.push_str(&zone.format(time)),
    }
}

/// Returns `YYYY-MM-DDhh:mm:ss`, or `None` outside the years 1970 to 9999.
fn digits(seconds: i64) -> Option<[u8; 18]> {
    let since_1970 = u64::try_from(seconds).ok().filter(|_| seconds <= LAST_SECOND)?;
    let days = u32::try_from(since_1970 / DAY_SECONDS).ok()?;
    let clock = u32::try_from(since_1970 % DAY_SECONDS).ok()?;
    let (year, month, day) = civil(days);
    let mut digits = *b"0000-00-0000:00:00";
    put(&mut digits, 0, year / 100);
    put(&mut digits, 2, year % 100);
    put(&mut digits, 5, month);
    put(&mut digits, 8, day);
    put(&mut digits, 10, clock / 3600);
    put(&mut digits, 13, clock / 60 % 60);
    put(&mut digits, 16, clock % 60);
    Some(digits)
}

/// Converts days since 1970-01-01 to year, month and day of the Gregorian calendar, up to the year 9999.
///
/// Counts years from March, so that the leap day is the last day of its year. Then one division of the day of the year
/// gives the month, because the lengths of the months from March on repeat every five months (153 days).
const fn civil(days: u32) -> (u32, u32, u32) {
    const ERA_DAYS: u32 = 146_097;
    const DAYS_FROM_YEAR_0_TO_1970: u32 = 719_468;
    let days = days + DAYS_FROM_YEAR_0_TO_1970;
    let (era, day_of_era) = (days / ERA_DAYS, days % ERA_DAYS);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / (ERA_DAYS - 1)) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let january_or_february = (month <= 2) as u32;
    (era * 400 + year_of_era + january_or_february, month, day)
}

/// Writes a number below 100 as two digits.
#[expect(clippy::cast_possible_truncation, reason = "both digits are below ten")]
fn put(digits: &mut [u8], at: usize, value: u32) {
    digits[at] = b'0' + (value / 10) as u8;
    digits[at + 1] = b'0' + (value % 10) as u8;
}

/// Splits the digits into the day and the time of day.
fn split(digits: &[u8; 18]) -> [&str; 2] {
    let text = std::str::from_utf8(digits).unwrap_or("                  ");
    [&text[..10], &text[10..]]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utc(seconds: i64) -> String {
        let mut text = String::new();
        push_utc(&mut text, Timestamp::from_seconds(seconds));
        text
    }

    #[test]
    fn times_in_data_are_written_as_the_domain_writes_them() {
        // The step hits every time of day, and every day of the leap years of four centuries.
        for seconds in (0..LAST_SECOND).step_by(86_399 * 61) {
            assert_eq!(utc(seconds), Timestamp::from_seconds(seconds).to_string());
        }
        for seconds in [951_782_399, 951_782_400, 951_868_800, LAST_SECOND, LAST_SECOND + 1, -1] {
            assert_eq!(utc(seconds), Timestamp::from_seconds(seconds).to_string());
        }
    }

    #[test]
    fn times_for_people_are_those_of_the_ledgers_zone() {
        let zone: Zone = "America/St_Johns".parse().expect("a zone");
        for seconds in (-3_600..4_000_000_000).step_by(3_333_331) {
            let time = Timestamp::from_seconds(seconds);
            let mut text = String::new();
            push_local(&mut text, time, zone);
            assert_eq!(text, zone.format(time));
        }
    }
}
