//! The picture of a terminal in the README, made from what the program prints.

use std::fmt::Write as _;

use super::markdown::root;
use crate::harness::terminal::Terminal;
use crate::harness::{Home, fresh};

/// The commands that fill the ledger, with `|` between words.
const BEFORE: &[&str] = &[
    "init|--timezone|Europe/Berlin",
    "user|add|ada@example.org|--name|Ada Moreno|--role|admin|--yes",
    "user|add|paul@example.org|--name|Paul Brandt|--role|partner|--awarded|20",
    "user|add|mia@example.org|--name|Mia Castell|--role|agent|--purchased|1200",
    "user|add|zoe@example.org|--name|Zoe Lindqvist|--role|partner|--purchased|300",
    "partner|set|paul@example.org|100",
    "partner|set|zoe@example.org|250",
    "user|edit|mia@example.org|--active|off|--yes",
];

/// The commands in the picture.
const TYPED: &[&str] = &[
    "credits|award|paul@example.org|50|--reason|'Spring promotion'",
    "grant-monthly",
    "users|list",
    "credits|history|paul@example.org",
];

#[test]
fn the_picture_of_a_terminal_is_what_the_program_prints_on_one() {
    let home = Home::new().by("ada@example.org");
    for line in BEFORE {
        home.ok(&line.split('|').collect::<Vec<_>>());
    }
    let mut shown = String::new();
    for line in TYPED {
        let arguments: Vec<&str> = line.split('|').map(|word| word.trim_matches('\'')).collect();
        let (output, status) = Terminal::of_width(120, &home.with("TERM", "xterm"), &arguments).end();
        assert!(!output.contains("too narrow"), "{output}");
        assert_eq!(status, 0, "{output}");
        let prompt = "\u{1b}[2m$\u{1b}[0m \u{1b}[1mrad-admin";
        let _ = writeln!(shown, "{prompt} {}\u{1b}[0m\n{output}", line.replace('|', " "));
    }
    let picture = anstyle_svg::Term::new().min_width_px(870).render_svg(shown.trim_end());
    fresh::check_file(&root().join("docs/terminal.svg"), picture.as_bytes(), "documents");
}
