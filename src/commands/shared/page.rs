//! Writes an HTML page, and has what all pages share.

use std::path::Path;

use serde::Serialize;

use super::period::Seconds;
use super::receipt::Outcome;
use super::replaceable::OutputFile;
use crate::app::App;
use crate::domain::Zone;
use crate::error::Result;
use crate::output::{Document, Formatter, HtmlColumn, HtmlFigure, HtmlPage, Printer, grouped};
use crate::store::CreditSums;

/// The most days for which a chart has a column per day. A longer period has one per month.
const MOST_DAYS: usize = 62;

/// Only the owner can read a page, because it holds addresses and balances.
const MODE: u32 = 0o600;

/// The file of a page; `-` is standard output.
#[derive(Debug)]
pub(crate) struct PageTarget(OutputFile);

impl PageTarget {
    /// Fails (exit 2) if the page would replace something that it must not.
    pub(crate) fn of(path: &Path, app: &App) -> Result<Self> {
        OutputFile::of(path, "the page", app).map(Self)
    }

    /// Writes the page, unless this is a dry run, and prints a receipt.
    pub(crate) fn put(&self, page: &str, dry_run: bool, printer: &mut Printer) -> Result<()> {
        if self.0.is_stdout() {
            return printer.raw_text(page);
        }
        let outcome = Outcome::without_operation(true, dry_run);
        let receipt = PageReceipt { outcome, file: self.0.name(), bytes: page.len() };
        printer.require_fields(&receipt)?;
        if !dry_run {
            self.0.replace(page, MODE)?;
        }
        printer.receipt(&receipt)
    }
}

#[derive(Serialize)]
struct PageReceipt {
    #[serde(flatten)]
    outcome: Outcome,
    file: String,
    bytes: usize,
}

impl Document for PageReceipt {
    fn human(&self, formatter: &Formatter) -> String {
        let done = if self.outcome.dry_run { "Dry run, nothing kept: Wrote" } else { "Wrote" };
        format!("{done} {}\n", formatter.clean(&self.file))
    }
}

/// Returns the end of a heading that names whose operations are shown.
pub(crate) fn by_actor(actor: &str, formatter: &Formatter) -> String {
    format!(", by {}", formatter.clean(actor))
}

impl Seconds {
    /// Returns the period for people: the dates of whole days, otherwise times.
    pub(crate) fn text(self, zone: Zone, formatter: &Formatter) -> String {
        let (first, last) = (zone.bounded_day(self.since), zone.bounded_day(self.until));
        let is_whole = first.start == self.since && last.next_start.seconds() == self.until.seconds() + 1;
        let (since, until) = if is_whole {
            (first.date, last.date)
        } else {
            (formatter.time(self.since), formatter.time(self.until))
        };
        format!("{since} to {until} ({zone})")
    }

    /// Returns empty columns for the days of the period, or for the months of a long one, and whether they are days.
    pub(crate) fn columns(self, zone: Zone) -> (Vec<HtmlColumn>, bool) {
        let empty = |name| HtmlColumn { name, came: 0, went: 0 };
        let mut days = Vec::new();
        let mut next = self.since;
        while next <= self.until && days.len() <= MOST_DAYS {
            let day = zone.bounded_day(next);
            days.push(empty(day.date));
            next = day.next_start;
        }
        if days.len() <= MOST_DAYS {
            return (days, true);
        }
        let months = zone.month_of(self.since).until(zone.month_of(self.until).next());
        (months.map(|month| empty(month.to_string())).collect(), false)
    }
}

/// Adds a signed change to the column with this name.
pub(crate) fn add(columns: &mut [HtmlColumn], name: &str, change: i128) {
    if let Some(column) = columns.iter_mut().find(|column| column.name == name) {
        if change > 0 {
            column.came += change;
        } else {
            column.went -= change;
        }
    }
}

/// Adds the four figures at the top of each page.
pub(crate) fn figures(page: &mut HtmlPage, opening: CreditSums, came: i128, went: i128, closing: CreditSums) {
    let split = |credits: CreditSums| {
        format!("{} awarded, {} purchased", grouped(credits.awarded), grouped(credits.purchased))
    };
    page.figures(&[
        HtmlFigure { name: "Opening balance", number: opening.balance, below: split(opening) },
        HtmlFigure { name: "In", number: came, below: "credits added".to_owned() },
        HtmlFigure { name: "Out", number: went, below: "credits taken".to_owned() },
        HtmlFigure { name: "Closing balance", number: closing.balance, below: split(closing) },
    ]);
}
