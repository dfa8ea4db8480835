//! Tables of users: almost correct ones, and those that the program wrote itself.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use rad_admin::input::{ColumnOptions, FileRows, InputFormat, parse_user, user_columns};
use serde_json::json;

use crate::harness::{Home, guarded};

const CSV: &str = "email,name,status,roles,awarded,allowance\nada@example.org,\"A, \"\"da\"\"\",active,\"admin,partner\",5,7\n\
                   bob@example.org,'=1+1,invited,,0,\nåsa@example.org,,inactive,agent,9007199254740991,0\n";
const JSONL: &str = "{\"email\":\"ada@example.org\",\"name\":null,\"roles\":[\"admin\"],\"awarded\":5,\"partner\":true}\n\
                     {\"email\":\"bob@example.org\",\"name\":\"\\u00e9\\ud83d\\ude00\",\"balance\":-1e400,\"x\":[[[{}]]]}\n";
const PIECES: &[&str] = &[
    "\"", "\"\"", ",", "\n", "\r", "\r\n", "\0", "\u{feff}", "{", "}", "[[[[", "]]]]", "\\ud800", "null",
    "1e999", "-0", "''", "'=", "partner", "\u{2028}", ";", "\t", "é",
];

/// Returns a table with a few places cut out, doubled or replaced.
fn mutated(table: &'static str) -> impl Strategy<Value = Vec<u8>> {
    let change = (
        any::<Index>(),
        0_usize..6,
        prop_oneof![
            3 => select(PIECES).prop_map(|piece| piece.as_bytes().to_vec()),
            1 => vec(any::<u8>(), 0..4),
        ],
    );
    vec(change, 0..5).prop_map(move |changes| {
        let mut bytes = table.as_bytes().to_vec();
        for (at, cut, piece) in changes {
            let at = at.index(bytes.len());
            let end = (at + cut).min(bytes.len());
            bytes.splice(at..end, piece).for_each(drop);
            bytes.push(b'\n');
        }
        bytes
    })
}

/// Reads the whole table. Line numbers must rise, and accepted values must be within their limits.
fn is_read_to_its_end(bytes: &[u8], format: Option<InputFormat>) -> Result<(), TestCaseError> {
    let options = ColumnOptions { renames: Vec::new(), ignore_unknown: true };
    let Ok(mut rows) = FileRows::open(bytes, "x", format, user_columns(&options).unwrap()) else {
        return Ok(());
    };
    let mut last = 0;
    while let Some(row) = rows.next_row().unwrap() {
        // A carriage return on its own ends a row, but not a line.
        prop_assert!(row.line() >= last.max(1));
        last = row.line();
        match parse_user(&row) {
            Ok(user) => prop_assert!(user.email.as_str().len() <= 254),
            Err(faults) => prop_assert!(!faults.is_empty() && faults.iter().all(|fault| fault.line == last)),
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(super::config(1))]

    #[test]
    fn a_table_that_is_nearly_right_is_read_to_its_end(csv in mutated(CSV), json in mutated(JSONL)) {
        for bytes in [csv, json] {
            for format in [None, Some(InputFormat::Csv), Some(InputFormat::JsonLines)] {
                is_read_to_its_end(&bytes, format)?;
            }
        }
    }
}

/// Any name that a user can have: no NUL, and at most 1 000 characters.
fn name() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => any::<char>().prop_map(String::from),
        1 => select(&["=", "'", "''", "'=", "\"", ",", "\r\n", "\n", "\r", "\t", " ", "+1", "@SUM(A1)", "\u{feff}"][..])
            .prop_map(str::to_owned),
    ];
    vec(piece, 1..20).prop_map(|pieces| pieces.concat().replace('\0', ""))
}

const FIELDS: &str = "email,name,status,roles,awarded,purchased,allowance";

/// Returns a ledger with the users of this file, and its list of users.
fn imported(file: &str) -> (Home, String) {
    let home = Home::initialised();
    let output = guarded::run(&home, &["users", "import", file, "--yes", "--quiet"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let list = home.ok(&["users", "list", "-o", "jsonl", "--fields", FIELDS]).stdout;
    (home, list)
}

proptest! {
    #![proptest_config(super::config(64))]

    #[test]
    fn a_printed_list_imports_as_the_same_users(names in vec(name(), 30)) {
        let long = "é".repeat(1000);
        // Control characters are refused.
        let names: Vec<String> = names.iter().map(|name| name.replace(char::is_control, " ")).collect();
        let rows: Vec<String> = names.iter().chain([&long]).enumerate().map(|(number, name)| {
            json!({"email": format!("u{number}@example.org"), "name": name, "awarded": number}).to_string()
        }).collect();
        let scratch = Home::new();
        let (home, before) = imported(&scratch.write("first.jsonl", rows.join("\n")));
        prop_assert!(before.lines().count() == names.len() + 1);
        for format in ["csv", "jsonl"] {
            let printed = home.ok(&["users", "list", "-o", format]).stdout;
            let (_, after) = imported(&scratch.write("again", printed));
            prop_assert_eq!(&before, &after);
        }
    }
}
