//! The flags that every command takes.

use std::path::PathBuf;

use clap::Args;

use super::completes::Completes;
use super::values;
use crate::output::{ColorChoice, Format};

// Users may type these anywhere on the line.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Global options")]
#[allow(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub struct Globals {
    /// Show what would happen, but change nothing
    #[arg(short = 'n', long, global = true)]
    pub dry_run: bool,
    /// Answer yes instead of being asked
    #[arg(short, long, global = true)]
    pub yes: bool,
    /// Confirm a large adjustment by its total, or an erasure by the address
    #[arg(long, global = true, value_name = "TOTAL", value_parser = values::confirmation)]
    pub confirm: Option<values::Confirmation>,
    /// Who is responsible for a change: an address or a name. On the line of a list: only what this actor did
    #[arg(long, global = true, value_name = "ACTOR", value_parser = values::actor, add = Completes::User)]
    pub actor: Option<String>,
    /// The format of standard output [default: table]
    #[arg(short, long, global = true, value_name = "FORMAT", value_parser = values::output(), conflicts_with = "json")]
    pub output: Option<values::OutputChoice>,
    /// The same as -o json
    #[arg(long, global = true)]
    pub json: bool,
    /// Print only these keys, in this order
    #[arg(long, global = true, value_name = "KEY,…", value_delimiter = ',', add = Completes::Fields)]
    pub fields: Option<Vec<String>>,
    /// Print only the values of this key, one a line
    #[arg(long, global = true, value_name = "KEY", conflicts_with_all = ["fields", "output", "json"], add = Completes::Fields)]
    pub field: Option<String>,
    /// Leave out the header of tables, CSV and TSV
    #[arg(long, global = true)]
    pub no_header: bool,
    /// Print text in CSV and TSV as it is, even where a spreadsheet would run it as a formula
    #[arg(long, global = true)]
    pub raw: bool,
    /// Say nothing unless something is wrong
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// Say more; with --version, also the commit and the SQLite version
    #[arg(short, long, global = true)]
    pub verbose: bool,
    // No comment for the documentation, because clippy would want the URL as a link.
    #[arg(
        long,
        global = true,
        value_name = "PATH|URL",
        help = "The ledger: a file, or postgres://USER@HOST/DATABASE"
    )]
    pub db: Option<PathBuf>,
    /// The configuration file
    #[arg(long, global = true, value_name = "PATH")]
    pub config: Option<PathBuf>,
    /// How long to wait for another command to finish [default: 10]
    #[arg(long, global = true, value_name = "SECONDS", default_value_t = 10, hide_default_value = true, value_parser = values::seconds, allow_negative_numbers = true)]
    pub lock_timeout: u32,
    /// Never ask, even on a terminal
    #[arg(long, global = true)]
    pub no_input: bool,
    /// Don't show long lists in the pager
    #[arg(long, global = true)]
    pub no_pager: bool,
    /// When to use colour: auto, always or never
    #[arg(long, global = true, value_name = "WHEN", value_parser = values::color(), default_value = "auto", hide_default_value = true, hide_possible_values = true)]
    pub color: ColorChoice,
}

impl Globals {
    /// Returns the chosen format. A journal counts as a table, for its notes and errors.
    pub fn format(&self) -> Format {
        match self.output {
            _ if self.json => Format::Json,
            Some(values::OutputChoice::Format(format)) => format,
            Some(values::OutputChoice::Journal) | None => Format::Table,
        }
    }

    pub fn is_journal(&self) -> bool {
        self.output == Some(values::OutputChoice::Journal)
    }
}
