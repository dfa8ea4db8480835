//! `credits set`: sets balances. The entries record the differences.

use crate::app::{App, Consent, Effect};
use crate::cli::credits::CreditsSet;
use crate::cli::user::UserFields;
use crate::commands::shared::fingerprint::KeyedRequest;
use crate::commands::shared::keyed::{about, replayed};
use crate::commands::shared::receipt::{CreditsReceipt, Outcome};
use crate::commands::shared::selection;
use crate::commands::user::save;
use crate::commands::user::stale::check_version;
use crate::error::Result;
use crate::store::Source;

pub(crate) fn run(app: &mut App, arguments: CreditsSet) -> Result<()> {
    let (awarded, purchased) = (arguments.balances.awarded, arguments.balances.purchased);
    let request = KeyedRequest::Balances { user: &arguments.user, awarded, purchased };
    let (about, reason) = about(app, "credits set", arguments.details, &request)?;
    let (header, month, dry_run) = (app.header(&about, None), app.month()?, app.globals.dry_run);
    let receipt = app.mutate(reason, |writer, gate| {
        let header = gate.header(&header);
        if let Some(receipt) = replayed(writer, &header, dry_run, "Set")? {
            return Ok(receipt);
        }
        let (id, user) = writer.user(&arguments.user, month)?;
        let fields = UserFields { awarded, purchased, ..UserFields::default() };
        check_version(&user, arguments.if_version, &fields)?;
        let requests = save::set_requests(id, &user, awarded, purchased);
        let mut draft = writer.begin(header)?;
        draft.post(Source::Requests(&requests))?;
        gate.note(selection::inactive(&draft.inactive_users()?));
        let Some(sealed) = draft.seal_if_changed()? else {
            gate.require(Effect::NO_ADJUSTMENT)?;
            return Ok(CreditsReceipt::nothing(dry_run, "Set"));
        };
        let outcome = Outcome::of(sealed, dry_run);
        let receipt = CreditsReceipt::of(writer, sealed, outcome, "Set the balance")?;
        gate.require(Effect {
            summary: save::summary(&user, receipt.moved.balances()),
            needs: Consent::IfLarge,
            total_credits: sealed.absolute_total,
        })?;
        Ok(receipt)
    })?;
    app.printer.receipt(&receipt)
}
