//! Runs the program with random command lines.

use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::harness::{Home, guarded};

const COMMANDS: &[&str] = &[
    "init",
    "users list",
    "user show",
    "user add",
    "user edit",
    "users import",
    "credits award",
    "credits purchase",
    "credits deduct",
    "credits set",
    "credits apply",
    "credits history",
    "partner set",
    "partner clear",
    "partner list",
    "invite",
    "invite list",
    "invite resend",
    "invite revoke",
    "invite accept",
    "mail list",
    "mail flush",
    "mail test",
    "grant-monthly",
    "log",
    "log show",
    "verify",
    "undo",
    "backup",
    "status",
    "config show",
    "config path",
    "completions",
    "help",
    "",
];

const WORDS: &[&str] = &[
    "bob@example.org",
    "ada@example.org",
    "new@example.org",
    "all",
    "role:partner",
    "status:active",
    "@list",
    "@.",
    "-",
    "--",
    "0",
    "1",
    "-1",
    "10000",
    "9007199254740991",
    "9223372036854775807",
    "18446744073709551615",
    "99999999999999999999",
    "1e3",
    "on",
    "off",
    "awarded",
    "purchased",
    "2026-11",
    "2026-12",
    "9999-12",
    "2026-11-01",
    "0000-01-01",
    "9999-12-31T23:59:59Z",
    "--name",
    "--role",
    "partner",
    "--awarded",
    "--purchased",
    "--from",
    "--reason",
    "--reference",
    "--key",
    "k",
    "--limit",
    "--offset",
    "--sort",
    "email,-balance",
    "--search",
    "%_'\"",
    "--at",
    "--since",
    "--until",
    "--kind",
    "--user",
    "--month",
    "--catch-up",
    "--check",
    "--update",
    "--map",
    "user=x",
    "=",
    "--ignore-columns",
    "--continue-on-error",
    "--rejects",
    "r.csv",
    "--bucket",
    "--amount",
    "--if-version",
    "--partner",
    "--active",
    "--allowance",
    "--add-role",
    "--remove-role",
    "--head",
    "--fields",
    "email,name",
    "email,email",
    ",",
    "--no-header",
    "--raw",
    "-q",
    "-v",
    "--color",
    "never",
    "--yes",
    "-y",
    "--confirm",
    "-n",
    "--dry-run",
    "--actor",
    "--lock-timeout",
    "4294967295",
    "-o",
    "json",
    "jsonl",
    "csv",
    "tsv",
    "table",
    "hledger",
    "--json",
    "--print-head",
    "--help",
    "-h",
    "--version",
    "bash",
    "users.csv",
    "copy.db",
    "--timezone",
    "UTC",
    "--input-format",
    "--actor=",
    "--db",
    "--config",
    "nothing",
    "\u{202e}",
    "🦀",
    "",
];

/// A word that cannot name a file outside of the folder.
fn word() -> impl Strategy<Value = OsString> {
    prop_oneof![
        12 => select(WORDS).prop_map(OsString::from),
        1 => any::<String>().prop_map(|text| text.replace(['\0', '/'], "").into()),
        1 => vec(1_u8.., 0..20).prop_map(|bytes| OsString::from_vec(bytes.into_iter().filter(|byte| *byte != b'/').collect())),
        1 => (select(WORDS), 1000_usize..3000).prop_map(|(word, times)| word.repeat(times).into()),
    ]
}

proptest! {
    #![proptest_config(super::config(256))]

    /// All lines run on the same ledger, which must be intact at the end.
    #[test]
    fn any_line_ends_with_a_documented_status_and_the_ledger_proves(
        lines in vec((select(COMMANDS), vec(word(), 0..7)), 80),
    ) {
        let home = Home::seeded();
        home.write("list", "bob@example.org\ncarol@example.org\n");
        home.write("users.csv", "email,awarded\nbob@example.org,5\nnew2@example.org,1\n");
        for (command, words) in lines {
            let line: Vec<OsString> = command.split_whitespace().map(OsString::from).chain(words).collect();
            let output = guarded::command(&home, &line).output().unwrap();
            guarded::ends_well(&line, &output);
        }
        home.ok(&["verify"]);
    }
}
