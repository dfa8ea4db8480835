//! A cell of a file, as its format writes it.

use std::borrow::Cow;

use serde_json::value::RawValue;

use crate::row::RowValue;
use crate::text::json::Text;

/// A cell, as its format writes it.
pub(super) enum FileCell<'a> {
    Text(Cow<'a, str>),
    /// A JSON number, as written.
    Number(&'a str),
    Flag(bool),
    List(Vec<Text<'a>>),
}

pub(super) fn json_cell(value: &RawValue) -> Result<RowValue<FileCell<'_>>, &'static str> {
    let text = value.get();
    let cell = match text.as_bytes().first() {
        Some(b'n') => return Ok(RowValue::EmptyCell),
        Some(b'"') => match serde_json::from_str(text) {
            Ok(Text(text)) if text.is_empty() => return Ok(RowValue::EmptyCell),
            Ok(Text(text)) => FileCell::Text(text),
            Err(_) => return Err("holds half of a surrogate pair"),
        },
        Some(b't') => FileCell::Flag(true),
        Some(b'f') => FileCell::Flag(false),
        Some(b'[') => FileCell::List(serde_json::from_str(text).map_err(|_| "is not an array of strings")?),
        Some(b'{') => return Err("is an object: one value is expected"),
        _ => FileCell::Number(text),
    };
    Ok(RowValue::Value(cell))
}

/// Undoes the escapes of our own TSV.
pub(super) fn unbackslash(cell: &str) -> String {
    let mut text = String::with_capacity(cell.len());
    let mut characters = cell.chars();
    while let Some(character) = characters.next() {
        match (character, characters.clone().next()) {
            ('\\', Some('t')) => text.push('\t'),
            ('\\', Some('n')) => text.push('\n'),
            ('\\', Some('r')) => text.push('\r'),
            ('\\', Some('\\')) => text.push('\\'),
            (other, _) => {
                text.push(other);
                continue;
            }
        }
        characters.next();
    }
    text
}
