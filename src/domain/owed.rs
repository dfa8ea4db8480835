//! Decides which months are owed. Every run of the grant, `status` and `--check` follow this rule.

use super::Month;

/// What the ledger knows about one month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MonthMark {
    pub month: Month,
    /// The number of allowances above 0 that begin with the month, less the number that end with it.
    pub step: i64,
    /// Whether the month was granted or skipped.
    pub is_closed: bool,
}

/// Returns the owed months, oldest first. A month is owed if it has begun, is not closed, and some allowance above 0 was in
/// force in it.
///
/// `marks` have to be in the order of their months. A month without a mark is open, and keeps the allowances of the month
/// before.
pub fn owed_months(marks: impl IntoIterator<Item = MonthMark>, current: Month) -> Vec<Month> {
    let mut marks = marks.into_iter().take_while(|mark| mark.month <= current).peekable();
    let Some(first) = marks.peek().map(|mark| mark.month) else { return Vec::new() };
    let mut in_force = 0_i64;
    let mut owed = Vec::new();
    for month in first.until(current.next()) {
        let mark = marks.next_if(|mark| mark.month == month);
        in_force += mark.map_or(0, |mark| mark.step);
        if in_force > 0 && !mark.is_some_and(|mark| mark.is_closed) {
            owed.push(month);
        }
    }
    owed
}

#[cfg(test)]
mod tests {
    use super::*;

    fn owed(marks: &[(i64, i64, bool)], current: i64) -> Vec<i64> {
        let month = |number| Month::from_number(number).expect("a month");
        let marks = marks.iter().map(|&(number, step, is_closed)| MonthMark {
            month: month(number),
            step,
            is_closed,
        });
        owed_months(marks, month(current)).into_iter().map(Month::number).collect()
    }

    #[test]
    fn gaps_and_the_current_month_are_owed_if_an_allowance_was_in_force() {
        let marks = [(202_609, 2, false), (202_610, 0, true), (202_612, -1, false)];
        assert_eq!(owed(&marks, 202_701), [202_609, 202_611, 202_612, 202_701]);
    }

    #[test]
    fn a_month_in_which_nobody_had_an_allowance_is_not_owed() {
        assert_eq!(owed(&[], 202_611), [0_i64; 0]);
        assert_eq!(owed(&[(202_612, 1, false)], 202_611), [0_i64; 0], "it has not begun");
        assert_eq!(owed(&[(202_609, 1, true), (202_610, -1, false)], 202_611), [0_i64; 0]);
        assert_eq!(owed(&[(202_501, 0, true), (202_611, 1, false)], 202_611), [202_611]);
    }
}
