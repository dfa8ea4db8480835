//! A statement as an HTML page, for the user.

use super::account::{AccountStatement, StatementEntry};
use crate::commands::shared::page::{add, figures};
use crate::commands::shared::period::Seconds;
use crate::domain::Timestamp;
use crate::output::{Formatter, HtmlCell, HtmlPage};
use crate::store::Entry;

pub(super) fn page(statement: &AccountStatement, formatter: &Formatter, now: Timestamp) -> String {
    let AccountStatement { email, since, until, timezone: zone, opening, entries, closing, .. } = statement;
    let period = Seconds { since: *since, until: *until };
    let mut page =
        HtmlPage::new("Statement of credits", &format!("{email}, {}", period.text(*zone, formatter)));
    let (mut came, mut went) = (0, 0);
    let (mut columns, is_daily) = period.columns(*zone);
    for entry in entries {
        let amount = i128::from(entry.entry.amount);
        if amount > 0 {
            came += amount;
        } else {
            went -= amount;
        }
        let day = zone.bounded_day(entry.entry.at).date;
        let month = zone.month_of(entry.entry.at).to_string();
        add(&mut columns, if is_daily { &day } else { &month }, amount);
    }
    figures(&mut page, *opening, came, went, *closing);
    page.chart(if is_daily { "Day by day" } else { "Month by month" }, &columns);
    let row = |of: &StatementEntry| {
        vec![
            HtmlCell::text(formatter.time(of.entry.at)),
            HtmlCell::Text {
                text: format!("{}, {}", of.entry.kind.as_str(), of.entry.bucket.as_str()),
                below: why(&of.entry),
            },
            HtmlCell::Change(of.entry.amount.into()),
            HtmlCell::Number(of.after.balance),
        ]
    };
    let rows: Vec<_> = entries.iter().map(row).collect();
    let note = rows.is_empty().then_some("Nothing came or went.");
    page.table("Entries", &["Time", "Entry", "Change", "Balance"], &rows, note);
    page.end(&format!("Made by rad-admin on {} ({zone})", formatter.time(now)))
}

fn why(entry: &Entry) -> Option<String> {
    let month = entry.month.map(|month| month.to_string());
    let parts: Vec<_> =
        [entry.reason.clone(), month, entry.reference.clone()].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}
