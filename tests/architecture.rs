//! The rooms of the house and who may know whom, as ARCHITECTURE.md has them, proven on the source itself.

#![expect(clippy::expect_used, reason = "a test may panic")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// What a room may use of the other rooms and of the packages; `std`, `core` and its own room go without saying.
struct Room {
    name: &'static str,
    rooms: &'static [&'static str],
    packages: &'static [&'static str],
    /// Code that must not stand there.
    never: &'static [&'static str],
}

/// Reads the clock or the environment, or prints past the printer.
const AMBIENT: &[&str] = &["env::", "SystemTime::now", "Utc::now", "Local::now", "println!(", "print!("];

const ROOMS: &[Room] = &[
    Room {
        name: "error",
        rooms: &[],
        packages: &["anyhow", "serde", "serde_json", "rusqlite"],
        never: AMBIENT,
    },
    Room { name: "crash", rooms: &[], packages: &[], never: AMBIENT },
    Room { name: "folder", rooms: &[], packages: &[], never: AMBIENT },
    Room { name: "interrupt", rooms: &[], packages: &["signal_hook"], never: AMBIENT },
    Room {
        name: "domain",
        rooms: &["error"],
        packages: &["serde", "chrono", "jiff", "strsim"],
        never: &["std::fs", "std::io", "std::net", "std::process", "env::", "SystemTime", "println!("],
    },
    Room {
        name: "input",
        rooms: &["error", "domain"],
        packages: &["anyhow", "csv", "csv_core", "serde", "serde_json", "sha2", "chrono"],
        never: AMBIENT,
    },
    Room {
        name: "store",
        rooms: &["error", "crash", "folder", "interrupt", "domain"],
        packages: &["memchr", "rusqlite", "serde", "serde_json", "sha2", "subtle", "anyhow"],
        never: AMBIENT,
    },
    Room {
        name: "mail",
        rooms: &["error", "folder", "domain"],
        packages: &[
            "anyhow",
            "base64",
            "getrandom",
            "idna",
            "lettre",
            "rustix",
            "rustls",
            "serde",
            "sha2",
            "zeroize",
        ],
        never: AMBIENT,
    },
    Room {
        name: "output",
        rooms: &["error", "domain"],
        packages: &["comfy_table", "csv", "csv_core", "indicatif", "serde", "serde_json", "unicode_width"],
        never: AMBIENT,
    },
    // Of the output it knows the names of formats and colours, which are values of flags.
    Room { name: "cli", rooms: &["error", "domain", "output", "input"], packages: &["clap"], never: AMBIENT },
    Room {
        name: "app",
        rooms: &["error", "crash", "interrupt", "domain", "cli", "store", "mail", "output", "input"],
        packages: &[
            "anyhow",
            "chrono",
            "clap",
            "console",
            "dialoguer",
            "directories",
            "iana_time_zone",
            "rustix",
            "serde",
            "serde_json",
            "shlex",
            "signal_hook",
            "toml",
            "whoami",
            "zeroize",
        ],
        never: &["rusqlite", "lettre"],
    },
    Room {
        name: "commands",
        rooms: &[
            "error",
            "crash",
            "folder",
            "interrupt",
            "domain",
            "cli",
            "app",
            "store",
            "mail",
            "output",
            "input",
        ],
        packages: &["clap", "clap_complete", "clap_mangen", "fuzzy_matcher", "serde", "serde_json", "sha2"],
        never: AMBIENT,
    },
];

const FILE_LINES: usize = 400;
const MAIN_LINES: usize = 40;

/// A line of code and where it stands.
struct Line {
    place: String,
    text: String,
}

/// The code of a file: comments left out, and everything from its tests on; a `use` item is one line however long.
fn code(path: &Path, content: &str) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut import_open = false;
    for (index, text) in content.lines().map(str::trim).enumerate() {
        if text == "#[cfg(test)]" && content.contains("mod tests {") {
            break;
        }
        match lines.last_mut() {
            _ if text.starts_with("//") => {}
            Some(import) if import_open => import.text.push_str(text),
            _ => {
                let place = format!("{}:{}", path.display(), index + 1);
                lines.push(Line { place, text: text.to_owned() });
                import_open = imported(text).is_some();
            }
        }
        import_open &= !text.ends_with(';');
    }
    lines
}

/// What a `use` item names.
fn imported(text: &str) -> Option<&str> {
    ["pub use ", "pub(crate) use ", "pub(super) use ", "use "]
        .iter()
        .find_map(|start| text.strip_prefix(start))
}

/// The paths that the code names: `use` items with their braces resolved as far as the first two parts, and `crate::…` in
/// the midst of a line.
fn paths(text: &str) -> Vec<String> {
    let mut found: Vec<String> = text
        .match_indices("crate::")
        .filter(|(at, _)| !text[..*at].ends_with(|before: char| before.is_alphanumeric() || before == '_'))
        .flat_map(|(at, _)| heads(&text[at + "crate::".len()..]))
        .map(|head| format!("crate::{head}"))
        .collect();
    if let Some(import) = imported(text).filter(|import| !import.starts_with("crate::")) {
        found.extend(heads(import.trim_start_matches("::")));
    }
    found
}

/// The first names of a path, or of each member of a brace.
fn heads(path: &str) -> Vec<String> {
    let name = |path: &str| -> String {
        path.trim().chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect()
    };
    let Some(members) = path.strip_prefix('{') else { return vec![name(path)] };
    let mut depth = 0;
    let top_level = |letter: char| {
        depth += i32::from(letter == '{') - i32::from(letter == '}');
        letter == ',' && depth == 0
    };
    let members = members.split(top_level).map(name).filter(|name| !name.is_empty());
    members.collect()
}

/// What the line breaks of the room's rules. `modules` are the room's own, which a `use` may name without `self`.
fn faults(room: &Room, modules: &BTreeSet<String>, line: &Line) -> Vec<String> {
    let mut faults = Vec::new();
    for path in paths(&line.text) {
        let fault = match path.strip_prefix("crate::") {
            // What the crate itself exports is the error room's.
            Some(other) if other.starts_with(char::is_uppercase) => None,
            Some(other) if other == room.name || room.rooms.contains(&other) => None,
            Some(other) if ROOMS.iter().any(|room| room.name == other) => {
                Some(format!("may not know the room {other}"))
            }
            Some(_) => None,
            None if matches!(path.as_str(), "std" | "core" | "self" | "super" | "crate" | "") => None,
            None if path.starts_with(char::is_uppercase) || modules.contains(&path) => None,
            None if room.packages.contains(&path.as_str()) => None,
            None => Some(format!("may not use {path}")),
        };
        faults.extend(fault);
    }
    let forbidden = |never: &&&str| line.text.contains(**never);
    faults.extend(room.never.iter().filter(forbidden).map(|never| format!("must not have '{never}'")));
    faults.iter().map(|fault| format!("{}: {} {fault}: {}", line.place, room.name, line.text)).collect()
}

/// Every Rust file below the folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let (folders, files): (Vec<_>, Vec<_>) = entries.partition(|path| path.is_dir());
    let mut files: Vec<_> =
        files.into_iter().filter(|path| path.extension().is_some_and(|end| end == "rs")).collect();
    files.extend(folders.iter().flat_map(|folder| self::files(folder)));
    files.sort();
    files
}

/// The files of src, by their path within it, with their content.
fn sources() -> BTreeMap<PathBuf, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let source = |path: PathBuf| {
        let content = fs::read_to_string(&path).expect("a source file");
        (path.strip_prefix(&root).expect("below src").to_owned(), content)
    };
    files(&root).into_iter().map(source).collect()
}

fn is_test(path: &Path) -> bool {
    path.components().any(|part| matches!(part.as_os_str().to_str(), Some("tests" | "tests.rs")))
}

/// The room that a file belongs to; none for the root of the library, the program and the script of its build.
fn room_of(path: &Path) -> Option<String> {
    let first = path.components().next()?.as_os_str().to_str()?.trim_end_matches(".rs").to_owned();
    (!["lib", "main", "build"].contains(&first.as_str())).then_some(first)
}

/// The names of a room's own modules.
fn modules(sources: &BTreeMap<PathBuf, String>, room: &str) -> BTreeSet<String> {
    let own = sources.keys().filter(|path| room_of(path).as_deref() == Some(room));
    own.flat_map(|path| path.components().map(|part| part.as_os_str().to_string_lossy().into_owned()))
        .map(|part| part.trim_end_matches(".rs").to_owned())
        .collect()
}

#[test]
fn every_room_knows_only_whom_it_may_know() {
    let sources = sources();
    let mut faults = Vec::new();
    for (path, content) in sources.iter().filter(|(path, _)| !is_test(path)) {
        let Some(name) = room_of(path) else { continue };
        let Some(room) = ROOMS.iter().find(|room| room.name == name) else {
            faults.push(format!("{}: the room {name} has no rule", path.display()));
            continue;
        };
        let modules = modules(&sources, &name);
        faults.extend(code(path, content).iter().flat_map(|line| self::faults(room, &modules, line)));
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn the_rules_allow_no_circle_between_rooms() {
    for (index, room) in ROOMS.iter().enumerate() {
        for other in room.rooms {
            let at = ROOMS.iter().position(|room| room.name == *other).expect("a room");
            assert!(at < index, "{} may know {other}, which does not stand before it", room.name);
        }
    }
}

#[test]
fn every_file_can_be_read_in_one_sitting() {
    for (path, content) in sources() {
        let limit = if path == Path::new("main.rs") { MAIN_LINES } else { FILE_LINES };
        let lines = content.lines().count();
        assert!(lines <= limit, "{} has {lines} lines, of {limit}", path.display());
    }
}

/// What a made-up line breaks in a room.
fn found(room: &str, text: &str) -> Vec<String> {
    let room = ROOMS.iter().find(|candidate| candidate.name == room).expect("a room");
    let modules = BTreeSet::from(["users".to_owned()]);
    faults(room, &modules, &Line { place: "made_up.rs:1".to_owned(), text: text.to_owned() })
}

#[test]
fn a_broken_rule_is_found_wherever_it_stands() {
    for (room, text) in [
        ("commands", "use rusqlite::Connection;"),
        ("commands", "let path = std::env::var(\"HOME\");"),
        ("commands", "println!(\"done\");"),
        ("output", "use crate::store::Store;"),
        ("output", "use crate::{domain::Month, store::{Store, Mode}};"),
        ("store", "pub use clap::Parser;"),
        ("store", "fn run(app: &crate::app::App) {}"),
        ("mail", "use rusqlite::{params, Row};"),
        ("domain", "use std::fs::File;"),
        ("cli", "use crate::commands::run;"),
        ("cli", "use clap_complete::Shell;"),
    ] {
        assert_eq!(found(room, text).len(), 1, "{room}: {text}: {:?}", found(room, text));
    }
}

#[test]
fn what_is_allowed_is_no_fault() {
    for (room, text) in [
        ("commands", "use crate::{Error, Result, app::App, store::Mode};"),
        ("commands", "use super::receipt::Receipt;"),
        ("store", "pub use users::{NewUser, UserId};"),
        ("store", "use rusqlite::{OptionalExtension, types::{Value, ValueRef}};"),
        ("output", "use comfy_table::{Cell as Set, Table};"),
        ("cli", "use clap::{Parser, Subcommand};"),
        ("domain", "use std::fmt;"),
    ] {
        assert_eq!(found(room, text), Vec::<String>::new(), "{room}");
    }
}

#[test]
fn tests_and_comments_are_not_read() {
    let content =
        "use std::fmt;\n// use rusqlite::Row;\n#[cfg(test)]\nmod tests {\n    use tempfile::tempdir;\n}\n";
    assert_eq!(code(Path::new("a.rs"), content).len(), 1);
}

#[test]
fn an_import_over_several_lines_is_read_whole() {
    let content = "use crate::{\n    domain::Month,\n    store::{Mode, Store},\n};\nfn run() {}\n";
    let lines = code(Path::new("a.rs"), content);
    assert_eq!((lines.len(), paths(&lines[0].text).len()), (2, 2), "{}", lines[0].text);
}
