//! `doctor` shows what is wrong with an installation, and how to fix it.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use serde_json::Value;

use crate::harness::{Home, PROGRAM, on_file};

/// A ledger with an admin and a cron job that grants.
fn sound() -> Home {
    let home = Home::seeded();
    home.ok(&["grant-monthly", "-q"]);
    home.write(
        "root/etc/cron.d/rad-admin",
        "# grant-monthly\n23 4 * * * rad-admin rad-admin grant-monthly -q\n",
    );
    home.with("RAD_ADMIN_TEST_ROOT", home.path().join("root").to_str().unwrap())
}

#[track_caller]
fn finding(home: &Home, check: &str) -> Value {
    let document = home.run(&["doctor", "--json"]).json();
    let findings = document["findings"].as_array().unwrap();
    findings.iter().find(|finding| finding["check"] == check).unwrap_or_else(|| panic!("{document}")).clone()
}

#[test]
fn a_sound_installation_is_exit_0_and_says_who_runs_the_grant() {
    let home = sound();
    let run = home.ok(&["doctor"]);
    assert!(run.stdout.ends_with("All is well.\n"), "{run}");
    assert!(
        finding(&home, "schedule")["message"].as_str().unwrap().ends_with("runs grant-monthly as rad-admin")
    );
}

#[test]
fn findings_that_need_attention_have_a_fix_and_end_with_10() {
    let _on_file = on_file();
    let home = sound();
    let nothing = home.with("RAD_ADMIN_TEST_ROOT", "/nowhere");
    nothing.fails(10, &["doctor"]);
    assert_eq!(finding(&nothing, "schedule")["status"], "warning");
    let later = home.at("2027-01-15T09:00:00Z");
    assert_eq!(finding(&later, "months")["fix"], "rad-admin grant-monthly --catch-up");
    let earlier = home.at("2026-11-01T09:00:00Z");
    assert_eq!(finding(&earlier, "clock")["status"], "error");
    fs::set_permissions(home.database(), fs::Permissions::from_mode(0o644)).unwrap();
    assert!(finding(&home, "database_rights")["fix"].as_str().unwrap().starts_with("chmod g-w,o="));
    home.write(
        ".config/rad-admin/config.toml",
        "[mail]\nfrom = 'a@example.org'\nhost = 'localhost'\nport = 1\nsecurity = 'none'\n",
    );
    assert_eq!(finding(&home, "mail")["status"], "error");
    home.write(".config/rad-admin/config.toml", "[mial]\n");
    assert_eq!(finding(&home, "settings")["status"], "error");
}

#[test]
fn a_fault_in_the_settings_misleads_about_nothing_else() {
    let home = sound();
    home.write(
        ".config/rad-admin/config.toml",
        "database = 'elsewhere.db'\n[mial]\nfrom = 'a@example.org'\n",
    );
    let unset = home.without("RAD_ADMIN_DB");
    unset.fails(10, &["doctor"]);
    assert_eq!(finding(&unset, "settings")["status"], "error");
    for check in ["ledger", "mail"] {
        let found = finding(&unset, check);
        assert_eq!(found["status"], "warning");
        assert!(found["message"].as_str().unwrap().starts_with("not examined"), "{found}");
    }
    // A database that the line names is examined all the same.
    let path = home.database().display().to_string();
    let named =
        if home.has(".local/share/rad-admin/rad-admin.db") { home.with("RAD_ADMIN_DB", &path) } else { home };
    assert_eq!(finding(&named, "ledger")["status"], "ok");
}

#[test]
fn a_setting_that_a_command_would_refuse_later_is_a_finding() {
    let home = sound();
    home.write(".config/rad-admin/config.toml", "[invite]\nurl = 'https://example.org/join'\n");
    assert!(finding(&home, "settings")["message"].as_str().unwrap().contains("{token}"));
    home.write(".config/rad-admin/config.toml", "[invite.templates]\ntext = 'none.txt'\n");
    assert!(finding(&home, "settings")["message"].as_str().unwrap().contains("none.txt"));
}

#[test]
fn every_finding_that_needs_attention_has_a_fix() {
    let home = Home::initialised();
    assert_eq!(finding(&home, "admins")["fix"], "rad-admin user add EMAIL --role admin");
    let attention = home.json(&["status"])["attention"].to_string();
    assert!(attention.contains("rad-admin user add EMAIL --role admin"), "{attention}");
    home.write(".config/rad-admin/config.toml", "[limits]\nconfirm_above = -1\n");
    let findings = home.fails(10, &["doctor", "--json"]).json()["findings"].clone();
    for finding in findings.as_array().unwrap().iter().filter(|finding| finding["status"] != "ok") {
        assert!(finding["fix"].as_str().is_some_and(|fix| !fix.is_empty()), "{finding}");
    }
}

#[test]
fn the_fix_for_more_months_than_are_granted_at_once_asks_for_their_total() {
    let home = sound();
    let later = home.at("2027-04-15T09:00:00Z");
    let fix = finding(&later, "months")["fix"].as_str().unwrap().to_owned();
    assert_eq!(
        fix,
        "rad-admin grant-monthly --catch-up -n; then, with the total that it shows: rad-admin grant-monthly --catch-up --confirm TOTAL"
    );
    let shown = later.fails(5, &["grant-monthly", "--catch-up", "-n"]);
    assert!(shown.stderr.contains("500 credits"), "{shown}");
    later.ok(&["grant-monthly", "--catch-up", "--confirm", "500"]);
}

#[test]
fn months_granted_on_time_prove_a_schedule_elsewhere() {
    let home = sound();
    fs::remove_file(home.path().join("root/etc/cron.d/rad-admin")).unwrap();
    assert_eq!(finding(&home, "schedule")["status"], "warning");
    home.at("2026-12-01T00:05:00Z").ok(&["grant-monthly"]);
    let january = home.at("2027-01-01T06:00:00Z");
    january.ok(&["grant-monthly"]);
    let found = finding(&january, "schedule");
    assert_eq!(found["status"], "ok");
    assert!(found["message"].as_str().unwrap().contains("2026-12 and 2027-01 were granted on time, by "));
    // Days late, somebody did it by hand.
    home.at("2027-02-03T09:00:00Z").ok(&["grant-monthly"]);
    assert_eq!(finding(&home.at("2027-02-04T09:00:00Z"), "schedule")["status"], "warning");
}

#[test]
fn a_timer_counts_only_if_it_is_enabled() {
    let home = sound();
    fs::remove_file(home.path().join("root/etc/cron.d/rad-admin")).unwrap();
    let unit = "[Service]\nUser=rad-admin\nExecStart=/usr/bin/rad-admin grant-monthly -q --catch-up\n";
    home.write("root/usr/lib/systemd/system/rad-admin-grant.service", unit);
    assert_eq!(finding(&home, "schedule")["fix"], "systemctl enable --now rad-admin-grant.timer");
    home.write("root/etc/systemd/system/timers.target.wants/rad-admin-grant.timer", "");
    assert_eq!(finding(&home, "schedule")["status"], "ok");
}

#[test]
fn without_a_ledger_doctor_says_so() {
    assert_eq!(finding(&Home::new(), "ledger")["status"], "error");
}

#[test]
fn the_newest_backup_and_proof_of_this_account_are_known_and_grow_old() {
    let home = sound();
    let status = |home: &Home, check: &str| finding(home, check)["status"].clone();
    assert_eq!((status(&home, "backup"), status(&home, "verify")), ("ok".into(), "ok".into()));
    home.ok(&["backup", &home.path().join("dry.db").display().to_string(), "-n"]);
    assert!(finding(&home, "backup")["message"].as_str().unwrap().contains("is not known"));
    home.ok(&["backup", &home.path().join("copy.db").display().to_string()]);
    home.ok(&["verify"]);
    assert!(finding(&home, "backup")["message"].as_str().unwrap().ends_with("is from 2026-11-15T09:00:00Z"));
    let later = home.at("2026-11-19T09:00:00Z");
    assert_eq!((status(&later, "backup"), status(&later, "verify")), ("warning".into(), "ok".into()));
    assert_eq!(finding(&home.at("2026-11-25T09:00:00Z"), "verify")["fix"], "rad-admin verify");
    let other =
        Home::initialised().with("XDG_STATE_HOME", home.path().join(".local/state").to_str().unwrap());
    assert!(
        finding(&other, "backup")["message"].as_str().unwrap().contains("is not known"),
        "another ledger"
    );
}

#[test]
fn a_clock_that_went_back_behind_an_operation_is_a_finding() {
    let home = Home::seeded();
    home.at("2026-11-20T09:00:00Z").ok(&["credits", "award", "bob@example.org", "1"]);
    home.ok(&["credits", "award", "bob@example.org", "1"]);
    let findings = home.run(&["doctor", "--json"]).json()["findings"].clone();
    let clock = findings.as_array().unwrap().iter().find(|finding| finding["check"] == "clock").unwrap();
    assert_eq!(clock["status"], "error", "{clock}");
    assert!(clock["message"].as_str().unwrap().contains("dated 2026-11-20T09:00:00Z"), "{clock}");
}

#[test]
fn a_ledger_without_a_known_backup_is_an_advice_that_does_not_count() {
    let home = sound();
    home.ok(&["grant-monthly"]);
    let later = home.at("2026-11-25T09:00:00Z");
    for (check, fix) in [
        ("backup", "unless another account does it, run: rad-admin backup FILE"),
        ("verify", "unless another account does it, run: rad-admin verify"),
    ] {
        let found = finding(&later, check);
        assert_eq!((&found["status"], &found["fix"]), (&"warning".into(), &fix.into()), "{found}");
    }
    let run = later.ok(&["doctor"]);
    assert!(run.stdout.ends_with("All else is well.\n"), "{run}");
    assert_eq!(later.json(&["doctor"])["status"], "ok");
}

/// The advised line is tried as cron would run it: by a shell in the home folder, with cron's few variables.
#[test]
fn the_cron_line_that_is_advised_grants_in_the_ledger_that_was_examined() {
    let line = |home: &Home, arguments: &[&str]| {
        let document = home.run(&[arguments, &["doctor", "--json"]].concat()).json();
        let findings = document["findings"].as_array().unwrap();
        let found = findings.iter().find(|finding| finding["check"] == "schedule").unwrap();
        let fix = found["fix"].as_str().unwrap().to_owned();
        let (_, line) = fix.split_once("crontab -e: 23 4 * * * ").unwrap();
        line.to_owned()
    };
    let grants = |home: &Home, line: &str| {
        let cron = home.without("RAD_ADMIN_DB").without("RAD_ADMIN_CONFIG");
        let run = cron.finish(cron.other_command("/bin/sh").args(["-c", &line.replace("\\%", "%")]));
        assert_eq!(run.status, 0, "{line}\n{run}");
    };
    let nothing = "RAD_ADMIN_TEST_ROOT";
    {
        let _on_file = on_file();
        let home = Home::seeded().with(nothing, "/nowhere");
        let advised = line(&home, &[]);
        assert_eq!(
            advised,
            format!("{PROGRAM} grant-monthly --quiet --catch-up"),
            "the defaults need no flags"
        );
        grants(&home, &advised);
        home.ok(&["grant-monthly", "--check"]);
        // A relative path with characters that a shell and cron take for their own.
        let odd = "it's 100%.db";
        home.ok(&["--db", odd, "init", "--timezone", "UTC"]);
        home.ok(&["--db", odd, "user", "add", "bob@example.org", "--role", "partner", "--allowance", "7"]);
        let advised = line(&home, &["--db", odd]);
        assert!(advised.contains("\\%.db"), "{advised}");
        grants(&home, &advised);
        home.ok(&["--db", odd, "grant-monthly", "--check"]);
        let file = home.write("other/config.toml", "database = 'third.db'\n");
        home.ok(&["--config", &file, "init", "--timezone", "UTC"]);
        home.ok(&[
            "--config",
            &file,
            "user",
            "add",
            "bob@example.org",
            "--role",
            "partner",
            "--allowance",
            "7",
        ]);
        for arguments in [&["--config", "other/config.toml"][..], &[]] {
            let home = if arguments.is_empty() { home.with("RAD_ADMIN_CONFIG", &file) } else { home.clone() };
            let advised = line(&home, arguments);
            assert!(advised.contains(&format!("--config {file} grant-monthly")), "{advised}");
            grants(&home, &advised);
        }
        home.ok(&["--config", &file, "grant-monthly", "--check"]);
        let packaged = line(&home, &["--db", "/var/lib/rad-admin/rad-admin.db"]);
        assert!(packaged.ends_with("systemctl enable --now rad-admin-grant.timer"), "{packaged}");
    }
    // On a server, the URL is that of RAD_ADMIN_DB.
    let home = Home::seeded().with(nothing, "/nowhere");
    grants(&home, &line(&home, &[]));
    home.ok(&["grant-monthly", "--check"]);
}
