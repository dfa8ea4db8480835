//! Checks the ledger: whether it opens, its schema, clock, zone, months, messages and admins.

use super::finding::Finding;
use crate::app::{self, App, Routine};
use crate::commands::ledger::attention::{command_for_an_admin, named_months};
use crate::commands::ledger::grant::{CATCH_UP, granted_early, undo_of};
use crate::domain::{Month, Timestamp, Zone};
use crate::error::Result;
use crate::output::counted;
use crate::store::{Summary, UnfinishedErasure};

/// Backups run every night, and one may fail.
const BACKUP_DAYS: i64 = 2;
/// The ledger is verified every week.
const VERIFY_DAYS: i64 = 8;

/// Returns whether the ledger has moved. Then there is nothing to do here but to name the new place.
pub(super) fn check(app: &mut App, findings: &mut Vec<Finding>) -> bool {
    examine(app, findings).unwrap_or_else(|error| {
        findings.push(Finding::failure("ledger", &error, "rad-admin verify"));
        false
    })
}

fn examine(app: &mut App, findings: &mut Vec<Finding>) -> Result<bool> {
    let now = app.now;
    let at_once = app.settings.months_at_once();
    let (store, _) = app.ledger()?;
    let zone = store.zone();
    let current = zone.month_of(now);
    let created = store.created_at();
    let mut lacks_right = false;
    let (summary, newest, schema, erasure) = store.read(|reader| {
        lacks_right = reader.lacks_temporary_tables()?;
        let schema = reader.schema_difference()?;
        Ok((reader.summary(now)?, reader.latest_time()?, schema, reader.unfinished_erasure()?))
    })?;
    findings.push(match &summary.moved_to {
        None => Finding::ok("ledger", counted(summary.operations, "operation", "operations")),
        Some(place) => Finding::error(
            "ledger",
            format!("it has moved to {place}; this copy takes no more writes"),
            format!("name it in the configuration, or in RAD_ADMIN_DB: {place}"),
        ),
    });
    findings.push(match schema {
        None => Finding::ok("schema", "as this version makes it"),
        Some(what) => Finding::error(
            "schema",
            format!("something other than rad-admin changed it: {what}"),
            "compare the file with the last intact backup: rad-admin verify --db BACKUP",
        ),
    });
    if lacks_right {
        findings.push(Finding::error(
            "rights",
            "the server's user may make no temporary tables, which proofs and reports need",
            "ask the database's administrator: GRANT TEMPORARY ON DATABASE … TO …_reader, …_operator",
        ));
    }
    if summary.moved_to.is_some() {
        return Ok(true);
    }
    let ahead = zone.month_of(newest).until(current).count() as u64;
    findings.push(clock(now, newest, ahead > at_once));
    findings.push(time_zone(zone));
    findings.extend([
        routine(
            app,
            Routine::Backup,
            "the newest backup by this account",
            (created, BACKUP_DAYS),
            "rad-admin backup FILE",
        ),
        routine(
            app,
            Routine::Verify,
            "the newest proof by this account",
            (created, VERIFY_DAYS),
            "rad-admin verify",
        ),
    ]);
    findings.extend([
        months(&summary, current, ahead.max(summary.owed.len() as u64) > at_once),
        outbox(&summary),
        admins(&summary),
        erasures(erasure),
    ]);
    Ok(false)
}

fn clock(now: Timestamp, newest: Timestamp, is_far_ahead: bool) -> Finding {
    if newest > now {
        Finding::error(
            "clock",
            format!("an operation is dated {newest}, and the clock says {now}"),
            "correct the clock of this machine, then look at: rad-admin log --sort -at --limit 5",
        )
    } else if is_far_ahead {
        Finding::warning(
            "clock",
            format!("the clock says {now}, and the newest operation is dated {newest}"),
            "compare the clock with: date -u; if it is right, run: rad-admin grant-monthly --catch-up -n",
        )
    } else {
        Finding::ok("clock", format!("{now}; the newest operation is dated {newest}"))
    }
}

fn time_zone(zone: Zone) -> Finding {
    match app::system_zone() {
        Ok(system) if system == zone => Finding::ok("timezone", format!("months begin in {zone}")),
        Ok(system) => Finding::ok(
            "timezone",
            format!("months begin in {zone}; this machine uses {system}, which changes nothing"),
        ),
        Err(error) => Finding::failure(
            "timezone",
            &error,
            "set the time zone of this machine: timedatectl set-timezone ZONE",
        ),
    }
}

/// Warns if this account's last run of the routine is too old. If it has none, only a person knows whether another account does
/// it, so that a ledger older than `most_days` gets an advice.
fn routine(
    app: &mut App,
    routine: Routine,
    what: &str,
    (created, most_days): (Timestamp, i64),
    command: &str,
) -> Finding {
    const DAY_SECONDS: i64 = 86_400;
    let check = routine.as_str();
    let Some(at) = app.last_done(routine) else {
        let message = format!("{what} is not known: this account has made none, or has no state folder");
        let is_new = app.now.seconds() - created.seconds() <= most_days * DAY_SECONDS;
        return if is_new {
            Finding::ok(check, message)
        } else {
            Finding::advice(check, message, format!("unless another account does it, run: {command}"))
        };
    };
    let days = (app.now.seconds() - at.seconds()) / DAY_SECONDS;
    if days > most_days {
        let days = counted(days, "day", "days");
        return Finding::warning(check, format!("{what} is {days} old: {at}"), command);
    }
    Finding::ok(check, format!("{what} is from {at}"))
}

fn months(summary: &Summary, current: Month, is_too_far: bool) -> Finding {
    let owed = &summary.owed;
    if owed.is_empty() {
        let early = summary.months.iter().find(|closed| closed.month > current);
        return early.map_or_else(
            || Finding::ok("months", "none is owed"),
            |early| Finding::error("months", granted_early(early), undo_of(early)),
        );
    }
    let fix = if is_too_far {
        format!("{CATCH_UP} -n; then, with the total that it shows: {CATCH_UP} --confirm TOTAL")
    } else {
        CATCH_UP.to_owned()
    };
    Finding::error("months", format!("owed and not granted: {}", named_months(owed)), fix)
}

fn outbox(summary: &Summary) -> Finding {
    match (summary.mail.failed, summary.mail.queued) {
        (0, 0) => Finding::ok("outbox", "no message waits"),
        (0, queued) => Finding::warning(
            "outbox",
            format!("{} waiting to be sent", counted(queued, "message", "messages")),
            "rad-admin mail flush",
        ),
        (failed, _) => Finding::warning(
            "outbox",
            format!("{} could not be sent", counted(failed, "message", "messages")),
            "see: rad-admin mail list; then: rad-admin mail retry, or mail drop",
        ),
    }
}

fn admins(summary: &Summary) -> Finding {
    match summary.active_admins {
        0 => Finding::warning("admins", "no user is an active admin", command_for_an_admin(summary)),
        admins => Finding::ok("admins", format!("{} active", counted(admins, "admin is", "admins are"))),
    }
}

fn erasures(unfinished: Option<UnfinishedErasure>) -> Finding {
    const CHECK: &str = "erasures";
    let Some(UnfinishedErasure { operation, placeholder }) = unfinished else {
        return Finding::ok(CHECK, "none is unfinished");
    };
    Finding::warning(
        CHECK,
        format!("operation {operation} is not finished: the file or its log may still hold what it erased"),
        format!("when nobody reads the ledger: rad-admin user erase {placeholder} --reason TEXT"),
    )
}
