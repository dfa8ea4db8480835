//! Draws bars and sparklines with block characters, or with ASCII for terminals that lack them.

const EIGHTHS: [char; 7] = ['▏', '▎', '▍', '▌', '▋', '▊', '▉'];
const LEVELS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const ASCII_LEVELS: [char; 8] = ['_', '.', ':', '-', '=', '+', '*', '#'];

/// Returns a bar for a value from 0 to `most`. Every value above 0 has at least the shortest bar.
pub(super) fn bar(value: i64, most: i64, width_columns: usize, unicode: bool) -> String {
    if value <= 0 || most <= 0 {
        return String::new();
    }
    let parts = if unicode { 8 } else { 1 };
    let whole = (width_columns * parts) as u128;
    let length = (u128::from(value.unsigned_abs()) * whole / u128::from(most.unsigned_abs())).clamp(1, whole);
    let length = usize::try_from(length).unwrap_or(usize::MAX);
    let mut bar: String = std::iter::repeat_n(if unicode { '█' } else { '#' }, length / parts).collect();
    bar.extend((length % parts).checked_sub(1).map(|part| EIGHTHS[part]));
    bar
}

/// Returns a character for each value, from the lowest to the highest. If all are equal, each gets the middle one.
pub(super) fn sparkline(values: &[i64], unicode: bool) -> String {
    let levels = if unicode { LEVELS } else { ASCII_LEVELS };
    let (lowest, highest) = (values.iter().min(), values.iter().max());
    let (Some(&lowest), Some(&highest)) = (lowest, highest) else { return String::new() };
    let top = levels.len() - 1;
    let range = highest.abs_diff(lowest);
    let level = |value: &i64| match range {
        0 => top / 2,
        _ => usize::try_from(u128::from(value.abs_diff(lowest)) * top as u128 / u128::from(range))
            .unwrap_or(top),
    };
    values.iter().map(|value| levels[level(value)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_as_long_as_its_part_of_the_most() {
        assert_eq!(bar(100, 100, 4, true), "████");
        assert_eq!(bar(50, 100, 4, true), "██");
        assert_eq!(bar(53, 100, 4, true), "██");
        assert_eq!(bar(57, 100, 4, true), "██▎");
        assert_eq!(bar(57, 100, 4, false), "##");
        assert_eq!(bar(i64::MAX, i64::MAX, 4, true), "████");
    }

    #[test]
    fn only_nothing_has_no_bar() {
        assert_eq!(bar(1, i64::MAX, 4, true), "▏");
        assert_eq!(bar(1, i64::MAX, 4, false), "#");
        assert_eq!(bar(0, 100, 4, true), "");
        assert_eq!(bar(0, 0, 4, true), "");
    }

    #[test]
    fn a_sparkline_goes_from_the_lowest_to_the_highest() {
        assert_eq!(sparkline(&[0, 1, 2, 3, 4, 5, 6, 7], true), "▁▂▃▄▅▆▇█");
        assert_eq!(sparkline(&[1_000, 1_001, 999], false), "-#_");
        assert_eq!(sparkline(&[5, 5], true), "▄▄");
        assert_eq!(sparkline(&[i64::MIN, i64::MAX], true), "▁█");
        assert_eq!(sparkline(&[], true), "");
    }
}
