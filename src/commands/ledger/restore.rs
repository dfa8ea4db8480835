//! `restore`: replaces the ledger with a verified copy.

use std::time::Duration;

use serde::Serialize;

use super::verify::not_proven;
use crate::app::{App, Consent, Effect};
use crate::cli::copies::Restore;
use crate::commands::shared::receipt::Outcome;
use crate::domain::Digest;
use crate::error::{Code, Error, Result};
use crate::output::{Document, Formatter, counted};
use crate::store::{OperationChoice, Store, Target};

#[derive(Debug, Default, Serialize)]
struct RestoreReceipt {
    #[serde(flatten)]
    outcome: Outcome,
    file: String,
    database: String,
    /// Where the replaced ledger was kept.
    kept: Option<String>,
    bytes: u64,
    head: Option<Digest>,
    operations: u64,
    entries: u64,
    users: u64,
}

impl Document for RestoreReceipt {
    fn human(&self, formatter: &Formatter) -> String {
        let done = if self.outcome.dry_run { "Dry run, nothing kept: Restored" } else { "Restored" };
        let mut facts = vec![
            ("Operations", formatter.credits(self.operations)),
            ("Entries", formatter.credits(self.entries)),
            ("Users", formatter.credits(self.users)),
            ("Head", self.head.map(|head| head.to_string()).unwrap_or_default()),
        ];
        if let Some(kept) = &self.kept {
            facts.push(("Before", formatter.clean(kept).into_owned()));
        }
        let [database, file] = [&self.database, &self.file].map(|path| formatter.clean(path));
        format!("{done} {database} from {file}, and it is intact.\n{}", formatter.facts(&facts))
    }
}

/// Replaces the ledger. Exit 9 if the copy is not intact and 4 if the ledger is in use; then nothing is replaced.
pub(crate) fn run(app: &mut App, arguments: &Restore) -> Result<()> {
    app.printer.require_fields(&RestoreReceipt::default())?;
    let (target, file, lock_timeout) =
        (app.settings.database.value.clone(), &arguments.file, app.lock_timeout());
    if !Store::is_at(file)? {
        return Err(Error::not_found(format!("there is no file {}", file.display()))
            .hint("name a copy that was made with: rad-admin backup FILE"));
    }
    let is_there = Store::is_at_target(&target, lock_timeout)?;
    // An unreadable ledger is no error here: it may be the reason for the restore.
    if is_there
        && let Ok(mut replaced) = Store::open_at(&target, lock_timeout)
        && let Err(error) = replaced.require_here()
        && error.code() == Code::Setup
    {
        return Err(error);
    }
    let mut copy = Store::open(file, lock_timeout)?;
    let replacement = target.file().map(|ledger| copy.copy_beside(ledger, arguments.head)).transpose()?;
    let (proof, bytes) = match &replacement {
        Some(replacement) => (replacement.proof.clone(), replacement.bytes),
        None => (copy.verify(arguments.head)?, file.metadata()?.len()),
    };
    if let Some(found) = &proof.discrepancy {
        return Err(not_proven(found).at(file));
    }
    if let Some(place) = copy.moved_to()? {
        return Err(Error::setup(format!(
            "{} is a copy of a ledger that had moved to {place}, and takes no writes; nothing was replaced",
            file.display()
        ))
        .reason("moved")
        .hint("restore a copy from before the move, or one of the ledger there"));
    }
    let summary = format!(
        "{target}: {}; it is replaced by {}: {}",
        held(&target, lock_timeout),
        file.display(),
        held(&Target::File(file.clone()), lock_timeout)
    );
    app.require_consent(Effect { summary, needs: Consent::yes_if(is_there), total_credits: 0 })?;
    let stamp = app.now.to_string().replace(['-', ':'], "");
    let kept = match replacement {
        Some(_) if app.globals.dry_run => None,
        Some(replacement) => {
            replacement.replace(&stamp, lock_timeout)?.map(|kept| kept.display().to_string())
        }
        None => {
            let stamp = stamp.to_lowercase();
            copy.replace_on_server(&target, &stamp, app.mode(), proof.head, lock_timeout)?
        }
    };
    app.printer.receipt(&RestoreReceipt {
        outcome: Outcome::without_operation(true, app.globals.dry_run),
        file: file.display().to_string(),
        database: target.to_string(),
        kept,
        bytes,
        head: proof.head,
        operations: proof.operations,
        entries: proof.entries,
        users: proof.users,
    })
}

/// Says what a ledger holds, as far as it can be read.
fn held(ledger: &Target, lock_timeout: Duration) -> String {
    let newest = Store::open_at(ledger, lock_timeout).and_then(|mut store| {
        let newest = store.read(|reader| reader.operations_beginning("", OperationChoice::All, 1))?;
        Ok(newest.first().map(|newest| (newest.operation, store.zone().format(newest.at))))
    });
    match newest {
        Ok(Some((newest, at))) => {
            format!("{}, the newest of {at}", counted(newest.get(), "operation", "operations"))
        }
        Ok(None) => "no operation".to_owned(),
        Err(_) => "it cannot be read".to_owned(),
    }
}
