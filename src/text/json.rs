//! Writes JSON strings and reads JSON objects.

use std::borrow::Cow;
use std::fmt::{self, Write as _};
use std::io;

use serde::de::{Deserializer, MapAccess, Visitor};
use serde::{Deserialize, Serialize};
use serde_json::ser::{CompactFormatter, Formatter, PrettyFormatter, Serializer};
use serde_json::value::RawValue;

use super::escape::steers;

/// Appends the text as a JSON string. Characters that steer a terminal are escaped, also outside of ASCII.
pub fn push_string(out: &mut String, text: &str) {
    out.push('"');
    let mut rest = text;
    while let Some((position, character)) = special(rest) {
        out.push_str(&rest[..position]);
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            // Writing to a `String` cannot fail. Every character that steers has at most four hexadecimal digits.
            _ => {
                let _ = write!(out, "\\u{:04x}", u32::from(character));
            }
        }
        rest = &rest[position + character.len_utf8()..];
    }
    out.push_str(rest);
    out.push('"');
}

/// Returns the first character that needs an escape, and its position.
fn special(text: &str) -> Option<(usize, char)> {
    let special = |byte: u8| !matches!(byte, b' '..=b'~') || matches!(byte, b'"' | b'\\');
    let start = text.bytes().position(special)?;
    let mut characters = text[start..].char_indices();
    let found = characters.find(|(_, character)| matches!(character, '"' | '\\') || steers(*character));
    found.map(|(position, character)| (start + position, character))
}

/// Writes the value as JSON, on one line or on several, with the escapes of [`push_string`].
pub fn to_writer<T: Serialize + ?Sized>(
    out: impl io::Write,
    value: &T,
    pretty: bool,
) -> serde_json::Result<()> {
    if pretty {
        value.serialize(&mut Serializer::with_formatter(out, Escaping(PrettyFormatter::new())))
    } else {
        value.serialize(&mut Serializer::with_formatter(out, Escaping(CompactFormatter)))
    }
}

/// Returns the value as JSON. See [`to_writer`].
pub fn to_string<T: Serialize + ?Sized>(value: &T, pretty: bool) -> serde_json::Result<String> {
    let mut json = Vec::new();
    to_writer(&mut json, value, pretty)?;
    String::from_utf8(json).map_err(serde::ser::Error::custom)
}

/// A formatter with the escapes of [`push_string`].
struct Escaping<F>(F);

/// Forwards methods to the inner formatter.
macro_rules! delegate {
    ($($name:ident($($argument:ident: $type:ty),*)),* $(,)?) => {
        $(fn $name<W: ?Sized + io::Write>(&mut self, writer: &mut W $(, $argument: $type)*) -> io::Result<()> {
            self.0.$name(writer $(, $argument)*)
        })*
    };
}

impl<F: Formatter> Formatter for Escaping<F> {
    delegate! {
        begin_array(), end_array(), begin_array_value(first: bool), end_array_value(), begin_object(), end_object(),
        begin_object_key(first: bool), end_object_key(), begin_object_value(), end_object_value(),
    }

    fn write_string_fragment<W: ?Sized + io::Write>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        let mut rest = fragment;
        while let Some((position, character)) = special(rest) {
            writer.write_all(&rest.as_bytes()[..position])?;
            write!(writer, "\\u{:04x}", u32::from(character))?;
            rest = &rest[position + character.len_utf8()..];
        }
        writer.write_all(rest.as_bytes())
    }
}

/// Returns the text as a JSON string.
pub fn string(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    push_string(&mut out, text);
    out
}

/// A string that is borrowed if it contains no escape.
#[derive(Deserialize)]
pub struct Text<'a>(#[serde(borrow)] pub Cow<'a, str>);

/// The keys and values of an object, in order. A key that occurs twice is there twice.
#[derive(Debug)]
pub struct Object<'a>(pub Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Object<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members;

        impl<'de> Visitor<'de> for Members {
            type Value = Object<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::with_capacity(8);
                while let Some((Text(key), value)) = map.next_entry()? {
                    members.push((key, value));
                }
                Ok(Object(members))
            }
        }

        deserializer.deserialize_map(Members)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_string_comes_back_from_a_json_reader_as_it_was() {
        let every: String = (0..0x300).filter_map(char::from_u32).chain("\u{2028}😀".chars()).collect();
        for text in ["", "plain", "\"", "\\", "a\"b\\c\n\r\t\u{0}\u{7f}", every.as_str()] {
            assert_eq!(serde_json::from_str::<String>(&string(text)).expect("valid JSON"), text);
        }
    }

    #[test]
    fn no_character_that_steers_a_terminal_stands_bare_in_json() {
        let hostile = "a\u{7f}\u{9b}2Jb\u{2028}\u{202e}c\u{feff}é";
        let json = "\"a\\u007f\\u009b2Jb\\u2028\\u202ec\\ufeffé\"";
        assert_eq!(string(hostile), json);
        assert_eq!(to_string(hostile, false).expect("JSON"), json);
        assert_eq!(to_string(&[hostile], true).expect("JSON"), format!("[\n  {json}\n]"));
    }

    #[test]
    fn an_object_keeps_its_order_and_a_key_that_stands_twice() {
        let Object(members) = serde_json::from_str("{\"b\":1,\"a\":[ 2 ],\"b\":null}").expect("an object");
        let members: Vec<_> = members.iter().map(|(key, value)| (key.as_ref(), value.get())).collect();
        assert_eq!(members, [("b", "1"), ("a", "[ 2 ]"), ("b", "null")]);
    }
}
