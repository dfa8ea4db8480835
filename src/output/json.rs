//! Writes lists as JSON: one array, or one object per line. Writes into the buffer directly, without a tree.

use super::column::Cell;
use super::time::push_utc;
use crate::domain::append_number;
use crate::text::json::push_string;

pub(super) struct JsonRows {
    /// The text before each value: brace or comma, and the key.
    prefixes: Vec<String>,
    /// Whether the rows are elements of one array.
    array: bool,
    begun: bool,
}

impl JsonRows {
    /// The keys must not need escapes.
    pub(super) fn new<'a>(keys: impl Iterator<Item = &'a str>, array: bool) -> Self {
        let prefixes = keys
            .enumerate()
            .map(|(index, key)| format!("{}\"{key}\":", if index == 0 { '{' } else { ',' }))
            .collect();
        Self { prefixes, array, begun: false }
    }

    pub(super) fn push<'a>(&mut self, out: &mut String, cells: impl Iterator<Item = Cell<'a>>) {
        if self.array {
            out.push_str(if self.begun { ",\n  " } else { "[\n  " });
        }
        self.begun = true;
        for (prefix, cell) in self.prefixes.iter().zip(cells) {
            out.push_str(prefix);
            push_cell(out, &cell);
        }
        out.push_str(if self.array { "}" } else { "}\n" });
    }

    /// Ends the array, if there is one.
    pub(super) fn finish(&self, out: &mut String) {
        if self.array {
            out.push_str(if self.begun { "\n]\n" } else { "[]\n" });
        }
    }
}

fn push_strings(out: &mut String, texts: &[impl AsRef<str>]) {
    out.push('[');
    for (index, text) in texts.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        push_string(out, text.as_ref());
    }
    out.push(']');
}

fn push_cell(out: &mut String, cell: &Cell<'_>) {
    match cell {
        Cell::Null => out.push_str("null"),
        Cell::Text(text) => push_string(out, text),
        Cell::UncutText(text) | Cell::Word(text) => push_string(out, text),
        Cell::Integer(number) => append_number(out, *number),
        Cell::Big(number) => out.push_str(&number.to_string()),
        Cell::Boolean(yes) => out.push_str(if *yes { "true" } else { "false" }),
        Cell::Words(words) => push_strings(out, words),
        Cell::Texts(texts) => push_strings(out, texts),
        Cell::Operations(operations) => {
            out.push('[');
            for (index, operation) in operations.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                append_number(out, operation.get());
            }
            out.push(']');
        }
        Cell::Time(time) => {
            out.push('"');
            push_utc(out, *time);
            out.push('"');
        }
        Cell::Day(day) => push_string(out, &day.to_string()),
        Cell::Month(month) => push_string(out, &month.to_string()),
    }
}
