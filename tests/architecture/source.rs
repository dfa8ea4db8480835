//! Reads the files of `src/`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// A line of code and its place.
pub(super) struct Line {
    pub(super) place: String,
    pub(super) text: String,
}

/// Returns the code of a file without comments, up to its tests. A `use` item over several lines becomes one line.
pub(super) fn code(path: &Path, content: &str) -> Vec<Line> {
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

/// Returns the path of a `use` item.
pub(super) fn imported(text: &str) -> Option<&str> {
    ["pub use ", "pub(crate) use ", "pub(super) use ", "use "]
        .iter()
        .find_map(|start| text.strip_prefix(start))
}

/// Returns what follows each path in the line that begins like this.
pub(super) fn followed<'t>(text: &'t str, start: &str) -> impl Iterator<Item = &'t str> {
    let is_name = |letter: char| letter.is_alphanumeric() || letter == '_';
    let begins = move |at: &usize| {
        let before = &text[..*at];
        !before.strip_suffix("::").unwrap_or(before).ends_with(is_name)
    };
    text.match_indices(start).filter(move |(at, _)| begins(at)).map(|(at, start)| &text[at + start.len()..])
}

/// Returns all Rust files in the folder and its subfolders.
pub(super) fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let (folders, files): (Vec<_>, Vec<_>) = entries.partition(|path| path.is_dir());
    let mut files: Vec<_> =
        files.into_iter().filter(|path| path.extension().is_some_and(|end| end == "rs")).collect();
    files.extend(folders.iter().flat_map(|folder| self::files(folder)));
    files.sort();
    files
}

/// Returns the files of `src/` with their content, by their path within it.
pub(super) fn sources() -> BTreeMap<PathBuf, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let source = |path: PathBuf| {
        let content = fs::read_to_string(&path).expect("a source file");
        (path.strip_prefix(&root).expect("below src").to_owned(), content)
    };
    files(&root).into_iter().map(source).collect()
}

pub(super) fn is_test(path: &Path) -> bool {
    path.components().any(|part| matches!(part.as_os_str().to_str(), Some("tests" | "tests.rs")))
}
