//! The arguments of commands that read a file of rows.

use std::path::PathBuf;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use crate::input::{ColumnOptions, InputFormat, Rename};

#[derive(Args, Debug)]
pub struct InputTable {
    /// A CSV or JSON Lines file; - is standard input
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// The format of the file [default: detected from its content]
    #[arg(long, value_name = "FORMAT", value_parser = input_format())]
    pub input_format: Option<InputFormat>,
    /// Ignore unknown columns
    #[arg(long)]
    pub ignore_columns: bool,
    /// Our columns and what the file calls them, such as awarded=creditAwards
    #[arg(long, value_name = "OURS=THEIRS,…", value_delimiter = ',')]
    pub map: Vec<Rename>,
}

impl InputTable {
    pub fn column_options(&self) -> ColumnOptions {
        ColumnOptions { renames: self.map.clone(), ignore_unknown: self.ignore_columns }
    }
}

fn input_format() -> impl TypedValueParser<Value = InputFormat> {
    PossibleValuesParser::new(InputFormat::ALL.map(InputFormat::as_str))
        .try_map(|word| word.parse::<InputFormat>().map_err(std::io::Error::other))
}
