//! One result in every format. Its keys and their order are those of its `Serialize`.

use std::fmt;
use std::io::{self, Write};

use serde::de::{Deserializer as _, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::escape::{escape_composed, escape_control};
use super::fields::select;
use super::options::{Format, Options};
use super::paper::Paper;
use super::record::{Cell, Document};
use super::separated::Separated;
use super::wrapped;
use crate::{Error, Result};

/// A key of a result with its value in JSON.
type Entry<'j> = (String, &'j RawValue);

/// The text of the result, with its line end. A name in `fields` that is none of its keys is a usage error.
pub(super) fn text<D: Document>(
    document: &D,
    options: &Options,
    fields: Option<&[String]>,
) -> Result<String> {
    match (options.format, fields) {
        (Format::Table, None) => Ok(composed(&document.human(&Paper::new(options)), options.color)),
        (Format::Json | Format::Jsonl, None) => {
            let mut json = Vec::new();
            stream(document, options.format, &mut json)?;
            String::from_utf8(json).map_err(|error| Error::failed("cannot print the result", error))
        }
        (Format::Json, Some(_)) => {
            let json = serde_json::to_string_pretty(document).map_err(cannot_print)?;
            selected(&json, fields).map(|entries| object(&entries, "{\n  ", ": ", ",\n  ", "\n}\n"))
        }
        (format, _) => {
            let json = serde_json::to_string(document).map_err(cannot_print)?;
            let entries = selected(&json, fields)?;
            Ok(match format {
                Format::Csv => separated(&entries, Separated::csv(options.raw), options.no_header),
                Format::Tsv => separated(&entries, Separated::tsv(options.raw), options.no_header),
                Format::Table => lines(&entries),
                Format::Json | Format::Jsonl => object(&entries, "{", ":", ",", "}\n"),
            })
        }
    }
}

/// Writes the whole result as JSON while it is made: in lines, or in one line.
pub(super) fn stream<D: Document>(document: &D, format: Format, mut out: impl Write) -> Result<()> {
    let written = match format {
        Format::Jsonl => serde_json::to_writer(&mut out, document),
        _ => serde_json::to_writer_pretty(&mut out, document),
    };
    written.map_err(cannot_print)?;
    out.write_all(b"\n")
        .and_then(|()| out.flush())
        .map_err(|error| cannot_print(serde_json::Error::io(error)))
}

/// Lines that a document made, safe for a terminal.
fn composed(text: &str, color: bool) -> String {
    text.lines().flat_map(|line| [escape_composed(line, color), "\n".into()]).collect()
}

/// The entries of a JSON object, all or those that were asked for.
fn selected<'j>(json: &'j str, fields: Option<&[String]>) -> Result<Vec<Entry<'j>>> {
    let entries = entries(json).map_err(cannot_print)?;
    let Some(fields) = fields else { return Ok(entries) };
    let keys: Vec<&str> = entries.iter().map(|(key, _)| key.as_str()).collect();
    let positions = select(fields, &keys)?;
    Ok(positions.into_iter().map(|position| entries[position].clone()).collect())
}

/// The entries of a JSON object in their order, each value as it is written there.
fn entries(json: &str) -> serde_json::Result<Vec<Entry<'_>>> {
    struct Entries;
    impl<'j> Visitor<'j> for Entries {
        type Value = Vec<Entry<'j>>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a result with keys")
        }

        fn visit_map<A: MapAccess<'j>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut entries = Vec::new();
            while let Some(entry) = map.next_entry()? {
                entries.push(entry);
            }
            Ok(entries)
        }
    }
    serde_json::Deserializer::from_str(json).deserialize_map(Entries)
}

/// A JSON object of the entries with this punctuation.
fn object(entries: &[Entry<'_>], open: &str, colon: &str, comma: &str, close: &str) -> String {
    let members: Vec<String> = entries
        .iter()
        .map(|(key, value)| format!("{}{colon}{}", serde_json::Value::from(key.as_str()), value.get()))
        .collect();
    format!("{open}{}{close}", members.join(comma))
}

/// A header line of the keys and a line of the values.
fn separated(entries: &[Entry<'_>], form: Separated, no_header: bool) -> String {
    let mut text = String::new();
    if !no_header {
        form.header(&mut text, entries.iter().map(|(key, _)| key.as_str()));
    }
    form.line(&mut text, entries.iter().map(|(_, value)| plain(value)));
    text
}

/// A line of key and value for each entry.
fn lines(entries: &[Entry<'_>]) -> String {
    let pair = |(key, value): &'_ Entry<'_>| (key.clone(), text_of(value));
    let pairs: Vec<_> = entries.iter().map(pair).collect();
    wrapped::pairs(pairs.iter().map(|(key, text)| (key.as_str(), text.as_str().into())), false, None)
}

/// A value of JSON as a line for people.
fn text_of(value: &RawValue) -> String {
    match plain(value) {
        Cell::Text(text) => escape_control(&text).into_owned(),
        Cell::Word(word) => word.to_owned(),
        _ => "-".to_owned(),
    }
}

/// A value of JSON as a cell: text without its quotes, a list of texts joined with commas, anything else as it is
/// written in JSON.
fn plain(value: &RawValue) -> Cell<'_> {
    let json = value.get();
    if json == "null" {
        Cell::Null
    } else if let Ok(text) = serde_json::from_str::<String>(json) {
        Cell::text(text)
    } else if let Ok(texts) = serde_json::from_str::<Vec<String>>(json) {
        Cell::text(texts.join(","))
    } else {
        Cell::Word(json)
    }
}

/// A failure of the writer stays what it was, so that a reader who went away is known.
fn cannot_print(error: serde_json::Error) -> Error {
    if error.is_io() {
        Error::failed("cannot write to standard output", io::Error::from(error))
    } else {
        Error::failed("cannot print the result", error)
    }
}
