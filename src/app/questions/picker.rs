//! Asks for one of several, narrowed by typing.

use std::fmt::Write as _;
use std::io;

use console::{Key, Term, measure_text_width, truncate_str};

use super::line_editor::{CTRL_D, EditedLine};
use crate::domain::{Likeness, case_folded};

#[derive(Clone, Debug)]
pub struct Offer {
    /// The line to show.
    pub shown: String,
    /// The text to search.
    pub searched: String,
}

impl Offer {
    /// An offer that is found by any part of its line.
    pub fn plain(line: String) -> Self {
        Self { searched: line.clone(), shown: line }
    }
}

/// Returns the indexes of the matching offers, best first.
fn fitting(offers: &[Offer], typed: &str) -> Vec<usize> {
    let typed = case_folded(typed.trim());
    let fit = |(place, offer): (usize, &Offer)| Some((Likeness::of(&offer.searched, &typed)?, place));
    let mut found: Vec<_> = offers.iter().enumerate().filter_map(fit).collect();
    found.sort_unstable();
    found.into_iter().map(|(_, place)| place).collect()
}

/// The state of the screen: the typed text, the matches, and which of them is marked.
struct Picker<'a> {
    term: &'a Term,
    prompt: String,
    offers: &'a [Offer],
    line: EditedLine,
    found: Vec<usize>,
    marked: usize,
}

impl Picker<'_> {
    /// Draws the question and the list below it, then moves the cursor back into the typed text.
    fn draw(&self) -> io::Result<()> {
        const MARK_COLUMNS: usize = 2;
        let (rows, columns) = self.term.size();
        let rows = usize::from(rows).saturating_sub(2).max(1);
        let columns = usize::from(columns);
        let first = self.marked.saturating_sub(rows - 1);
        let shown = self.found.iter().enumerate().skip(first).take(rows);
        let mut text = String::new();
        for (number, place) in shown.clone() {
            let mark = if number == self.marked { "> " } else { "  " };
            let width = columns.saturating_sub(MARK_COLUMNS + 1);
            let item = truncate_str(&self.offers[*place].shown, width, "…");
            let _ = write!(text, "\r\n{mark}{item}");
        }
        if self.found.is_empty() {
            text += "\r\n  nothing fits";
        }
        let below = shown.count().max(1);
        let free = columns.saturating_sub(measure_text_width(&self.prompt) + 1);
        let (before, after) = self.line.window(free);
        self.clear()?;
        self.term.write_str(&format!("{}{before}{after}{text}", self.prompt))?;
        self.term.move_cursor_up(below)?;
        self.term.write_str("\r")?;
        self.term.move_cursor_right(measure_text_width(&self.prompt) + measure_text_width(&before))?;
        self.term.flush()
    }

    fn clear(&self) -> io::Result<()> {
        self.term.write_str("\r")?;
        self.term.clear_to_end_of_screen()
    }

    /// Applies a key that moves the mark or edits the text.
    fn press(&mut self, key: &Key) {
        let last = self.found.len().saturating_sub(1);
        match key {
            Key::ArrowUp | Key::BackTab => self.marked = self.marked.checked_sub(1).unwrap_or(last),
            Key::ArrowDown | Key::Tab => self.marked = if self.marked < last { self.marked + 1 } else { 0 },
            key => {
                self.line.press(key);
                self.found = fitting(self.offers, &self.line.text());
                self.marked = 0;
            }
        }
    }
}

/// Asks for one of the offers and returns its index, or `None` if Esc cancels. `typed` is the initial text.
pub(super) fn read(term: &Term, prompt: &str, offers: &[Offer], typed: &str) -> io::Result<Option<usize>> {
    let line = EditedLine::new(typed);
    let found = fitting(offers, typed);
    let mut picker = Picker { term, prompt: format!("{prompt} "), offers, line, found, marked: 0 };
    loop {
        picker.draw()?;
        let chosen = match term.read_key() {
            Ok(Key::Escape) => Ok(None),
            Ok(Key::Enter) => match picker.found.get(picker.marked) {
                Some(place) => Ok(Some(*place)),
                None => continue,
            },
            Ok(Key::Char(CTRL_D)) if picker.line.text().is_empty() => {
                Err(io::ErrorKind::UnexpectedEof.into())
            }
            Ok(key) => {
                picker.press(&key);
                continue;
            }
            Err(error) => Err(error),
        };
        picker.clear()?;
        return chosen;
    }
}
