//! `user export`: all data about a person.

use serde::Serialize;

use crate::app::App;
use crate::cli::user::UserExport;
use crate::cli::values::OutputChoice;
use crate::domain::{Timestamp, Zone};
use crate::error::{Error, Result};
use crate::output::{Document, Format, Formatter};
use crate::store::PersonExport;
use crate::text::json;

pub(crate) fn run(app: &mut App, arguments: &UserExport) -> Result<()> {
    if let Some(OutputChoice::Format(format)) = app.globals.output
        && !matches!(format, Format::Json | Format::Jsonl)
    {
        let format = format.as_str();
        return Err(Error::usage(format!("an export is one JSON document: -o {format} cannot hold it"))
            .hint("leave -o out, or use -o json or -o jsonl"));
    }
    let now = app.now;
    let (store, printer) = app.ledger()?;
    let timezone = store.zone();
    let held = store.read(|reader| reader.export(&arguments.user, timezone.month_of(now), now))?;
    printer.document(&ExportedPerson { exported_at: now, timezone, held })
}

#[derive(Serialize)]
struct ExportedPerson {
    exported_at: Timestamp,
    timezone: Zone,
    #[serde(flatten)]
    held: PersonExport,
}

impl Document for ExportedPerson {
    /// Prints JSON for people too: the data is handed to the person, and no table can hold all of it.
    fn human(&self, _: &Formatter) -> String {
        json::to_string(self, true).unwrap_or_else(|error| error.to_string())
    }
}
