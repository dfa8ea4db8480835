//! `init`.

use serde::Serialize;

use crate::app::{self, App};
use crate::cli::Init;
use crate::commands::shared::receipt::Outcome;
use crate::domain::Zone;
use crate::error::Result;
use crate::output::{Document, Paper};
use crate::store::{Created, Store};

#[derive(Serialize)]
struct InitReceipt {
    #[serde(flatten)]
    outcome: Outcome,
    database: String,
    timezone: Zone,
}

impl Document for InitReceipt {
    fn human(&self, paper: &Paper) -> String {
        let database = paper.clean(&self.database);
        match (self.outcome.changed, self.outcome.dry_run) {
            (true, false) => format!("Made the database {database} (months begin in {}).\n", self.timezone),
            (true, true) => {
                format!(
                    "Dry run, nothing kept: Made the database {database} (months begin in {}).\n",
                    self.timezone
                )
            }
            (false, _) => format!("The database {database} is there already; nothing changed.\n"),
        }
    }
}

/// Makes the database; a second time changes nothing.
pub(crate) fn run(app: &mut App, arguments: &Init) -> Result<()> {
    let path = app.settings.database.value.clone();
    let zone = arguments.timezone.map_or_else(app::system_zone, Ok)?;
    let dry_run = app.globals.dry_run;
    let (timezone, created) = if dry_run && !Store::is_at(&path)? {
        Store::require_free_name(&path)?;
        (zone, Created::New)
    } else {
        let (store, created) = Store::create(&path, zone, app.now, app.lock_timeout())?;
        let timezone = store.zone();
        app.adopt(store);
        (timezone, created)
    };
    if let Some(asked) = arguments.timezone.filter(|asked| *asked != timezone) {
        app.printer.warning(&format!("the database keeps its time zone {timezone}; {asked} was not set"));
    }
    let outcome = Outcome::without_operation(created == Created::New, dry_run);
    app.printer.receipt(&InitReceipt { outcome, database: path.display().to_string(), timezone })
}
