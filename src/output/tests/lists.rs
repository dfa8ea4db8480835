use std::io::{self, Write};

use super::*;
use crate::Code;

#[test]
fn json_is_one_array_with_an_object_a_line() {
    let (out, err) = list(options(Format::Json), &[alice(), bob()]);
    assert_eq!(
        out,
        concat!(
            "[\n",
            r#"  {"email":"alice@example.org","name":"Alice","status":"active","roles":["partner","admin"],"#,
            r#""partner":true,"awarded":12345,"created_at":"2026-11-01T09:30:00Z"},"#,
            "\n",
            r#"  {"email":"bob@example.org","name":null,"status":"invited","roles":[],"#,
            r#""partner":false,"awarded":7,"created_at":"2026-11-01T09:30:00Z"}"#,
            "\n]\n",
        )
    );
    assert_eq!(err, "");
    assert!(serde_json::from_str::<serde_json::Value>(&out).is_ok());
}

#[test]
fn jsonl_is_one_object_a_line() {
    let options = Options { fields: Some(fields(&["awarded", "email"])), ..options(Format::Jsonl) };
    let (out, _) = list(options, &[alice(), bob()]);
    let expected = r#"{"awarded":12345,"email":"alice@example.org"}
{"awarded":7,"email":"bob@example.org"}
"#;
    assert_eq!(out, expected);
}

#[test]
fn csv_has_every_field_under_its_key() {
    let (out, _) = list(options(Format::Csv), &[alice(), bob()]);
    let expected = "email,name,status,roles,partner,awarded,created_at
alice@example.org,Alice,active,\"partner,admin\",true,12345,2026-11-01T09:30:00Z
bob@example.org,,invited,,false,7,2026-11-01T09:30:00Z
";
    assert_eq!(out, expected);
}

#[test]
fn tsv_has_tabs_and_no_quotes() {
    let options = Options { fields: Some(fields(&["name", "roles", "awarded"])), ..options(Format::Tsv) };
    let quoted = Person { name: Some("A \"quoted\", name"), ..alice() };
    let expected = "name\troles\tawarded\nA \"quoted\", name\tpartner,admin\t12345\n";
    assert_eq!(list(options, &[quoted]).0, expected);
}

#[test]
fn the_header_can_be_left_out() {
    for (format, line) in [
        (Format::Csv, "alice@example.org,12345\n"),
        (Format::Tsv, "alice@example.org\t12345\n"),
        (Format::Table, "alice@example.org  12,345\n"),
    ] {
        let options =
            Options { no_header: true, fields: Some(fields(&["email", "awarded"])), ..options(format) };
        assert_eq!(list(options, &[alice()]).0, line, "{format}");
    }
}

#[test]
fn an_empty_list_is_empty_in_every_format() {
    let header = "email,name,status,roles,partner,awarded,created_at\n";
    for (format, out, err) in [
        (Format::Json, "[]\n", ""),
        (Format::Jsonl, "", ""),
        (Format::Csv, header, ""),
        (Format::Tsv, &header.replace(',', "\t"), ""),
        (Format::Table, "", "note: nothing to show\n"),
    ] {
        assert_eq!(list(options(format), &[]), (out.to_owned(), err.to_owned()), "{format}");
    }
    let quiet = Options { quiet: true, ..options(Format::Table) };
    assert_eq!(list(quiet, &[]), (String::new(), String::new()));
}

#[test]
fn an_unknown_field_is_refused_before_anything_is_printed() {
    for format in Format::ALL {
        let (mut printer, out, _) = printer(Options { fields: Some(fields(&["awardd"])), ..options(format) });
        let error = print_rows(&mut printer, &[alice()]).expect_err("unknown");
        assert_eq!((error.code(), error.message().as_str()), (Code::Usage, "no field 'awardd'"));
        assert_eq!(error.hints()[0], "did you mean 'awarded'?");
        assert_eq!(out.text(), "");
    }
}

#[test]
fn a_list_returns_how_many_rows_it_has() {
    let (mut printer, _, _) = printer(options(Format::Jsonl));
    assert_eq!(print_rows(&mut printer, &vec![alice(); 2_500]).expect("printed"), 2_500);
}

/// A stream that breaks after some bytes.
struct Closing(usize);

impl Write for Closing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 = self.0.checked_sub(bytes.len()).ok_or(io::ErrorKind::BrokenPipe)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_closed_pipe_is_an_error_that_says_so() {
    for format in Format::ALL {
        let closing = Box::new(Closing(300_000));
        let mut printer = Printer::with_writers(options(format), closing, Box::new(Stream::default()));
        let error = print_rows(&mut printer, &vec![alice(); 20_000]).expect_err("closed");
        assert!(error.is_broken_pipe(), "{format}: {error}");
    }
}

#[test]
fn a_long_list_leaves_in_pieces_of_bounded_size_while_it_is_made() {
    const MOST_BYTES: usize = 256 * 1024;
    for format in Format::ALL {
        let (mut printer, out, _) = printer(options(format));
        let mut list = printer.list(PEOPLE).expect("begun");
        for number in 0..50_000 {
            let row = Person { email: format!("user{number}@example.org"), awarded: number, ..alice() };
            list.push(&row).expect("printed");
        }
        assert!(out.0.borrow().1.len() > 20, "{format}: kept back");
        list.finish().expect("finished");
        assert!(out.0.borrow().1.iter().all(|&bytes| bytes <= MOST_BYTES), "{format}");
    }
}
