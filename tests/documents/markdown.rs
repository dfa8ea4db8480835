//! Reads the subset of Markdown that the documents use.

use std::fs;
use std::path::{Path, PathBuf};

/// Returns the folder of the project.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

pub struct Page {
    pub path: PathBuf,
    pub text: String,
}

/// A block of commands for a shell.
pub struct Block {
    /// `sh` or `console`.
    pub language: String,
    /// The line where it begins, from 1.
    pub line: usize,
    /// The lines between the fences.
    pub lines: Vec<String>,
}

impl Page {
    pub fn read(path: PathBuf) -> Self {
        let text = fs::read_to_string(&path).expect("a page");
        Self { path, text }
    }

    /// Returns the path within the project.
    pub fn name(&self) -> String {
        self.path.strip_prefix(root()).expect("a page of the project").display().to_string()
    }

    /// Returns the blocks in order, including those in comments.
    pub fn blocks(&self) -> Vec<Block> {
        let mut blocks: Vec<Block> = Vec::new();
        let mut end: Option<&str> = None;
        for (index, line) in self.text.lines().enumerate() {
            match (end, line.strip_prefix("```").or_else(|| line.strip_prefix("<!-- "))) {
                (Some(closing), _) if line == closing => end = None,
                (Some(_), _) => blocks.last_mut().expect("an open block").lines.push(line.to_owned()),
                (None, Some(language)) if !line.ends_with("-->") => {
                    let (language, lines) = (language.to_owned(), Vec::new());
                    blocks.push(Block { language, line: index + 1, lines });
                    end = Some(if line.starts_with('`') { "```" } else { "-->" });
                }
                _ => {}
            }
        }
        blocks
    }

    /// Returns the text without blocks, comments and code.
    pub fn prose(&self) -> String {
        let mut prose = String::new();
        let mut fence = false;
        for line in self.text.lines() {
            fence ^= line.starts_with("```");
            if !fence && !line.starts_with("```") {
                prose.extend(line.split('`').step_by(2));
                prose.push('\n');
            }
        }
        prose
    }

    /// Returns the anchors of the headings, as GitHub makes them.
    pub fn anchors(&self) -> Vec<String> {
        let mut fence = false;
        let mut anchors = Vec::new();
        for line in self.text.lines() {
            fence ^= line.starts_with("```");
            let title = line.trim_start_matches('#');
            if !fence && line.starts_with('#') && title.starts_with(' ') {
                let kept = title.trim().to_lowercase();
                let kept = kept.chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c));
                anchors.push(kept.map(|c| if c == ' ' { '-' } else { c }).collect());
            }
        }
        anchors
    }
}

/// Returns all pages in a folder of the project and its subfolders, by path.
pub fn pages_in(folder: &str) -> Vec<Page> {
    let mut paths = Vec::new();
    collect(&root().join(folder), &mut paths);
    paths.sort();
    paths.into_iter().map(Page::read).collect()
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy();
        if path.is_dir() && name != "target" && !name.starts_with('.') {
            collect(&path, paths);
        } else if name.ends_with(".md") {
            paths.push(path);
        }
    }
}
