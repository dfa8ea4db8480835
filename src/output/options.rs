//! How the printer prints. The caller decides from flags, environment and terminal.

use std::fmt;
use std::str::FromStr;

use crate::domain::{Zone, nearest};

/// The form in which standard output is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// For people: columns, or lines of text.
    #[default]
    Table,
    /// One JSON document.
    Json,
    /// One JSON object a line.
    Jsonl,
    /// RFC 4180, with lines that end in a single line feed.
    Csv,
    /// Tab-separated, with backslash escapes instead of quotes.
    Tsv,
    /// A table of GitHub-flavoured Markdown.
    Markdown,
}

impl Format {
    /// Whether errors, too, are printed as JSON.
    pub const fn is_json(self) -> bool {
        matches!(self, Self::Json | Self::Jsonl)
    }

    /// Every format.
    pub const ALL: [Self; 6] = [Self::Table, Self::Json, Self::Jsonl, Self::Csv, Self::Tsv, Self::Markdown];

    /// The name, as typed.
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
    /// Characters in a line.
    pub width_columns: u16,
    /// Lines on the screen.
    pub height_rows: u16,
}

/// Everything the printer needs to know beforehand.
#[derive(Clone, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own on the command line")]
pub struct Options {
    /// The form of standard output.
    pub format: Format,
    /// The keys to print, in this order; `None` prints the usual ones.
    pub fields: Option<Vec<String>>,
    /// Prints bare values, a line each: neither header nor quotes.
    pub bare: bool,
    /// Leaves out the header of tables, CSV and TSV.
    pub no_header: bool,
    /// Leaves out remarks, and receipts for people.
    pub quiet: bool,
    /// Adds details on standard error.
    pub verbose: bool,
    /// Leaves text in CSV and TSV as it is, even where a spreadsheet would take it for a formula.
    pub raw: bool,
    /// Whether standard output is coloured.
    pub color: bool,
    /// Whether drawings are made of block characters; else of ASCII.
    pub unicode: bool,
    /// Whether standard error is coloured.
    pub color_stderr: bool,
    /// The terminal on standard output; `None` when it is a file or a pipe.
    pub terminal: Option<Terminal>,
    /// The pager's command line; `None` for no pager.
    pub pager: Option<String>,
    /// The zone in which people read times; UTC until it is known.
    pub zone: Option<Zone>,
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
