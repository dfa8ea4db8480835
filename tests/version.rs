//! What `--version` prints.

use crate::harness::Home;

#[test]
fn the_version_is_one_line() {
    let home = Home::new();
    let line = format!("rad-admin {}\n", env!("CARGO_PKG_VERSION"));
    for arguments in [vec!["--version"], vec!["-V"], vec!["-ojsonl", "--version"], vec!["-qV"]] {
        assert_eq!(home.ok(&arguments).stdout, line, "{arguments:?}");
    }
}

#[test]
fn with_verbose_it_names_the_commit_the_sqlite_and_the_target() {
    let home = Home::new();
    for line in
        ["--version --verbose", "--verbose --version", "-V -v", "-v -V", "-vV", "-Vv", "--no-input -qVv"]
    {
        let shown = home.ok(&line.split(' ').collect::<Vec<_>>()).stdout;
        let [first, commit, sqlite, target] = shown.lines().collect::<Vec<_>>().try_into().unwrap();
        assert_eq!(first, format!("rad-admin {}", env!("CARGO_PKG_VERSION")), "{line}");
        assert!(commit.starts_with("commit ") && commit.len() > "commit ".len(), "{line}: {commit}");
        assert_eq!(sqlite, format!("SQLite {}", rusqlite::version()), "{line}");
        assert!(target.starts_with(&format!("target {}-", std::env::consts::ARCH)), "{line}: {target}");
    }
}
