//! `status`: an overview on one screen, and what needs attention.

use serde::Serialize;

use super::attention::attention;
use super::bars;
use super::month_row::MonthRow;
use crate::app::App;
use crate::cli::Overview;
use crate::commands::shared::moment::Moment;
use crate::domain::{Month, OperationId, Role, Timestamp, Zone};
use crate::output::{Document, Formatter, Printer, counted};
use crate::store::{
    ClosedMonth, CreditSums, InvitationCounts, MailCounts, Reader, RoleCounts, Store, Summary, UserCounts,
};
use crate::{Error, Result};

pub(crate) fn run(app: &mut App, arguments: &Overview) -> Result<()> {
    let now = app.now;
    let (store, printer) = app.ledger()?;
    let moment = Moment::named(store.zone(), now, arguments.at, printer);
    show(store, printer, moment)
}

/// Prints the overview at the given moment. Exit 3 if there was no ledger yet.
fn show(store: &mut Store, printer: &mut Printer, moment: Moment) -> Result<()> {
    let (zone, created_at) = (store.zone(), store.created_at());
    if moment.time < created_at {
        return Err(Error::not_found("there was no ledger yet").hint(format!("it was made at {created_at}")));
    }
    let summary = store.read(|reader| {
        if !moment.is_past {
            return reader.summary(moment.time);
        }
        reader.go_back_to(moment.time)?;
        reader.past_summary(moment.time)
    })?;
    let mut status = PlatformStatus::new(summary, moment, zone, created_at);
    status.attention.iter_mut().for_each(|what| *what = printer.with_ledger_flags(what));
    printer.document(&status)
}

#[derive(Serialize)]
struct PlatformStatus {
    /// The requested moment, at the latest now; null if none was given.
    at: Option<Timestamp>,
    /// Whether the moment is in the past. Figures known only for the present are null then.
    #[serde(skip)]
    is_past: bool,
    /// When the ledger was created.
    created_at: Timestamp,
    /// The zone in which months begin.
    timezone: Zone,
    /// The place that the ledger has moved to.
    moved_to: Option<String>,
    database_bytes: Option<u64>,
    /// Users: `total`, and by status `invited`, `active`, `inactive`, `erased`.
    users: UserCounts,
    /// Users by role, whatever their status, with a key for each role.
    roles: RoleCounts,
    /// Sums of all balances: `awarded`, `purchased`, `balance`.
    credits: CreditSums,
    /// Invitations not yet accepted: `open`, `expired`.
    invitations: Option<InvitationCounts>,
    /// Unsent messages: `queued`, `failed`.
    mail: Option<MailCounts>,
    operations: u64,
    entries: u64,
    /// The grant of the newest closed month; null before the first.
    last_grant: Option<Grant>,
    next_grant: Option<NextGrant>,
    /// Owed months before the current one, oldest first.
    missed: Option<Vec<Month>>,
    #[serde(skip)]
    current: Month,
    /// The newest closed months, at most 12, newest first, as in receipts of the grant.
    months: Vec<MonthRow>,
    #[serde(skip)]
    closed: Vec<ClosedMonth>,
    /// What needs attention, in words.
    attention: Vec<String>,
}

/// A past grant.
#[derive(Serialize)]
struct Grant {
    month: Month,
    at: Timestamp,
    operation: OperationId,
    /// The number of users who were paid.
    granted: u64,
    credits: i64,
}

/// The first open month, from the current one on.
#[derive(Serialize)]
struct NextGrant {
    month: Month,
    /// When the month begins.
    starts_at: Timestamp,
    /// Whether the month is owed, as for `grant-monthly --check`.
    due: bool,
}

impl PlatformStatus {
    fn new(summary: Summary, moment: Moment, zone: Zone, created_at: Timestamp) -> Self {
        let current = zone.month_of(moment.time);
        let is_now = !moment.is_past;
        let month = summary.next_month;
        // A ledger that has moved grants nothing any more.
        let grants = is_now && summary.moved_to.is_none();
        let due = grants && summary.owed.contains(&month);
        let next_grant = NextGrant { month, starts_at: zone.start_of(month), due };
        let missed: Vec<Month> = summary.owed.iter().filter(|month| **month < current).copied().collect();
        Self {
            at: moment.is_named.then_some(moment.time),
            is_past: moment.is_past,
            attention: if is_now {
                attention(&summary, current, &missed, due.then_some(month))
            } else {
                Vec::new()
            },
            created_at,
            timezone: zone,
            database_bytes: is_now.then_some(summary.database_bytes),
            users: summary.users,
            roles: summary.roles,
            credits: summary.credits,
            invitations: is_now.then_some(summary.invitations),
            mail: is_now.then_some(summary.mail),
            operations: summary.operations,
            entries: summary.entries,
            last_grant: summary.last_grant.map(|last| Grant {
                month: last.month,
                at: last.at,
                operation: last.operation,
                granted: last.granted,
                credits: last.credits,
            }),
            next_grant: grants.then_some(next_grant),
            missed: grants.then_some(missed),
            moved_to: summary.moved_to,
            current,
            months: summary.months.iter().map(|closed| MonthRow::of_closed(*closed, zone)).collect(),
            closed: summary.months,
        }
    }

    fn users_text(&self, formatter: &Formatter) -> String {
        let UserCounts { total, invited, active, inactive, erased } = self.users;
        let erased =
            if erased > 0 { format!(", {} erased", formatter.credits(erased)) } else { String::new() };
        format!(
            "{} ({} active, {} invited, {} inactive{erased})",
            formatter.credits(total),
            formatter.credits(active),
            formatter.credits(invited),
            formatter.credits(inactive)
        )
    }

    fn roles_text(&self, formatter: &Formatter) -> String {
        let count = |(role, users): &(Role, u64)| format!("{} {role}", formatter.credits(*users));
        self.roles.0.iter().filter(|(_, users)| *users > 0).map(count).collect::<Vec<_>>().join(", ")
    }

    fn credits_text(&self, formatter: &Formatter) -> String {
        let CreditSums { awarded, purchased, balance } = self.credits;
        format!(
            "{} ({} awarded, {} purchased)",
            formatter.bold(&formatter.credits(balance)),
            formatter.credits(awarded),
            formatter.credits(purchased)
        )
    }

    fn last_grant_text(&self, formatter: &Formatter) -> String {
        self.last_grant.as_ref().map_or_else(
            || "none yet".to_owned(),
            |last| {
                format!(
                    "{}: {} to {}, {}, operation {}",
                    last.month,
                    counted(last.credits, "credit", "credits"),
                    counted(last.granted, "user", "users"),
                    formatter.time(last.at),
                    last.operation
                )
            },
        )
    }

    fn next_grant_text(next: &NextGrant, formatter: &Formatter) -> String {
        let NextGrant { month, starts_at, due } = next;
        let begins = format!("{month}, from {} on", formatter.time(*starts_at));
        if *due { format!("{month}, {}", formatter.word("due")) } else { begins }
    }
}

impl PlatformStatus {
    fn facts(&self, formatter: &Formatter) -> Vec<(&'static str, String)> {
        let mut facts = Vec::new();
        facts.extend(self.at.map(|at| ("As of", formatter.time(at))));
        facts.extend(self.moved_to.as_ref().map(|place| ("Moved to", formatter.clean(place).into_owned())));
        facts.push(("Users", self.users_text(formatter)));
        let roles = self.roles_text(formatter);
        facts.push(("Roles", if roles.is_empty() { "-".to_owned() } else { roles }));
        facts.push(("Credits", self.credits_text(formatter)));
        facts.push(("Last grant", self.last_grant_text(formatter)));
        facts.extend(
            self.next_grant.as_ref().map(|next| ("Next grant", Self::next_grant_text(next, formatter))),
        );
        facts.extend(self.invitations.map(|invitations| {
            let [open, expired] =
                [invitations.open, invitations.expired].map(|count| formatter.credits(count));
            ("Invitations", format!("{open} open, {expired} expired"))
        }));
        facts.extend(self.mail.map(|mail| {
            let [queued, failed] = [mail.queued, mail.failed].map(|count| formatter.credits(count));
            ("Mail unsent", format!("{queued} queued, {failed} failed"))
        }));
        let operations = counted(self.operations, "operation", "operations");
        let entries = counted(self.entries, "entry", "entries");
        let bytes = self.database_bytes.map(|bytes| format!(", {}", size(bytes))).unwrap_or_default();
        facts.push(("Ledger", format!("{operations}, {entries}{bytes}")));
        let since = format!("{}, months begin in {}", formatter.time(self.created_at), self.timezone);
        facts.push(("Since", since));
        facts
    }
}

impl Document for PlatformStatus {
    fn human(&self, formatter: &Formatter) -> String {
        let mut text = formatter.facts(&self.facts(formatter));
        let grants = bars::months(&self.closed, self.current, formatter);
        if !grants.is_empty() {
            text += "\n";
            text += &formatter.heading("Credits granted in the last twelve months");
            text += &grants;
        }
        if self.is_past {
            return text;
        }
        text += "\n";
        text += &formatter.heading("Needs attention");
        if self.attention.is_empty() {
            text += &formatter.indented(&formatter.well("nothing"));
        }
        for what in &self.attention {
            text += &formatter.indented(&formatter.waiting(what));
        }
        text
    }
}

/// Says what needs attention as of `now`.
pub(super) fn attention_at(reader: &Reader<'_>, now: Timestamp) -> Result<Vec<String>> {
    let zone = reader.zone();
    let moment = Moment::now(zone, now);
    Ok(PlatformStatus::new(reader.summary(now)?, moment, zone, now).attention)
}

/// Prints a size in a suitable unit, with one decimal place.
fn size(bytes: u64) -> String {
    const UNITS: [&str; 4] = ["KiB", "MiB", "GiB", "TiB"];
    let (mut tenths, mut unit) = (bytes.saturating_mul(10) / 1024, 0);
    while tenths >= 10_240 && unit + 1 < UNITS.len() {
        tenths /= 1024;
        unit += 1;
    }
    format!("{}.{} {}", tenths / 10, tenths % 10, UNITS[unit])
}
