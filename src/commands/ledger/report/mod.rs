//! `report`: the sums of a period.

pub(crate) mod lines;
mod page;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::app::App;
use crate::cli::report::Report;
use crate::cli::users::Users;
use crate::commands::shared::page::{PageTarget, by_actor};
use crate::commands::shared::period::Seconds;
use crate::commands::shared::selection;
use crate::domain::{ReportKey, Timestamp, Zone};
use crate::error::Result;
use crate::output::{Document, Format, Formatter, counted};
use crate::store::{CreditSums, Flow, NettedOut, PeriodSums, Reader, ReportQuery};
use lines::ReportLine;

pub(crate) fn run(app: &mut App, arguments: &Report) -> Result<()> {
    let (now, dry_run, actor) = (app.now, app.globals.dry_run, app.globals.actor.clone());
    let target = arguments.html.as_deref().map(|path| PageTarget::of(path, app)).transpose()?;
    let selection = selection::maybe_resolve(app, arguments.users.as_ref(), &arguments.narrowed.conditions)?;
    let (store, printer) = app.ledger()?;
    let zone = store.zone();
    let period = Seconds::of(&arguments.period, zone, store.created_at(), now)?;
    period.note(&arguments.period, zone, now).iter().for_each(|note| printer.remark(note));
    let Seconds { since, until } = period;
    let mut by = distinct(&arguments.by);
    if by.is_empty() {
        by.push(ReportKey::Kind);
    }
    let query =
        ReportQuery { selection, since, until, actor, by, by_direction: false, gross: arguments.gross };
    if let Some(target) = target {
        let users = arguments.users.iter().map(Users::to_string);
        let whom: Vec<_> = users.chain(arguments.narrowed.conditions.iter().cloned()).collect();
        let formatter = printer.formatter();
        let page = store
            .read(|reader| page::page(&reader.report(&query)?, &query, &whom, reader, &formatter, now))?;
        return target.put(&page, dry_run, printer);
    }
    let report = store.read(|reader| PeriodReport::of(&query, reader))?;
    if report.by.contains(&ReportKey::Role) {
        printer.remark("a user counts in each of their roles, so the lines do not add up to the difference");
    }
    if printer.format() == Format::Json || printer.is_for_people() {
        return printer.document(&report);
    }
    let mut list = printer.list_of(lines::columns(&report.by))?;
    for line in report.lines() {
        list.push(&line)?;
    }
    list.finish().map(|_| ())
}

/// Returns the keys, each once, in the order in which they were named.
fn distinct(named: &[ReportKey]) -> Vec<ReportKey> {
    let mut keys = Vec::new();
    for key in named {
        if !keys.contains(key) {
            keys.push(*key);
        }
    }
    keys
}

/// The sums of a period.
struct PeriodReport {
    since: Timestamp,
    until: Timestamp,
    timezone: Zone,
    actor: Option<String>,
    by: Vec<ReportKey>,
    gross: bool,
    sums: PeriodSums,
}

impl PeriodReport {
    fn of(query: &ReportQuery, reader: &Reader<'_>) -> Result<Self> {
        let ReportQuery { since, until, gross, .. } = *query;
        let (actor, by, sums) = (query.actor.clone(), query.by.clone(), reader.report(query)?);
        Ok(Self { since, until, timezone: reader.zone(), actor, by, gross, sums })
    }

    /// Returns the lines: opening, flows, what others did, closing.
    fn lines(&self) -> Vec<ReportLine> {
        let PeriodSums { opening, flows, others, netted_out, closing } = &self.sums;
        let mut lines = vec![ReportLine::balance("opening", *opening)];
        lines.extend(flows.iter().map(|flow| ReportLine::flow(&self.by, flow)));
        lines.extend(others.map(|others| ReportLine::balance("others", others)));
        if netted_out.operations > 0 {
            let nothing = ReportLine::balance("netted_out", CreditSums::default());
            lines.push(nothing.counting(netted_out.entries));
        }
        lines.push(ReportLine::balance("closing", *closing));
        lines
    }
}

impl Serialize for PeriodReport {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let PeriodSums { opening, flows, others, netted_out, closing } = &self.sums;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("since", &self.since)?;
        map.serialize_entry("until", &self.until)?;
        map.serialize_entry("timezone", &self.timezone)?;
        map.serialize_entry("actor", &self.actor)?;
        map.serialize_entry("by", &self.by.iter().map(|key| key.as_str()).collect::<Vec<_>>())?;
        map.serialize_entry("gross", &self.gross)?;
        map.serialize_entry("opening", opening)?;
        let flows: Vec<_> = flows.iter().map(|flow| FlowRow { by: &self.by, flow }).collect();
        map.serialize_entry("flows", &flows)?;
        map.serialize_entry("others", others)?;
        map.serialize_entry("netted_out", netted_out)?;
        map.serialize_entry("closing", closing)?;
        map.end()
    }
}

/// The keys of a flow with its sums.
struct FlowRow<'r> {
    by: &'r [ReportKey],
    flow: &'r Flow,
}

impl Serialize for FlowRow<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Flow { keys, credits, entries } = self.flow;
        let mut map = serializer.serialize_map(None)?;
        for (key, value) in self.by.iter().zip(keys) {
            map.serialize_entry(key.as_str(), value)?;
        }
        map.serialize_entry("awarded", &credits.awarded)?;
        map.serialize_entry("purchased", &credits.purchased)?;
        map.serialize_entry("balance", &credits.balance)?;
        map.serialize_entry("entries", entries)?;
        map.end()
    }
}

impl Document for PeriodReport {
    fn human(&self, formatter: &Formatter) -> String {
        let mut heading =
            format!("{} to {} ({})", formatter.time(self.since), formatter.time(self.until), self.timezone);
        heading += &self.actor.as_deref().map(|actor| by_actor(actor, formatter)).unwrap_or_default();
        let mut text = formatter.heading(&heading);
        text += &lines::table(&self.by, &self.lines(), formatter);
        let NettedOut { operations, credits, .. } = self.sums.netted_out;
        if operations > 0 {
            let operations = counted(operations, "operation was", "operations were");
            let credits = formatter.credits(credits);
            text += &formatter.dim(&format!(
                "left out: {operations} undone within the period, wholly or in part: {credits} credits; --gross shows them"
            ));
            text += "\n";
        }
        text
    }
}
