//! What a document writes its text for people on: the few ways in which figures, times and words look alike everywhere.

use std::borrow::Cow;

use super::color::Tone;
use super::escape::{escape_composed, escape_control};
use super::number::grouped;
use super::options::Terminal;
use super::record::Cell;
use super::table::Style;
use super::time::push_local;
use super::wrapped;
use crate::domain::{Timestamp, Zone};

/// Formats values for people: the ledger's zone, colour or none, and the width of a line.
#[derive(Clone, Copy, Debug)]
pub struct Paper {
    zone: Zone,
    color: bool,
    terminal: Option<Terminal>,
}

impl Paper {
    /// Paper of this zone; lines are as long as they like where there is no terminal.
    pub(super) const fn new(zone: Zone, color: bool, terminal: Option<Terminal>) -> Self {
        Self { zone, color, terminal }
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

    /// Text that says: well.
    pub fn green(&self, text: &str) -> String {
        self.paint(Tone::Green, text)
    }

    /// Text that says: waiting.
    pub fn yellow(&self, text: &str) -> String {
        self.paint(Tone::Yellow, text)
    }

    /// Text that says: wrong.
    pub fn red(&self, text: &str) -> String {
        self.paint(Tone::Red, text)
    }

    /// Lines of a name and what is to be said about it, the latter in one column. A line break in it is escaped, for
    /// it can only come from data.
    pub fn facts(&self, facts: &[(&str, String)]) -> String {
        wrapped::pairs(
            facts.iter().map(|(name, text)| (*name, escape_composed(text, self.color))),
            self.color,
        )
    }

    /// A small table: titles above columns, numbers flush right. Texts too long for the terminal go on in the next
    /// line. Nothing at all without rows.
    pub fn table(&self, headings: &[&str], rows: &[Vec<Cell<'_>>]) -> String {
        let style =
            Style { line_columns: self.width_columns(), header: true, color: self.color, zone: self.zone };
        wrapped::table(headings, rows, style)
    }

    fn paint(&self, tone: Tone, text: &str) -> String {
        tone.paint(text, self.color)
    }
}
