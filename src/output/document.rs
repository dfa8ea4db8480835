//! Prints one result in every format. Its `Serialize` determines the keys and their order.

use std::borrow::Cow;
use std::io::{self, Write};

use serde::Serialize;
use serde_json::value::RawValue;

use super::column::Cell;
use super::composed::escape_composed;
use super::fields::select;
use super::formatter::Formatter;
use super::markdown::Markdown;
use super::options::{Format, Options};
use super::separated::Separated;
use super::wrapped;
use crate::domain::Zone;
use crate::text::escape_control;
use crate::text::json::{self, Object};
use crate::{Error, Result};

/// A single result. `Serialize` gives its keys and values, [`Document::human`] its text for people.
pub trait Document: Serialize {
    /// Returns the result as lines of text. Put data into them with [`Formatter::clean`].
    fn human(&self, formatter: &Formatter) -> String;
}

/// A key of a result and its value, in JSON.
type Member<'j> = (Cow<'j, str>, &'j RawValue);

/// Checks that the result has every key in `fields`. Exit 2 if not.
pub(super) fn require_fields<D: Document>(document: &D, fields: &[String]) -> Result<()> {
    let json = json::to_string(document, false).map_err(cannot_print)?;
    selected(&json, Some(fields)).map(drop)
}

/// Returns the result in the chosen format, with a line end. Exit 2 if `fields` names a key that it does not have.
pub(super) fn text<D: Document>(
    document: &D,
    options: &Options,
    fields: Option<&[String]>,
) -> Result<String> {
    if options.bare && fields.is_some() {
        let json = json::to_string(document, false).map_err(cannot_print)?;
        return Ok(bare(&selected(&json, fields)?, Separated::bare(options)));
    }
    match (options.format, fields) {
        (Format::Table, None) => Ok(composed(&document.human(&Formatter::new(options)), options.color)),
        (Format::Json | Format::Jsonl, None) => {
            let mut json = Vec::new();
            stream(document, options.format, &mut json)?;
            String::from_utf8(json).map_err(|error| Error::failed("cannot print the result", error))
        }
        (Format::Json, Some(_)) => {
            let json = json::to_string(document, true).map_err(cannot_print)?;
            selected(&json, fields).map(|members| object(&members, "{\n  ", ": ", ",\n  ", "\n}\n"))
        }
        (format, _) => {
            let json = json::to_string(document, false).map_err(cannot_print)?;
            let members = selected(&json, fields)?;
            Ok(match format {
                Format::Csv => separated(&members, Separated::csv(options), options.no_header),
                Format::Tsv => separated(&members, Separated::tsv(options), options.no_header),
                Format::Table => lines(&members),
                Format::Markdown => markdown(&members, options),
                Format::Json | Format::Jsonl => object(&members, "{", ":", ",", "}\n"),
            })
        }
    }
}

/// Writes the whole result as JSON without holding all of it in memory: on one line for JSON Lines, else on several.
pub(super) fn stream<D: Document>(document: &D, format: Format, mut out: impl Write) -> Result<()> {
    let written = json::to_writer(&mut out, document, format != Format::Jsonl);
    written.map_err(cannot_print)?;
    out.write_all(b"\n")
        .and_then(|()| out.flush())
        .map_err(|error| cannot_print(serde_json::Error::io(error)))
}

/// Makes lines that a document composed safe for a terminal.
fn composed(text: &str, color: bool) -> String {
    text.lines().flat_map(|line| [escape_composed(line, color), "\n".into()]).collect()
}

/// Returns the members of a JSON object: all, or those in `fields`.
fn selected<'j>(json: &'j str, fields: Option<&[String]>) -> Result<Vec<Member<'j>>> {
    let Object(members) = serde_json::from_str(json).map_err(cannot_print)?;
    let Some(fields) = fields else { return Ok(members) };
    let keys: Vec<&str> = members.iter().map(|(key, _)| key.as_ref()).collect();
    let positions = select(fields, &keys)?;
    Ok(positions.into_iter().map(|position| members[position].clone()).collect())
}

/// Returns a JSON object with this punctuation.
fn object(members: &[Member<'_>], open: &str, colon: &str, comma: &str, close: &str) -> String {
    let members: Vec<String> =
        members.iter().map(|(key, value)| format!("{}{colon}{}", json::string(key), value.get())).collect();
    format!("{open}{}{close}", members.join(comma))
}

/// Returns a line of keys, unless `no_header` is set, and a line of values.
fn separated(members: &[Member<'_>], form: Separated, no_header: bool) -> String {
    let mut text = String::new();
    if !no_header {
        form.header(&mut text, members.iter().map(|(key, _)| key.as_ref()));
    }
    form.line(&mut text, members.iter().map(|(_, value)| plain(value)));
    text
}

/// Returns the values, a line each. The items of a list have a line each, too.
fn bare(members: &[Member<'_>], form: Separated) -> String {
    let mut text = String::new();
    for (_, value) in members {
        match serde_json::from_str::<Vec<&RawValue>>(value.get()) {
            Ok(items) => {
                for item in items {
                    form.line(&mut text, [plain(item)].into_iter());
                }
            }
            Err(_) => form.line(&mut text, [plain(value)].into_iter()),
        }
    }
    text
}

/// Returns a Markdown table with a row for each key.
fn markdown(members: &[Member<'_>], options: &Options) -> String {
    let form = Markdown::new(options.zone.unwrap_or(Zone::UTC));
    let mut text = String::new();
    if !options.no_header {
        form.header(&mut text, ["KEY", "VALUE"].into_iter());
    }
    for (key, value) in members {
        form.line(&mut text, [Cell::Word(key), plain(value)].into_iter());
    }
    text
}

/// Returns a line for each key.
fn lines(members: &[Member<'_>]) -> String {
    let pairs: Vec<_> = members.iter().map(|(key, value)| (key.as_ref(), text_of(value))).collect();
    wrapped::pairs(pairs.iter().map(|(key, text)| (*key, text.as_str().into())), false, None)
}

/// Returns a JSON value as text for a line.
fn text_of(value: &RawValue) -> String {
    match plain(value) {
        Cell::Text(text) => escape_control(&text).into_owned(),
        Cell::Word(word) => word.to_owned(),
        _ => "-".to_owned(),
    }
}

/// Converts a JSON value to a cell: strings lose their quotes, the strings of a list are joined with commas, anything
/// else stays JSON.
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

/// Keeps an I/O error as the cause, so that a broken pipe is recognised.
fn cannot_print(error: serde_json::Error) -> Error {
    if error.is_io() {
        Error::failed("cannot write to standard output", io::Error::from(error))
    } else {
        Error::failed("cannot print the result", error)
    }
}
