//! `undo`: takes back what an operation moved.

use serde::Serialize;

use crate::app::{App, Consent, Effect};
use crate::cli::undo::Undo;
use crate::commands::shared::fingerprint::{Asked, sign};
use crate::commands::shared::keyed::{about, replayed};
use crate::commands::shared::receipt::{CreditsReceipt, Outcome};
use crate::error::Result;
use crate::output::{Document, Paper, counted};
use crate::store::Header;

/// The receipt of `undo`.
#[derive(Debug, Serialize)]
struct UndoReceipt {
    #[serde(flatten)]
    credits: CreditsReceipt,
    undoes: i64,
}

impl Document for UndoReceipt {
    fn human(&self, paper: &Paper) -> String {
        self.credits.human(paper)
    }
}

/// Reverses an operation by new entries, once.
pub(crate) fn run(app: &mut App, arguments: Undo) -> Result<()> {
    let undoes = arguments.operation;
    let (mut about, reason) = about("undo", arguments.details);
    sign(&mut about, &Asked::Undo { operation: undoes });
    let (header, dry_run) = (app.header(&about, None), app.globals.dry_run);
    let what = format!("Undid operation {undoes}");
    let mut fields_stay = false;
    let credits = app.mutate(reason, |writer, gate| {
        let header = Header { reason: gate.reason(), ..header.clone() };
        if let Some(receipt) = replayed(writer, &header, dry_run, &what)? {
            return Ok(receipt);
        }
        let draft = writer.undo(header, undoes)?;
        fields_stay = writer.changed_fields(undoes)?;
        let sealed = draft.seal()?;
        gate.require(Effect {
            summary: format!(
                "operation {undoes} would be undone: {}, {} in all",
                counted(sealed.users, "user", "users"),
                counted(sealed.total, "credit", "credits")
            ),
            // It names one operation: there is no selection whose extent could surprise.
            needs: Consent::Unneeded,
            total_credits: sealed.absolute_total.unsigned_abs(),
        })?;
        CreditsReceipt::of(writer, sealed, Outcome::done(sealed.operation, dry_run), what.as_str())
    })?;
    if fields_stay {
        app.printer.remark(&format!(
            "operation {undoes} also changed fields, which stay as they are: rad-admin log show {undoes}"
        ));
    }
    app.printer.receipt(&UndoReceipt { credits, undoes })
}
