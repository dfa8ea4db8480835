//! `grant-monthly`: the month's allowances, exactly once.

use serde::Serialize;

use crate::app::{About, App};
use crate::cli::grant::GrantMonthly;
use crate::cli::values::Users;
use crate::commands::shared::receipt::Outcome;
use crate::commands::shared::selection;
use crate::domain::{Credits, Digest, Month, Status};
use crate::error::{Code, Error, Result};
use crate::output::{Document, Paper, counted};
use crate::store::{ClosedMonth, ClosedMonths, Header, Reader, Selection, Writer};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum MonthStatus {
    Granted,
    AlreadyGranted,
    Due,
}

#[derive(Debug, Serialize)]
struct MonthReceipt {
    month: Month,
    status: MonthStatus,
    operation: Option<i64>,
    granted: i64,
    skipped: i64,
    credits: i64,
}

impl MonthReceipt {
    fn of(closed: ClosedMonth, status: MonthStatus) -> Self {
        let ClosedMonth { month, operation, granted, skipped, credits } = closed;
        Self { month, status, operation: Some(operation), granted, skipped, credits }
    }

    /// As the month stands.
    fn found(month: Month, closed: &ClosedMonths) -> Self {
        let due =
            Self { month, status: MonthStatus::Due, operation: None, granted: 0, skipped: 0, credits: 0 };
        closed.get(month).map_or(due, |closed| Self::of(closed, MonthStatus::AlreadyGranted))
    }

    fn line(&self, paper: &Paper, dry_run: bool) -> String {
        let Self { month, granted, skipped, credits, .. } = *self;
        let figures = match (granted, skipped) {
            (0, 0) => "nobody had an allowance".to_owned(),
            _ => format!("{}, {}", counted(granted, "user", "users"), counted(credits, "credit", "credits")),
        };
        let inactive = format!("; {} not active, skipped", paper.credits(skipped));
        let figures = if skipped > 0 { figures + &inactive } else { figures };
        match (self.status, self.operation) {
            (MonthStatus::Due, _) => format!("{month} is due.\n"),
            (MonthStatus::Granted, _) if dry_run => format!("Granted {month}: {figures}\n"),
            (MonthStatus::Granted, Some(operation)) => {
                format!("Granted {month}: {figures} (operation {operation})\n")
            }
            (MonthStatus::AlreadyGranted, Some(operation)) => {
                format!(
                    "{month} was granted already, by operation {operation}: {figures}. Nothing changed.\n"
                )
            }
            (_, None) => format!("{month}: nobody was due. Nothing changed.\n"),
        }
    }
}

#[derive(Debug, Serialize)]
struct GrantReceipt {
    #[serde(flatten)]
    outcome: Outcome,
    months: Vec<MonthReceipt>,
    /// Earlier months that are still open.
    missed: Vec<Month>,
    /// Only with `--check`: whether a grant is due.
    #[serde(skip_serializing_if = "Option::is_none")]
    due: Option<bool>,
    /// Only with `--print-head`: the digest of the newest operation.
    #[serde(skip_serializing_if = "Option::is_none")]
    head: Option<Digest>,
}

impl GrantReceipt {
    fn new(months: Vec<MonthReceipt>, missed: Vec<Month>, dry_run: bool) -> Self {
        let granted = months.iter().rev().find(|month| month.status == MonthStatus::Granted);
        let outcome = match granted {
            Some(month) => Outcome { changed: true, dry_run, operation: month.operation },
            None => Outcome::nothing(dry_run),
        };
        Self { outcome, months, missed, due: None, head: None }
    }
}

impl Document for GrantReceipt {
    fn human(&self, paper: &Paper) -> String {
        let dry = if self.outcome.changed && self.outcome.dry_run { "Dry run, nothing kept.\n" } else { "" };
        let none_due = if self.due == Some(false) { "No grant is due.\n" } else { "" };
        let lines: String = self.months.iter().map(|month| month.line(paper, self.outcome.dry_run)).collect();
        let head = self.head.map(|head| format!("Head: {head}\n")).unwrap_or_default();
        format!("{dry}{lines}{none_due}{head}")
    }
}

/// What there is to know before anything is granted.
struct Survey {
    /// The months that the command is about.
    months: Vec<MonthReceipt>,
    /// Earlier months that are open.
    missed: Vec<Month>,
    newest: Option<Month>,
}

/// Grants what is due, once.
pub(crate) fn run(app: &mut App, arguments: &GrantMonthly) -> Result<()> {
    let current = app.month()?;
    let made_in = refuse_early_clock(app, current)?;
    if let Some(future) = arguments.month.filter(|month| *month > current) {
        return Err(Error::usage(format!("{future} has not begun: the current month is {current}"))
            .hint("grant it when it has begun"));
    }
    let found = app.ledger()?.0.read(|reader| survey(reader, arguments, current))?;
    let newest = found.newest;
    warn_of_late_clock(app, current, newest);
    let mut receipt = match &arguments.user {
        Some(users) => grant_to(app, users, arguments.month.unwrap_or(current), current)?,
        None => grant(app, arguments, current, found)?,
    };
    warn_of_months_before(app, made_in, &receipt.months);
    let closed = receipt.months.iter().filter(|month| month.status == MonthStatus::Granted);
    warn_of_missed(app, &receipt.missed, closed.map(|month| month.month).chain(newest).max());
    let due = receipt.due == Some(true);
    if arguments.print_head {
        receipt.head = Some(app.ledger()?.0.head()?);
    }
    app.printer.receipt(&receipt)?;
    if due { Err(Error::silent(Code::Due)) } else { Ok(()) }
}

fn grant(app: &mut App, arguments: &GrantMonthly, current: Month, found: Survey) -> Result<GrantReceipt> {
    let dry_run = app.globals.dry_run;
    let Survey { months, missed, .. } = found;
    let is_due = months.iter().any(|month| month.status == MonthStatus::Due);
    if arguments.check {
        let due = months.into_iter().filter(|month| month.status == MonthStatus::Due).collect();
        return Ok(GrantReceipt { due: Some(is_due), ..GrantReceipt::new(due, missed, dry_run) });
    }
    // A closed month stays closed: a repeat needs no lock and ends here.
    if !is_due {
        return Ok(GrantReceipt::new(months, missed, dry_run));
    }
    let header = app.header(&About::plain("grant-monthly"), None);
    app.mutate(None, |writer, _| {
        let planned = survey(writer, arguments, current)?.months;
        let months =
            planned.into_iter().map(|month| settle(writer, &header, month)).collect::<Result<_>>()?;
        Ok(GrantReceipt::new(months, writer.missed_months(current)?, dry_run))
    })
}

fn survey(reader: &Reader<'_>, arguments: &GrantMonthly, current: Month) -> Result<Survey> {
    let closed = reader.all_closed_months()?;
    let newest = closed.newest();
    let months: Vec<Month> = match arguments.month {
        Some(month) => vec![month],
        None if arguments.catch_up => {
            let first_open = newest.map_or(current, |newest| newest.next().min(current));
            first_open.until(current.next()).collect()
        }
        None => vec![current],
    };
    let months = months.into_iter().map(|month| MonthReceipt::found(month, &closed)).collect();
    Ok(Survey { months, missed: closed.missed(current), newest })
}

fn settle(writer: &Writer<'_>, header: &Header, month: MonthReceipt) -> Result<MonthReceipt> {
    match month.status {
        MonthStatus::Due => {
            Ok(MonthReceipt::of(writer.grant_month(header.clone(), month.month)?, MonthStatus::Granted))
        }
        _ => Ok(month),
    }
}

/// Grants one month to named users who did not get it.
fn grant_to(app: &mut App, users: &Users, month: Month, current: Month) -> Result<GrantReceipt> {
    let selection = selection::resolve(app, users)?;
    let (header, dry_run) = (app.header(&About::plain("grant-monthly"), None), app.globals.dry_run);
    app.mutate(None, |writer, _| {
        writer.select(&selection, None)?;
        let (sealed, skipped) = writer.grant_month_to_selected(header.clone(), month)?;
        if let (Selection::User(email), None) = (&selection, sealed) {
            explain(writer, email, month, current)?;
        }
        let status = if sealed.is_some() { MonthStatus::Granted } else { MonthStatus::AlreadyGranted };
        let receipt = MonthReceipt {
            month,
            status,
            operation: sealed.map(|sealed| sealed.operation),
            granted: sealed.map_or(0, |sealed| sealed.users),
            skipped,
            credits: sealed.map_or(0, |sealed| sealed.total),
        };
        Ok(GrantReceipt::new(vec![receipt], writer.missed_months(current)?, dry_run))
    })
}

/// Why a user who was named got nothing: no error if they have had it.
fn explain(writer: &Writer<'_>, email: &crate::domain::Email, month: Month, current: Month) -> Result<()> {
    let (id, user) = writer.user(email, current)?;
    if writer.was_granted(id, month)? {
        return Ok(());
    }
    if writer.allowance(id, month)? == Credits::ZERO {
        let hint = if month < current {
            format!(
                "no allowance begins in the past; give credits with: rad-admin credits award {email} AMOUNT"
            )
        } else if !user.partner() {
            format!("grant the role first, with: rad-admin user edit {email} --partner on")
        } else {
            format!("set one with: rad-admin partner set {email} AMOUNT --from {month}")
        };
        return Err(Error::refused(format!("'{email}' has no allowance for {month}")).hint(hint));
    }
    debug_assert_ne!(user.status, Status::Active, "an active user with an allowance is due");
    Err(Error::refused(format!("'{email}' is {}, and only active users are granted", user.status))
        .hint(format!("activate the account first, with: rad-admin user edit {email} --active on")))
}

/// The month is the clock's. One from before the ledger is refused: all months since would be missed ones. Returns the
/// month in which the ledger was made.
fn refuse_early_clock(app: &mut App, current: Month) -> Result<Month> {
    let now = app.now;
    let store = app.ledger()?.0;
    let made_in = store.zone().month_of(store.created_at());
    if current >= made_in {
        return Ok(made_in);
    }
    Err(Error::setup(format!("the clock of this machine says {now}, and the ledger was made in {made_in}"))
        .hint("set it, then run the command again: months are granted by it"))
}

/// A later month that is closed already is worth a look and no more, for the clock may have been mended since.
fn warn_of_late_clock(app: &mut App, current: Month, newest: Option<Month>) {
    if let Some(later) = newest.filter(|month| *month > current) {
        let now = app.now;
        app.printer.warning(&format!(
            "{later} was granted already, and the clock of this machine says {now}: it is behind now, or was ahead then"
        ));
    }
}

/// A month from before the ledger may be granted, and is closed for good like any other: as a rule it is a slip.
fn warn_of_months_before(app: &mut App, made_in: Month, months: &[MonthReceipt]) {
    let is_empty = |month: &&MonthReceipt| month.granted + month.skipped == 0;
    let granted = months.iter().filter(|month| month.status == MonthStatus::Granted).filter(is_empty);
    let before: Vec<_> = granted.map(|month| month.month).filter(|month| *month < made_in).collect();
    if let Some(which) = named(&before) {
        app.printer.warning(&format!("nobody had an allowance in {which}: the ledger was made in {made_in}"));
    }
}

fn warn_of_missed(app: &mut App, missed: &[Month], newest: Option<Month>) {
    let (Some(which), Some(command)) = (named(missed), remedy(missed, newest)) else { return };
    let what = match missed {
        [_] => "was not granted; grant it with",
        _ if command == CATCH_UP => "were not granted; grant them with",
        _ => "were not granted; grant them one by one, the first with",
    };
    app.printer.warning(&format!("{which} {what}: {command}"));
}

/// The command that grants what was missed as well as what is due.
pub(crate) const CATCH_UP: &str = "rad-admin grant-monthly --catch-up";

/// The command that grants months that were missed, where there are any: those after the newest closed one are caught up
/// together with the current month, those before it are granted one by one.
pub(crate) fn remedy(missed: &[Month], newest: Option<Month>) -> Option<String> {
    missed.first().map(|first| match newest {
        Some(newest) if *first < newest => format!("rad-admin grant-monthly --month {first}"),
        _ => CATCH_UP.to_owned(),
    })
}

/// Months in a few words, where there are any.
fn named(months: &[Month]) -> Option<String> {
    match months {
        [] => None,
        [only] => Some(only.to_string()),
        [first, last] => Some(format!("{first} and {last}")),
        [first, .., last] => Some(format!("{} months between {first} and {last}", months.len())),
    }
}
