//! Renders a value for people and measures it.

use unicode_width::UnicodeWidthStr;

use super::color::Tone;
use super::column::Cell;
use super::time::push_local;
use crate::domain::{OperationId, Zone, append_grouped_number};
use crate::text::{escape_control, is_printable_ascii};

/// How a value is aligned and cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// Right-aligned, never cut.
    Number,
    /// Left-aligned, cut with `…` if too wide.
    Text,
    /// Left-aligned, overflows if too wide.
    UncutText,
    /// Left-aligned, never cut.
    Word,
}

/// Describes a value whose text was appended to a buffer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rendered {
    /// The end of the text in the buffer, in bytes.
    pub(super) end: usize,
    /// The width in terminal columns.
    pub(super) width: usize,
    pub(super) tone: Option<Tone>,
    pub(super) shape: Shape,
}

/// Printed if there is no value.
const NOTHING: &str = "-";

pub(super) fn render(out: &mut String, cell: &Cell<'_>, zone: Zone) -> Rendered {
    let start = out.len();
    let mut tone = None;
    let shape = match cell {
        Cell::Null => {
            tone = Some(Tone::Dim);
            push(out, NOTHING, Shape::Word)
        }
        Cell::Text(text) if is_printable_ascii(text) => push(out, text, Shape::Text),
        Cell::Text(text) => push(out, &escape_control(text), Shape::Text),
        Cell::UncutText(text) => push(out, &escape_control(text), Shape::UncutText),
        Cell::Word(word) => {
            tone = Tone::of_word(word);
            push(out, word, Shape::Word)
        }
        Cell::Words(words) if words.is_empty() => push(out, NOTHING, Shape::Word),
        Cell::Words(words) => {
            push_joined(out, words);
            Shape::Text
        }
        Cell::Texts(texts) => push(out, &escape_control(&texts.join(" ")), Shape::Text),
        Cell::Operations([]) => push(out, NOTHING, Shape::Word),
        Cell::Operations(operations) => push(out, &joined_operations(operations), Shape::Number),
        Cell::Integer(number) => {
            append_grouped_number(out, i128::from(*number));
            Shape::Number
        }
        Cell::Big(number) => {
            append_grouped_number(out, *number);
            Shape::Number
        }
        Cell::Boolean(yes) => push(out, if *yes { "yes" } else { "no" }, Shape::Word),
        Cell::Time(time) => {
            push_local(out, *time, zone);
            Shape::Word
        }
        Cell::Day(day) => push(out, &day.to_string(), Shape::Word),
        Cell::Month(month) => push(out, &month.to_string(), Shape::Word),
    };
    // Everything but text is ASCII, so its length is its width.
    let is_text = matches!(shape, Shape::Text | Shape::UncutText);
    let width = if is_text { width(&out[start..]) } else { out.len() - start };
    Rendered { end: out.len(), width, tone, shape }
}

fn push(out: &mut String, text: &str, shape: Shape) -> Shape {
    out.push_str(text);
    shape
}

/// Appends the words, joined with commas.
pub(super) fn push_joined(out: &mut String, words: &[&str]) {
    for (index, word) in words.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        out.push_str(word);
    }
}

/// Returns the numbers, joined with commas.
pub(super) fn joined_operations(operations: &[OperationId]) -> String {
    operations.iter().map(OperationId::to_string).collect::<Vec<_>>().join(",")
}

/// Returns the width in terminal columns. The text must not contain control characters.
pub(super) fn width(text: &str) -> usize {
    if is_printable_ascii(text) { text.len() } else { text.width() }
}

/// Returns the longest prefix that fits into `room_columns`, and its width.
pub(super) fn beginning(text: &str, room_columns: usize) -> (&str, usize) {
    let (mut end, mut taken) = (0, 0);
    for (start, character) in text.char_indices() {
        let next = start + character.len_utf8();
        let wider = width(&text[..next]);
        if wider > room_columns {
            break;
        }
        (end, taken) = (next, wider);
    }
    (&text[..end], taken)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rendered(cell: &Cell<'_>) -> (String, usize) {
        let mut text = String::new();
        let rendered = render(&mut text, cell, Zone::UTC);
        (text, rendered.width)
    }

    #[test]
    fn every_kind_of_value_has_a_form_for_people() {
        let cases = [
            (Cell::Null, "-"),
            (Cell::text("a\nb"), "a\\nb"),
            (Cell::UncutText("/srv/a\nb"), "/srv/a\\nb"),
            (Cell::Word("active"), "active"),
            (Cell::Integer(1_234_567), "1,234,567"),
            (Cell::Integer(-7), "-7"),
            (Cell::Big(-1_000), "-1,000"),
            (Cell::Boolean(true), "yes"),
            (Cell::Words(vec![]), "-"),
            (Cell::Words(vec!["agent", "admin"]), "agent,admin"),
            (Cell::Time("2026-11-01T09:30:59Z".parse().expect("a time")), "2026-11-01 09:30"),
            (Cell::Month("2026-11".parse().expect("a month")), "2026-11"),
        ];
        for (cell, text) in cases {
            assert_eq!(rendered(&cell), (text.to_owned(), text.len()));
        }
    }

    #[test]
    fn wide_characters_take_two_columns_and_combining_ones_none() {
        assert_eq!(rendered(&Cell::text("日本")).1, 4);
        assert_eq!(rendered(&Cell::text("e\u{301}")).1, 1);
        assert_eq!(beginning("日本語", 3), ("日", 2));
        assert_eq!(beginning("e\u{301}e\u{301}e", 1), ("e\u{301}", 1));
        assert_eq!(beginning("alice", 3), ("ali", 3));
    }
}
