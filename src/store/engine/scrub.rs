//! Rule *Erasure* (docs/rules.md): no byte of what was erased stays in the file or its log.

use std::fs::File;
use std::io::Read;
use std::mem::ManuallyDrop;

use memchr::memmem::Finder;

use super::place::Place;
use super::session::Session;
use crate::error::Result;

/// How much of the file is looked through at once.
const PIECE_BYTES: usize = 1 << 20;

/// Empties the log, and looks for the texts in the file: pages that were laid out anew may hold old copies, and then the file
/// is rebuilt. Returns whether all are gone: a reader who still reads from the log keeps it from being emptied, and another
/// user's text may name the same address.
pub(crate) fn scrub(session: &Session, place: &Place, texts: &[&str]) -> Result<bool> {
    if session.server().is_some() {
        return Ok(false);
    }
    let is_empty = empty_log(session)?;
    if !holds_any(place, texts)? {
        return Ok(is_empty);
    }
    if !is_empty {
        return Ok(false);
    }
    session.batch("VACUUM")?;
    Ok(empty_log(session)? && !holds_any(place, texts)?)
}

/// Returns whether the log is empty now.
fn empty_log(session: &Session) -> Result<bool> {
    let busy: i64 = session.one("PRAGMA wal_checkpoint(TRUNCATE)", (), |row| row.get(0))?;
    Ok(busy == 0)
}

/// Whether one of the texts stands in the file, where it does not continue a longer word.
fn holds_any(place: &Place, texts: &[&str]) -> Result<bool> {
    // Never closed: with that, the system would drop the locks that SQLite holds on the file.
    let mut file = ManuallyDrop::new(File::open(&place.path)?);
    let finders: Vec<_> = texts.iter().map(Finder::new).collect();
    let overlap = texts.iter().map(|text| text.len()).max().unwrap_or(0);
    let mut piece = Vec::with_capacity(PIECE_BYTES + overlap);
    loop {
        let read = file.by_ref().take(PIECE_BYTES as u64).read_to_end(&mut piece)?;
        let begins_word = |at: usize| at == 0 || !is_of_word(piece[at - 1]);
        if finders.iter().any(|finder| finder.find_iter(&piece).any(begins_word)) {
            return Ok(true);
        }
        if read == 0 {
            return Ok(false);
        }
        piece.drain(..piece.len().saturating_sub(overlap));
    }
}

const fn is_of_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-' | b'+')
}
