//! Reads the lines of a JSON Lines file and the object on each.

use std::io::{self, BufRead, Read};

use super::MAX_ROW_BYTES;
use crate::text::json::{self, Object};

/// Reads lines and holds the last one.
#[derive(Default)]
pub(super) struct LineReader {
    bytes: Vec<u8>,
    line: u64,
}

impl LineReader {
    /// The number of the last line, from 1.
    pub(super) fn line(&self) -> u64 {
        self.line
    }

    /// The last line without its line end; empty if it was too long.
    pub(super) fn bytes(&self) -> &[u8] {
        self.bytes.trim_ascii_end()
    }

    /// Reads the next line that is not blank. Returns `false` at the end of the file. A line longer than
    /// [`MAX_ROW_BYTES`] is skipped and held as an empty one.
    pub(super) fn read(&mut self, source: &mut impl BufRead) -> io::Result<bool> {
        loop {
            self.bytes.clear();
            let limit = MAX_ROW_BYTES as u64 + 1;
            let read = source.by_ref().take(limit).read_until(b'\n', &mut self.bytes)?;
            if read == 0 {
                return Ok(false);
            }
            self.line += 1;
            if read > MAX_ROW_BYTES && !self.bytes.ends_with(b"\n") {
                source.skip_until(b'\n')?;
                self.bytes.clear();
                return Ok(true);
            }
            if !self.bytes.trim_ascii().is_empty() {
                return Ok(true);
            }
        }
    }
}

/// Returns the object on a line, or a description of what is wrong with the line.
pub(super) fn object(line: &[u8]) -> Result<Object<'_>, String> {
    let text = std::str::from_utf8(line).map_err(|_| "the line is not UTF-8".to_owned())?;
    serde_json::from_str(text).map_err(|error| {
        let whole = error.to_string();
        let what = whole.rsplit_once(" at line ").map_or(whole.as_str(), |(what, _)| what);
        match error.column() {
            0 => format!("not one JSON object a line: {what}"),
            byte => format!("not one JSON object a line: {what} at byte {byte}"),
        }
    })
}

/// Appends a member, `"key":value`, to an object under construction, with a comma if needed.
pub(super) fn push_member(object: &mut Vec<u8>, key: &str, value: &str) {
    if !object.ends_with(b"{") {
        object.push(b',');
    }
    object.extend_from_slice(json::string(key).as_bytes());
    object.push(b':');
    object.extend_from_slice(value.as_bytes());
}
