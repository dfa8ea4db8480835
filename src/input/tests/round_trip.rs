use std::borrow::Cow;

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;
use crate::domain::{checked_text, protect};

/// Returns the names in a table of users.
fn names(bytes: &[u8]) -> Vec<Option<String>> {
    let columns = user_columns(&ColumnOptions::default()).expect("columns");
    let mut rows = FileRows::open(bytes, "users", None, columns).expect("a table");
    let mut names = Vec::new();
    while let Some(row) = rows.next_row().expect("readable") {
        let user = parse_user(&row).expect("a good row");
        names.push(user.name.value().map(Cow::into_owned));
    }
    names
}

fn as_csv(names: &[Option<String>], terminator: ::csv::Terminator) -> Vec<u8> {
    let mut writer = ::csv::WriterBuilder::new().terminator(terminator).from_writer(Vec::new());
    writer.write_record(["name", "email"]).expect("written");
    for name in names {
        let name = protect(name.as_deref().unwrap_or_default());
        writer.write_record([&*name, "a@x"]).expect("written");
    }
    writer.into_inner().expect("written")
}

proptest! {
    #[test]
    fn any_names_come_back_from_csv_and_from_json_lines(
        names_written in vec(proptest::option::of(r#"['=+@," é-]{0,3}[^\p{Cc}]{1,5}"#), 1..12),
    ) {
        let trimmed = |name: &Option<String>| {
            name.as_deref().and_then(|name| checked_text(name).ok()).filter(|name| !name.is_empty()).map(str::to_owned)
        };
        let names_kept: Vec<_> = names_written.iter().map(trimmed).collect();
        for terminator in [::csv::Terminator::CRLF, ::csv::Terminator::Any(b'\n')] {
            prop_assert_eq!(&names(&as_csv(&names_written, terminator)), &names_kept);
        }
        let lines: Vec<String> = names_written
            .iter()
            .map(|name| serde_json::json!({ "email": "a@x", "name": name }).to_string())
            .collect();
        prop_assert_eq!(&names(lines.join("\n").as_bytes()), &names_kept);
    }

    #[test]
    fn any_rejected_row_comes_back_cell_for_cell(
        cells in vec(vec(r#"[a,"'\r\n=é-]{0,4}"#, 3), 1..12),
    ) {
        let mut writer = ::csv::Writer::from_writer(Vec::new());
        writer.write_record(["user", "x,\"y", "reason"]).expect("written");
        for row in &cells {
            writer.write_record(row).expect("written");
        }
        let text = writer.into_inner().expect("written");
        let (good, written) = rejects(&text, five_awarded(), &ignoring()).expect("rejects");
        prop_assert_eq!(good, 0);
        let mut reader = ::csv::Reader::from_reader(written.as_slice());
        let header: Vec<String> = reader.headers().expect("a header").iter().map(str::to_owned).collect();
        prop_assert_eq!(header, ["user", "x,\"y", "reason", "line", "error_code", "error"]);
        let read: Vec<Vec<String>> = reader
            .records()
            .map(|row| row.expect("a row").iter().take(3).map(str::to_owned).collect())
            .collect();
        let rows: Vec<Vec<String>> = cells.into_iter().filter(|row| !row.concat().is_empty()).collect();
        prop_assert_eq!(read, rows);
    }
}
