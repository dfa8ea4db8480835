//! Turns typed USERS into a selection that the store can resolve.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, stdin};
use std::path::Path;

use crate::app::App;
use crate::cli::users::{Users, UsersPart};
use crate::domain::Email;
use crate::error::{Code, Error, Result};
use crate::input::Faults;
use crate::output::counted;
use crate::row::RowFault;
use crate::store::{ListedAddresses, Narrowing, Selected, Selection, SelectionPart, SomeUsers, USER_KEYS};

use super::lists;

/// An address has at most 254 bytes; the rest is for a comment.
const MAX_LINE_BYTES: u64 = 1000;
const MAX_LINES: u64 = 2_000_000;

/// Resolves typed USERS, and reads addresses from files or standard input. Warns of each part that means nobody, because a run
/// without users looks like success.
pub(crate) fn resolve(app: &mut App, users: &Users, conditions: &[String]) -> Result<Selection> {
    let selection = Selection::new(users.0.iter().map(read).collect::<Result<_>>()?);
    let selection = narrow(app, selection, conditions)?;
    for (typed, part) in users.0.iter().zip(selection.parts()) {
        if app.ledger()?.0.read(|reader| reader.is_empty(part))? {
            app.printer.warning(&nobody(typed));
        }
    }
    Ok(selection)
}

/// Like [`resolve`], for optional USERS. Without them the conditions alone select; without both, returns `None`.
pub(crate) fn maybe_resolve(
    app: &mut App,
    users: Option<&Users>,
    conditions: &[String],
) -> Result<Option<Selection>> {
    match users {
        Some(users) => resolve(app, users, conditions).map(Some),
        None if conditions.is_empty() => Ok(None),
        None => narrow(app, Selection::new(vec![SelectionPart::Everybody]), conditions).map(Some),
    }
}

fn narrow(app: &mut App, selection: Selection, conditions: &[String]) -> Result<Selection> {
    if conditions.is_empty() {
        return Ok(selection);
    }
    let filter = lists::filter(app, conditions, USER_KEYS)?;
    Ok(selection.narrowed(Narrowing { typed: conditions.to_vec(), filter, current: app.month()? }))
}

fn read(part: &UsersPart) -> Result<SelectionPart> {
    Ok(match part {
        UsersPart::User(email) => SelectionPart::User(email.clone()),
        UsersPart::All => SelectionPart::All,
        UsersPart::Role(role) => SelectionPart::Role(*role),
        UsersPart::Status(status) => SelectionPart::Status(*status),
        UsersPart::Domain(domain) => SelectionPart::Domain(domain.clone()),
        UsersPart::Stdin => SelectionPart::Listed(from_stdin()?),
        UsersPart::File(path) => SelectionPart::Listed(from_file(path)?),
    })
}

fn nobody(part: &UsersPart) -> String {
    match part {
        UsersPart::User(email) => format!("nobody has the address '{email}'"),
        UsersPart::All => "no user is active or invited".to_owned(),
        UsersPart::Role(role) => format!("nobody holds the role '{role}'"),
        UsersPart::Status(status) => format!("no user is {status}"),
        UsersPart::Domain(domain) => format!("nobody has an address at {domain}"),
        UsersPart::File(path) => format!("{} names no user", path.display()),
        UsersPart::Stdin => "standard input names no user".to_owned(),
    }
}

/// Warns if nobody of the selection fits every condition.
pub(crate) fn warn_if_nobody_fits(app: &mut App, selected: Option<&Selected>) {
    if selected.is_some_and(|selected| selected.nobody_fits) {
        app.printer.warning("nobody of these users fits every --where");
    }
}

/// Returns notes: who was left out, and which inactive users are included because they were named.
pub(crate) fn notes(selected: &Selected) -> Vec<String> {
    let mut notes = Vec::new();
    let why = "nobody changes their own balance, allowance or roles";
    match (selected.actor_left_out.first.as_slice(), selected.actor_left_out.users) {
        ([], _) => {}
        ([only], 1) => notes.push(format!("'{only}' is the actor and was left out: {why}")),
        _ => {
            let accounts = selected.actor_left_out.named();
            notes.push(format!("{accounts} belong to the actor and were left out: {why}"));
        }
    }
    let left_out = &selected.inactive_left_out;
    if left_out.users > 0 {
        let users = counted(left_out.users, "inactive user was", "inactive users were");
        notes.push(format!("{users} left out: {}; --include-inactive takes them along", left_out.named()));
    }
    notes.extend(inactive(&selected.inactive_named));
    notes
}

/// Returns a note that names inactive users who are included.
pub(crate) fn inactive(users: &SomeUsers) -> Vec<String> {
    let verb = if users.users == 1 { "is" } else { "are" };
    let note = (users.users > 0).then(|| format!("{} {verb} inactive", users.named()));
    note.into_iter().collect()
}

/// Reads addresses from standard input.
pub(crate) fn from_stdin() -> Result<ListedAddresses> {
    addresses(stdin().lock(), "standard input")
}

/// Reads addresses from a file.
pub(crate) fn from_file(path: &Path) -> Result<ListedAddresses> {
    let name = path.display().to_string();
    let file =
        File::open(path).map_err(|error| Error::usage(format!("{name} cannot be read")).caused_by(error))?;
    addresses(BufReader::new(file), &name)
}

/// Reads one address per line; `#` begins a comment. Finds all faults.
fn addresses(mut lines: impl BufRead, name: &str) -> Result<ListedAddresses> {
    let (mut addresses, mut faults, mut bytes) = (Vec::new(), Faults::new(name), Vec::new());
    for number in 1_u64.. {
        bytes.clear();
        let read = lines.by_ref().take(MAX_LINE_BYTES + 1).read_until(b'\n', &mut bytes);
        if read.map_err(|error| Error::usage(format!("{name} cannot be read")).caused_by(error))? == 0 {
            break;
        }
        if number > MAX_LINES {
            let what = format!("{name} has more than {MAX_LINES} lines");
            return Err(Error::usage(what).hint("do it in several parts"));
        }
        if bytes.len() as u64 > MAX_LINE_BYTES {
            // Where such a line ends is not looked for, because it may never end.
            let what =
                format!("the line is longer than {MAX_LINE_BYTES} bytes: a list has an address a line");
            faults.push(RowFault::new(number, None, &what));
            break;
        }
        let line = String::from_utf8_lossy(&bytes);
        let line = line.trim_start_matches('\u{feff}');
        let address = line.split_once('#').map_or(line, |(address, _)| address).trim();
        match address.parse::<Email>() {
            _ if address.is_empty() => {}
            Ok(address) => addresses.push((address, number)),
            Err(what) => faults.push(RowFault::new(number, None, &what)),
        }
    }
    faults.into_result(Code::Usage)?;
    Ok(ListedAddresses { source: name.to_owned(), addresses })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_addresses_may_hold_comments_blank_lines_and_a_byte_order_mark() {
        let text = "\u{feff}Ada@example.org\r\n# a comment\n\nbob@example.org # another\n";
        let list = addresses(text.as_bytes(), "list").expect("addresses");
        let found: Vec<_> = list.addresses.iter().map(|(email, line)| (email.as_str(), *line)).collect();
        assert_eq!(found, [("ada@example.org", 1), ("bob@example.org", 4)]);
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
        assert!(endless_line.message().starts_with("list:1: the line is longer than 1000 bytes"));
        let endless_lines = addresses(BufReader::new(std::io::repeat(b'\n')), "list").expect_err("too many");
        assert_eq!(endless_lines.message(), "list has more than 2000000 lines");
    }

    #[test]
    fn a_line_that_is_no_text_is_a_fault_of_its_line() {
        let error = addresses(&b"ada@example.org\n\xff@example.org\n"[..], "list").expect_err("a fault");
        assert!(error.message().starts_with("list:2: "), "{error}");
    }
}
