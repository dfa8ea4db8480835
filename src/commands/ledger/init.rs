//! `init`: creates the database.

use serde::Serialize;

use crate::app::{self, App};
use crate::cli::Init;
use crate::commands::shared::receipt::Outcome;
use crate::domain::Zone;
use crate::error::Result;
use crate::output::{Document, Formatter};
use crate::store::{Created, Store};

#[derive(Serialize)]
struct InitReceipt {
    #[serde(flatten)]
    outcome: Outcome,
    database: String,
    timezone: Zone,
    /// Whether the database already existed.
    #[serde(skip)]
    is_existing: bool,
}

impl Document for InitReceipt {
    fn human(&self, formatter: &Formatter) -> String {
        let (database, zone) = (formatter.clean(&self.database), self.timezone);
        let dry = if self.outcome.dry_run { "Dry run, nothing kept: " } else { "" };
        match (self.outcome.changed, self.is_existing) {
            (true, false) => format!("{dry}Made the ledger {database} (months begin in {zone}).\n"),
            (true, true) => format!("{dry}Changed the time zone of the ledger {database} to {zone}.\n"),
            (false, _) => format!("The ledger {database} is there already; nothing changed.\n"),
        }
    }
}

/// Creates the database. On an existing one without operations, it changes the zone if the line gives one.
pub(crate) fn run(app: &mut App, arguments: &Init) -> Result<()> {
    let target = app.settings.database.value.clone();
    let zone = arguments.timezone.map_or_else(app::system_zone, Ok)?;
    let dry_run = app.globals.dry_run;
    if arguments.print_sql {
        return app.printer.raw_text(&Store::script(&target, zone, app.now)?);
    }
    let mut receipt = InitReceipt {
        outcome: Outcome::without_operation(true, dry_run),
        database: target.to_string(),
        timezone: zone,
        is_existing: false,
    };
    app.require_plain(&receipt)?;
    if dry_run && !Store::is_at_target(&target, app.lock_timeout())? {
        Store::require_free_target(&target)?;
        return app.printer.receipt(&receipt);
    }
    let (mut store, created) = Store::create_at(&target, zone, app.now, app.lock_timeout())?;
    if created == Created::Existing {
        receipt.is_existing = true;
        receipt.timezone = arguments.timezone.unwrap_or(store.zone());
        receipt.outcome.changed = receipt.timezone != store.zone();
        if receipt.outcome.changed {
            store.write(app.mode(), |writer| writer.change_zone(zone))?;
        }
    }
    app.adopt(store)?;
    app.printer.receipt(&receipt)
}
