//! `status --metrics`: the figures for Prometheus, and the examples of alerts and dashboards.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "without promtool, a test says that it is skipped"
)]

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Stdio};

use crate::harness::Home;

const RULES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/monitoring/rad-admin.rules.yml");
const DASHBOARD: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/monitoring/rad-admin-dashboard.json");

/// Returns what `promtool` prints for this input, or `None` if it is not installed.
fn promtool(arguments: &[&str], input: &str) -> Option<(bool, String)> {
    let mut command = Command::new("promtool");
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let Ok(mut running) = command.spawn() else {
        assert!(std::env::var_os("CI").is_none(), "CI has to have promtool");
        eprintln!("skipped: promtool is not installed");
        return None;
    };
    running.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = running.wait_with_output().unwrap();
    let printed =
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    Some((output.status.success(), printed))
}

fn busy() -> Home {
    let home = Home::seeded();
    home.ok(&["config", "set", "notify.low_balance", "40"]);
    home.ok(&["grant-monthly"]);
    home.fails(8, &["invite", "eve@example.org"]);
    home
}

#[test]
fn the_metrics_are_what_status_shows() {
    let metrics = busy().at("2026-12-01T06:00:00Z").ok(&["status", "--metrics"]).stdout;
    let size = metrics.lines().find(|line| line.starts_with("rad_admin_database_size_bytes ")).unwrap();
    let settled = metrics.replace(size, "rad_admin_database_size_bytes 94208");
    insta::assert_snapshot!(settled.replace(env!("CARGO_PKG_VERSION"), "VERSION"));
    if let Some((is_well, printed)) = promtool(&["check", "metrics"], &metrics) {
        assert!(is_well && printed.is_empty(), "{printed}");
    }
}

#[test]
fn a_file_is_replaced_whole_and_others_can_read_it() {
    let home = busy();
    let file = home.write("rad-admin.prom", "old");
    let run = home.ok(&["status", "--metrics", &file]);
    assert_eq!((run.stdout.as_str(), run.stderr.as_str()), ("", ""), "cron would mail it");
    assert_eq!(home.read("rad-admin.prom"), home.ok(&["status", "--metrics", "-"]).stdout);
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o644);
    home.write("rad-admin.prom", "old");
    home.ok(&["status", "--metrics", &file, "--dry-run"]);
    assert_eq!(home.read("rad-admin.prom"), "old");
}

#[test]
fn metrics_replace_only_a_regular_file() {
    let home = busy();
    let database = home.path().join("copy.db").display().to_string();
    home.ok(&["backup", &database]);
    for taken in [database.as_str(), "/dev/null"] {
        home.fails(2, &["status", "--metrics", taken]);
    }
    home.fails(1, &["status", "--metrics", "missing/rad-admin.prom"]);
    home.fails(2, &["status", "--metrics", "--json"]);
}

#[test]
fn the_alerts_and_the_dashboard_use_metrics_that_there_are() {
    let home = busy();
    home.ok(&["verify"]);
    home.ok(&["backup", &home.path().join("copy.db").display().to_string()]);
    let metrics = home.ok(&["status", "--metrics"]).stdout;
    let known: BTreeSet<&str> =
        metrics.lines().filter_map(|line| line.strip_prefix("# TYPE ")?.split(' ').next()).collect();
    for file in [RULES, DASHBOARD] {
        let text = fs::read_to_string(file).unwrap();
        let is_name = |character: char| character.is_ascii_lowercase() || character == '_';
        let words = text.split(|character| !is_name(character)).filter(|word| word.starts_with("rad_admin_"));
        for name in words {
            assert!(known.contains(name), "{file} uses {name}, which is no metric");
        }
    }
    serde_json::from_str::<serde_json::Value>(&fs::read_to_string(DASHBOARD).unwrap()).unwrap();
    if let Some((is_well, printed)) = promtool(&["check", "rules", RULES], "") {
        assert!(is_well, "{printed}");
    }
}
