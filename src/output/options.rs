//! The options of the printer. The caller derives them from flags, environment and terminal.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use crate::domain::{Zone, nearest};
use crate::text::placed::LedgerFlags;

/// The format of standard output.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// For people: columns, or lines of text.
    #[default]
    Table,
    /// One JSON document.
    Json,
    /// One JSON object per line.
    Jsonl,
    /// RFC 4180, but lines end in a single line feed.
    Csv,
    /// Tab-separated, with backslash escapes instead of quotes.
    Tsv,
    /// A table in GitHub's Markdown.
    Markdown,
}

impl Format {
    /// Whether errors are JSON, too.
    pub const fn is_json(self) -> bool {
        matches!(self, Self::Json | Self::Jsonl)
    }

    pub const ALL: [Self; 6] = [Self::Table, Self::Json, Self::Jsonl, Self::Csv, Self::Tsv, Self::Markdown];

    /// Returns the name, as typed.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Json => "json",
            Self::Jsonl => "jsonl",
            Self::Csv => "csv",
            Self::Tsv => "tsv",
            Self::Markdown => "markdown",
        }
    }
}

impl FromStr for Format {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let names = Self::ALL.map(Self::as_str);
        Self::ALL.into_iter().find(|format| format.as_str() == text).ok_or_else(|| {
            match nearest(text, names) {
                Some(near) => format!("'{text}' is not an output format: did you mean '{near}'?"),
                None => format!("'{text}' is not an output format: the formats are {}", names.join(", ")),
            }
        })
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// The size of the terminal on standard output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terminal {
    pub width_columns: u16,
    pub height_rows: u16,
}

#[derive(Clone, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own on the command line")]
pub struct Options {
    pub format: Format,
    /// The keys to print, in this order; `None`: the default ones.
    pub fields: Option<Vec<String>>,
    /// Print bare values, one per line, without header and quotes.
    pub bare: bool,
    /// Omit the header of tables, CSV and TSV.
    pub no_header: bool,
    /// Omit notes, and receipts for people.
    pub quiet: bool,
    /// Print details on standard error.
    pub verbose: bool,
    /// Do not protect text in CSV and TSV that a spreadsheet would take for a formula.
    pub raw: bool,
    /// Whether to colour standard output.
    pub color: bool,
    /// Whether to draw with block characters instead of ASCII.
    pub unicode: bool,
    /// Whether to colour standard error.
    pub color_stderr: bool,
    /// `None` if standard output is not a terminal.
    pub terminal: Option<Terminal>,
    /// The command line of the pager; `None`: no pager.
    pub pager: Option<String>,
    /// The flags that name the ledger, if the line has any; the commands in notes and warnings get them.
    pub ledger_flags: Option<LedgerFlags>,
    /// The zone of times for people; `None`, until the ledger is open, means UTC.
    pub zone: Option<Zone>,
}

impl Options {
    /// Adds the flags that name the ledger to the commands in the text.
    pub(super) fn with_ledger_flags<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let placed = |flags: &LedgerFlags| Cow::Owned(flags.in_commands(text));
        self.ledger_flags.as_ref().map_or(Cow::Borrowed(text), placed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_format_is_answered_with_the_nearest() {
        assert_eq!("jsonl".parse(), Ok(Format::Jsonl));
        assert_eq!(
            "tabel".parse::<Format>(),
            Err("'tabel' is not an output format: did you mean 'table'?".to_owned())
        );
        assert!(
            "xml"
                .parse::<Format>()
                .is_err_and(|message| message.ends_with("table, json, jsonl, csv, tsv, markdown"))
        );
    }
}
