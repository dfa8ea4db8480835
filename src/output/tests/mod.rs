//! What the printer prints, seen from outside: each test reads both streams.

mod documents;
mod lists;
mod pages;
mod tables;

use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;

use super::{Cell, Field, Format, Options, Printer, Record, Terminal};
use crate::Result;
use crate::domain::Timestamp;

/// A user, as far as a list needs one.
#[derive(Clone)]
struct Row {
    email: String,
    name: Option<&'static str>,
    status: &'static str,
    roles: Vec<&'static str>,
    awarded: i64,
    created_at: Timestamp,
}

impl Record for Row {
    const FIELDS: &'static [Field] = &[
        Field { name: "email", heading: "EMAIL", table: true, rank: 0 },
        Field { name: "name", heading: "NAME", table: true, rank: 3 },
        Field { name: "status", heading: "STATUS", table: true, rank: 1 },
        Field { name: "roles", heading: "ROLES", table: true, rank: 2 },
        Field { name: "partner", heading: "PARTNER", table: false, rank: 4 },
        Field { name: "awarded", heading: "AWARDED", table: true, rank: 0 },
        Field { name: "created_at", heading: "CREATED", table: true, rank: 4 },
    ];

    fn cell(&self, field: usize) -> Cell<'_> {
        match field {
            0 => Cell::text(&self.email),
            1 => Cell::maybe_text(self.name),
            2 => Cell::Word(self.status),
            3 => Cell::Words(self.roles.clone()),
            4 => Cell::Boolean(self.roles.contains(&"partner")),
            5 => Cell::Integer(self.awarded),
            _ => Cell::Time(self.created_at),
        }
    }
}

fn alice() -> Row {
    Row {
        email: "alice@example.org".to_owned(),
        name: Some("Alice"),
        status: "active",
        roles: vec!["partner", "admin"],
        awarded: 12_345,
        created_at: Timestamp::from_seconds(1_793_525_400),
    }
}

fn bob() -> Row {
    let (name, roles) = (None, vec![]);
    Row { email: "bob@example.org".to_owned(), name, status: "invited", roles, awarded: 7, ..alice() }
}

fn options(format: Format) -> Options {
    Options { format, ..Options::default() }
}

fn on_terminal(width_columns: u16, height_rows: u16) -> Options {
    Options { terminal: Some(Terminal { width_columns, height_rows }), ..Options::default() }
}

fn fields(names: &[&str]) -> Vec<String> {
    names.iter().map(|&name| name.to_owned()).collect()
}

/// A stream that a test reads afterwards, with the size of every piece that was written.
#[derive(Clone, Default)]
struct Stream(Rc<RefCell<(Vec<u8>, Vec<usize>)>>);

impl Stream {
    fn text(&self) -> String {
        String::from_utf8(self.0.borrow().0.clone()).expect("UTF-8")
    }
}

impl Write for Stream {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut stream = self.0.borrow_mut();
        stream.0.extend_from_slice(bytes);
        stream.1.push(bytes.len());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A printer, and what it writes to standard output and standard error.
fn printer(options: Options) -> (Printer, Stream, Stream) {
    let (out, err) = (Stream::default(), Stream::default());
    let printer = Printer::with_writers(options, Box::new(out.clone()), Box::new(err.clone()));
    (printer, out, err)
}

/// Both streams after a list of these rows.
fn list(options: Options, rows: &[Row]) -> (String, String) {
    let (mut printer, out, err) = printer(options);
    print_rows(&mut printer, rows).expect("printed");
    (out.text(), err.text())
}

fn print_rows(printer: &mut Printer, rows: &[Row]) -> Result<u64> {
    let mut list = printer.list()?;
    for row in rows {
        list.push(row)?;
    }
    list.finish()
}
