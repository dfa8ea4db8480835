//! `move`: moves the ledger to another engine or file.

use serde::Serialize;

use crate::app::{About, App, Consent, Effect};
use crate::cli::copies::Move;
use crate::commands::shared::receipt::Outcome;
use crate::domain::Digest;
use crate::error::Result;
use crate::output::{Document, Formatter};

#[derive(Debug, Default, Serialize)]
struct MoveReceipt {
    #[serde(flatten)]
    outcome: Outcome,
    from: String,
    to: String,
    head: Option<Digest>,
}

impl Document for MoveReceipt {
    fn human(&self, formatter: &Formatter) -> String {
        let head = self.head.map(|head| head.to_string()).unwrap_or_default();
        let mut text = self.outcome.headline(&format!(
            "Moved {} to {}",
            formatter.clean(&self.from),
            formatter.clean(&self.to)
        ));
        text += &formatter.facts(&[("Head", head)]);
        text
    }
}

/// Copies the ledger, verifies the copy, and closes the source. Exit 4, `exists`, if the target already has a ledger.
pub(crate) fn run(app: &mut App, arguments: &Move) -> Result<()> {
    app.printer.require_fields(&MoveReceipt::default())?;
    let (target, lock_timeout) = (app.target(&arguments.target)?, app.lock_timeout());
    target.require_empty(lock_timeout)?;
    let (header, dry_run) = (app.header(&About::plain("move"), None), app.globals.dry_run);
    let from = app.settings.database.value.to_string();
    let mut placed = None;
    let receipt = app.mutate(arguments.reason.clone(), |writer, gate| {
        let draft = writer.begin(gate.header(&header))?;
        let sealed = draft.seal()?;
        gate.require(Effect {
            summary: format!(
                "the ledger would move from {from} to {target}, and {from} would take no more writes"
            ),
            needs: Consent::Yes,
            total_credits: 0,
        })?;
        let moved = writer.move_to(&target, lock_timeout)?;
        let head = moved.head;
        if !dry_run {
            placed = Some(moved.place(&from)?);
        }
        let outcome = Outcome::done(sealed.operation, dry_run);
        Ok(MoveReceipt { outcome, from: from.clone(), to: target.to_string(), head })
    });
    let receipt = receipt.map_err(|error| match &placed {
        Some(placed) => placed.withdraw(&from, error),
        None => error,
    })?;
    app.printer.receipt(&receipt)
}
