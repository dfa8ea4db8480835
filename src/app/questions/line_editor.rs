//! Edits a line of text. dialoguer's own input does not know Ctrl-U, Ctrl-W, Home, End, Delete or Esc.

use std::io;

use console::{Key, Term, measure_text_width};

pub(super) const CTRL_D: char = '\u{4}';
const CTRL_K: char = '\u{b}';
const CTRL_U: char = '\u{15}';
const CTRL_W: char = '\u{17}';

/// The text and the position of the cursor, in characters.
#[derive(Debug, Default)]
pub(super) struct EditedLine {
    text: Vec<char>,
    at: usize,
}

impl EditedLine {
    pub(super) fn new(text: &str) -> Self {
        let text: Vec<char> = text.chars().collect();
        Self { at: text.len(), text }
    }

    pub(super) fn text(&self) -> String {
        self.text.iter().collect()
    }

    /// Applies a key that edits or moves.
    pub(super) fn press(&mut self, key: &Key) {
        match key {
            Key::Char(CTRL_U) => self.delete_from(0),
            Key::Char(CTRL_W) => self.delete_from(self.word_start()),
            Key::Char(CTRL_K) => self.text.truncate(self.at),
            Key::Backspace => self.delete_from(self.at.saturating_sub(1)),
            Key::Del | Key::Char(CTRL_D) if self.at < self.text.len() => _ = self.text.remove(self.at),
            Key::Home => self.at = 0,
            Key::End => self.at = self.text.len(),
            Key::ArrowLeft => self.at = self.at.saturating_sub(1),
            Key::ArrowRight => self.at = (self.at + 1).min(self.text.len()),
            Key::Char(typed) if !typed.is_control() => {
                self.text.insert(self.at, *typed);
                self.at += 1;
            }
            _ => {}
        }
    }

    /// Deletes from `start` to the cursor.
    fn delete_from(&mut self, start: usize) {
        self.text.drain(start..self.at);
        self.at = start;
    }

    /// Returns the start of the word before the cursor.
    fn word_start(&self) -> usize {
        let before = &self.text[..self.at];
        let spaces = before.iter().rev().take_while(|typed| typed.is_whitespace()).count();
        let letters = before.iter().rev().skip(spaces).take_while(|typed| !typed.is_whitespace()).count();
        self.at - spaces - letters
    }

    /// Returns the text before and after the cursor, cut to fit into `columns` together.
    pub(super) fn window(&self, columns: usize) -> (String, String) {
        let (before, after) = self.text.split_at(self.at);
        let mut left: Vec<char> = fitting(before.iter().rev(), columns);
        let used = width(&left);
        left.reverse();
        let right = fitting(after.iter(), columns - used);
        (left.into_iter().collect(), right.into_iter().collect())
    }
}

fn width(text: &[char]) -> usize {
    measure_text_width(&text.iter().collect::<String>())
}

/// Returns the longest prefix that fits into `columns`.
fn fitting<'c>(text: impl Iterator<Item = &'c char>, columns: usize) -> Vec<char> {
    let mut fits = Vec::new();
    for letter in text {
        fits.push(*letter);
        if width(&fits) > columns {
            fits.pop();
            break;
        }
    }
    fits
}

/// Asks for a line; `filled_in` is its initial text. Returns `None` if Esc cancels it.
pub(super) fn read(term: &Term, prompt: &str, filled_in: &str) -> io::Result<Option<String>> {
    const MIN_COLUMNS: usize = 10;
    let columns = usize::from(term.size().1);
    let free = columns.saturating_sub(measure_text_width(prompt) + 1).max(MIN_COLUMNS);
    let mut line = EditedLine::new(filled_in);
    loop {
        let (before, after) = line.window(free);
        term.clear_line()?;
        term.write_str(&format!("{prompt}{before}{after}"))?;
        match measure_text_width(&after) {
            0 => {}
            back => term.move_cursor_left(back)?,
        }
        term.flush()?;
        let key = term.read_key()?;
        match key {
            Key::Enter => break,
            Key::Escape => {
                term.write_line("")?;
                return Ok(None);
            }
            Key::Char(CTRL_D) if line.text.is_empty() => {
                term.write_line("")?;
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            key => line.press(&key),
        }
    }
    term.write_line("")?;
    Ok(Some(line.text()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pressed(text: &str, keys: &[Key]) -> String {
        let mut line = EditedLine::new(text);
        for key in keys {
            line.press(key);
        }
        line.text()
    }

    #[test]
    fn the_usual_keys_edit_a_line() {
        assert_eq!(pressed("20", &[Key::Char(CTRL_U), Key::Char('7')]), "7");
        assert_eq!(pressed("Ada  Lovelace ", &[Key::Char(CTRL_W)]), "Ada  ");
        assert_eq!(pressed("bcd", &[Key::Home, Key::Char('a'), Key::Del, Key::End, Key::Char('e')]), "acde");
        assert_eq!(pressed("abcd", &[Key::ArrowLeft, Key::ArrowLeft, Key::Char(CTRL_K)]), "ab");
        assert_eq!(pressed("äö", &[Key::ArrowLeft, Key::Backspace, Key::ArrowRight, Key::Del]), "ö");
        assert_eq!(pressed("", &[Key::Backspace, Key::Del, Key::ArrowLeft, Key::Char('\u{7}')]), "");
    }

    #[test]
    fn a_line_longer_than_the_terminal_shows_what_is_around_the_cursor() {
        let mut line = EditedLine::new("0123456789");
        assert_eq!(line.window(4), ("6789".to_owned(), String::new()));
        for _ in 0..8 {
            line.press(&Key::ArrowLeft);
        }
        assert_eq!(line.window(4), ("01".to_owned(), "23".to_owned()));
        assert_eq!(EditedLine::new("漢字").window(3), ("字".to_owned(), String::new()));
    }
}
