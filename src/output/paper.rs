//! The paper of a document: figures, times and words look the same everywhere.

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

/// Formats values for people: the ledger's zone, colour or none, and the width of a line.
#[derive(Clone, Copy, Debug)]
pub struct Paper {
    zone: Zone,
    color: bool,
    unicode: bool,
    terminal: Option<Terminal>,
}

/// What fewer columns would show of a bar says nothing.
pub const LEAST_BAR_COLUMNS: usize = 8;
/// A longer bar says no more.
pub const MOST_BAR_COLUMNS: usize = 40;

impl Paper {
    /// Paper as the options want it; lines are as long as they like where there is no terminal.
    pub(super) fn new(options: &Options) -> Self {
        let Options { color, unicode, terminal, .. } = *options;
        Self { zone: options.zone.unwrap_or(Zone::UTC), color, unicode, terminal }
    }

    /// The width of a line in terminal columns; `None` where there is no terminal.
    pub fn width_columns(&self) -> Option<usize> {
        self.terminal.map(|terminal| usize::from(terminal.width_columns))
    }

    /// A number with thousands separators: `1,234`.
    pub fn credits(&self, number: impl Into<i128>) -> String {
        grouped(number)
    }

    /// A change, with its sign: `+1,234`, `-5`, `0`.
    pub fn signed(&self, change: impl Into<i128>) -> String {
        let change = change.into();
        if change > 0 { format!("+{}", grouped(change)) } else { grouped(change) }
    }

    /// A time in the ledger's zone: `2026-11-01 09:30`.
    pub fn time(&self, time: Timestamp) -> String {
        let mut text = String::new();
        push_local(&mut text, time, self.zone);
        text
    }

    /// Data as one line that is safe on a terminal: control characters become visible escapes.
    pub fn clean<'t>(&self, text: &'t str) -> Cow<'t, str> {
        escape_control(text)
    }

    /// One of this program's own words, coloured by what it means as in a list.
    pub fn word(&self, word: &str) -> String {
        Tone::of_word(word).map_or_else(|| word.to_owned(), |tone| tone.paint(word, self.color))
    }

    /// A line above a part of the text, with its line end.
    pub fn heading(&self, text: &str) -> String {
        self.bold(text) + "\n"
    }

    /// Bold text.
    pub fn bold(&self, text: &str) -> String {
        self.paint(Tone::Bold, text)
    }

    /// Text that matters less.
    pub fn dim(&self, text: &str) -> String {
        self.paint(Tone::Dim, text)
    }

    /// Text in the tone of good news.
    pub fn well(&self, text: &str) -> String {
        self.paint(Tone::Green, text)
    }

    /// Text in the tone of waiting.
    pub fn waiting(&self, text: &str) -> String {
        self.paint(Tone::Magenta, text)
    }

    /// Lines of a name and a text, the texts in one column. A line break in a text is escaped: it can only come from data.
    pub fn facts(&self, facts: &[(&str, String)]) -> String {
        wrapped::pairs(
            facts.iter().map(|(name, text)| (*name, escape_composed(text, self.color))),
            self.color,
            self.width_columns(),
        )
    }

    /// An indented text. Too long for the terminal, it goes on below itself.
    pub fn indented(&self, text: &str) -> String {
        wrapped::indented(text, self.width_columns())
    }

    /// A small table: titles above columns, numbers flush right. Texts too long for the terminal go on in the next line; columns
    /// that do not fit are named below. Nothing at all without rows.
    pub fn table(&self, titles: &[Title<'_>], rows: &[Vec<Cell<'_>>]) -> String {
        wrapped::table(titles, rows, self.style(), None)
    }

    /// The same with one line for each row: texts too long for the terminal are cut with `…`.
    pub fn lines(&self, titles: &[Title<'_>], rows: &[Vec<Cell<'_>>]) -> String {
        wrapped::table(titles, rows, self.style(), Some(1))
    }

    /// How wide a line is: the terminal, or 80 columns where there is none.
    pub fn line_columns(&self) -> usize {
        const WITHOUT_TERMINAL: usize = 80;
        self.width_columns().unwrap_or(WITHOUT_TERMINAL)
    }

    /// A bar as long as the value's part of the most, which is `width_columns` long.
    pub fn bar(&self, value: i64, most: i64, width_columns: usize) -> String {
        drawing::bar(value, most, width_columns, self.unicode)
    }

    /// A character for each value, between the lowest and the highest of them.
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
