//! The rooms of the house and who may know whom, as the table in ARCHITECTURE.md has them, proven on the source itself.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Reads the clock or the environment, or prints past the printer.
const AMBIENT: &[&str] = &["env::", "SystemTime::now", "Utc::now", "Local::now", "println!(", "print!("];

/// A row of the table.
struct Room {
    name: String,
    /// The rooms and packages that it knows; `std`, `core` and its own modules go without saying.
    knows: Vec<String>,
}

/// The table, in its order, and the packages of the manifest, named as code names them.
struct House {
    rooms: Vec<Room>,
    packages: BTreeSet<String>,
}

impl House {
    fn read() -> Self {
        let rows = section(include_str!("../ARCHITECTURE.md"), "## The modules", "## ");
        let packages = section(include_str!("../Cargo.toml"), "[dependencies]", "[");
        Self {
            rooms: rows.filter(|line| line.starts_with("| `")).map(Room::of).collect(),
            packages: packages.filter_map(|line| Some(line.split_once(" = ")?.0.replace('-', "_"))).collect(),
        }
    }

    fn room(&self, name: &str) -> Option<&Room> {
        self.rooms.iter().find(|room| room.name == name)
    }
}

impl Room {
    fn of(row: &str) -> Self {
        let cells: Vec<_> = row.split('|').map(str::trim).collect();
        let names = cells[3].split(", ").filter(|name| !name.is_empty());
        Self {
            name: cells[1].trim_matches('`').to_owned(),
            knows: names.map(|name| name.replace('-', "_")).collect(),
        }
    }

    fn knows(&self, name: &str) -> bool {
        self.knows.iter().any(|known| known == name)
    }

    /// Code that must not stand there.
    fn never(&self) -> &'static [&'static str] {
        match self.name.as_str() {
            "domain" => {
                &["std::fs", "std::io", "std::net", "std::process", "env::", "SystemTime", "println!("]
            }
            "app" => &["rusqlite", "lettre"],
            _ => AMBIENT,
        }
    }
}

/// The lines below this heading, up to the next.
fn section<'t>(text: &'t str, heading: &'t str, next: &'t str) -> impl Iterator<Item = &'t str> {
    let below = text.lines().skip_while(move |line| *line != heading).skip(1);
    below.take_while(move |line| !line.starts_with(next))
}

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

/// The paths that the code names: `use` items with their braces resolved as far as the first two parts, and in the midst
/// of a line those that begin with `crate` or a package. What the crate itself exports is the error room's.
fn paths(text: &str, packages: &BTreeSet<String>) -> BTreeSet<String> {
    let room = |head: String| if head.starts_with(char::is_uppercase) { "error".to_owned() } else { head };
    let rooms = followed(text, "crate::").flat_map(heads).map(|head| format!("crate::{}", room(head)));
    let packages = packages.iter().filter(|name| followed(text, &format!("{name}::")).next().is_some());
    let mut found: BTreeSet<String> = rooms.chain(packages.cloned()).collect();
    if let Some(import) = imported(text).filter(|import| !import.starts_with("crate::")) {
        found.extend(heads(import.trim_start_matches("::")));
    }
    found
}

/// What follows this beginning of a path, wherever one stands in the line.
fn followed<'t>(text: &'t str, start: &str) -> impl Iterator<Item = &'t str> {
    let is_name = |letter: char| letter.is_alphanumeric() || letter == '_';
    let begins = move |at: &usize| {
        let before = &text[..*at];
        !before.strip_suffix("::").unwrap_or(before).ends_with(is_name)
    };
    text.match_indices(start).filter(move |(at, _)| begins(at)).map(|(at, start)| &text[at + start.len()..])
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
fn faults(house: &House, room: &Room, modules: &BTreeSet<String>, line: &Line) -> Vec<String> {
    let mut faults = Vec::new();
    for path in paths(&line.text, &house.packages) {
        let fault = match path.strip_prefix("crate::") {
            Some(other) if other == room.name || room.knows(other) => None,
            Some(other) if house.room(other).is_some() => Some(format!("may not know the room {other}")),
            Some(_) => None,
            None if matches!(path.as_str(), "std" | "core" | "self" | "super" | "crate" | "") => None,
            None if path.starts_with(char::is_uppercase) || modules.contains(&path) => None,
            None if room.knows(&path) => None,
            None => Some(format!("may not use {path}")),
        };
        faults.extend(fault);
    }
    let forbidden = |never: &&&str| line.text.contains(**never);
    faults.extend(room.never().iter().filter(forbidden).map(|never| format!("must not have '{never}'")));
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
    let (house, sources) = (House::read(), sources());
    let mut faults = Vec::new();
    for (path, content) in sources.iter().filter(|(path, _)| !is_test(path)) {
        let Some(name) = room_of(path) else { continue };
        let Some(room) = house.room(&name) else {
            faults.push(format!("{}: the room {name} is not in the table", path.display()));
            continue;
        };
        let modules = modules(&sources, &name);
        faults.extend(code(path, content).iter().flat_map(|line| self::faults(&house, room, &modules, line)));
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn every_room_uses_all_that_it_knows() {
    let (house, sources) = (House::read(), sources());
    let mut faults = Vec::new();
    for room in &house.rooms {
        let is_own = |path: &Path| !is_test(path) && room_of(path).as_ref() == Some(&room.name);
        let own = sources.iter().filter(|(path, _)| is_own(path));
        let lines = own.flat_map(|(path, content)| code(path, content));
        let used: BTreeSet<_> = lines.flat_map(|line| paths(&line.text, &house.packages)).collect();
        let is_used = |name: &&String| used.contains(*name) || used.contains(&format!("crate::{name}"));
        let unused = room.knows.iter().filter(|name| !is_used(name));
        faults.extend(unused.map(|name| format!("{} does not use {name}", room.name)));
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn every_package_is_known_to_a_room() {
    let house = House::read();
    let is_known = |name: &&String| house.rooms.iter().any(|room| room.knows(name));
    let unknown: Vec<_> = house.packages.iter().filter(|name| !is_known(name)).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
}

#[test]
fn the_rules_allow_no_circle_between_rooms() {
    let house = House::read();
    for (index, room) in house.rooms.iter().enumerate() {
        let own_and_below = house.rooms[index..].iter().map(|other| &other.name);
        let wrong: Vec<_> = own_and_below.filter(|name| room.knows(name)).collect();
        assert!(wrong.is_empty(), "{} may know {wrong:?}, which does not stand above it", room.name);
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
    let house = House::read();
    let modules = BTreeSet::from(["users".to_owned()]);
    let line = Line { place: "made_up.rs:1".to_owned(), text: text.to_owned() };
    faults(&house, house.room(room).expect("a room"), &modules, &line)
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
        ("cli", "use clap_mangen::Man;"),
        ("store", "fn quoted(word: &str) -> String { shlex::try_quote(word) }"),
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
    let paths = paths(&lines[0].text, &BTreeSet::new());
    assert_eq!((lines.len(), paths.len()), (2, 2), "{}", lines[0].text);
}
