//! The checked-in completions and manual pages are those that the program generates.

use std::fs;
use std::process::Command;

use crate::harness::fresh::check_folder;

const PROGRAM: &str = env!("CARGO_BIN_EXE_rad-admin");

fn output(arguments: &[&str]) -> Vec<u8> {
    let run = Command::new(PROGRAM).args(arguments).output().expect("the program runs");
    assert!(run.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&run.stderr));
    run.stdout
}

#[test]
fn the_completions_are_those_of_this_program() {
    let shells = [("bash", "rad-admin.bash"), ("zsh", "_rad-admin"), ("fish", "rad-admin.fish")];
    let made = shells.map(|(shell, name)| (name.to_owned(), output(&["completions", shell])));
    check_folder("completions", &made.into(), "generated");
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
    check_folder("man", &made, "generated");
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
