//! Collects the faults of a file into one error.

use std::fmt::Write;

use crate::error::{Code, Error, ErrorFault, Result};
use crate::row::{FaultReason, RowFault};
use crate::text::escape_control;

/// How many faults of a file are shown; the rest is only counted. Nobody fixes more at once, and it limits the memory.
pub const MAX_FAULTS_SHOWN: usize = 10_000;

/// The faults of a file: the first [`MAX_FAULTS_SHOWN`], and the number of all.
#[derive(Debug)]
pub struct Faults {
    name: String,
    first: Vec<RowFault>,
    count: u64,
    /// The reason of the faults, if all have the same one.
    reason: Option<FaultReason>,
}

impl Faults {
    /// `name` is the file's, from [`super::FileRows::name`].
    pub fn new(name: &str) -> Self {
        Self { name: escape_control(name).into_owned(), first: Vec::new(), count: 0, reason: None }
    }

    pub fn push(&mut self, fault: RowFault) {
        self.reason = Some(fault.reason).filter(|reason| self.count == 0 || self.reason == Some(*reason));
        self.count += 1;
        if self.first.len() < MAX_FAULTS_SHOWN {
            self.first.push(fault);
        }
    }

    pub fn count(&self) -> u64 {
        self.count
    }

    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Returns an error of this kind if there are faults.
    ///
    /// A single fault is the whole message, `file:line: column: what`. With several, the first line has their number,
    /// and each fault follows on its own line; that reads well on a terminal and with `jq -r .error.message`. Scripts
    /// find the same faults in `faults`. If all have the same reason, it is the reason of the error.
    pub fn into_result(self, code: Code) -> Result<()> {
        let Self { name, first, count, reason } = self;
        let mut message = match first.len() {
            0 => return Ok(()),
            1 => String::new(),
            shown if shown as u64 == count => format!("{count} faults in {name}:\n"),
            shown => format!("{count} faults in {name}; the first {shown}:\n"),
        };
        for (index, fault) in first.iter().enumerate() {
            let line_end = if index == 0 { "" } else { "\n" };
            // Writing to a `String` cannot fail.
            let _ = write!(message, "{line_end}{name}:{}: {}", fault.line, fault.text());
        }
        let error = Error::new(code, message).faults(first.into_iter().map(|fault| ErrorFault {
            file: Some(name.clone()),
            line: Some(fault.line),
            column: fault.column,
            reason: fault.reason.as_str(),
            message: fault.what,
        }));
        Err(match reason {
            Some(reason) => error.reason(reason.as_str()),
            None => error,
        })
    }
}

impl Extend<RowFault> for Faults {
    fn extend<I: IntoIterator<Item = RowFault>>(&mut self, faults: I) {
        faults.into_iter().for_each(|fault| self.push(fault));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error_of(count: u64) -> Error {
        let mut faults = Faults::new("awards.csv");
        faults.extend((0..count).map(|index| RowFault::new(index + 2, Some("amount"), "is missing")));
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
    fn the_first_ten_thousand_are_shown_and_all_are_counted() {
        let message = error_of(12_345).message();
        assert_eq!(message.lines().count(), 10_001);
        assert!(message.starts_with("12345 faults in awards.csv; the first 10000:\n"));
        assert!(message.ends_with("awards.csv:10001: amount: is missing"));
    }
}
