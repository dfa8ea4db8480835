//! Prints whole numbers, plain for data and with thousands separators for people.

use std::fmt::Write as _;

/// Separates groups of three digits.
const SEPARATOR: u8 = b',';

/// Appends the number in decimal digits.
pub fn append_number(out: &mut String, number: i64) {
    push_digits(out, number, false);
}

/// Appends the number with separators between groups of three digits.
pub fn append_grouped_number(out: &mut String, number: i128) {
    const THOUSANDS: i128 = 1_000_000_000_000_000;
    if let Ok(number) = i64::try_from(number) {
        push_digits(out, number, true);
    } else {
        // First come the digits above 10^15, then the five whole groups below.
        append_grouped_number(out, number / THOUSANDS);
        for group in (0..5).rev() {
            let group = number.unsigned_abs() / 1_000_u128.pow(group) % 1_000;
            out.push(char::from(SEPARATOR));
            // Writing to a string cannot fail.
            let _ = write!(out, "{group:03}");
        }
    }
}

/// Writes the digits backwards into a small array. This is the fast path: a list of a million rows prints millions of numbers.
fn push_digits(out: &mut String, number: i64, grouped: bool) {
    let mut text = [0; 27];
    let mut start = text.len();
    let mut rest = number.unsigned_abs();
    let mut in_group = 0;
    loop {
        if grouped && in_group == 3 {
            start -= 1;
            text[start] = SEPARATOR;
            in_group = 0;
        }
        start -= 1;
        text[start] = digit(rest % 10);
        in_group += 1;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    if number < 0 {
        start -= 1;
        text[start] = b'-';
    }
    out.push_str(std::str::from_utf8(&text[start..]).unwrap_or_default());
}

/// Returns the number with separators between groups of three digits.
pub fn grouped(number: impl Into<i128>) -> String {
    let mut text = String::new();
    append_grouped_number(&mut text, number.into());
    text
}

/// Returns the number and its noun: `1 user`, `2,000 users`.
pub fn counted(number: impl Into<i128>, one: &str, several: &str) -> String {
    let number = number.into();
    format!("{} {}", grouped(number), if number.abs() == 1 { one } else { several })
}

/// Returns the digit for a value below ten.
#[expect(clippy::cast_possible_truncation, reason = "the value is below ten")]
const fn digit(value: u64) -> u8 {
    b'0' + value as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_integer_is_written_as_the_standard_library_writes_it() {
        for number in [0, 7, -1, 10, -10, 999, 1_000, 9_007_199_254_740_991, i64::MAX, i64::MIN] {
            let mut text = String::new();
            append_number(&mut text, number);
            assert_eq!(text, number.to_string());
        }
    }

    #[test]
    fn people_read_numbers_in_groups_of_three() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(1_000), "1,000");
        assert_eq!(grouped(-123_456), "-123,456");
        assert_eq!((counted(1, "row", "rows"), counted(0, "row", "rows")), ("1 row".into(), "0 rows".into()));
        assert_eq!(grouped(9_007_199_254_740_991_i64), "9,007,199,254,740,991");
        assert_eq!(grouped(i128::MIN), "-170,141,183,460,469,231,731,687,303,715,884,105,728");
    }
}
