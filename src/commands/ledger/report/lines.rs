//! The lines of a report, for tables and CSV.

use crate::domain::ReportKey;
use crate::output::{Cell, Formatter, ListColumn};
use crate::store::{CreditSums, Flow};

/// A line: `opening`, `flow`, `others`, `netted_out` or `closing`.
pub(crate) struct ReportLine {
    pub(super) line: &'static str,
    keys: [Option<String>; ReportKey::ALL.len()],
    credits: CreditSums,
    entries: Option<i64>,
}

impl ReportLine {
    pub(super) fn balance(line: &'static str, credits: CreditSums) -> Self {
        Self { line, keys: Default::default(), credits, entries: None }
    }

    /// Sets the number of entries.
    pub(super) fn counting(self, entries: i64) -> Self {
        Self { entries: Some(entries), ..self }
    }

    pub(super) fn flow(by: &[ReportKey], flow: &Flow) -> Self {
        let mut line = Self::balance("flow", flow.credits).counting(flow.entries);
        for (key, value) in by.iter().zip(&flow.keys) {
            line.keys[place(*key)].clone_from(value);
        }
        line
    }
}

fn place(key: ReportKey) -> usize {
    ReportKey::ALL.iter().position(|other| *other == key).unwrap_or_default()
}

/// Returns the columns of a report by these keys, which stand in the order in which they were named.
pub(super) fn columns(by: &[ReportKey]) -> impl Iterator<Item = &'static ListColumn<ReportLine>> {
    let (first, others) = LINES.split_at(1);
    let (keys, sums) = others.split_at(ReportKey::ALL.len());
    let named = by.iter().filter_map(move |key| keys.get(place(*key)));
    first.iter().chain(named).chain(sums)
}

/// The columns of `report`.
pub(crate) const LINES: &[ListColumn<ReportLine>] = &[
    ListColumn::new("line", "LINE", 0, |line| Cell::Word(line.line)),
    ListColumn::new("month", "MONTH", 0, |line| Cell::maybe_text(line.keys[0].as_deref())),
    ListColumn::new("day", "DAY", 0, |line| Cell::maybe_text(line.keys[1].as_deref())),
    ListColumn::new("kind", "KIND", 0, |line| Cell::maybe_text(line.keys[2].as_deref())),
    ListColumn::new("bucket", "BUCKET", 0, |line| Cell::maybe_text(line.keys[3].as_deref())),
    ListColumn::new("user", "USER", 0, |line| Cell::maybe_text(line.keys[4].as_deref())),
    ListColumn::new("role", "ROLE", 0, |line| Cell::maybe_text(line.keys[5].as_deref())),
    ListColumn::new("domain", "DOMAIN", 0, |line| Cell::maybe_text(line.keys[6].as_deref())),
    ListColumn::new("actor", "ACTOR", 0, |line| Cell::maybe_text(line.keys[7].as_deref())),
    ListColumn::new("reference", "REFERENCE", 0, |line| Cell::maybe_text(line.keys[8].as_deref())),
    ListColumn::new("command", "COMMAND", 0, |line| Cell::maybe_text(line.keys[9].as_deref())),
    ListColumn::new("awarded", "AWARDED", 1, |line| Cell::Big(line.credits.awarded)),
    ListColumn::new("purchased", "PURCHASED", 1, |line| Cell::Big(line.credits.purchased)),
    ListColumn::new("balance", "BALANCE", 0, |line| Cell::Big(line.credits.balance)),
    ListColumn::new("entries", "ENTRIES", 2, |line| line.entries.map_or(Cell::Null, Cell::Integer)),
];

/// Returns the lines as a table for people.
pub(super) fn table(by: &[ReportKey], lines: &[ReportLine], formatter: &Formatter) -> String {
    let columns: Vec<_> = columns(by).collect();
    let titles: Vec<_> = columns.iter().map(|column| (column.heading, column.rank)).collect();
    let shown = lines.iter().filter(|line| line.line != "netted_out");
    let rows: Vec<Vec<_>> =
        shown.map(|line| columns.iter().map(|column| (column.value)(line)).collect()).collect();
    formatter.lines(&titles, &rows)
}
