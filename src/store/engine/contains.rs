//! Defines `contains_folded(text, part)`: whether a text contains a part, ignoring case in all of Unicode.
//!
//! SQLite's own `lower` and LIKE know only the case of ASCII. There is no index for this function. One of trigrams (FTS5,
//! `detail=none`) answers in a millisecond. But it costs 4.4 s for each million imported users and a tenth of the file, and it
//! stores every name a second time. A scan of a million users takes 0.17 s; with LIKE it takes 0.12 s.

use memchr::memmem::Finder;
use rusqlite::Connection;
use rusqlite::functions::FunctionFlags;
use rusqlite::types::ValueRef;

use super::failure::of_sqlite;
use crate::domain::case_folded;
use crate::error::Result;

/// Defines the function on the connection. The part has to be folded. NULL contains nothing.
pub(super) fn define(connection: &Connection) -> Result<()> {
    let flags =
        FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_DIRECTONLY;
    let defined = connection.create_scalar_function("contains_folded", 2, flags, |context| {
        let finder = context
            .get_or_create_aux(1, |part| part.as_bytes().map(|part| Finder::new(part).into_owned()))?;
        Ok(matches!(context.get_raw(0), ValueRef::Text(text) if holds(&finder, text)))
    });
    defined.map_err(of_sqlite)
}

/// Whether the folded text contains the part.
fn holds(finder: &Finder<'_>, text: &[u8]) -> bool {
    if text.is_ascii() {
        // Look at the text as it is first, because addresses are always in lower case.
        finder.find(text).is_some()
            || text.iter().any(u8::is_ascii_uppercase) && finder.find(&text.to_ascii_lowercase()).is_some()
    } else {
        std::str::from_utf8(text).is_ok_and(|text| finder.find(case_folded(text).as_bytes()).is_some())
    }
}
