//! The completions and manual pages that stand in the tree are those that the program makes.
#![allow(clippy::disallowed_methods, reason = "a variable asks for the refresh")]
#![allow(clippy::expect_used, reason = "a test that cannot be set up has failed")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

const PROGRAM: &str = env!("CARGO_BIN_EXE_rad-admin");
const REFRESH: &str = "refresh them with: RAD_ADMIN_REFRESH=1 cargo test --test generated";

fn output(arguments: &[&str]) -> Vec<u8> {
    let run = Command::new(PROGRAM).args(arguments).output().expect("the program runs");
    assert!(run.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&run.stderr));
    run.stdout
}

/// Compares with what stands in the folder, or, when asked to, puts it there.
fn check(folder: &str, made: &BTreeMap<String, Vec<u8>>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    if std::env::var_os("RAD_ADMIN_REFRESH").is_some() {
        fs::remove_dir_all(&folder).ok();
        fs::create_dir_all(&folder).expect("the folder");
        for (name, content) in made {
            fs::write(folder.join(name), content).expect("a file");
        }
    }
    let standing: BTreeMap<String, Vec<u8>> = fs::read_dir(&folder)
        .expect("the folder")
        .map(|file| file.expect("a file"))
        .map(|file| {
            (file.file_name().to_string_lossy().into_owned(), fs::read(file.path()).expect("its content"))
        })
        .collect();
    let names = |files: &BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&standing), names(made), "{REFRESH}");
    for (name, content) in made {
        assert!(standing[name] == *content, "{} is stale; {REFRESH}", folder.join(name).display());
    }
}

#[test]
fn the_completions_are_those_of_this_program() {
    let shells = [
        ("bash", "rad-admin.bash"),
        ("zsh", "_rad-admin"),
        ("fish", "rad-admin.fish"),
        ("powershell", "_rad-admin.ps1"),
        ("elvish", "rad-admin.elv"),
    ];
    let made = shells.map(|(shell, name)| (name.to_owned(), output(&["completions", shell])));
    check("completions", &made.into());
}

#[test]
fn the_manual_pages_are_those_of_this_program() {
    let folder = tempfile::tempdir().expect("a folder");
    output(&["man", folder.path().to_str().expect("a path")]);
    let made = fs::read_dir(folder.path())
        .expect("pages")
        .map(|page| page.expect("a page"))
        .map(|page| {
            (page.file_name().to_string_lossy().into_owned(), fs::read(page.path()).expect("its content"))
        })
        .collect();
    check("man", &made);
}

#[test]
fn every_manual_page_tells_the_exit_statuses() {
    let folder = tempfile::tempdir().expect("a folder");
    output(&["man", folder.path().to_str().expect("a path")]);
    for page in fs::read_dir(folder.path()).expect("pages") {
        let page = fs::read_to_string(page.expect("a page").path()).expect("its content");
        assert!(page.contains("EXIT STATUS") && page.contains("not_confirmed"));
    }
}
