//! One result in every format. Its keys and their order are those of its `Serialize`.

use std::borrow::Cow;
use std::io::{self, Write};

use serde::Serialize;
use serde_json::value::RawValue;

use super::column::Cell;
use super::composed::escape_composed;
use super::fields::select;
use super::markdown::Markdown;
use super::options::{Format, Options};
use super::paper::Paper;
use super::separated::Separated;
use super::wrapped;
use crate::domain::Zone;
use crate::text::escape_control;
use crate::text::json::{self, Object};
use crate::{Error, Result};

/// One result: its keys for programs come from `Serialize`, its text for people from [`Document::human`].
pub trait Document: Serialize {
    /// The result as lines of text. Data goes through [`Paper::clean`] on its way into them.
    fn human(&self, paper: &Paper) -> String;
}

/// A key of a result with its value in JSON.
type Member<'j> = (Cow<'j, str>, &'j RawValue);

/// A name in `fields` that is none of the keys of the result is a usage error.
pub(super) fn require_fields<D: Document>(document: &D, fields: &[String]) -> Result<()> {
    let json = json::to_string(document, false).map_err(cannot_print)?;
    selected(&json, Some(fields)).map(drop)
}

/// The text of the result, with its line end. A name in `fields` that is none of its keys is a usage error.
pub(super) fn text<D: Document>(
    document: &D,
    options: &Options,
    fields: Option<&[String]>,
) -> Result<String> {
    if options.bare && fields.is_some() {
        let json = json::to_string(document, false).map_err(cannot_print)?;
        return Ok(separated(&selected(&json, fields)?, Separated::bare(options), true));
    }
    match (options.format, fields) {
        (Format::Table, None) => Ok(composed(&document.human(&Paper::new(options)), options.color)),
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

/// Writes the whole result as JSON while it is made: in lines, or in one line.
pub(super) fn stream<D: Document>(document: &D, format: Format, mut out: impl Write) -> Result<()> {
    let written = json::to_writer(&mut out, document, format != Format::Jsonl);
    written.map_err(cannot_print)?;
    out.write_all(b"\n")
        .and_then(|()| out.flush())
        .map_err(|error| cannot_print(serde_json::Error::io(error)))
}

/// Lines that a document made, safe for a terminal.
fn composed(text: &str, color: bool) -> String {
    text.lines().flat_map(|line| [escape_composed(line, color), "\n".into()]).collect()
}

/// The members of a JSON object, all or those that were asked for.
fn selected<'j>(json: &'j str, fields: Option<&[String]>) -> Result<Vec<Member<'j>>> {
    let Object(members) = serde_json::from_str(json).map_err(cannot_print)?;
    let Some(fields) = fields else { return Ok(members) };
    let keys: Vec<&str> = members.iter().map(|(key, _)| key.as_ref()).collect();
    let positions = select(fields, &keys)?;
    Ok(positions.into_iter().map(|position| members[position].clone()).collect())
}

/// A JSON object of the members with this punctuation.
fn object(members: &[Member<'_>], open: &str, colon: &str, comma: &str, close: &str) -> String {
    let members: Vec<String> =
        members.iter().map(|(key, value)| format!("{}{colon}{}", json::string(key), value.get())).collect();
    format!("{open}{}{close}", members.join(comma))
}

/// A header line of the keys and a line of the values.
fn separated(members: &[Member<'_>], form: Separated, no_header: bool) -> String {
    let mut text = String::new();
    if !no_header {
        form.header(&mut text, members.iter().map(|(key, _)| key.as_ref()));
    }
    form.line(&mut text, members.iter().map(|(_, value)| plain(value)));
    text
}

/// A table of Markdown with a row of key and value for each entry.
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

/// A line of key and value for each entry.
fn lines(members: &[Member<'_>]) -> String {
    let pairs: Vec<_> = members.iter().map(|(key, value)| (key.as_ref(), text_of(value))).collect();
    wrapped::pairs(pairs.iter().map(|(key, text)| (*key, text.as_str().into())), false, None)
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

/// A failure of the writer stays what it is, so that a reader who has gone is recognised.
fn cannot_print(error: serde_json::Error) -> Error {
    if error.is_io() {
        Error::failed("cannot write to standard output", io::Error::from(error))
    } else {
        Error::failed("cannot print the result", error)
    }
}
