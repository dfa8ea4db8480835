//! A report as an HTML page, for people without a terminal.

use crate::commands::ledger::status;
use crate::commands::shared::page::{add, figures};
use crate::commands::shared::period::Seconds;
use crate::domain::{Condition, Month, Operand, ReportKey, Role, Roles, Sort, Timestamp, User};
use crate::error::Result;
use crate::output::{Formatter, HtmlCell, HtmlPage, counted};
use crate::store::{CreditSums, Flow, ListQuery, NettedOut, PeriodSums, Reader, ReportQuery};

/// The length of each list of users.
const SHOWN_USERS: u64 = 10;

/// Returns the page. A report of all users also shows the highest balances and what needs attention, as of `now`.
pub(super) fn page(
    sums: &PeriodSums,
    query: &ReportQuery,
    whom: &[String],
    reader: &Reader<'_>,
    formatter: &Formatter,
    now: Timestamp,
) -> Result<String> {
    let PeriodSums { opening, flows, netted_out, closing, .. } = sums;
    let zone = reader.zone();
    let period = Seconds { since: query.since, until: query.until };
    let below = [&[period.text(zone, formatter)], whom].concat();
    let mut page = HtmlPage::new("Credits report", &below.join(", "));
    let directions =
        reader.report(&ReportQuery { by: Vec::new(), by_direction: true, ..query.clone() })?.flows;
    let changes = directions.iter().map(|flow| flow.credits.balance);
    let (came, went) = changes.partition::<Vec<_>, _>(|change| *change > 0);
    figures(&mut page, *opening, came.iter().sum(), -went.iter().sum::<i128>(), *closing);
    chart(&mut page, period, query, reader)?;
    let note = notes(query, *netted_out);
    page.table("What came and went", &titles(&query.by), &rows(flows), note.as_deref());
    if query.selection.is_none() {
        let month = zone.month_of(now);
        let top = ListQuery { sort: vec![descending("balance")], ..ListQuery::default() };
        let top = users(reader, top, month, User::balance)?;
        page.table("Highest balances today", &["User", "Balance"], &top, None);
        let partner = Operand::Roles(Roles::default().with(Role::Partner));
        let partners = ListQuery {
            sort: vec![descending("allowance")],
            ..ListQuery::of(Condition::any_of("role", vec![partner]))
        };
        let partners = users(reader, partners, month, |user| user.allowance.get())?;
        page.table("Largest monthly allowances", &["Partner", "Credits a month"], &partners, None);
        let attention = status::attention_at(reader, now)?;
        if attention.is_empty() {
            page.table("Needs attention", &[], &[], Some("Nothing."));
        } else {
            page.list("Needs attention", &attention);
        }
    }
    Ok(page.end(&format!("Made by rad-admin on {} ({})", formatter.time(now), zone)))
}

/// Adds a chart of what came and went on each day or in each month.
fn chart(page: &mut HtmlPage, period: Seconds, query: &ReportQuery, reader: &Reader<'_>) -> Result<()> {
    let (mut columns, is_daily) = period.columns(reader.zone());
    let (heading, key) =
        if is_daily { ("Day by day", ReportKey::Day) } else { ("Month by month", ReportKey::Month) };
    let parts = reader.report(&ReportQuery { by: vec![key], by_direction: true, ..query.clone() })?;
    for flow in &parts.flows {
        if let Some(Some(name)) = flow.keys.first() {
            add(&mut columns, name, flow.credits.balance);
        }
    }
    page.chart(heading, &columns);
    Ok(())
}

fn notes(query: &ReportQuery, NettedOut { operations, credits, .. }: NettedOut) -> Option<String> {
    let netted = (operations > 0).then(|| {
        let operations = counted(operations, "operation", "operations");
        let credits = counted(credits, "credit", "credits");
        format!("Undone within the period, and left out: {operations}, {credits}.")
    });
    let by_role = query.by.contains(&ReportKey::Role);
    let counted_twice = by_role.then(|| "A user counts in each of their roles.".to_owned());
    let notes: Vec<_> = [netted, counted_twice].into_iter().flatten().collect();
    (!notes.is_empty()).then(|| notes.join(" "))
}

fn titles(by: &[ReportKey]) -> Vec<&'static str> {
    let title = |key: &ReportKey| match key {
        ReportKey::Month => "Month",
        ReportKey::Day => "Day",
        ReportKey::Kind => "Kind",
        ReportKey::Bucket => "Bucket",
        ReportKey::User => "User",
        ReportKey::Role => "Role",
        ReportKey::Domain => "Domain",
        ReportKey::Actor => "Actor",
        ReportKey::Reference => "Reference",
        ReportKey::Command => "Command",
    };
    by.iter().map(title).chain(["", "Awarded", "Purchased", "Total"]).collect()
}

fn rows(flows: &[Flow]) -> Vec<Vec<HtmlCell>> {
    let most = flows.iter().map(|flow| flow.credits.balance.abs()).max().unwrap_or(0);
    let row = |flow: &Flow| {
        let key = |key: &Option<String>| HtmlCell::text(key.as_deref().unwrap_or("-"));
        let CreditSums { awarded, purchased, balance } = flow.credits;
        let mut row: Vec<_> = flow.keys.iter().map(key).collect();
        row.push(HtmlCell::Bar { number: balance, most });
        row.extend([awarded, purchased].map(HtmlCell::Detail));
        row.push(HtmlCell::Change(balance));
        row
    };
    flows.iter().map(row).collect()
}

const fn descending(key: &'static str) -> Sort {
    Sort { key, descending: true }
}

/// Returns the first users of the query with their figures, and leaves out those with 0.
fn users(
    reader: &Reader<'_>,
    query: ListQuery,
    current: Month,
    figure: impl Fn(&User) -> i64,
) -> Result<Vec<Vec<HtmlCell>>> {
    let mut rows = Vec::new();
    reader.list_users(&ListQuery { limit: Some(SHOWN_USERS), ..query }, current, |user| {
        let number = figure(user);
        if number > 0 {
            let address = user.email.to_string();
            let text = match &user.name {
                Some(name) => HtmlCell::Text { text: name.clone(), below: Some(address) },
                None => HtmlCell::text(address),
            };
            rows.push(vec![text, HtmlCell::Number(number.into())]);
        }
        Ok(())
    })?;
    Ok(rows)
}
