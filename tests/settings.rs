//! The settings: from flags, else the environment, else the file, else defaults.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};

use crate::harness::{Home, on_file};
use serde_json::Value;

/// Returns the value of a setting and its source.
#[track_caller]
fn setting(home: &Home, flags: &[&str], key: &str) -> (String, String) {
    let rows = home.json(&[&["config", "show"], flags].concat());
    let row = rows.as_array().unwrap().iter().find(|row| row["key"] == key).unwrap().clone();
    let text = |value: &Value| value.as_str().unwrap_or("null").to_owned();
    (text(&row["value"]), text(&row["source"]))
}

fn pair(value: &str, source: &str) -> (String, String) {
    (value.to_owned(), source.to_owned())
}

#[test]
fn flags_come_before_variables_before_the_file_before_the_login_name() {
    let _on_file = on_file();
    let home = Home::new();
    let bare = home.without("RAD_ADMIN_ACTOR");
    assert_eq!(setting(&bare, &[], "actor").1, "default");
    home.write(".config/rad-admin/config.toml", "actor = 'File@Example.org'\ndatabase = 'ledger.db'\n");
    assert_eq!(setting(&bare, &[], "actor"), pair("file@example.org", "configuration file"));
    assert_eq!(setting(&home, &[], "actor"), pair("ops@example.org", "RAD_ADMIN_ACTOR"));
    assert_eq!(setting(&home, &["--actor", "eve@example.org"], "actor"), pair("eve@example.org", "--actor"));

    let own = home.path().join(".config/rad-admin/ledger.db");
    assert_eq!(setting(&home, &[], "database"), pair(own.to_str().unwrap(), "configuration file"));
    let variable = home.with("RAD_ADMIN_DB", "/srv/other.db");
    assert_eq!(setting(&variable, &[], "database"), pair("/srv/other.db", "RAD_ADMIN_DB"));
    assert_eq!(setting(&variable, &["--db", "/srv/flag.db"], "database"), pair("/srv/flag.db", "--db"));
}

#[test]
fn an_operation_has_its_actor_and_the_login_name() {
    let home = Home::initialised();
    home.ok(&["user", "add", "a@example.org", "--actor", "Eve@Example.org"]);
    home.without("RAD_ADMIN_ACTOR").ok(&["user", "add", "b@example.org"]);
    let log = home.json(&["log"]);
    assert_eq!(log[1]["actor"], "eve@example.org");
    assert_eq!(log[0]["actor"], log[0]["os_user"]);
    assert_eq!(log[0]["os_user"], log[1]["os_user"]);
}

#[test]
fn the_database_is_by_default_in_the_users_data_folder() {
    let _on_file = on_file();
    let home = Home::initialised();
    assert!(home.database().exists());
    let moved = home.with("XDG_DATA_HOME", home.path().join("data").to_str().unwrap());
    moved.ok(&["init"]);
    assert!(home.path().join("data/rad-admin/rad-admin.db").exists());
}

#[test]
fn the_file_is_named_by_flag_then_environment_then_the_users_folder() {
    let home = Home::new();
    let path = |home: &Home, flags: &[&str]| home.ok(&[&["config", "path"], flags].concat());
    let run = path(&home, &[]);
    assert_eq!(run.stdout.trim_end(), home.config().to_str().unwrap());
    assert!(run.stderr.starts_with("note: "), "{run}");
    home.write(".config/rad-admin/config.toml", "");
    assert_eq!(path(&home, &[]).stderr, "");
    let (one, two) = (home.write("one.toml", ""), home.write("two.toml", ""));
    let variable = home.with("RAD_ADMIN_CONFIG", &one);
    assert_eq!(path(&variable, &[]).stdout.trim_end(), one);
    assert_eq!(path(&variable, &["--config", &two]).stdout.trim_end(), two);
}

#[test]
fn a_file_that_cannot_be_reached_is_no_missing_one() {
    let _on_file = on_file();
    let home = Home::initialised();
    let folder = home.config().parent().unwrap().to_owned();
    fs::create_dir_all(folder.parent().unwrap()).unwrap();
    symlink(&folder, &folder).unwrap();
    for command in [&["users", "list"][..], &["status"], &["config", "show"]] {
        let run = home.fails(7, command);
        let message =
            format!("cannot check whether there is a configuration file {}", home.config().display());
        assert!(run.stderr.contains(&message) && run.stderr.contains("hint: "), "{run}");
    }
    home.ok(&["users", "list", "--config", "/dev/null"]);
    fs::remove_file(&folder).unwrap();
    // A path below a file cannot exist, and neither can one without a home folder.
    fs::write(&folder, "").unwrap();
    home.ok(&["users", "list"]);
    home.with("HOME", "/dev/null").ok(&["users", "list", "--db", home.database().to_str().unwrap()]);
}

#[test]
fn a_whole_file_is_read_and_each_setting_tells_that_it_came_from_there() {
    let home = Home::new();
    let file = home.write(
        "all.toml",
        "actor = 'ada@example.org'\n[limits]\nconfirm_above = 500\n\
         [invite]\nurl = 'https://platform.example.org/join?token={token}'\nexpires_days = 3\n\
         [mail]\nfrom = 'RAD <no-reply@example.org>'\ntransport = 'smtp'\nhost = 'smtp.example.org'\nport = 587\n\
         security = 'starttls'\nusername = 'rad'\npassword_file = '/etc/rad-admin/smtp-password'\n",
    );
    for (key, value) in [
        ("limits.confirm_above", "500"),
        ("invite.expires_days", "3"),
        ("invite.url", "https://platform.example.org/join?token={token}"),
        ("mail.from", "RAD <no-reply@example.org>"),
        ("mail.transport", "smtp"),
        ("mail.port", "587"),
        ("mail.security", "starttls"),
        ("mail.password_file", "/etc/rad-admin/smtp-password"),
    ] {
        assert_eq!(setting(&home, &["--config", &file], key), pair(value, "configuration file"));
    }
}

#[test]
fn a_default_that_acts_is_shown_with_its_value() {
    let home = Home::new();
    for (key, value) in [
        ("mail.transport", "smtp"),
        ("mail.port", "587"),
        ("mail.security", "starttls"),
        ("mail.sendmail_path", "/usr/sbin/sendmail"),
        ("mail.timeout_seconds", "30"),
    ] {
        assert_eq!(setting(&home, &[], key), pair(value, "default"));
    }
    let file = home.write("tls.toml", "[mail]\nsecurity = 'tls'\n");
    assert_eq!(setting(&home, &["--config", &file], "mail.port"), pair("465", "default"));
}

#[test]
fn no_secret_is_ever_shown() {
    let home = Home::new().with("RAD_ADMIN_SMTP_PASSWORD", "hunter2-secret");
    let file = home.write("secret.toml", "[mail]\npassword_command = 'echo other-secret'\n");
    for format in ["table", "json", "csv"] {
        let run = home.ok(&["config", "show", "-v", "--config", &file, "-o", format]);
        assert!(!run.to_string().contains("-secret"), "{run}");
    }
    assert_eq!(setting(&home, &[], "mail.password"), pair("(set, hidden)", "RAD_ADMIN_SMTP_PASSWORD"));
}

#[test]
fn the_settings_are_shown_without_a_database_and_make_none() {
    let home = Home::new();
    home.ok(&["config", "show"]);
    home.ok(&["config", "path"]);
    assert!(fs::read_dir(home.path()).unwrap().next().is_none());
}

#[test]
fn a_link_to_the_configuration_that_leads_nowhere_is_no_missing_file() {
    let home = Home::initialised();
    fs::create_dir_all(home.config().parent().unwrap()).unwrap();
    symlink("nowhere.toml", home.config()).unwrap();
    let run = home.fails(7, &["users", "list"]);
    let file = home.config().display().to_string();
    assert!(run.stderr.contains(&format!("{file} is a link to nowhere.toml, which is not there")), "{run}");
    for line in [&["config", "set", "limits.confirm_above", "5"][..], &["users", "list", "--config", &file]] {
        assert!(home.fails(7, line).stderr.contains("is a link to nowhere.toml"), "{line:?}");
    }
}

#[test]
fn a_variable_that_is_not_text_is_refused_by_name() {
    let home = Home::initialised();
    for name in ["RAD_ADMIN_ACTOR", "RAD_ADMIN_SMTP_PASSWORD"] {
        let mut command = home.command(&["users", "list"]);
        command.env(name, OsStr::from_bytes(b"ada\xff@example.org"));
        let run = home.finish(&mut command);
        assert_eq!(run.status, 2, "{run}");
        assert!(run.stderr.contains(&format!("the variable {name} is not UTF-8 text")), "{run}");
    }
}

#[test]
fn init_understands_a_zone_name_or_a_path_in_tz() {
    for tz in ["Europe/Berlin", ":Europe/Berlin", "/usr/share/zoneinfo/Europe/Berlin"] {
        let home = Home::new().with("TZ", tz);
        if tz.starts_with('/') && !std::path::Path::new(tz).exists() {
            continue;
        }
        assert_eq!(home.json(&["init"])["timezone"], "Europe/Berlin", "{tz}");
    }
    let home = Home::new().with("TZ", "Mars/Olympus");
    let run = home.fails(2, &["init"]);
    assert!(run.stderr.contains("'Mars/Olympus'") && run.stderr.contains("--timezone"), "{run}");
    home.fails(7, &["status"]);
    home.ok(&["init", "--timezone", "Europe/Berlin"]);
}

#[test]
fn a_configuration_that_others_can_write_may_not_name_a_program() {
    let home = Home::initialised();
    let file = home.write("open.toml", "[mail]\npassword_command = 'pass smtp'\n");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o664)).unwrap();
    let run = home.fails(7, &["users", "list", "--config", &file]);
    assert!(run.stderr.contains("others can write") && run.stderr.contains("mail.password_command"), "{run}");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
    home.ok(&["users", "list", "--config", &file]);
    let harmless = home.write("harmless.toml", "[limits]\nconfirm_above = 5\n");
    fs::set_permissions(&harmless, fs::Permissions::from_mode(0o666)).unwrap();
    home.ok(&["users", "list", "--config", &harmless]);
}

/// A home with this configuration, in which ACCOUNT becomes the account of the tests.
fn with_actors(rest: &str) -> (Home, String) {
    let home = Home::initialised();
    home.without("RAD_ADMIN_ACTOR").ok(&["user", "add", "first@example.org"]);
    let account = home.json(&["log"])[0]["os_user"].as_str().unwrap().to_owned();
    home.write(".config/rad-admin/config.toml", rest.replace("ACCOUNT", &account));
    (home.without("RAD_ADMIN_ACTOR"), account)
}

#[test]
fn with_actors_in_the_configuration_the_account_decides_who_the_actor_is() {
    let (home, _) = with_actors("actors = { ACCOUNT = 'Ada@Example.org' }\n");
    home.ok(&["user", "add", "a@example.org"]);
    assert_eq!(home.json(&["log"])[0]["actor"], "ada@example.org");
    for home in [home.with("RAD_ADMIN_ACTOR", "eve@example.org"), home.copied()] {
        let run =
            home.fails(4, &["user", "add", "b@example.org", "--actor", "eve@example.org", "-o", "json"]);
        assert_eq!(run.json_error()["reason"], "actor_not_allowed");
    }
    let run = home.with("RAD_ADMIN_ACTOR", "eve@example.org").fails(4, &["user", "add", "b@example.org"]);
    assert!(run.stderr.contains("RAD_ADMIN_ACTOR"), "{run}");
    // Reading needs no actor, so the flag is a filter.
    home.ok(&["log", "--actor", "ops@example.org"]);
}

#[test]
fn an_account_without_an_address_reads_and_does_not_write() {
    let (home, _) = with_actors("actors = { somebody_else = 'ada@example.org' }\n");
    home.ok(&["users", "list"]);
    let run = home.fails(7, &["user", "add", "b@example.org", "-o", "json"]);
    assert_eq!(run.json_error()["reason"], "no_actor");
}

#[test]
fn an_account_among_actors_any_may_name_any_actor() {
    let (home, _) = with_actors("actors = { ACCOUNT = 'ada@example.org' }\nactors_any = ['ACCOUNT']\n");
    home.ok(&["user", "add", "b@example.org", "--actor", "eve@example.org"]);
    home.ok(&["user", "add", "c@example.org"]);
    let log = home.json(&["log"]);
    assert_eq!([&log[1]["actor"], &log[0]["actor"]], ["eve@example.org", "ada@example.org"]);
}

#[test]
fn the_account_that_sudo_was_started_from_stands_beside_the_account() {
    let home = Home::initialised();
    home.with("SUDO_USER", "wendy").ok(&["user", "add", "b@example.org"]);
    let account = home.json(&["log"])[0]["os_user"].as_str().unwrap().to_owned();
    // A server records the login of the session, which no variable can change.
    assert_eq!(account.ends_with(" (SUDO_USER wendy)"), !home.is_on_server(), "{account}");
}

#[test]
fn commands_in_hints_name_the_ledger_that_the_line_named() {
    let home = Home::seeded();
    home.ok(&["backup", "other.db"]);
    let later = home.at("2027-01-05T09:00:00Z");
    let run = later.ok(&["grant-monthly", "--db", "other.db"]);
    assert!(run.stderr.contains("grant with: rad-admin --db other.db grant-monthly --catch-up"), "{run}");
    let status = later.json(&["status", "--db", "other.db"])["attention"].to_string();
    assert!(status.contains("(rad-admin --db other.db grant-monthly --catch-up)"), "{status}");
    let error = later.fails(3, &["log", "show", "99", "--db", "other.db", "--json"]).json_error();
    assert!(error["hints"][0].as_str().unwrap().ends_with("rad-admin --db other.db log"), "{error}");
    let run = later.ok(&["grant-monthly"]);
    assert!(run.stderr.contains("grant with: rad-admin grant-monthly --catch-up"), "{run}");
}

#[test]
fn groups_have_a_singular_and_a_plural_name() {
    let home = Home::seeded();
    for [one, several] in [
        ["user list", "users list"],
        ["credit history", "credits history"],
        ["partner list", "partners list"],
        ["invite list", "invites list"],
        ["mail list", "mails list"],
        ["config show", "configs show"],
        ["log", "logs"],
    ] {
        let [one, several] = [one, several].map(|words| home.json(&words.split(' ').collect::<Vec<_>>()));
        assert_eq!(one, several);
    }
}

#[test]
fn the_names_of_commands_in_texts_are_those_of_the_program() {
    let definitions = rad_admin::cli::definitions();
    let names: Vec<_> = definitions.get_subcommands().map(clap::Command::get_name).collect();
    let known: Vec<_> = names.into_iter().filter(|name| *name != "help").collect();
    assert_eq!(known, rad_admin::cli::COMMAND_NAMES);
}
