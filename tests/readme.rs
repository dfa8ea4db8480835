//! What the README tells people to type works as printed, in the order in which it stands.
#![allow(clippy::expect_used, reason = "a test that cannot be set up has failed")]

use std::fs;
use std::path::Path;
use std::process::Command;

use rad_admin::Code;

fn readme() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).expect("the README")
}

/// What the commands read: the files of whoever follows the page.
const FILES: &[(&str, &str)] = &[
    ("adjustments.csv", "user,bucket,amount,reason\npaul@example.org,awarded,5,List\n"),
    (
        "export.csv",
        "email,creditAwards,creditPurchases,creditPartner,isPartner\nzoe@example.org,7,3,25,true\n",
    ),
    (
        ".config/rad-admin/config.toml",
        "[invite]\nurl = \"https://platform.example.org/join?token={token}\"\n\
         [mail]\nfrom = \"no-reply@example.org\"\ntransport = \"file\"\nfolder = \"letters\"\n",
    ),
];

/// The lines of the shell blocks that call the program.
fn commands(readme: &str) -> Vec<&str> {
    let blocks = readme.split("```sh\n").skip(1);
    let lines = blocks.flat_map(|block| block.split("```").next().unwrap_or_default().lines());
    lines.filter(|line| line.starts_with("rad-admin ")).collect()
}

#[test]
fn every_command_of_the_readme_works_in_the_order_in_which_it_stands() {
    let home = tempfile::tempdir().expect("a home");
    let programs = Path::new(env!("CARGO_BIN_EXE_rad-admin")).parent().expect("a folder");
    let path = format!("{}:/usr/bin:/bin", programs.display());
    let readme = readme();
    let commands = commands(&readme);
    assert!(commands.len() > 20, "only {} commands were found", commands.len());
    for (name, content) in FILES {
        let file = home.path().join(name);
        fs::create_dir_all(file.parent().expect("a folder")).expect("made");
        fs::write(file, content).expect("written");
    }
    for line in commands {
        let run = Command::new("sh")
            .args(["-c", line])
            .env_clear()
            .envs([("HOME", home.path().as_os_str()), ("PATH", path.as_ref())])
            .env("RAD_ADMIN_TEST_NOW", "2026-11-01T06:00:00Z")
            .current_dir(home.path())
            .output()
            .expect("sh runs");
        assert!(run.status.success(), "{line}\n{}", String::from_utf8_lossy(&run.stderr));
    }
}

#[test]
fn the_readme_lists_every_exit_status() {
    let readme = readme();
    for code in Code::ALL {
        let row = format!("| {} | `{}` |", code.exit_status(), code.name());
        assert!(readme.contains(&row), "{row}");
    }
}
