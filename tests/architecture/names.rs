//! Checks that no two types share a name, and that only one folder knows the engine.

use std::collections::BTreeMap;
use std::path::Path;

use super::source::{code, is_test, sources};

/// Names that two types may still share.
const KNOWN: &[&str] = &["Change", "Invite", "Run", "Sealed"];

/// Returns the name of the type that a line defines.
fn defined(line: &str) -> Option<&str> {
    let line = ["pub ", "pub(crate) ", "pub(super) "]
        .iter()
        .find_map(|start| line.strip_prefix(start))
        .unwrap_or(line);
    let name = ["struct ", "enum ", "trait ", "type "].iter().find_map(|start| line.strip_prefix(start))?;
    name.split(|letter: char| !letter.is_alphanumeric() && letter != '_').next()
}

#[test]
fn no_two_types_have_one_name() {
    let mut places: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (path, content) in sources().iter().filter(|(path, _)| !is_test(path)) {
        for name in content.lines().filter_map(defined) {
            places.entry(name.to_owned()).or_default().push(path.display().to_string());
        }
    }
    places.retain(|name, places| places.len() > 1 && !KNOWN.contains(&name.as_str()));
    assert!(places.is_empty(), "{places:#?}");
}

#[test]
fn only_the_engine_names_rusqlite() {
    let sources = sources();
    let others =
        sources.iter().filter(|(path, _)| !is_test(path) && !path.starts_with(Path::new("store/engine")));
    let lines = others.flat_map(|(path, content)| code(path, content));
    let found: Vec<_> = lines.filter(|line| line.text.contains("rusqlite")).map(|line| line.place).collect();
    assert!(found.is_empty(), "{found:#?}");
}
