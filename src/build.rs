//! Passes the commit and the target of the build to the program, for `--version --verbose`.
#![allow(clippy::disallowed_methods, reason = "cargo tells a build script everything by variables")]

use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;

/// The length that git uses to abbreviate commits in a large repository.
const LENGTH: usize = 12;

fn main() {
    println!("cargo::rerun-if-changed=src/build.rs");
    println!("cargo::rerun-if-env-changed=RAD_ADMIN_COMMIT");
    let commit = given().or_else(asked).or_else(packaged).unwrap_or_else(|| "unknown".to_owned());
    println!("cargo::rustc-env=RAD_ADMIN_COMMIT={commit}");
    println!("cargo::rustc-env=RAD_ADMIN_TARGET={}", env::var("TARGET").unwrap_or_default());
}

/// Returns the commit that a packager sets who builds without a repository.
fn given() -> Option<String> {
    env::var("RAD_ADMIN_COMMIT").ok().filter(|commit| !commit.is_empty())
}

/// Returns the commit that is checked out. A debug build does not ask, or every commit would rebuild all tests.
fn asked() -> Option<String> {
    // Only this folder's repository counts; one around it is another project's. In a linked worktree, `.git` is a file.
    if env::var("PROFILE").ok()? != "release" || !Path::new(".git").exists() {
        return None;
    }
    let head = git(&["rev-parse", &format!("--short={LENGTH}"), "HEAD"])?;
    let branch = git(&["rev-parse", "--symbolic-full-name", "HEAD"])?;
    // Watches the log of HEAD, because a packed branch has no file until its next commit.
    for name in ["HEAD", "logs/HEAD", "packed-refs", &branch] {
        let path = git(&["rev-parse", "--git-path", name])?;
        // Cargo would rebuild every time for a path that does not exist.
        if Path::new(&path).exists() {
            println!("cargo::rerun-if-changed={path}");
        }
    }
    Some(head)
}

fn git(arguments: &[&str]) -> Option<String> {
    let run = Command::new("git").args(arguments).output().ok().filter(|run| run.status.success())?;
    Some(String::from_utf8(run.stdout).ok()?.trim().to_owned())
}

/// Returns the commit that `cargo package` wrote into the source: `"sha1": "…"`.
fn packaged() -> Option<String> {
    let info = fs::read_to_string(".cargo_vcs_info.json").ok()?;
    let (_, rest) = info.split_once("\"sha1\"")?;
    let commit = rest.split('"').nth(1)?;
    commit.get(..LENGTH).map(str::to_owned)
}
