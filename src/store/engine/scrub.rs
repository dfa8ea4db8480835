//! Rule *Erasure* (docs/rules.md): no byte of erased texts stays in the file or its log.

use std::fs::File;
use std::io::Read;
use std::mem::ManuallyDrop;

use memchr::memmem::Finder;

use super::place::Place;
use super::session::Session;
use crate::domain::stands_alone;
use crate::error::Result;

/// How much of the file to read at once.
const PIECE_BYTES: usize = 1 << 20;

/// With more texts than this, it is quicker to rebuild the file than to look for each.
const MAX_SEARCHED: usize = 16;

/// How many bytes around an address decide whether it is a part of another one.
const CONTEXT_BYTES: usize = 80;

/// Empties the log, and looks for the texts in the file. Pages that SQLite rearranged may have old copies; then the file is
/// rebuilt. The file is always rebuilt if the other texts are not known any more (`None`).
///
/// Returns whether all texts are gone. They are not if a process still reads from the log, so that it cannot be emptied, or if
/// a text about somebody else contains an address. On a server, the answer is always `false`. Other texts that are still in a
/// rebuilt file belong to somebody else.
pub(crate) fn scrub(
    session: &Session,
    place: &Place,
    addresses: &[&str],
    others: Option<&[&str]>,
) -> Result<bool> {
    if session.server().is_some() || !empty_log(session)? {
        return Ok(false);
    }
    let is_clean = match others {
        Some(others) if others.len() <= MAX_SEARCHED => {
            !holds_any(place, addresses, |_, _| true)? && !holds_any(place, others, |_, _| true)?
        }
        _ => false,
    };
    if is_clean {
        return Ok(true);
    }
    session.batch("VACUUM")?;
    Ok(empty_log(session)? && !holds_any(place, addresses, stand_alone)?)
}

/// Returns whether the log is empty now.
fn empty_log(session: &Session) -> Result<bool> {
    let busy: i64 = session.one("PRAGMA wal_checkpoint(TRUNCATE)", (), |row| row.get(0))?;
    Ok(busy == 0)
}

/// Whether one of the texts is in the file, between bytes with which it counts.
fn holds_any(place: &Place, texts: &[&str], counts: impl Fn(&[u8], &[u8]) -> bool) -> Result<bool> {
    // Never close this file: that would drop the locks that SQLite holds on it (POSIX locks belong to the process).
    let mut file = ManuallyDrop::new(File::open(&place.path)?);
    let finders: Vec<_> = texts.iter().map(Finder::new).collect();
    let longest = texts.iter().map(|text| text.len()).max().unwrap_or(0);
    let kept = longest + 2 * CONTEXT_BYTES;
    let mut piece = Vec::with_capacity(PIECE_BYTES + kept);
    // Where the bytes begin that no piece before this one had with all that follows them.
    let mut new_from = 0;
    loop {
        let read = file.by_ref().take(PIECE_BYTES as u64).read_to_end(&mut piece)?;
        let new_to =
            if read == 0 { piece.len() } else { piece.len().saturating_sub(longest + CONTEXT_BYTES) };
        let is_there = |finder: &Finder<'_>| {
            finder.find_iter(&piece).filter(|at| (new_from..new_to).contains(at)).any(|at| {
                let end = at + finder.needle().len();
                let before = &piece[at.saturating_sub(CONTEXT_BYTES)..at];
                counts(before, &piece[end..piece.len().min(end + CONTEXT_BYTES)])
            })
        };
        if finders.iter().any(is_there) {
            return Ok(true);
        }
        if read == 0 {
            return Ok(false);
        }
        let gone = piece.len().saturating_sub(kept);
        piece.drain(..gone);
        new_from = new_to.saturating_sub(gone);
    }
}

/// Whether an address between these bytes is no part of another one.
fn stand_alone(before: &[u8], after: &[u8]) -> bool {
    stands_alone(&String::from_utf8_lossy(before), &String::from_utf8_lossy(after))
}
