//! Tests what the printer writes to both streams.

mod documents;
mod lists;
mod pages;
mod tables;

use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;

use super::{Cell, Format, ListColumn, Options, Printer, Terminal};
use crate::Result;
use crate::domain::Timestamp;

/// A user with just the fields that the tests print.
#[derive(Clone)]
struct Person {
    email: String,
    name: Option<&'static str>,
    status: &'static str,
    roles: Vec<&'static str>,
    awarded: i64,
    created_at: Timestamp,
}

const PEOPLE: &[ListColumn<Person>] = &[
    ListColumn::new("email", "EMAIL", 0, |person| Cell::text(&person.email)),
    ListColumn::new("name", "NAME", 3, |person| Cell::maybe_text(person.name)),
    ListColumn::new("status", "STATUS", 1, |person| Cell::Word(person.status)),
    ListColumn::new("roles", "ROLES", 2, |person| Cell::Words(person.roles.clone())),
    ListColumn::hidden("partner", "PARTNER", |person| Cell::Boolean(person.roles.contains(&"partner"))),
    ListColumn::new("awarded", "AWARDED", 0, |person| Cell::Integer(person.awarded)),
    ListColumn::new("created_at", "CREATED", 4, |person| Cell::Time(person.created_at)),
];

fn alice() -> Person {
    Person {
        email: "alice@example.org".to_owned(),
        name: Some("Alice"),
        status: "active",
        roles: vec!["partner", "admin"],
        awarded: 12_345,
        created_at: Timestamp::from_seconds(1_793_525_400),
    }
}

fn bob() -> Person {
    let (name, roles) = (None, vec![]);
    Person { email: "bob@example.org".to_owned(), name, status: "invited", roles, awarded: 7, ..alice() }
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

/// A stream that a test can read, with the size of each write.
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

/// Returns a printer with its standard output and standard error.
fn printer(options: Options) -> (Printer, Stream, Stream) {
    let (out, err) = (Stream::default(), Stream::default());
    let printer = Printer::with_writers(options, Box::new(out.clone()), Box::new(err.clone()));
    (printer, out, err)
}

/// Returns both streams after a list of these rows.
fn list(options: Options, rows: &[Person]) -> (String, String) {
    let (mut printer, out, err) = printer(options);
    print_rows(&mut printer, rows).expect("printed");
    (out.text(), err.text())
}

fn print_rows(printer: &mut Printer, rows: &[Person]) -> Result<u64> {
    let mut list = printer.list(PEOPLE)?;
    for row in rows {
        list.push(row)?;
    }
    list.finish()
}
