//! Shared parts of the commands that take an idempotency key.

use super::fingerprint::{KeyedRequest, sign};
use super::receipt::{CreditsReceipt, Outcome};
use crate::app::{About, App};
use crate::cli::credits::Details;
use crate::error::Result;
use crate::store::{Header, Writer};

/// Returns what the operation is about, and its reason. The key, if there is one, stands for the request.
pub(crate) fn about(
    app: &mut App,
    command: &'static str,
    details: Details,
    request: &KeyedRequest<'_>,
) -> Result<(About, Option<String>)> {
    let mut about = About { command, reference: details.reference, key: None };
    about.key = details.key.map(|key| sign(app, &about, key, request)).transpose()?;
    Ok((about, details.reason))
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
    let receipt = CreditsReceipt::of(writer, sealed, outcome, what)?;
    let first_runs = if sealed.is_undone { &[sealed.operation][..] } else { &[] };
    receipt.undone_since(writer, first_runs).map(Some)
}
