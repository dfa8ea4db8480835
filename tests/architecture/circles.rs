//! Checks that no two files of `src/` need each other, directly or through others.
//!
//! A file needs the files that define the names it uses, even if several `mod.rs` pass a name on. Passing a name on (`pub use`)
//! does not count.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::{Path, PathBuf};

use super::source::{Line, code, imported, is_test, sources};

/// Circles that are still allowed.
const KNOWN: &[&str] = &["app", "commands/shell/complete", "mail", "store/ledger/verify"];

/// The parts of a path, such as `["store", "session"]` for the module in `store/session.rs`.
type Parts = Vec<String>;

/// The files of the library by module, and the names that `use` imports into each module.
struct Library {
    files: BTreeMap<Parts, PathBuf>,
    code: BTreeMap<Parts, Vec<Line>>,
    imports: BTreeMap<Parts, BTreeMap<String, Parts>>,
}

impl Library {
    fn of(sources: &BTreeMap<PathBuf, String>) -> Self {
        let own = |path: &Path| !is_test(path) && !["main.rs", "build.rs"].contains(&path.to_str().unwrap());
        let sources: Vec<_> = sources.iter().filter(|(path, _)| own(path)).collect();
        let files = sources.iter().map(|(path, _)| (module_of(path), (*path).clone())).collect();
        let code: BTreeMap<_, _> =
            sources.iter().map(|(path, content)| (module_of(path), code(path, content))).collect();
        let imports = code.iter().map(|(module, lines)| {
            let uses = lines.iter().filter_map(|line| imported(&line.text));
            (module.clone(), uses.flat_map(|tree| members(tree.trim_end_matches(';'))).collect())
        });
        let imports = imports.collect();
        Self { files, code, imports }
    }

    /// Returns the module that defines the name at this path, as seen from `module`; `None` for names of other packages.
    fn resolve(&self, module: &Parts, path: &[String], hops: usize) -> Option<Parts> {
        let (head, rest) = path.split_first()?;
        if hops == 0 {
            return None;
        }
        let mut at = match head.as_str() {
            "crate" => Vec::new(),
            "self" => module.clone(),
            "super" => module[..module.len().checked_sub(1)?].to_vec(),
            _ if self.files.contains_key(&child(module, head)) => child(module, head),
            _ => {
                let path = self.imports[module].get(head)?;
                return self.resolve(module, &[path, rest].concat(), hops - 1);
            }
        };
        for (index, name) in rest.iter().enumerate() {
            if name == "super" {
                at.pop();
            } else if self.files.contains_key(&child(&at, name)) {
                at = child(&at, name);
            } else if self.imports[&at].contains_key(name) {
                return self.resolve(&at, &rest[index..], hops - 1);
            } else {
                break;
            }
        }
        Some(at)
    }

    /// Returns the modules that a module needs.
    fn needs(&self, module: &Parts) -> BTreeSet<Parts> {
        let mut needs = BTreeSet::new();
        for line in &self.code[module] {
            let named = match imported(&line.text) {
                Some(_) if line.text.starts_with("pub") => Vec::new(),
                Some(tree) => members(tree.trim_end_matches(';')).into_values().collect(),
                None => paths(&line.text),
            };
            needs.extend(named.iter().filter_map(|path| self.resolve(module, path, 16)));
        }
        needs.remove(module);
        needs
    }

    /// Returns all circles. Each is the shortest one through some file.
    fn circles(&self) -> BTreeSet<BTreeSet<&Path>> {
        let needs: BTreeMap<_, _> = self.files.keys().map(|module| (module, self.needs(module))).collect();
        let circles = self.files.keys().filter_map(|start| {
            let mut ways = VecDeque::from([vec![start]]);
            let mut seen = BTreeSet::new();
            while let Some(way) = ways.pop_front() {
                for next in &needs[way[way.len() - 1]] {
                    if next == start {
                        return Some(way.iter().map(|module| self.files[*module].as_path()).collect());
                    }
                    if seen.insert(next) {
                        ways.push_back([&way[..], &[next]].concat());
                    }
                }
            }
            None
        });
        circles.collect()
    }
}

fn module_of(path: &Path) -> Parts {
    let path = path.with_extension("");
    let mut parts: Parts = path.iter().map(|part| part.to_string_lossy().into_owned()).collect();
    parts.pop_if(|last| ["mod", "lib"].contains(&last.as_str()));
    parts
}

fn child(module: &[String], name: &str) -> Parts {
    [module, &[name.to_owned()]].concat()
}

/// Returns the names that a `use` tree imports, with their paths.
fn members(tree: &str) -> BTreeMap<String, Parts> {
    let mut found = BTreeMap::new();
    collect(tree.trim(), &[], &mut found);
    found
}

fn collect(tree: &str, above: &[String], found: &mut BTreeMap<String, Parts>) {
    if let Some((head, rest)) = tree.split_once("::").filter(|(head, _)| !head.contains('{')) {
        collect(rest, &child(above, head.trim()), found);
    } else if let Some(inner) = tree.strip_prefix('{') {
        let mut depth = 0;
        let top_level = |letter: char| {
            depth += i32::from(letter == '{') - i32::from(letter == '}');
            letter == ',' && depth == 0
        };
        let inner = inner.trim_end().strip_suffix('}').unwrap_or(inner);
        for member in inner.split(top_level).map(str::trim).filter(|member| !member.is_empty()) {
            collect(member, above, found);
        }
    } else {
        let (name, alias) = tree.split_once(" as ").unwrap_or((tree, tree));
        match (name, above.last()) {
            ("self", Some(last)) => {
                found.insert(if alias == "self" { last } else { alias }.to_owned(), above.to_vec())
            }
            _ => found.insert(alias.to_owned(), child(above, name)),
        };
    }
}

/// Returns the paths in a line of code. It leaves out paths that begin with a type, because the import of the type counts
/// instead.
fn paths(text: &str) -> Vec<Parts> {
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == ':';
    let words = text.split(|letter| !is_part(letter)).filter(|word| word.contains("::"));
    let parts = words.map(|word| {
        let parts = word.trim_matches(':').split("::").filter(|part| !part.is_empty());
        parts.map(str::to_owned).collect::<Parts>()
    });
    parts.filter(|parts| parts.len() > 1 && !parts[0].starts_with(char::is_uppercase)).collect()
}

#[test]
fn no_circle_runs_through_files() {
    let sources = sources();
    let library = Library::of(&sources);
    let is_known = |circle: &BTreeSet<&Path>| {
        KNOWN.iter().any(|known| circle.iter().all(|path| path.starts_with(known)))
    };
    let circles: Vec<_> = library.circles().into_iter().filter(|circle| !is_known(circle)).collect();
    assert!(circles.is_empty(), "{circles:#?}");
}

/// Finds the circles in a made-up library.
fn found(files: &[(&str, &str)]) -> Vec<Vec<String>> {
    let sources = files.iter().map(|(path, content)| (PathBuf::from(path), (*content).to_owned())).collect();
    let library = Library::of(&sources);
    let name = |path: &Path| path.display().to_string();
    library.circles().iter().map(|circle| circle.iter().map(|path| name(path)).collect()).collect()
}

#[test]
fn a_circle_is_found_through_every_kind_of_path() {
    let lib = ("lib.rs", "mod store;\nmod error;\npub use error::Error;");
    let error = ("error.rs", "pub struct Error;");
    for (one, other) in [
        ("use super::b::B;", "use super::a::A;"),
        ("use crate::store::b::B;", "use super::{a::{A, C}, Other};"),
        ("use crate::store::B;", "fn b() { super::a::run() }"),
        ("fn a() { crate::store::b::run() }", "use super::a;\nfn b() { a::run() }"),
        ("use super::b;\nfn a() { b::run() }", "use crate::{Error, store::A};"),
    ] {
        let store = ("store/mod.rs", "mod a;\nmod b;\npub use a::A;\npub use b::B;\nuse other::Other;");
        let circles = found(&[lib, error, store, ("store/a.rs", one), ("store/b.rs", other)]);
        assert_eq!(circles, [["store/a.rs", "store/b.rs"]], "{one} {other}");
    }
    let store = ("store/mod.rs", "mod a;\npub struct Store;\nfn run() { a::run() }");
    assert_eq!(found(&[lib, error, store, ("store/a.rs", "use super::Store;")]).len(), 1);
}

#[test]
fn a_name_that_is_passed_on_and_one_direction_are_no_circle() {
    let lib = ("lib.rs", "mod store;\nmod error;\npub use error::Error;");
    let error = ("error.rs", "use std::fmt;\npub struct Error;");
    let store = ("store/mod.rs", "mod a;\nmod b;\npub use a::A;\npub use b::B;");
    let a = ("store/a.rs", "use crate::Error;\nuse super::B;\nstruct A;");
    let b = ("store/b.rs", "use crate::Error;\nstruct B;\n// use super::A;");
    assert_eq!(found(&[lib, error, store, a, b]), Vec::<Vec<String>>::new());
}
