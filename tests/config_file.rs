//! `config init`, `config set` and `config edit` create and change the configuration file.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};

use serde_json::json;

use crate::harness::Home;
use crate::harness::terminal::{Signal, Terminal};

const FILE: &str = ".config/rad-admin/config.toml";

#[test]
fn a_new_file_names_every_setting_and_changes_none() {
    let home = Home::new();
    let before = home.json(&["config", "show"]);
    let receipt = home.json(&["config", "init"]);
    assert_eq!(receipt["config"], home.config().to_str().unwrap());
    let settings = |rows: &serde_json::Value| rows.as_array().unwrap()[1..].to_vec();
    assert_eq!(settings(&home.json(&["config", "show"])), settings(&before));
    let text = home.read(FILE);
    for setting in rad_admin::app::SETTINGS {
        let name = setting.key.rsplit('.').next().unwrap();
        assert!(text.contains(&format!("# {}.\n#{name} = ", setting.meaning)), "{}", setting.key);
    }
    assert!(fs::metadata(home.config()).unwrap().permissions().mode() & 0o022 == 0);
}

#[test]
fn each_line_of_a_new_file_is_right_without_its_mark() {
    let home = Home::new();
    home.ok(&["config", "init"]);
    for line in home.read(FILE).lines().filter(|line| line.starts_with('#') && !line.starts_with("# ")) {
        let Some((_, rest)) = home.read(FILE).split_once(line).map(|(a, b)| (a.to_owned(), b.to_owned()))
        else {
            continue;
        };
        let (above, _) = home.read(FILE).split_once(line).map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
        let file = home.write("one.toml", format!("{above}{}{rest}", &line[1..]));
        home.ok(&["config", "show", "--config", &file]);
    }
}

#[test]
fn a_file_is_never_overwritten_by_a_new_one() {
    let home = Home::new();
    home.write(FILE, "# mine\n");
    let run = home.fails(4, &["config", "init", "-o", "json"]);
    assert_eq!(run.json_error()["reason"], "exists");
    assert_eq!(home.read(FILE), "# mine\n");
    symlink("nowhere", home.path().join("link.toml")).unwrap();
    home.fails(4, &["config", "init", "--config", "link.toml"]);
}

#[test]
fn a_value_is_set_and_the_comments_stay() {
    let home = Home::new();
    home.write(
        FILE,
        "# The limits of our house.\n[limits]\nconfirm_above = 500 # agreed in March\n\n# Last words.\n",
    );
    fs::set_permissions(home.config(), fs::Permissions::from_mode(0o640)).unwrap();
    let run = home.ok(&["config", "set", "limits.confirm_above", "700"]);
    assert!(run.stdout.ends_with("limits.confirm_above was 500, is now 700\n"), "{run}");
    let receipt = home.json(&["config", "set", "invite.expires_days", "3"]);
    assert_eq!((&receipt["before"], &receipt["after"]), (&json!(null), &json!("3")));
    home.ok(&["config", "set", "actors.ada", "ada@example.org"]);
    home.ok(&["config", "set", "actors_any", "root, cron"]);
    let text = home.read(FILE);
    for part in [
        "# The limits of our house.\n[limits]\nconfirm_above = 700 # agreed in March\n",
        "# Last words.",
        "[invite]\nexpires_days = 3\n",
        "actors_any = [\"root\", \"cron\"]",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    assert_eq!(fs::metadata(home.config()).unwrap().permissions().mode() & 0o777, 0o640);
    home.ok(&["config", "show"]);
    let receipt = home.json(&["config", "set", "actors", ""]);
    assert_eq!(receipt["before"], r#"{ ada = "ada@example.org" }"#);
    home.ok(&["config", "set", "limits.confirm_above", ""]);
    assert!(!home.read(FILE).contains("700"));
    let again = home.json(&["config", "set", "invite.expires_days", "3"]);
    assert_eq!(again["changed"], false);
}

#[test]
fn the_first_config_set_makes_the_file_and_its_folder() {
    let home = Home::new();
    home.ok(&["config", "set", "mail.from", "RAD <no-reply@example.org>", "-n"]);
    assert!(!home.has(FILE));
    home.ok(&["config", "set", "mail.from", "RAD <no-reply@example.org>"]);
    assert_eq!(home.read(FILE), "[mail]\nfrom = \"RAD <no-reply@example.org>\"\n");
}

#[test]
fn a_value_that_does_not_fit_is_refused_and_changes_nothing() {
    let home = Home::new();
    home.write(FILE, "# mine\n");
    for (key, value) in [
        ("limits.confirm_abov", "5"),
        ("limits.confirm_above", "-5"),
        ("limits.confirm_above", "many"),
        ("invite.expires_days", "367"),
        ("notify.adjusted", "yes"),
        ("mail.transport", "pigeon"),
        ("mail.from", "nobody"),
        ("actors", "ada"),
        ("actor", "ada\u{7}"),
        ("actors.a.b", "ada@example.org"),
    ] {
        let run = home.fails(2, &["config", "set", key, value]);
        assert!(run.stderr.contains(key), "{run}");
        assert_eq!(home.read(FILE), "# mine\n");
    }
}

#[test]
fn config_set_refuses_a_value_that_commands_would_refuse() {
    let home = Home::new();
    home.write(FILE, "# mine\n");
    home.write("secret", "hidden\n");
    let unguarded = home.path().join("secret");
    fs::set_permissions(&unguarded, fs::Permissions::from_mode(0o644)).unwrap();
    let template = home.write("invitation.txt", "Welcome, {nam}");
    for (key, value, what) in [
        ("database", "postgres://rad:tiger@db.example.org/rad", "password"),
        ("database", "postgres://db.example.org/rad?nonsense=1", "nonsense"),
        ("actors.cron", "cron", "is not an e-mail address"),
        ("invite.url", "https://example.org/join", "{token}"),
        ("invite.templates.html", "none.html", "none.html"),
        ("invite.templates.text", &template, "did you mean '{name}'?"),
        ("notify.templates.granted.text", "none.txt", "none.txt"),
        ("mail.host", "smtp.example.org:25", "host name"),
        ("mail.password_file", "none", "No such file"),
        ("mail.password_file", unguarded.to_str().unwrap(), "chmod 600"),
        ("mail.sendmail_path", "/none/sendmail", "/none/sendmail"),
    ] {
        let run = home.fails(2, &["config", "set", key, value]);
        assert!(run.stderr.contains(what), "{key} {value}: {run}");
        assert!(!run.stderr.contains("tiger"), "{run}");
        assert_eq!(home.read(FILE), "# mine\n");
    }
    home.ok(&["config", "set", "mail.security", "none"]);
    let run = home.fails(2, &["config", "set", "mail.host", "smtp.example.org"]);
    assert!(run.stderr.contains("unencrypted"), "{run}");
}

#[test]
fn the_hint_for_an_unknown_key_works_whatever_is_in_the_file() {
    let home = Home::new();
    home.write(FILE, "[mial]\n");
    let run = home.fails(2, &["config", "set", "fooo", "1"]);
    let (_, hint) = run.stderr.split_once("hint: list the keys with: rad-admin ").unwrap();
    home.ok(&hint.trim().split(' ').collect::<Vec<_>>());
}

#[test]
fn an_editor_is_not_started_where_nobody_can_use_it() {
    let home = Home::new().with("EDITOR", "touch started;:");
    home.fails(5, &["config", "edit", "--no-input"]);
    let run = home.without("EDITOR").fails(5, &["config", "edit"]);
    assert!(run.stderr.contains("config set KEY VALUE"), "{run}");
    assert!(!home.has("started"));
}

#[test]
fn the_copy_for_the_editor_is_gone_when_a_signal_ends_the_program() {
    let home = Home::new();
    home.write(FILE, "# mine\n");
    fs::create_dir(home.path().join("copies")).unwrap();
    let home = home.with("TMPDIR", home.path().join("copies").to_str().unwrap());
    for (signal, status) in [(Signal::TERM, 143), (Signal::INT, 0)] {
        // Ctrl-C is for the editor.
        let editor = home.with("EDITOR", "echo ready; sleep 1;:");
        let (_, ended) = Terminal::start(&editor, &["config", "edit"]).wait_for("ready").signal(signal).end();
        assert_eq!(ended, status);
        assert_eq!(fs::read_dir(home.path().join("copies")).unwrap().count(), 0);
    }
    assert_eq!(home.read(FILE), "# mine\n");
}

#[test]
fn a_program_is_not_set_in_a_file_that_others_can_write() {
    let home = Home::new();
    home.write(FILE, "# mine\n");
    fs::set_permissions(home.config(), fs::Permissions::from_mode(0o666)).unwrap();
    home.fails(7, &["config", "set", "mail.password_command", "pass smtp"]);
    assert_eq!(home.read(FILE), "# mine\n");
}

#[test]
fn a_link_to_the_file_stays_a_link() {
    let home = Home::new();
    let real = home.write("real.toml", "");
    fs::create_dir_all(home.config().parent().unwrap()).unwrap();
    symlink(&real, home.config()).unwrap();
    home.ok(&["config", "set", "limits.confirm_above", "700"]);
    assert!(home.config().symlink_metadata().unwrap().is_symlink());
    assert!(home.read("real.toml").contains("700"));
}

#[test]
fn an_edited_text_replaces_the_file_only_if_it_can_be_read() {
    let home = Home::new();
    home.write(FILE, "[limits]\nconfirm_above = 500\n");
    let edited = |script: &str| home.with("EDITOR", script);
    edited("sed -i s/500/700/").ok(&["config", "edit"]);
    assert_eq!(home.read(FILE), "[limits]\nconfirm_above = 700\n");
    let run = edited("sed -i s/confirm/confrm/").fails(7, &["config", "edit"]);
    assert!(run.stderr.contains("config.toml:2: there is no setting 'limits.confrm_above'"), "{run}");
    let run = edited("false").fails(7, &["config", "edit"]);
    assert!(run.stderr.contains("the editor 'false' failed"), "{run}");
    assert_eq!(home.read(FILE), "[limits]\nconfirm_above = 700\n");
    assert!(edited("true").ok(&["config", "edit"]).stdout.contains("Nothing to change"));
    // VISUAL wins over EDITOR.
    edited("false").with("VISUAL", "true").ok(&["config", "edit"]);
}

#[test]
fn a_file_with_a_fault_can_be_repaired_in_the_editor() {
    let home = Home::new();
    home.write(FILE, "[limits\n");
    home.fails(7, &["config", "show"]);
    assert!(home.fails(7, &["config", "set", "invite.expires_days", "3"]).stderr.contains("config edit"));
    home.with("EDITOR", "sed -i s/limits/limits]/").ok(&["config", "edit"]);
    home.ok(&["config", "show"]);
}
