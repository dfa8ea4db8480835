//! What lists and documents look like on terminals of three widths, with long texts and large balances.
#![cfg(target_os = "linux")]

use std::fmt::Write as _;

use crate::harness::Home;
use crate::harness::terminal::Terminal;
use unicode_width::UnicodeWidthStr;

const WILHELMINA: &str =
    "wilhelmina.alexandra.von.hohenfels-langenburg@department.of.an.organisation.example.org";
const WIDTHS: [u16; 3] = [60, 80, 200];

/// A year of a platform with long names and large balances, on a terminal with UTF-8.
fn platform() -> Home {
    let home = Home::new().with("LANG", "en_GB.UTF-8").with("TERM", "xterm").at("2025-12-01T08:00:00Z");
    for file in [".config/rad-admin/config.toml", "settings.toml"] {
        home.write(
            file,
            "[invite]\nurl = \"https://platform.example.org/join?token={token}\"\n\
             [mail]\nfrom = \"no-reply@example.org\"\ntransport = \"file\"\n\
             folder = \"a-folder-with-a-rather-long-name/for-messages\"\n",
        );
    }
    home.ok(&["init", "--timezone", "UTC"]);
    home.ok(&["user", "add", "ada@example.org", "--name", "Ada Lovelace", "--role", "admin", "--yes"]);
    let name = "Wilhelmina Alexandra Countess of Hohenfels and Langenburg";
    home.ok(&[
        &["user", "add", WILHELMINA, "--name", name, "--awarded", "1234567890"][..],
        &["--confirm", "1234567890", "--reason", "Opening"],
        &["--role", "partner", "--role", "agent", "--role", "trainer"],
    ]
    .concat());
    home.ok(&["user", "add", "bob@example.org", "--role", "partner", "--purchased", "30"]);
    home.ok(&["partner", "set", WILHELMINA, "2500000"]);
    home.ok(&["partner", "set", "bob@example.org", "100"]);
    for (month, allowance) in (1..=11).zip([100, 150, 250, 400, 400, 900, 800, 700, 1_200, 1_300, 1_000]) {
        let then = home.at(&format!("2026-{month:02}-01T06:00:00Z"));
        then.ok(&["partner", "set", "bob@example.org", &allowance.to_string(), "-q"]);
        if month != 8 {
            then.ok(&["grant-monthly", "-q"]);
        }
    }
    let home = home.at("2026-11-15T09:00:00Z");
    let reason = "Compensation for the outage of the night from the third to the fourth of October";
    home.ok(&["credits", "award", "role:partner", "5", "--yes", "--reason", reason, "--reference", "T-1042"]);
    home.ok(&["credits", "deduct", "bob@example.org", "700", "--from", "awarded", "--reason", "Course fee"]);
    home.ok(&["invite", "dora@example.org", "--name", "Dora", "--role", "support"]);
    home.ok(&[
        "user",
        "edit",
        "bob@example.org",
        "--name",
        "Bob",
        "--add-role",
        "finance",
        "--allowance",
        "0",
    ]);
    home
}

/// Returns what a terminal of this width shows for each line.
fn screens(home: &Home, width_columns: u16, lines: &[&str]) -> String {
    let mut text = String::new();
    for line in lines {
        let arguments: Vec<&str> = line.split(' ').chain(["--no-pager", "--color", "never"]).collect();
        let (shown, status) = Terminal::of_width(width_columns, home, &arguments).end();
        assert_eq!(status, 0, "{line}\n{shown}");
        let _ = writeln!(text, "$ rad-admin {line}\n{shown}");
    }
    text
}

/// Compares snapshots of the lines on terminals of three widths.
macro_rules! assert_screens {
    ($name:literal, $lines:expr) => {
        let home = platform();
        for width_columns in WIDTHS {
            insta::with_settings!({
                omit_expression => true,
                filters => [(r"\(as [^)\n]+\)", "(as [login])"), (r"\d+\.\d KiB", "[size]")],
            }, {
                insta::assert_snapshot!(
                    format!("{}_{width_columns}", $name),
                    screens(&home, width_columns, $lines)
                );
            });
        }
    };
}

#[test]
fn lists_fit_the_terminal() {
    assert_screens!(
        "lists",
        &[
            "users list",
            "users list --fields email,name,balance",
            "partner list",
            "credits history --limit 4",
            "log --limit 4",
            "invite list",
            "mail list",
            "config show --config settings.toml --db a-folder-with-a-rather-long-name/for-the-ledger/rad-admin.db",
        ]
    );
}

#[test]
fn documents_fit_the_terminal() {
    let show = format!("user show {WILHELMINA}");
    assert_screens!(
        "documents",
        &[
            "status",
            "user show bob@example.org",
            &show,
            "log show 25",
            "log show 28",
            "credits history bob@example.org --limit 3",
        ]
    );
}

#[test]
fn receipts_fit_the_terminal() {
    assert_screens!(
        "receipts",
        &[
            "credits award role:partner 5 --yes -n",
            "credits set bob@example.org --awarded 123456 --purchased 0 -n --reason R",
            "user edit bob@example.org --name Robert --partner off -n",
            "invite eve@example.org finn@example.org -n",
            "grant-monthly --month 2026-08 -n",
        ]
    );
}

#[test]
fn no_line_of_a_list_or_document_is_wider_than_the_terminal() {
    let home = platform();
    let show = format!("user show {WILHELMINA}");
    for width_columns in WIDTHS {
        for line in ["users list", "partner list", "credits history", "log", "status", "log show 25", &show] {
            let shown = screens(&home, width_columns, &[line]);
            // Notes wrap, and what people copy is never broken.
            let is_free = |row: &str| row.starts_with("note: ") || row.ends_with(WILHELMINA);
            for row in shown.lines().skip(1).filter(|row| !is_free(row)) {
                assert!(row.width() <= width_columns.into(), "{width_columns}: {row}");
            }
        }
    }
}

#[test]
fn a_user_and_the_status_fit_a_screen() {
    let home = platform();
    for line in ["user show bob@example.org", "status"] {
        let shown = screens(&home, 80, &[line]);
        assert!(shown.trim_end().lines().skip(1).count() < 24, "{shown}");
    }
}

#[test]
fn a_dumb_terminal_and_a_locale_without_utf_8_get_ascii_and_no_colour() {
    let home = platform();
    for (name, value) in [("TERM", "dumb"), ("LANG", "C")] {
        let home = home.with(name, value);
        for line in [&["status"][..], &["credits", "history", "bob@example.org", "--limit", "1"]] {
            let (shown, _) = Terminal::of_width(80, &home, line).end();
            assert!(shown.contains('#') && !shown.contains('█'), "{shown}");
            assert!(name == "LANG" || !shown.contains('\x1b'), "{shown}");
        }
    }
}

#[test]
fn colours_are_those_that_can_be_read_on_light_and_dark() {
    let home = platform();
    for line in [&["status"][..], &["users", "list", "--no-pager"], &["user", "show", "x@example.org"]] {
        let (shown, _) = Terminal::of_width(200, &home, line).end();
        for sequence in shown.split('\x1b').skip(1) {
            let code = sequence.split('m').next().unwrap();
            assert!(["[0", "[1", "[2", "[31", "[32", "[35"].contains(&code), "{code}");
        }
    }
}

#[test]
fn a_pipe_gets_every_column_whole_and_no_drawing_of_a_balance() {
    let home = platform();
    let list = home.ok(&["users", "list"]);
    assert!(list.stdout.contains(WILHELMINA) && list.stdout.contains("ALLOWANCE"), "{list}");
    assert_eq!(list.stderr, "");
    let history = home.ok(&["credits", "history", "bob@example.org"]);
    assert!(
        !history.stdout.contains("Balance ") && history.stdout.contains("the fourth of October"),
        "{history}"
    );
}
