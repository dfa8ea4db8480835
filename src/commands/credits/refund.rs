//! `credits refund`: gives back what a spend took.

use crate::app::{App, Consent, Effect};
use crate::cli::credits::CreditsRefund;
use crate::cli::values::OperationTarget;
use crate::commands::shared::fingerprint::KeyedRequest;
use crate::commands::shared::keyed::{about, replayed};
use crate::commands::shared::receipt::{CreditsReceipt, Outcome};
use crate::commands::shared::selection;
use crate::error::{Error, Result};
use crate::output::counted;

pub(crate) fn run(app: &mut App, arguments: CreditsRefund) -> Result<()> {
    let amount = arguments.amount.or(arguments.amount_of_reference);
    // The key stands for the word 'last'.
    let (operation, is_last) = match arguments.operation {
        Some(OperationTarget::Number(number)) => (Some(number), false),
        target => (None, target.is_some()),
    };
    let request = KeyedRequest::Refund { operation, amount };
    let (about, reason) = about(app, "credits refund", arguments.details, &request)?;
    let reference = about.reference.clone().unwrap_or_default();
    let (header, dry_run) = (app.header(&about, None), app.globals.dry_run);
    let receipt = app.mutate(reason, |writer, gate| {
        let header = gate.header(&header);
        if let Some(receipt) = replayed(writer, &header, dry_run, "Refunded")? {
            return Ok(receipt);
        }
        let operation = match operation {
            Some(operation) => operation,
            None if is_last => writer.newest_spend()?,
            None => writer.spend_of_reference(&reference)?,
        };
        let what = format!("Refunded operation {operation}");
        let draft = writer.refund(header, operation, amount)?;
        gate.note(selection::inactive(&draft.inactive_users()?));
        let sealed = draft.seal_if_changed()?.ok_or_else(|| Error::refused("nothing was refunded"))?;
        let users = counted(sealed.users, "user", "users");
        let total = counted(sealed.total, "credit", "credits");
        gate.require(Effect {
            summary: format!("{total} of operation {operation} would be given back to {users}"),
            needs: Consent::yes_or_total_if(sealed.users > 1),
            total_credits: sealed.absolute_total,
        })?;
        CreditsReceipt::of(writer, sealed, Outcome::of(sealed, dry_run), what)
    })?;
    app.printer.receipt(&receipt)
}
