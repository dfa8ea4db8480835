//! Checks that every test file is a module of one of the two test programs.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::source::files;

/// Returns the file and all modules that it declares, directly or through others. `folder` holds the modules of the file.
fn reached(file: PathBuf, folder: &Path) -> BTreeSet<PathBuf> {
    let content = fs::read_to_string(&file).unwrap();
    let module = |line: &str| {
        let name =
            ["mod ", "pub mod ", "pub(crate) mod "].iter().find_map(|start| line.strip_prefix(start))?;
        Some(name.strip_suffix(';')?.to_owned())
    };
    let mut found = BTreeSet::from([file]);
    for name in content.lines().filter_map(module) {
        let own = folder.join(&name);
        let files = [own.with_extension("rs"), own.join("mod.rs")];
        // The harness belongs to the main program; `slow` includes it by its path.
        let Some(file) = files.into_iter().find(|file| file.exists()) else { continue };
        found.extend(reached(file, &own));
    }
    found
}

#[test]
fn no_test_file_is_forgotten() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let programs = [tests.clone(), tests.join("slow")];
    let reached: BTreeSet<_> =
        programs.iter().flat_map(|folder| reached(folder.join("main.rs"), folder)).collect();
    let forgotten: Vec<_> = files(&tests).into_iter().filter(|file| !reached.contains(file)).collect();
    assert_eq!(forgotten, Vec::<PathBuf>::new(), "name these as modules in a main.rs");
}
