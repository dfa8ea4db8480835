//! The columns that a table may have, and their names in a file.

use std::str::FromStr;

use crate::domain::nearest;
use crate::error::{Error, Result};
use crate::text::escape_control;

/// The columns that a rejects file adds. Readers ignore them, so a corrected file may keep them.
pub(super) const REJECT_COLUMNS: [&str; 3] = ["line", "error_code", "error"];

pub(super) struct ColumnSpec {
    pub(super) name: &'static str,
    pub(super) alias: Option<&'static str>,
    pub(super) required: bool,
}

impl ColumnSpec {
    pub(super) const fn optional(name: &'static str) -> Self {
        Self { name, alias: None, required: false }
    }

    pub(super) const fn required(name: &'static str) -> Self {
        Self { name, alias: None, required: true }
    }
}

/// One `--map OURS=THEIRS`: the file's name for one of our columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rename {
    pub ours: String,
    pub theirs: String,
}

impl FromStr for Rename {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.split_once('=') {
            Some((ours, theirs)) if !ours.is_empty() && !theirs.is_empty() => {
                Ok(Self { ours: ours.to_owned(), theirs: theirs.to_owned() })
            }
            _ => Err(format!("'{text}' is not OURS=THEIRS, such as awarded=creditAwards")),
        }
    }
}

/// The flags about a file's columns.
#[derive(Clone, Debug, Default)]
pub struct ColumnOptions {
    /// A renamed column is only found under its new name.
    pub renames: Vec<Rename>,
    /// Whether to ignore unknown columns.
    pub ignore_unknown: bool,
}

/// The columns that a file may have, with their names in it.
#[derive(Debug)]
pub struct Columns {
    known: Vec<Known>,
    ignore_unknown: bool,
}

#[derive(Debug)]
struct Known {
    name: &'static str,
    /// The names in the file. Empty if `--map` gave the only name to another column.
    names: Vec<String>,
    required: bool,
    renamed: bool,
}

/// The meaning of a column name in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ColumnMatch {
    /// A known column, by its index.
    Known(usize),
    /// One of [`REJECT_COLUMNS`].
    Reject,
    /// An unknown column that `--ignore-columns` allows.
    Ignored,
    Unknown,
}

impl Columns {
    /// Returns the columns of a table, renamed as the options say. Exit 2 for a wrong `--map`.
    pub(super) fn new(table: Vec<ColumnSpec>, options: &ColumnOptions) -> Result<Self> {
        let known = table.into_iter().map(|ColumnSpec { name, alias, required }| {
            let names = [name].into_iter().chain(alias).map(str::to_owned).collect();
            Known { name, names, required, renamed: false }
        });
        let mut columns = Self { known: known.collect(), ignore_unknown: options.ignore_unknown };
        for rename in &options.renames {
            columns.rename(rename, options)?;
        }
        Ok(columns)
    }

    fn rename(&mut self, Rename { ours, theirs }: &Rename, options: &ColumnOptions) -> Result<()> {
        let answers = |known: &Known| known.name == ours || (!known.renamed && known.names.contains(ours));
        let Some(index) = self.known.iter().position(answers) else {
            return Err(self.unknown_rename(ours));
        };
        let twice = options.renames.iter().filter(|other| other.theirs == *theirs).count() > 1;
        if twice || self.known.get(index).is_some_and(|known| known.renamed) {
            return Err(Error::usage(format!(
                "--map {ours}={theirs} names a column that another --map names"
            )));
        }
        if REJECT_COLUMNS.contains(&theirs.as_str()) {
            return Err(Error::usage(format!(
                "--map {ours}={theirs}: '{theirs}' is a column of rejects files"
            ))
            .hint("give the column another name in the file"));
        }
        for (other, known) in self.known.iter_mut().enumerate() {
            if other == index {
                known.names = vec![theirs.clone()];
                known.renamed = true;
            } else if !known.renamed {
                known.names.retain(|name| name != theirs);
            }
        }
        Ok(())
    }

    fn unknown_rename(&self, ours: &str) -> Error {
        let names = self.known.iter().map(|known| known.name);
        let near = nearest(ours, names).map(|name| format!("did you mean '{name}'?"));
        Error::usage(format!("--map names no column '{}'", escape_control(ours)))
            .maybe_hint(near)
            .hint(self.known_hint())
    }

    /// Returns a hint that lists all columns.
    pub(super) fn known_hint(&self) -> String {
        let names: Vec<&str> = self.known.iter().map(|known| known.name).collect();
        format!("the columns are {}", names.join(", "))
    }

    /// Looks up a name from the file.
    pub(super) fn resolve(&self, name: &str) -> ColumnMatch {
        // An exact match wins, so a file may have two names that differ only in case.
        let named = |is: &dyn Fn(&str) -> bool| {
            self.known.iter().position(|known| known.names.iter().any(|ours| is(ours)))
        };
        let folded = name.to_lowercase();
        match named(&|ours| ours == name).or_else(|| named(&|ours| ours.to_lowercase() == folded)) {
            Some(index) => ColumnMatch::Known(index),
            None if REJECT_COLUMNS.contains(&folded.as_str()) => ColumnMatch::Reject,
            None if self.ignore_unknown => ColumnMatch::Ignored,
            None => ColumnMatch::Unknown,
        }
    }

    /// Returns the index of the column that we call `ours`.
    pub(super) fn index(&self, ours: &str) -> Option<usize> {
        self.known.iter().position(|known| known.name == ours)
    }

    /// Returns the name of a column in the file, as far as the options tell.
    pub(super) fn name(&self, index: usize) -> &str {
        let known = self.known.get(index);
        known.map_or("", |known| known.names.first().map_or(known.name, String::as_str))
    }

    /// Describes an unknown name, and suggests the nearest known one.
    pub(super) fn unknown(&self, name: &str) -> String {
        let names = self.known.iter().flat_map(|known| &known.names);
        let near = nearest(&name.to_lowercase(), names.map(String::as_str));
        match near {
            _ if name.is_empty() => "a column has no name".to_owned(),
            Some(near) => format!("unknown column '{name}': did you mean '{near}'?"),
            None => format!("unknown column '{name}'"),
        }
    }

    /// Lists the required and the renamed columns that the file lacks. `positions` has the position of each column.
    pub(super) fn missing(&self, positions: &[Option<usize>]) -> Vec<String> {
        let absent = self.known.iter().zip(positions).filter(|(_, position)| position.is_none());
        let missed = absent.filter(|(known, _)| known.required || known.renamed);
        missed.map(|(known, _)| known.missing()).collect()
    }

    pub(super) fn len(&self) -> usize {
        self.known.len()
    }
}

impl Known {
    fn missing(&self) -> String {
        let names: Vec<String> = self.names.iter().map(|name| format!("'{name}'")).collect();
        match names.as_slice() {
            [] => format!("no column for '{}'", self.name),
            names if self.renamed => format!("no column {} (--map)", names.join("")),
            names => format!("no column {}", names.join(" or ")),
        }
    }
}

/// Describes a name that means the same column as an earlier one.
pub(super) fn twice(first: &str, name: &str) -> String {
    if first == name {
        format!("column '{name}' is there twice")
    } else {
        format!("'{first}' and '{name}' are the same column")
    }
}
