//! Compares checked-in files with what the program generates, or regenerates them on request.
#![allow(clippy::disallowed_methods, reason = "a variable asks for the refresh")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

fn refreshes() -> bool {
    std::env::var_os("RAD_ADMIN_REFRESH").is_some()
}

fn how(test: &str) -> String {
    format!("refresh with: RAD_ADMIN_REFRESH=1 cargo test --test main {test}")
}

/// Checks or rewrites a file.
#[track_caller]
pub fn check_file(path: &Path, made: &[u8], test: &str) {
    let standing = fs::read(path).unwrap_or_default();
    if standing == made {
        return;
    }
    if refreshes() {
        fs::write(path, made).unwrap();
    } else {
        let lines =
            |bytes: &[u8]| String::from_utf8_lossy(bytes).lines().map(str::to_owned).collect::<Vec<_>>();
        let (standing, made) = (lines(&standing), lines(made));
        let at = standing.iter().zip(&made).take_while(|(one, other)| one == other).count();
        let (one, other) = (standing.get(at), made.get(at));
        panic!("{}:{} is stale: {one:?} should be {other:?}; {}", path.display(), at + 1, how(test));
    }
}

/// Checks a folder, or replaces its files. It must contain no others.
#[track_caller]
pub fn check_folder(folder: &str, made: &BTreeMap<String, Vec<u8>>, test: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    if refreshes() {
        fs::remove_dir_all(&folder).ok();
        fs::create_dir_all(&folder).unwrap();
    }
    let standing = fs::read_dir(&folder).unwrap();
    for file in standing.map(|file| file.unwrap().file_name().to_string_lossy().into_owned()) {
        assert!(made.contains_key(&file), "{file} is made no more; {}", how(test));
    }
    for (name, content) in made {
        check_file(&folder.join(name), content, test);
    }
}
