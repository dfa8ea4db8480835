//! Formats figures, times and words for documents, the same everywhere.

use std::borrow::Cow;

use super::color::Tone;
use super::column::Cell;
use super::composed::escape_composed;
use super::drawing;
use super::options::{Options, Terminal};
use super::table::Style;
use super::time::push_local;
use super::wrapped::{self, Title};
use crate::domain::{Timestamp, Zone, grouped};
use crate::text::escape_control;

/// Formats values for people: with the ledger's zone, with or without colour, and for the width of the terminal.
#[derive(Clone, Copy, Debug)]
pub struct Formatter {
    zone: Zone,
    color: bool,
    unicode: bool,
    terminal: Option<Terminal>,
}

/// The shortest useful width of a bar.
pub const LEAST_BAR_COLUMNS: usize = 8;
/// The longest useful width of a bar.
pub const MOST_BAR_COLUMNS: usize = 40;

impl Formatter {
    /// Without a terminal, lines have no limit.
    pub(super) fn new(options: &Options) -> Self {
        let Options { color, unicode, terminal, .. } = *options;
        Self { zone: options.zone.unwrap_or(Zone::UTC), color, unicode, terminal }
    }

    /// Returns the width of a line in terminal columns; `None` without a terminal.
    pub fn width_columns(&self) -> Option<usize> {
        self.terminal.map(|terminal| usize::from(terminal.width_columns))
    }

    /// Formats a number with thousands separators: `1,234`.
    pub fn credits(&self, number: impl Into<i128>) -> String {
        grouped(number)
    }

    /// Formats a change with its sign: `+1,234`, `-5`, `0`.
    pub fn signed(&self, change: impl Into<i128>) -> String {
        let change = change.into();
        if change > 0 { format!("+{}", grouped(change)) } else { grouped(change) }
    }

    /// Formats a time in the ledger's zone: `2026-11-01 09:30`.
    pub fn time(&self, time: Timestamp) -> String {
        let mut text = String::new();
        push_local(&mut text, time, self.zone);
        text
    }

    /// Escapes data so that it is one line and safe on a terminal.
    pub fn clean<'t>(&self, text: &'t str) -> Cow<'t, str> {
        escape_control(text)
    }

    /// Colours one of this program's own words by its meaning, as lists do.
    pub fn word(&self, word: &str) -> String {
        Tone::of_word(word).map_or_else(|| word.to_owned(), |tone| tone.paint(word, self.color))
    }

    /// Returns a heading as a line, with its line end.
    pub fn heading(&self, text: &str) -> String {
        self.bold(text) + "\n"
    }

    pub fn bold(&self, text: &str) -> String {
        self.paint(Tone::Bold, text)
    }

    /// Styles less important text.
    pub fn dim(&self, text: &str) -> String {
        self.paint(Tone::Dim, text)
    }

    /// Styles good news.
    pub fn well(&self, text: &str) -> String {
        self.paint(Tone::Green, text)
    }

    /// Styles what is waiting.
    pub fn waiting(&self, text: &str) -> String {
        self.paint(Tone::Magenta, text)
    }

    /// Returns a line for each name and its text, with the texts aligned. Escapes line breaks in texts, which can only
    /// come from data.
    pub fn facts(&self, facts: &[(&str, String)]) -> String {
        wrapped::pairs(
            facts.iter().map(|(name, text)| (*name, escape_composed(text, self.color))),
            self.color,
            self.width_columns(),
        )
    }

    /// Indents a text. If it is too long for the terminal, it wraps with the same indent.
    pub fn indented(&self, text: &str) -> String {
        wrapped::indented(text, self.width_columns())
    }

    /// Returns a small table with titles and right-aligned numbers; empty without rows. Long texts wrap in their
    /// column; columns that do not fit are listed below the table.
    pub fn table(&self, titles: &[Title<'_>], rows: &[Vec<Cell<'_>>]) -> String {
        wrapped::table(titles, rows, self.style(), None)
    }

    /// Like [`Self::table`], but with one line per row: texts that are too long are cut with `…`.
    pub fn lines(&self, titles: &[Title<'_>], rows: &[Vec<Cell<'_>>]) -> String {
        wrapped::table(titles, rows, self.style(), Some(1))
    }

    /// Returns the width of a line, or 80 without a terminal.
    pub fn line_columns(&self) -> usize {
        const WITHOUT_TERMINAL: usize = 80;
        self.width_columns().unwrap_or(WITHOUT_TERMINAL)
    }

    /// Returns a bar for the value. A bar of `width_columns` stands for `most`.
    pub fn bar(&self, value: i64, most: i64, width_columns: usize) -> String {
        drawing::bar(value, most, width_columns, self.unicode)
    }

    /// Returns a character for each value, between the lowest and the highest of them.
    pub fn sparkline(&self, values: &[i64]) -> String {
        drawing::sparkline(values, self.unicode)
    }

    fn style(&self) -> Style {
        Style { line_columns: self.width_columns(), header: true, color: self.color, zone: self.zone }
    }

    fn paint(&self, tone: Tone, text: &str) -> String {
        tone.paint(text, self.color)
    }
}
