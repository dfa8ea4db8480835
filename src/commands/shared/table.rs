//! Opens the table that a command line names, and reports its faults.

use std::fs::{File, Metadata};
use std::io::{Read, stdin};
use std::path::Path;

use crate::cli::table::InputTable;
use crate::error::{Code, Error, Result};
use crate::input::{Columns, Faults, FileRows};
use crate::output::Printer;
use crate::store::Reader;

/// The rows of a file or of standard input.
pub(crate) type TableRows = FileRows<Box<dyn Read>>;

/// Opens the table. Exit 2 if it cannot be opened or has other columns.
pub(crate) fn open(table: &InputTable, columns: Columns, printer: &Printer) -> Result<TableRows> {
    let name = table.file.display().to_string();
    let source: Box<dyn Read> = if table.file == Path::new("-") {
        Box::new(printer.reading(stdin().lock(), None))
    } else {
        let file = File::open(&table.file)
            .map_err(|error| Error::usage(format!("{name} cannot be read")).caused_by(error))?;
        let length_bytes = file.metadata().ok().filter(Metadata::is_file).map(|file| file.len());
        Box::new(printer.reading(file, length_bytes))
    };
    FileRows::open(source, &name, table.input_format, columns)
}

/// Returns the faults of the spooled rows as one error with this code.
pub(crate) fn faults_error(reader: &Reader<'_>, name: &str, code: Code) -> Result<Error> {
    let mut faults = Faults::new(name);
    reader.faults(|fault| faults.push(fault))?;
    let error = match faults.into_result(code) {
        Ok(()) => Error::new(code, format!("{name} has no fault")),
        Err(error) => error,
    };
    let error =
        reader.figures_of_faults()?.into_iter().fold(error, |error, (key, value)| error.datum(key, value));
    Ok(reader.hints_for_unknown()?.into_iter().fold(error, Error::hint))
}
