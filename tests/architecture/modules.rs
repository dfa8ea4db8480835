//! Checks the table of modules in ARCHITECTURE.md against the source.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::source::{Line, code, followed, imported, is_test, sources};

/// Calls that read the clock or the environment, or print without the printer.
const AMBIENT: &[&str] = &["env::", "SystemTime::now", "Utc::now", "Local::now", "println!(", "print!("];

/// A row of the table.
struct Module {
    name: String,
    /// The modules and packages that it may use, besides `std`, `core` and its own modules.
    knows: Vec<String>,
}

/// The rows of the table in order, and the packages of the manifest as code names them.
struct Table {
    modules: Vec<Module>,
    packages: BTreeSet<String>,
}

impl Table {
    fn read() -> Self {
        let rows = section(include_str!("../../ARCHITECTURE.md"), "## The modules", "## ");
        let packages = section(include_str!("../../Cargo.toml"), "[dependencies]", "[");
        Self {
            modules: rows.filter(|line| line.starts_with("| `")).map(Module::of).collect(),
            packages: packages.filter_map(|line| Some(line.split_once(" = ")?.0.replace('-', "_"))).collect(),
        }
    }

    fn module(&self, name: &str) -> Option<&Module> {
        self.modules.iter().find(|module| module.name == name)
    }
}

impl Module {
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

    /// Returns code that may not occur in the module.
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

/// Returns the lines between this heading and the next.
fn section<'t>(text: &'t str, heading: &'t str, next: &'t str) -> impl Iterator<Item = &'t str> {
    let below = text.lines().skip_while(move |line| *line != heading).skip(1);
    below.take_while(move |line| !line.starts_with(next))
}

const FILE_LINES: usize = 400;
const MAIN_LINES: usize = 40;

/// Returns the modules and packages that a line of code names. A `use` item counts with all members of its braces. Elsewhere in
/// a line, only paths that begin with `crate` or a package count. A type that `crate` itself exports counts as the module
/// `error`.
fn paths(text: &str, packages: &BTreeSet<String>) -> BTreeSet<String> {
    let module = |head: String| if head.starts_with(char::is_uppercase) { "error".to_owned() } else { head };
    let modules = followed(text, "crate::").flat_map(heads).map(|head| format!("crate::{}", module(head)));
    let packages = packages.iter().filter(|name| followed(text, &format!("{name}::")).next().is_some());
    let mut found: BTreeSet<String> = modules.chain(packages.cloned()).collect();
    if let Some(import) = imported(text).filter(|import| !import.starts_with("crate::")) {
        found.extend(heads(import.trim_start_matches("::")));
    }
    found
}

/// Returns the first name of a path, or of each member of its braces.
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

/// Returns the rules that the line breaks. `modules` are the module's own, which a `use` may name without `self`.
fn faults(table: &Table, module: &Module, modules: &BTreeSet<String>, line: &Line) -> Vec<String> {
    let mut faults = Vec::new();
    for path in paths(&line.text, &table.packages) {
        let fault = match path.strip_prefix("crate::") {
            Some(other) if other == module.name || module.knows(other) => None,
            Some(other) if table.module(other).is_some() => Some(format!("may not know the module {other}")),
            Some(_) => None,
            None if matches!(path.as_str(), "std" | "core" | "self" | "super" | "crate" | "") => None,
            None if path.starts_with(char::is_uppercase) || modules.contains(&path) => None,
            None if module.knows(&path) => None,
            None => Some(format!("may not use {path}")),
        };
        faults.extend(fault);
    }
    let forbidden = |never: &&&str| line.text.contains(**never);
    faults.extend(module.never().iter().filter(forbidden).map(|never| format!("must not have '{never}'")));
    faults.iter().map(|fault| format!("{}: {} {fault}: {}", line.place, module.name, line.text)).collect()
}

/// Returns the module of a file; `None` for `lib.rs`, `main.rs` and `build.rs`.
fn module_of(path: &Path) -> Option<String> {
    let first = path.components().next()?.as_os_str().to_str()?.trim_end_matches(".rs").to_owned();
    (!["lib", "main", "build"].contains(&first.as_str())).then_some(first)
}

/// Returns the names of a module's own modules.
fn modules(sources: &BTreeMap<PathBuf, String>, module: &str) -> BTreeSet<String> {
    let own = sources.keys().filter(|path| module_of(path).as_deref() == Some(module));
    own.flat_map(|path| path.components().map(|part| part.as_os_str().to_string_lossy().into_owned()))
        .map(|part| part.trim_end_matches(".rs").to_owned())
        .collect()
}

#[test]
fn every_module_knows_only_whom_it_may_know() {
    let (table, sources) = (Table::read(), sources());
    let mut faults = Vec::new();
    for (path, content) in sources.iter().filter(|(path, _)| !is_test(path)) {
        let Some(name) = module_of(path) else { continue };
        let Some(module) = table.module(&name) else {
            faults.push(format!("{}: the module {name} is not in the table", path.display()));
            continue;
        };
        let modules = modules(&sources, &name);
        faults
            .extend(code(path, content).iter().flat_map(|line| self::faults(&table, module, &modules, line)));
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn every_module_uses_all_that_it_knows() {
    let (table, sources) = (Table::read(), sources());
    let mut faults = Vec::new();
    for module in &table.modules {
        let is_own = |path: &Path| !is_test(path) && module_of(path).as_ref() == Some(&module.name);
        let own = sources.iter().filter(|(path, _)| is_own(path));
        let lines = own.flat_map(|(path, content)| code(path, content));
        let used: BTreeSet<_> = lines.flat_map(|line| paths(&line.text, &table.packages)).collect();
        let is_used = |name: &&String| used.contains(*name) || used.contains(&format!("crate::{name}"));
        let unused = module.knows.iter().filter(|name| !is_used(name));
        faults.extend(unused.map(|name| format!("{} does not use {name}", module.name)));
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn every_package_is_known_to_a_module() {
    let table = Table::read();
    let is_known = |name: &&String| table.modules.iter().any(|module| module.knows(name));
    let unknown: Vec<_> = table.packages.iter().filter(|name| !is_known(name)).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
}

#[test]
fn the_rules_allow_no_circle_between_modules() {
    let table = Table::read();
    for (index, module) in table.modules.iter().enumerate() {
        let own_and_below = table.modules[index..].iter().map(|other| &other.name);
        let wrong: Vec<_> = own_and_below.filter(|name| module.knows(name)).collect();
        assert!(wrong.is_empty(), "{} may know {wrong:?}, which does not stand above it", module.name);
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

/// Returns the rules that a made-up line breaks in a module.
fn found(module: &str, text: &str) -> Vec<String> {
    let table = Table::read();
    let modules = BTreeSet::from(["users".to_owned()]);
    let line = Line { place: "made_up.rs:1".to_owned(), text: text.to_owned() };
    faults(&table, table.module(module).expect("a module"), &modules, &line)
}

#[test]
fn a_broken_rule_is_found_wherever_it_stands() {
    for (module, text) in [
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
        ("store", "fn parsed(text: &str) -> Table { toml::from_str(text) }"),
    ] {
        assert_eq!(found(module, text).len(), 1, "{module}: {text}: {:?}", found(module, text));
    }
}

#[test]
fn allowed_arrows_are_no_fault() {
    for (module, text) in [
        ("commands", "use crate::{Error, Result, app::App, store::Mode};"),
        ("commands", "use super::receipt::Receipt;"),
        ("store", "pub use users::{NewUser, UserId};"),
        ("store", "use rusqlite::{OptionalExtension, types::{Value, ValueRef}};"),
        ("output", "use comfy_table::{Cell as Set, Table};"),
        ("cli", "use clap::{Parser, Subcommand};"),
        ("domain", "use std::fmt;"),
    ] {
        assert_eq!(found(module, text), Vec::<String>::new(), "{module}");
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
