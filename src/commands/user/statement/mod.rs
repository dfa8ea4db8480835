//! `user statement`: opening balance, entries and closing balance of one user.

mod account;
mod page;

use crate::app::App;
use crate::cli::user::UserStatement;
use crate::commands::shared::page::{PageTarget, by_actor};
use crate::commands::shared::period::Seconds;
use crate::commands::shared::records::why;
use crate::error::Result;
use crate::output::{Cell, Document, Format, Formatter, ListColumn};
use crate::store::{CreditSums, Entry};
use account::AccountStatement;

pub(crate) fn run(app: &mut App, arguments: &UserStatement) -> Result<()> {
    let (now, dry_run, actor) = (app.now, app.globals.dry_run, app.globals.actor.clone());
    let target = arguments.html.as_deref().map(|path| PageTarget::of(path, app)).transpose()?;
    let (store, printer) = app.ledger()?;
    let zone = store.zone();
    let period = Seconds::of(&arguments.period, zone, store.created_at(), now)?;
    period.note(&arguments.period, zone, now).iter().for_each(|note| printer.remark(note));
    let statement = store.read(|reader| {
        let statement = AccountStatement::of(&arguments.user, period, actor.as_deref(), reader)?;
        if target.is_some() { statement.for_the_user(reader, now) } else { Ok(statement) }
    })?;
    if let Some(target) = target {
        let page = page::page(&statement, &printer.formatter(), now);
        return target.put(&page, dry_run, printer);
    }
    if printer.format() == Format::Json || printer.is_for_people() {
        return printer.document(&statement);
    }
    let mut list = printer.list(LINES)?;
    for line in lines(&statement) {
        list.push(&line)?;
    }
    list.finish().map(|_| ())
}

/// A line: `opening`, `entry`, `others` or `closing`.
pub(crate) struct StatementLine {
    line: &'static str,
    entry: Option<Entry>,
    amount: Option<i128>,
    /// The balances after it; `None` for `others`, which lie between the entries.
    after: Option<CreditSums>,
}

impl StatementLine {
    /// Returns a cell that only entries fill.
    fn cell<'l>(&'l self, cell: impl FnOnce(&'l Entry) -> Cell<'l>) -> Cell<'l> {
        self.entry.as_ref().map_or(Cell::Null, cell)
    }

    fn balance(&self, balance: impl FnOnce(CreditSums) -> i128) -> Cell<'_> {
        self.after.map_or(Cell::Null, |after| Cell::Big(balance(after)))
    }
}

fn lines(statement: &AccountStatement) -> Vec<StatementLine> {
    let balance = |line, after| StatementLine { line, entry: None, amount: None, after: Some(after) };
    let mut lines = vec![balance("opening", statement.opening)];
    lines.extend(statement.entries.iter().map(|of| StatementLine {
        entry: Some(of.entry.clone()),
        amount: Some(of.entry.amount.into()),
        ..balance("entry", of.after)
    }));
    lines.extend(statement.others.map(|others| StatementLine {
        line: "others",
        entry: None,
        amount: Some(others.balance),
        after: None,
    }));
    lines.push(balance("closing", statement.closing));
    lines
}

pub(crate) const LINES: &[ListColumn<StatementLine>] = &[
    ListColumn::new("line", "LINE", 0, |line| Cell::Word(line.line)),
    ListColumn::new("at", "AT", 0, |line| line.cell(|entry| Cell::Time(entry.at))),
    ListColumn::new("operation", "OPERATION", 4, |line| {
        line.cell(|entry| Cell::Integer(entry.operation.get()))
    }),
    ListColumn::new("kind", "KIND", 1, |line| line.cell(|entry| Cell::Word(entry.kind.as_str()))),
    ListColumn::new("bucket", "BUCKET", 3, |line| line.cell(|entry| Cell::Word(entry.bucket.as_str()))),
    ListColumn::new("amount", "AMOUNT", 0, |line| line.amount.map_or(Cell::Null, Cell::Big)),
    ListColumn::new("awarded", "AWARDED", 3, |line| line.balance(|after| after.awarded)),
    ListColumn::new("purchased", "PURCHASED", 3, |line| line.balance(|after| after.purchased)),
    ListColumn::new("balance", "BALANCE", 0, |line| line.balance(|after| after.balance)),
    ListColumn::<StatementLine>::new("reason", "REASON", 2, |line| {
        line.cell(|entry| Cell::maybe_text(entry.reason.as_deref()))
    })
    .shown_as(|line| {
        line.cell(|entry| why(entry.reason.as_deref(), entry.month, entry.reference.as_deref()))
    }),
    ListColumn::hidden("reference", "REFERENCE", |line| {
        line.cell(|entry| Cell::maybe_text(entry.reference.as_deref()))
    }),
    ListColumn::hidden("month", "MONTH", |line| {
        line.cell(|entry| entry.month.map_or(Cell::Null, Cell::Month))
    }),
];

impl Document for AccountStatement {
    fn human(&self, formatter: &Formatter) -> String {
        let (since, until) = (formatter.time(self.since), formatter.time(self.until));
        let mut heading =
            format!("{}, {since} to {until} ({})", formatter.clean(self.email.as_str()), self.timezone);
        heading += &self.actor.as_deref().map(|actor| by_actor(actor, formatter)).unwrap_or_default();
        let shown = || LINES.iter().filter(|column| column.in_table);
        let titles: Vec<_> = shown().map(|column| (column.heading, column.rank)).collect();
        let lines = lines(self);
        let cells = |line| shown().map(|column| (column.value_in_table)(line)).collect();
        formatter.heading(&heading) + &formatter.lines(&titles, &lines.iter().map(cells).collect::<Vec<_>>())
    }
}
