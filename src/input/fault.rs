//! What is wrong with a file: each fault with its place, many of them as one error.

use std::fmt::Write;

use crate::error::{Code, Error, Result};

/// How many faults of a file are told in full; the others are counted. Nobody mends more in one go, and it bounds the memory.
pub const MAX_FAULTS_SHOWN: usize = 10_000;

/// How much of a fault's text is kept at each end. A value in it may be as long as a row.
const MAX_END_CHARS: usize = 150;

/// One thing that is wrong with one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The line on which the row begins, from 1.
    pub line: u64,
    /// The column, as the file names it; `None` where the row as a whole is wrong.
    pub column: Option<String>,
    /// What is wrong, with which value: one clause, without control characters.
    pub what: String,
}

impl Fault {
    /// A fault at a place. Control characters in the texts are escaped and long ones cut in their middle, so that no
    /// file can write to a terminal or fill the memory with its own errors.
    pub fn new(line: u64, column: Option<&str>, what: &str) -> Self {
        Self { line, column: column.map(printable), what: printable(what) }
    }

    /// The fault without its line: `column: what`.
    pub fn text(&self) -> String {
        match &self.column {
            Some(column) => format!("{column}: {}", self.what),
            None => self.what.clone(),
        }
    }
}

/// The faults of one file: the first [`MAX_FAULTS_SHOWN`] in full, all of them counted.
#[derive(Debug)]
pub struct Faults {
    name: String,
    first: Vec<Fault>,
    count: u64,
}

impl Faults {
    /// No faults yet, in the file of that name: [`super::Rows::name`].
    pub fn new(name: &str) -> Self {
        Self { name: printable(name), first: Vec::new(), count: 0 }
    }

    /// Adds one.
    pub fn push(&mut self, fault: Fault) {
        self.count += 1;
        if self.first.len() < MAX_FAULTS_SHOWN {
            self.first.push(fault);
        }
    }

    /// How many there are.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Nothing where there is no fault, else the faults as an error of the given kind: [`Code::Usage`] for what a
    /// file says, another where a rule or a missing user is behind them.
    ///
    /// One fault is the whole message, `file:line: column: what`. Of several, the message's first line counts them
    /// and each stands on a line of its own after it; so the lines from the second on are the faults, for a person
    /// and for `jq -r .error.message` alike.
    pub fn into_result(self, code: Code) -> Result<()> {
        let Self { name, first, count } = self;
        let mut message = match first.len() {
            0 => return Ok(()),
            1 => String::new(),
            shown if shown as u64 == count => format!("{count} faults in {name}:\n"),
            shown => format!("{count} faults in {name}, of which these are the first {shown}:\n"),
        };
        for (index, fault) in first.iter().enumerate() {
            let line_end = if index == 0 { "" } else { "\n" };
            // Writing to a string cannot fail.
            let _ = write!(message, "{line_end}{name}:{}: {}", fault.line, fault.text());
        }
        Err(Error::new(code, message))
    }
}

impl Extend<Fault> for Faults {
    fn extend<I: IntoIterator<Item = Fault>>(&mut self, faults: I) {
        faults.into_iter().for_each(|fault| self.push(fault));
    }
}

/// The text without control characters and of bounded length.
pub(super) fn printable(text: &str) -> String {
    let mut shown = String::with_capacity(text.len().min(2 * MAX_END_CHARS));
    let mut show = |part: &str| {
        for c in part.chars() {
            if c.is_control() {
                shown.extend(c.escape_debug());
            } else {
                shown.push(c);
            }
        }
    };
    let head_end = text.char_indices().nth(MAX_END_CHARS).map_or(text.len(), |(at, _)| at);
    let (head, rest) = text.split_at(head_end);
    let tail_start = rest.char_indices().nth_back(MAX_END_CHARS - 1).map_or(0, |(at, _)| at);
    show(head);
    if tail_start > 0 {
        show("…");
    }
    show(rest.get(tail_start..).unwrap_or_default());
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error_of(count: u64) -> Error {
        let mut faults = Faults::new("awards.csv");
        faults.extend((0..count).map(|index| Fault::new(index + 2, Some("amount"), "is missing")));
        faults.into_result(Code::Usage).expect_err("faults")
    }

    #[test]
    fn no_fault_is_no_error() {
        assert!(Faults::new("awards.csv").into_result(Code::Usage).is_ok());
    }

    #[test]
    fn one_fault_is_the_whole_message() {
        assert_eq!(error_of(1).message(), "awards.csv:2: amount: is missing");
        assert_eq!(error_of(1).code(), Code::Usage);
    }

    #[test]
    fn several_faults_stand_on_a_line_each_after_their_number() {
        let message = error_of(2).message();
        let lines: Vec<&str> = message.lines().collect();
        assert_eq!(
            lines,
            [
                "2 faults in awards.csv:",
                "awards.csv:2: amount: is missing",
                "awards.csv:3: amount: is missing"
            ]
        );
    }

    #[test]
    fn the_first_ten_thousand_are_told_in_full_and_all_are_counted() {
        let message = error_of(12_345).message();
        assert_eq!(message.lines().count(), 10_001);
        assert!(message.starts_with("12345 faults in awards.csv, of which these are the first 10000:\n"));
        assert!(message.ends_with("awards.csv:10001: amount: is missing"));
    }

    #[test]
    fn a_fault_cannot_write_to_the_terminal_or_grow_without_bound() {
        let fault = Fault::new(1, Some("a\x1b[2J"), &format!("'\n{}' is wrong", "å".repeat(1 << 20)));
        assert!(!fault.text().contains(char::is_control));
        assert!(fault.what.chars().count() < 310, "{}", fault.what.len());
        assert!(fault.what.starts_with("'\\n") && fault.what.ends_with("' is wrong"));
        assert_eq!(printable(&"x".repeat(300)), "x".repeat(300));
    }
}
