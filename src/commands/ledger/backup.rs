//! `backup`: copies the live database.

use serde::Serialize;

use super::verify::not_proven;
use crate::app::{App, Routine};
use crate::cli::copies::Backup;
use crate::commands::shared::receipt::Outcome;
use crate::domain::Digest;
use crate::error::Result;
use crate::output::{Document, Formatter};
use crate::store::BackedUp;

#[derive(Debug, Default, Serialize)]
struct BackupReceipt {
    #[serde(flatten)]
    outcome: Outcome,
    file: String,
    bytes: u64,
    head: Option<Digest>,
    operations: u64,
    entries: u64,
    users: u64,
}

impl Document for BackupReceipt {
    fn human(&self, formatter: &Formatter) -> String {
        let done = if self.outcome.dry_run { "Dry run, nothing kept: Copied" } else { "Copied" };
        let facts = [
            ("Bytes", formatter.credits(self.bytes)),
            ("Operations", formatter.credits(self.operations)),
            ("Entries", formatter.credits(self.entries)),
            ("Users", formatter.credits(self.users)),
            ("Head", self.head.map(|head| head.to_string()).unwrap_or_default()),
        ];
        format!(
            "{done} to {}, and the copy is intact.\n{}",
            formatter.clean(&self.file),
            formatter.facts(&facts)
        )
    }
}

/// Makes and verifies the copy. Exit 9 if the copy is not intact; it is not kept then.
pub(crate) fn run(app: &mut App, arguments: &Backup) -> Result<()> {
    app.require_plain(&BackupReceipt::default())?;
    let (mode, dry_run) = (app.mode(), app.globals.dry_run);
    let BackedUp { bytes, proof } = app.ledger()?.0.backup(&arguments.file, mode)?;
    if let Some(found) = &proof.discrepancy {
        return Err(not_proven(found));
    }
    app.note_done(Routine::Backup);
    app.printer.receipt(&BackupReceipt {
        outcome: Outcome::without_operation(true, dry_run),
        file: arguments.file.display().to_string(),
        bytes,
        head: proof.head,
        operations: proof.operations,
        entries: proof.entries,
        users: proof.users,
    })
}
