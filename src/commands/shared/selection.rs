//! From what was typed to a selection that the store can resolve.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, stdin};
use std::path::Path;

use crate::app::App;
use crate::cli::values::Users;
use crate::domain::Email;
use crate::error::{Error, Result};
use crate::store::Selection;

/// An address has at most 254 bytes; the rest is for a comment.
const MAX_LINE_BYTES: u64 = 1000;
const MAX_LINES: u64 = 2_000_000;

/// Reads the addresses where they are in a file or on standard input. Warns where nobody is meant: what then has nothing to
/// do looks like success.
pub(crate) fn resolve(app: &mut App, users: &Users) -> Result<Selection> {
    let selection = read(users)?;
    if app.ledger()?.0.read(|reader| reader.is_empty(&selection))? {
        app.printer.warning(&nobody(users));
    }
    Ok(selection)
}

/// Tells the actor that the selection left them out.
pub(crate) fn tell_actor_left_out(app: &mut App) {
    let actor = &app.settings.actor.value;
    let why = "nobody changes their own balance, allowance or roles";
    app.printer.remark(&format!("'{actor}' is the actor and was left out: {why}"));
}

fn read(users: &Users) -> Result<Selection> {
    Ok(match users {
        Users::User(email) => Selection::User(email.clone()),
        Users::All => Selection::All,
        Users::Role(role) => Selection::Role(*role),
        Users::Status(status) => Selection::Status(*status),
        Users::Stdin => Selection::Listed(from_stdin()?),
        Users::File(path) => Selection::Listed(from_file(path)?),
    })
}

fn nobody(users: &Users) -> String {
    match users {
        Users::User(email) => format!("nobody has the address '{email}'"),
        Users::All => "no user is active or invited".to_owned(),
        Users::Role(role) => format!("nobody holds the role '{role}'"),
        Users::Status(status) => format!("no user is {status}"),
        Users::File(path) => format!("{} names no user", path.display()),
        Users::Stdin => "standard input names no user".to_owned(),
    }
}

/// The addresses on standard input.
pub(crate) fn from_stdin() -> Result<Vec<Email>> {
    addresses(stdin().lock(), "standard input")
}

/// The addresses in a file.
pub(crate) fn from_file(path: &Path) -> Result<Vec<Email>> {
    let name = path.display().to_string();
    let file =
        File::open(path).map_err(|error| Error::usage(format!("{name} cannot be read")).caused_by(error))?;
    addresses(BufReader::new(file), &name)
}

/// An address a line; `#` begins a comment. Every fault is counted, the first 20 are shown.
fn addresses(mut lines: impl BufRead, name: &str) -> Result<Vec<Email>> {
    const MAX_SHOWN: usize = 20;
    let (mut addresses, mut shown, mut faults, mut bytes) = (Vec::new(), Vec::new(), 0_u64, Vec::new());
    for number in 1_u64.. {
        bytes.clear();
        let read = lines.by_ref().take(MAX_LINE_BYTES + 1).read_until(b'\n', &mut bytes);
        if read.map_err(|error| Error::usage(format!("{name} cannot be read")).caused_by(error))? == 0 {
            break;
        }
        within_limits(&bytes, number, name)?;
        let line = String::from_utf8_lossy(&bytes);
        let line = line.trim_start_matches('\u{feff}');
        let address = line.split_once('#').map_or(line, |(address, _)| address).trim();
        match address.parse() {
            _ if address.is_empty() => {}
            Ok(address) => addresses.push(address),
            Err(fault) => {
                faults += 1;
                if shown.len() < MAX_SHOWN {
                    shown.push(format!("{name}:{number}: {fault}"));
                }
            }
        }
    }
    match (faults, shown.join("\n")) {
        (0, _) => Ok(addresses),
        (1, only) => Err(Error::usage(only)),
        (_, shown) => Err(Error::usage(format!("{faults} lines are not addresses:\n{shown}"))),
    }
}

/// A list is held in memory: one that never ends must not fill it.
fn within_limits(line: &[u8], number: u64, name: &str) -> Result<()> {
    if line.len() as u64 > MAX_LINE_BYTES {
        return Err(Error::usage(format!("{name}:{number}: the line is longer than {MAX_LINE_BYTES} bytes"))
            .hint("a list has an address a line"));
    }
    if number > MAX_LINES {
        return Err(
            Error::usage(format!("{name} has more than {MAX_LINES} lines")).hint("do it in several parts")
        );
    }
    Ok(())
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

    #[test]
    fn a_list_that_never_ends_is_given_up() {
        let endless_line = addresses(BufReader::new(std::io::repeat(b'x')), "list").expect_err("too long");
        assert_eq!(endless_line.message(), "list:1: the line is longer than 1000 bytes");
        let endless_lines = addresses(BufReader::new(std::io::repeat(b'\n')), "list").expect_err("too many");
        assert_eq!(endless_lines.message(), "list has more than 2000000 lines");
    }

    #[test]
    fn a_line_that_is_no_text_is_a_fault_of_its_line() {
        let error = addresses(&b"ada@example.org\n\xff@example.org\n"[..], "list").expect_err("a fault");
        assert!(error.message().starts_with("list:2: "), "{error}");
    }
}
