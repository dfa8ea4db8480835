//! Rule *Erasure* (docs/rules.md): no byte of erased texts stays in the file or its log.

use std::fs::File;
use std::io::Read;
use std::mem::ManuallyDrop;
use std::ops::Range;

use memchr::memmem::Finder;

use super::leftover_bytes::Pages;
use super::place::Place;
use super::session::Session;
use crate::domain::stands_alone;
use crate::error::Result;

/// How much of the file to read at once: whole pages, of any size.
const PIECE_BYTES: usize = 1 << 20;

/// With more texts than this, it is quicker to rebuild the file than to look for each.
const MAX_SEARCHED: usize = 16;

/// How many bytes around an address decide whether it is a part of another one.
const CONTEXT_BYTES: usize = 80;

/// What was left of the texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scrubbed {
    Clean,
    /// Anything, because a process reads from the log, so that it cannot be emptied. It is so on every server.
    Held,
    /// Texts about somebody else that contain an address.
    OfOthers,
}

/// Empties the log, and looks for the texts in the file. Pages that SQLite rearranged may have old copies; then the file is
/// rebuilt. The file is always rebuilt if the other texts are not known any more (`None`).
///
/// Other texts that are still in a row belong to somebody else.
pub(crate) fn scrub(
    session: &Session,
    place: &Place,
    addresses: &[&str],
    others: Option<&[&str]>,
) -> Result<Scrubbed> {
    if session.server().is_some() || !empty_log(session)? {
        return Ok(Scrubbed::Held);
    }
    let mut traces = match others {
        Some(others) if others.len() <= MAX_SEARCHED => look_for(place, addresses, others)?,
        _ => FoundTexts { left_over: true, ..FoundTexts::default() },
    };
    if traces.left_over {
        session.batch("VACUUM")?;
        if !empty_log(session)? {
            return Ok(Scrubbed::Held);
        }
        traces = look_for(place, addresses, &[])?;
    }
    Ok(if traces.address || traces.left_over { Scrubbed::OfOthers } else { Scrubbed::Clean })
}

/// Returns whether the log is empty now.
fn empty_log(session: &Session) -> Result<bool> {
    let busy: i64 = session.one("PRAGMA wal_checkpoint(TRUNCATE)", (), |row| row.get(0))?;
    Ok(busy == 0)
}

/// What was found in the file.
#[derive(Clone, Copy, Debug, Default)]
struct FoundTexts {
    /// One of the texts, in bytes of no row.
    left_over: bool,
    /// An address in a row.
    address: bool,
}

/// Looks for the addresses everywhere, and for other texts in what old versions of rows left. Ends with the first text that is
/// left over.
fn look_for(place: &Place, addresses: &[&str], others: &[&str]) -> Result<FoundTexts> {
    // Never close this file: that would drop the locks that SQLite holds on it (POSIX locks belong to the process).
    let mut file = ManuallyDrop::new(File::open(&place.path)?);
    let pages = Pages::of(&file)?;
    let [addresses, others] =
        [addresses, others].map(|texts| texts.iter().map(Finder::new).collect::<Vec<_>>());
    let mut found = FoundTexts::default();
    let mut piece = Vec::with_capacity(PIECE_BYTES);
    let mut first_page = 1;
    loop {
        piece.clear();
        // No text goes on over the end of a page.
        if file.by_ref().take(PIECE_BYTES as u64).read_to_end(&mut piece)? == 0 {
            return Ok(found);
        }
        let has_address = has_any(&addresses, &piece, |_, _| true);
        found.address |= has_address && has_any(&addresses, &piece, stand_alone);
        for (page, content) in (first_page..).zip(piece.chunks(pages.size)) {
            let is_left_over = |range: Range<usize>| {
                let bytes = &content[range];
                has_any(&others, bytes, |_, _| true) || has_address && has_any(&addresses, bytes, |_, _| true)
            };
            if pages.left_over(page, content).into_iter().any(is_left_over) {
                return Ok(FoundTexts { left_over: true, ..found });
            }
            first_page = page + 1;
        }
    }
}

/// Whether one of the texts is there, between bytes with which it counts.
fn has_any(texts: &[Finder<'_>], bytes: &[u8], counts: impl Fn(&[u8], &[u8]) -> bool) -> bool {
    texts.iter().any(|text| {
        text.find_iter(bytes).any(|at| {
            let end = at + text.needle().len();
            let before = &bytes[at.saturating_sub(CONTEXT_BYTES)..at];
            counts(before, &bytes[end..bytes.len().min(end + CONTEXT_BYTES)])
        })
    })
}

/// Whether an address between these bytes is no part of another one.
fn stand_alone(before: &[u8], after: &[u8]) -> bool {
    stands_alone(&String::from_utf8_lossy(before), &String::from_utf8_lossy(after))
}
