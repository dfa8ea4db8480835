//! Commands that can carry an idempotency key.

use super::receipt::{CreditsReceipt, Outcome};
use crate::app::About;
use crate::cli::credits::Details;
use crate::error::Result;
use crate::store::{Header, Key, Writer};

/// What the operation says of itself, and its reason.
pub(crate) fn about(command: &'static str, details: Details) -> (About, Option<String>) {
    // The fingerprint is filled in once it is known what is asked for.
    let key = details.key.map(|key| Key { key, fingerprint: [0; 32] });
    (About { command, reference: details.reference, key }, details.reason)
}

/// The receipt of the operation that used this key first (rule *Keys*, docs/rules.md).
pub(crate) fn replayed(
    writer: &Writer<'_>,
    header: &Header,
    dry_run: bool,
    what: &str,
) -> Result<Option<CreditsReceipt>> {
    let Some(sealed) = writer.replay(header)? else { return Ok(None) };
    let outcome = Outcome { changed: false, is_repeat: true, ..Outcome::done(sealed.operation, dry_run) };
    CreditsReceipt::of(writer, sealed, outcome, what).map(Some)
}
