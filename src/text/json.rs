//! Strings and objects of JSON.

use std::borrow::Cow;
use std::fmt::{self, Write as _};

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// Appends the text as a JSON string.
pub fn push_string(out: &mut String, text: &str) {
    out.push('"');
    let mut rest = text;
    while let Some(position) = rest.bytes().position(|byte| matches!(byte, 0..=0x1f | b'"' | b'\\')) {
        out.push_str(&rest[..position]);
        match rest.as_bytes()[position] {
            b'"' => out.push_str("\\\""),
            b'\\' => out.push_str("\\\\"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            // Writing to a string cannot fail.
            byte => {
                let _ = write!(out, "\\u{byte:04x}");
            }
        }
        rest = &rest[position + 1..];
    }
    out.push_str(rest);
    out.push('"');
}

/// The text as a JSON string.
pub fn string(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    push_string(&mut out, text);
    out
}

/// A string that is borrowed where it holds no escape.
#[derive(Deserialize)]
pub struct Text<'a>(#[serde(borrow)] pub Cow<'a, str>);

/// An object's keys with the JSON of their values, in its order. A key that stands twice is there twice.
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
    fn an_object_keeps_its_order_and_a_key_that_stands_twice() {
        let Object(members) = serde_json::from_str("{\"b\":1,\"a\":[ 2 ],\"b\":null}").expect("an object");
        let members: Vec<_> = members.iter().map(|(key, value)| (key.as_ref(), value.get())).collect();
        assert_eq!(members, [("b", "1"), ("a", "[ 2 ]"), ("b", "null")]);
    }
}
