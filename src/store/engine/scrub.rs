//! Rule *Erasure* (docs/rules.md): no byte of erased texts stays in the file or its log.

use std::fs::File;
use std::io::Read;
use std::mem::ManuallyDrop;

use memchr::memmem::Finder;

use super::place::Place;
use super::session::Session;
use crate::error::Result;

/// How much of the file to read at once.
const PIECE_BYTES: usize = 1 << 20;

/// With more texts than this, it is quicker to rebuild the file than to look for each.
const MAX_SEARCHED: usize = 16;

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
            !holds_any(place, addresses, is_begun)? && !holds_any(place, others, |_, _| true)?
        }
        _ => false,
    };
    if is_clean {
        return Ok(true);
    }
    session.batch("VACUUM")?;
    Ok(empty_log(session)? && !holds_any(place, addresses, is_begun)?)
}

/// Returns whether the log is empty now.
fn empty_log(session: &Session) -> Result<bool> {
    let busy: i64 = session.one("PRAGMA wal_checkpoint(TRUNCATE)", (), |row| row.get(0))?;
    Ok(busy == 0)
}

/// Whether one of the texts is in the file, at a place that counts.
fn holds_any(place: &Place, texts: &[&str], counts: impl Fn(&[u8], usize) -> bool) -> Result<bool> {
    // Never close this file: that would drop the locks that SQLite holds on it (POSIX locks belong to the process).
    let mut file = ManuallyDrop::new(File::open(&place.path)?);
    let finders: Vec<_> = texts.iter().map(Finder::new).collect();
    let overlap = texts.iter().map(|text| text.len()).max().unwrap_or(0);
    let mut piece = Vec::with_capacity(PIECE_BYTES + overlap);
    loop {
        let read = file.by_ref().take(PIECE_BYTES as u64).read_to_end(&mut piece)?;
        if finders.iter().any(|finder| finder.find_iter(&piece).any(|at| counts(&piece, at))) {
            return Ok(true);
        }
        if read == 0 {
            return Ok(false);
        }
        piece.drain(..piece.len().saturating_sub(overlap));
    }
}

/// Whether an address begins here, and does not continue a longer one.
fn is_begun(piece: &[u8], at: usize) -> bool {
    at == 0 || !is_of_word(piece[at - 1])
}

const fn is_of_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-' | b'+')
}
