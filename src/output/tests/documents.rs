use serde::Serialize;

use super::*;
use crate::Code;
use crate::output::{Document, Formatter};

#[derive(Serialize)]
struct Receipt {
    changed: bool,
    operation: Option<i64>,
    zone: &'static str,
    user: String,
    months: Vec<&'static str>,
    entries: Vec<Entry>,
    total: i128,
}

#[derive(Serialize)]
struct Entry {
    email: &'static str,
    amount: i64,
}

impl Document for Receipt {
    fn human(&self, formatter: &Formatter) -> String {
        let facts = [
            ("User", formatter.clean(&self.user).into_owned()),
            ("Total", formatter.signed(self.total)),
            ("Changed", formatter.word(if self.changed { "ok" } else { "no" })),
        ];
        let entries: Vec<_> = self
            .entries
            .iter()
            .map(|entry| vec![Cell::text(entry.email), Cell::Integer(entry.amount)])
            .collect();
        formatter.heading("Receipt")
            + &formatter.facts(&facts)
            + &formatter.table(&[("EMAIL", 0), ("AMOUNT", 0)], &entries)
    }
}

fn receipt() -> Receipt {
    Receipt {
        changed: true,
        operation: None,
        zone: "UTC",
        user: "=alice@example.org".to_owned(),
        months: vec!["2026-10", "2026-11"],
        entries: vec![
            Entry { email: "alice@example.org", amount: -5 },
            Entry { email: "b@example.org", amount: 1_000 },
        ],
        total: 9_007_199_254_740_991_000_000,
    }
}

fn document(options: Options) -> String {
    let (mut printer, out, _) = printer(options);
    printer.document(&receipt()).expect("printed");
    out.text()
}

#[test]
fn people_read_lines() {
    let expected = "\
Receipt
User     =alice@example.org
Total    +9,007,199,254,740,991,000,000
Changed  ok
EMAIL              AMOUNT
alice@example.org      -5
b@example.org       1,000
";
    assert_eq!(document(options(Format::Table)), expected);
}

#[test]
fn json_is_indented_and_jsonl_is_one_line_with_the_keys_in_their_order() {
    let jsonl = document(options(Format::Jsonl));
    let expected = r#"{"changed":true,"operation":null,"zone":"UTC","user":"=alice@example.org","months":["2026-10","2026-11"],"entries":[{"email":"alice@example.org","amount":-5},{"email":"b@example.org","amount":1000}],"total":9007199254740991000000}"#;
    assert_eq!(jsonl, format!("{expected}\n"));
    let json = document(options(Format::Json));
    assert!(json.starts_with("{\n  \"changed\": true,\n  \"operation\": null,\n") && json.ends_with("\n}\n"));
}

#[test]
fn csv_has_a_line_of_keys_and_a_line_of_values() {
    let expected = "changed,operation,zone,user,months,entries,total
true,,UTC,'=alice@example.org,\"2026-10,2026-11\",\"[{\"\"email\"\":\"\"alice@example.org\"\",\"\"amount\"\":-5},{\"\"email\"\":\"\"b@example.org\"\",\"\"amount\"\":1000}]\",9007199254740991000000
";
    assert_eq!(document(options(Format::Csv)), expected);
    let tsv = Options {
        no_header: true,
        fields: Some(fields(&["user", "months"])),
        raw: true,
        ..options(Format::Tsv)
    };
    assert_eq!(document(tsv), "=alice@example.org\t2026-10,2026-11\n");
}

#[test]
fn fields_select_keys_in_every_format() {
    for (format, expected) in [
        (
            Format::Json,
            "{\n  \"months\": [\n    \"2026-10\",\n    \"2026-11\"\n  ],\n  \"operation\": null\n}\n",
        ),
        (Format::Jsonl, "{\"months\":[\"2026-10\",\"2026-11\"],\"operation\":null}\n"),
        (Format::Csv, "months,operation\n\"2026-10,2026-11\",\n"),
        (Format::Tsv, "months\toperation\n2026-10,2026-11\t\n"),
        (Format::Table, "months     2026-10,2026-11\noperation  -\n"),
    ] {
        let options = Options { fields: Some(fields(&["months", "operation"])), ..options(format) };
        assert_eq!(document(options), expected, "{format}");
    }
}

#[test]
fn an_unknown_field_of_a_document_is_a_usage_error() {
    for format in Format::ALL {
        let (mut printer, out, _) =
            printer(Options { fields: Some(fields(&["opperation"])), ..options(format) });
        let error = printer.document(&receipt()).expect_err("unknown");
        assert_eq!((error.code(), error.hints()[0].as_str()), (Code::Usage, "did you mean 'operation'?"));
        assert_eq!(out.text(), "");
    }
}

#[test]
fn a_receipt_with_an_unknown_field_is_printed_whole() {
    let (mut printer, out, err) =
        printer(Options { fields: Some(fields(&["sum"])), ..options(Format::Jsonl) });
    printer.receipt(&receipt()).expect("printed");
    assert_eq!(out.text(), document(options(Format::Jsonl)));
    assert_eq!(
        err.text(),
        "{\"warning\":\"no field 'sum'; the fields are changed, operation, zone, user, months, entries, total\"}\n"
    );
}

#[test]
fn quiet_leaves_out_receipts_and_notes_but_no_data_and_no_warning() {
    let quiet = |format| Options { quiet: true, ..options(format) };
    let (mut people, out, err) = printer(quiet(Format::Table));
    people.receipt(&receipt()).expect("nothing to print");
    people.remark("seen");
    people.warning("2 months are open");
    assert_eq!((out.text().as_str(), err.text().as_str()), ("", "warning: 2 months are open\n"));
    people.document(&receipt()).expect("printed");
    assert!(!out.text().is_empty());
    let (mut script, out, _) = printer(quiet(Format::Json));
    script.receipt(&receipt()).expect("printed");
    assert!(out.text().starts_with('{'));
}

#[test]
fn details_are_for_those_who_ask() {
    for (verbose, expected) in [(false, "note: one\n"), (true, "note: one\ndetail: two\n")] {
        let (mut printer, out, err) = printer(Options { verbose, ..options(Format::Table) });
        printer.remark("one");
        printer.detail("two");
        assert_eq!((out.text().as_str(), err.text().as_str()), ("", expected));
    }
}

#[test]
fn the_printer_escapes_control_characters_of_documents() {
    #[derive(Serialize)]
    struct Careless;
    impl Document for Careless {
        fn human(&self, formatter: &Formatter) -> String {
            formatter.well("fine") + "\x1b[2J\x07\n"
        }
    }
    for (color, expected) in [(false, "fine\\x1b[2J\\x07\n"), (true, "\x1b[32mfine\x1b[0m\\x1b[2J\\x07\n")] {
        let (mut printer, out, err) = printer(Options { color, ..options(Format::Table) });
        printer.document(&Careless).expect("printed");
        printer.warning("a\x1b[2Jb");
        assert_eq!((out.text().as_str(), err.text().as_str()), (expected, "warning: a\\x1b[2Jb\n"));
    }
}

#[test]
fn text_with_its_own_format_is_passed_on_as_it_is() {
    let (mut printer, out, _) = printer(options(Format::Csv));
    printer.raw_text("2026-11-01 award\n    users:alice  5\n").expect("printed");
    assert_eq!(out.text(), "2026-11-01 award\n    users:alice  5\n");
}
