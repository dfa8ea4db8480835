//! Shared parts of the commands that take an idempotency key.

use super::receipt::{CreditsReceipt, Outcome};
use crate::app::About;
use crate::cli::credits::Details;
use crate::error::Result;
use crate::store::{Header, Key, Writer};

/// Returns the header of the operation without its reason, and the reason.
pub(crate) fn about(command: &'static str, details: Details) -> (About, Option<String>) {
    // `sign` fills in the fingerprint when the request is known.
    let key = details.key.map(|key| Key { key, fingerprint: [0; 32] });
    (About { command, reference: details.reference, key }, details.reason)
}

/// Returns the receipt of the operation that first used this key (rule *Keys*, docs/rules.md).
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
