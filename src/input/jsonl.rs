//! Lines of a JSON Lines file, and the object on each.

use std::borrow::Cow;
use std::fmt;
use std::io::{self, BufRead, Read};

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::MAX_ROW_BYTES;

/// A reader of lines that holds the last one.
#[derive(Default)]
pub(super) struct Lines {
    bytes: Vec<u8>,
    line: u64,
}

impl Lines {
    /// The number of the last line.
    pub(super) fn line(&self) -> u64 {
        self.line
    }

    /// The last line, without its line end; empty where it was too long.
    pub(super) fn bytes(&self) -> &[u8] {
        self.bytes.trim_ascii_end()
    }

    /// Reads the next line that is not blank; `false` at the end of the file. A line longer than [`MAX_ROW_BYTES`] is
    /// passed over, and held as an empty one.
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

/// A string that is borrowed where it holds no escape.
#[derive(Deserialize)]
pub(super) struct Text<'a>(#[serde(borrow)] pub(super) Cow<'a, str>);

/// An object's keys and the text of their values, in its order, a key that stands twice included.
#[derive(Debug)]
pub(super) struct Object<'a>(pub(super) Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'a> Object<'a> {
    /// The object on a line, or what is wrong with the line.
    pub(super) fn parse(line: &'a [u8]) -> Result<Self, String> {
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
}

impl<'de: 'a, 'a> Deserialize<'de> for Object<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Entries;

        impl<'de> Visitor<'de> for Entries {
            type Value = Object<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut entries = Vec::with_capacity(8);
                while let Some((Text(key), value)) = map.next_entry()? {
                    entries.push((key, value));
                }
                Ok(Object(entries))
            }
        }

        deserializer.deserialize_map(Entries)
    }
}

/// Appends a member to an object that is being written: `"key":value`, with a comma where one is needed.
pub(super) fn push_member(object: &mut Vec<u8>, key: &str, value: &str) {
    if !object.ends_with(b"{") {
        object.push(b',');
    }
    push_string(object, key);
    object.push(b':');
    object.extend_from_slice(value.as_bytes());
}

/// Appends a JSON string.
pub(super) fn push_string(out: &mut Vec<u8>, text: &str) {
    // Neither a string nor a vector can fail.
    let _ = serde_json::to_writer(out, text);
}
