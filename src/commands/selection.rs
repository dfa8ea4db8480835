//! From what was typed to a selection that the store can resolve.

use std::fs::File;
use std::io::{BufRead, BufReader, stdin};
use std::path::Path;

use crate::cli::values::Users;
use crate::domain::Email;
use crate::error::{Error, Result};
use crate::store::Selection;

/// Reads the addresses where they are in a file or on standard input.
pub(super) fn resolve(users: &Users) -> Result<Selection> {
    Ok(match users {
        Users::User(email) => Selection::User(email.clone()),
        Users::All => Selection::All,
        Users::Role(role) => Selection::Role(*role),
        Users::Status(status) => Selection::Status(*status),
        Users::Stdin => Selection::Listed(from_stdin()?),
        Users::File(path) => Selection::Listed(from_file(path)?),
    })
}

/// The addresses on standard input.
pub(super) fn from_stdin() -> Result<Vec<Email>> {
    addresses(stdin().lock(), "standard input")
}

/// The addresses in a file.
pub(super) fn from_file(path: &Path) -> Result<Vec<Email>> {
    let name = path.display().to_string();
    let file =
        File::open(path).map_err(|error| Error::usage(format!("{name} cannot be read")).caused_by(error))?;
    addresses(BufReader::new(file), &name)
}

/// An address a line; `#` begins a comment. Every fault is reported, the first 20 in full.
fn addresses(lines: impl BufRead, name: &str) -> Result<Vec<Email>> {
    const MAX_SHOWN: usize = 20;
    let (mut addresses, mut faults) = (Vec::new(), Vec::new());
    for (index, line) in lines.lines().enumerate() {
        let line = line.map_err(|error| Error::usage(format!("{name} cannot be read")).caused_by(error))?;
        let line = line.trim_start_matches('\u{feff}');
        let address = line.split_once('#').map_or(line, |(address, _)| address).trim();
        match address.parse() {
            _ if address.is_empty() => {}
            Ok(address) => addresses.push(address),
            Err(fault) => faults.push(format!("{name}:{}: {fault}", index + 1)),
        }
    }
    match faults.as_slice() {
        [] => Ok(addresses),
        [only] => Err(Error::usage(only.clone())),
        several => {
            let shown = several[..several.len().min(MAX_SHOWN)].join("\n");
            Err(Error::usage(format!("{} lines are not addresses:\n{shown}", several.len())))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_addresses_may_hold_comments_blank_lines_and_a_byte_order_mark() {
        let text = "\u{feff}Ada@example.org\r\n# a comment\n\nbob@example.org # another\n";
        let addresses = addresses(text.as_bytes(), "list").expect("addresses");
        assert_eq!(
            addresses.iter().map(Email::as_str).collect::<Vec<_>>(),
            ["ada@example.org", "bob@example.org"]
        );
    }

    #[test]
    fn every_line_that_is_no_address_is_reported_with_its_number() {
        let error = addresses("x\nada@example.org\ny\n".as_bytes(), "list").expect_err("two faults");
        let message = error.message();
        assert!(message.contains("list:1: ") && message.contains("list:3: "), "{message}");
    }
}
