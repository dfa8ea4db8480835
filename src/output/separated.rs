//! Writes CSV and TSV for spreadsheets and scripts.
//!
//! Lines end in a line feed, as command-line tools expect, although RFC 4180 asks for CR LF; every CSV reader accepts
//! both. CSV quotes a cell if it must. TSV writes `\t`, `\n`, `\r` and `\\` instead, so a line is always a row and a
//! tab always separates cells.

use std::borrow::Cow;

use super::column::Cell;
use super::options::Options;
use super::rendered::{joined_operations, push_joined};
use super::time::push_utc;
use crate::domain::{append_number, protect};
use crate::text::{csv, escape_control};

#[derive(Clone, Copy, PartialEq, Eq)]
enum CellForm {
    /// With quotes if needed, and commas between cells.
    Csv,
    /// With backslash escapes, and tabs between cells.
    Tsv,
    /// As it is, for one cell per line.
    Bare,
}

#[derive(Clone, Copy)]
pub(super) struct Separated {
    form: CellForm,
    raw: bool,
    on_terminal: bool,
}

impl Separated {
    pub(super) fn csv(options: &Options) -> Self {
        Self { form: CellForm::Csv, raw: options.raw, on_terminal: options.terminal.is_some() }
    }

    pub(super) fn tsv(options: &Options) -> Self {
        Self { form: CellForm::Tsv, ..Self::csv(options) }
    }

    /// Writes bare values.
    pub(super) fn bare(options: &Options) -> Self {
        Self { form: CellForm::Bare, raw: true, ..Self::csv(options) }
    }

    pub(super) fn header<'a>(self, out: &mut String, keys: impl Iterator<Item = &'a str>) {
        self.line(out, keys.map(Cell::Word));
    }

    pub(super) fn line<'a>(self, out: &mut String, cells: impl Iterator<Item = Cell<'a>>) {
        let start = out.len();
        for (index, cell) in cells.enumerate() {
            if index > 0 {
                out.push(if self.form == CellForm::Tsv { '\t' } else { ',' });
            }
            self.cell(out, &cell);
        }
        if out.len() == start && self.form == CellForm::Csv {
            // The line has one empty cell. CSV readers skip empty lines, so it needs quotes.
            out.push_str("\"\"");
        }
        out.push('\n');
    }

    fn cell(self, out: &mut String, cell: &Cell<'_>) {
        match cell {
            Cell::Null => {}
            Cell::Text(text) => self.text(out, text),
            Cell::UncutText(text) => self.text(out, text),
            Cell::Word(word) => self.escaped(out, word),
            Cell::Integer(number) => append_number(out, *number),
            Cell::Big(number) => out.push_str(&number.to_string()),
            Cell::Boolean(yes) => out.push_str(if *yes { "true" } else { "false" }),
            Cell::Words(words) => {
                let quote = if self.form != CellForm::Csv || words.len() < 2 { "" } else { "\"" };
                out.push_str(quote);
                push_joined(out, words);
                out.push_str(quote);
            }
            Cell::Texts(texts) => self.text(out, &texts.join(" ")),
            Cell::Operations(operations) => {
                let quote = if self.form != CellForm::Csv || operations.len() < 2 { "" } else { "\"" };
                out.push_str(quote);
                out.push_str(&joined_operations(operations));
                out.push_str(quote);
            }
            Cell::Time(time) => push_utc(out, *time),
            Cell::Day(day) => out.push_str(&day.to_string()),
            Cell::Month(month) => out.push_str(&month.to_string()),
        }
    }

    /// Appends text, protected from being run as a formula by a spreadsheet.
    fn text(self, out: &mut String, text: &str) {
        let text = if self.raw { Cow::Borrowed(text) } else { protect(text) };
        // A terminal must not obey control characters. A file gets the text as it is.
        if self.on_terminal { self.escaped(out, &escape_control(&text)) } else { self.escaped(out, &text) }
    }

    fn escaped(self, out: &mut String, text: &str) {
        match self.form {
            CellForm::Csv => csv::push_cell(out, text, b','),
            CellForm::Tsv => push_backslashed(out, text),
            CellForm::Bare => out.push_str(text),
        }
    }
}

/// Appends the text with escapes for what would end a cell or a line.
fn push_backslashed(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(position) = rest.bytes().position(|byte| matches!(byte, b'\t' | b'\n' | b'\r' | b'\\')) {
        out.push_str(&rest[..position]);
        out.push_str(match rest.as_bytes()[position] {
            b'\t' => "\\t",
            b'\n' => "\\n",
            b'\r' => "\\r",
            _ => "\\\\",
        });
        rest = &rest[position + 1..];
    }
    out.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn csv(raw: bool) -> Separated {
        Separated::csv(&Options { raw, ..Options::default() })
    }

    fn tsv(raw: bool) -> Separated {
        Separated { form: CellForm::Tsv, ..csv(raw) }
    }

    fn line(writer: Separated, texts: &[&str]) -> String {
        let mut out = String::new();
        writer.line(&mut out, texts.iter().map(|&text| Cell::text(text)));
        out
    }

    #[test]
    fn csv_quotes_only_what_needs_quotes_and_reads_back_the_same() {
        let texts = ["plain", "a,b", "say \"hi\"", "two\nlines", "cr\rhere", "", " spaces "];
        let csv = line(csv(true), &texts);
        assert!(csv.starts_with("plain,\"a,b\",\"say \"\"hi\"\"\","));
        let mut reader = ::csv::ReaderBuilder::new().has_headers(false).from_reader(csv.as_bytes());
        let record = reader.records().next().expect("a record").expect("valid CSV");
        assert_eq!(record.iter().collect::<Vec<_>>(), texts);
    }

    #[test]
    fn tsv_keeps_a_row_on_one_line() {
        assert_eq!(line(tsv(true), &["a\tb", "c\nd\re", "f\\g"]), "a\\tb\tc\\nd\\re\tf\\\\g\n");
    }

    #[test]
    fn text_that_a_spreadsheet_would_compute_is_prefixed_unless_raw() {
        for formula in ["=1+1", "+1", "-1", "@SUM(A1)", "＝1", "＋1", "－1", "＠SUM"] {
            assert_eq!(line(csv(false), &[formula]), format!("'{formula}\n"));
            assert_eq!(line(csv(true), &[formula]), format!("{formula}\n"));
        }
        assert_eq!(line(tsv(false), &["\tx", "\rx"]), "'\\tx\t'\\rx\n");
    }

    #[test]
    fn an_apostrophe_before_a_formula_is_doubled_so_that_it_comes_back() {
        assert_eq!(line(csv(false), &["'=1", "''=1", "'tis", "it's"]), "''=1,'''=1,'tis,it's\n");
    }

    #[test]
    fn negative_numbers_are_not_text() {
        let mut out = String::new();
        csv(false).line(&mut out, [Cell::Integer(-5), Cell::Big(-6)].into_iter());
        assert_eq!(out, "-5,-6\n");
    }

    #[test]
    fn a_line_of_one_empty_cell_is_not_an_empty_line_in_csv() {
        assert_eq!(line(csv(false), &[""]), "\"\"\n");
        assert_eq!(line(tsv(false), &[""]), "\n");
    }

    #[test]
    fn a_terminal_obeys_nothing_in_a_cell_even_with_raw() {
        let on_terminal = |raw| Separated { on_terminal: true, ..csv(raw) };
        assert_eq!(line(on_terminal(true), &["a\x1b[2J", "b\nc"]), "a\\x1b[2J,b\\nc\n");
        assert_eq!(line(on_terminal(false), &["=\u{9b}"]), "'=\\x9b\n");
        assert_eq!(line(csv(true), &["a\x1b[2J"]), "a\x1b[2J\n");
    }
}
