//! Every mistake has its exit status, one line of error and often a hint, and writes nothing.

use crate::harness::{Home, on_file};

const MAX_AND_ONE: &str = "9007199254740992";

#[test]
fn a_wrong_flag_command_or_value_is_exit_2() {
    let home = Home::seeded();
    let bob = "bob@example.org";
    for arguments in [
        &["frobnicate"][..],
        &["user", "remove", bob],
        &["users", "list", "--colour"],
        &["users", "list", "--role", "king"],
        &["users", "list", "--status", "asleep"],
        &["users", "list", "--sort", "height"],
        &["users", "list", "--where", "heigth>5"],
        &["users", "list", "--where", "balance"],
        &["users", "list", "--where", "balance=>5"],
        &["mail", "list", "--where", "status=lost"],
        &["log", "--since", "2026-11-05", "--until", "2026-11-04"],
        &["log", "--month", "2026-10", "--since", "2026-10-03"],
        &["credits", "history", "--since", "2026-11", "--until", "2026-10"],
        &["credits", "history", "--month", "2026-10", "--until", "2026-10-03"],
        &["credits", "award", bob, "5", "--key", "\u{200b}"],
        &["credits", "award", bob, "5", "--reference", "\u{2060} \u{feff}"],
        &["users", "list", "--field", "height"],
        &["users", "list", "--limit", "-1"],
        &["users", "list", "--limit", "many"],
        &["users", "list", "-o", "xml"],
        &["users", "list", "--fields", "email,height"],
        &["user", "show"],
        &["user", "show", " "],
        &["user", "add", "two@signs@example.org"],
        &["user", "add", "eve@example.org", "--name", "  "],
        &["user", "add", "eve@example.org", "--awarded", "-5"],
        &["user", "add", "eve@example.org", "--awarded", MAX_AND_ONE],
        &["user", "edit", bob],
        &["user", "edit", bob, "--active", "maybe"],
        &["user", "edit", bob, "--if-version", "one", "--name", "B"],
        &["credits", "award", bob],
        &["credits", "award", bob, "0"],
        &["credits", "award", bob, "-5"],
        &["credits", "award", bob, "1.5"],
        &["credits", "award", bob, "1e3"],
        &["credits", "award", bob, "1,000"],
        &["credits", "award", bob, "0x10"],
        &["credits", "award", bob, ""],
        &["credits", "award", bob, "five"],
        &["credits", "award", bob, MAX_AND_ONE],
        &["credits", "award", bob, "99999999999999999999999"],
        &["credits", "award", "role:king", "5"],
        &["credits", "award", "status:asleep", "5"],
        &["credits", "award", "@", "5"],
        &["credits", "award", "@no-such-file", "5"],
        &["credits", "award", bob, "5", "--reason", ""],
        &["credits", "award", bob, "5", "--key", " "],
        &["credits", "deduct", bob, "5"],
        &["credits", "deduct", bob, "5", "--from", "savings"],
        &["credits", "set", bob],
        &["credits", "set", bob, "--awarded", "-1"],
        &["credits", "history", "--since", "tomorrow"],
        &["credits", "history", "--since", "2026-02-30"],
        &["credits", "history", "--kind", "gift"],
        &["partner", "set", bob, "-1"],
        &["partner", "set", bob, "5", "--from", "2026-13"],
        &["partner", "set", bob, "5", "--from", "11/2026"],
        &["grant-monthly", "--month", "2026-1"],
        &["grant-monthly", "--month", "2026-12"],
        &["grant-monthly", "--catch-up", "--month", "2026-11"],
        &["log", "show", "x"],
        &["log", "show", "0"],
        &["undo", "latest"],
        &["undo", "0"],
        &["users", "list", "--lock-timeout", "soon"],
        &["users", "list", "--lock-timeout", "4294967296"],
        &["users", "list", "--actor", "not an@address"],
    ] {
        let run = home.refuses(2, arguments);
        assert!(!run.stderr.contains("panicked"), "{run}");
        assert!(!run.stderr.contains("digit"), "it says what is wanted, not what a parser met\n{run}");
    }
}

#[test]
fn a_flag_without_its_value_says_what_it_takes() {
    let home = Home::new();
    for (line, message) in [
        ("grant-monthly --month", "error: --month needs a value: YYYY-MM\n"),
        ("users list --limit", "error: --limit needs a value: N\n"),
        (
            "credits deduct bob@example.org 5 --from=",
            "error: --from needs a value: BALANCE\nhint: the values are awarded, purchased\n",
        ),
    ] {
        let run = home.fails(2, &line.split(' ').collect::<Vec<_>>());
        assert_eq!(run.stderr, message);
    }
}

#[test]
fn a_list_of_addresses_with_faults_names_every_one_with_its_line() {
    let home = Home::seeded();
    home.write("list", "bob@example.org\nnobody\n\n@x\n");
    let run = home.refuses(2, &["credits", "award", "@list", "5", "--yes"]);
    assert!(run.stderr.contains("list:2: ") && run.stderr.contains("list:4: "), "{run}");
}

#[test]
fn a_name_in_place_of_an_address_leads_to_user_show() {
    let home = Home::seeded();
    let hint = "\nhint: find the address with: rad-admin user show bob\n";
    for arguments in [
        &["user", "statement", "bob"][..],
        &["user", "edit", "bob", "--name", "B"],
        &["credits", "award", "bob", "5"],
        &["credits", "history", "bob"],
    ] {
        let run = home.fails(2, arguments);
        assert!(run.stderr.contains(hint), "{arguments:?}: {run}");
    }
    let swapped = home.fails(2, &["credits", "award", "50", "bob@example.org"]);
    assert!(!swapped.stderr.contains("user show"), "{swapped}");
}

#[test]
fn an_unknown_address_is_exit_3_with_the_nearest_one_as_a_hint() {
    let home = Home::seeded();
    for arguments in [
        &["user", "show", "bop@example.org"][..],
        &["user", "edit", "bop@example.org", "--name", "B"],
        &["credits", "award", "bop@example.org", "5"],
        &["credits", "purchase", "bop@example.org", "5"],
        &["credits", "deduct", "bop@example.org", "5", "--from", "awarded"],
        &["credits", "set", "bop@example.org", "--awarded", "5"],
        &["credits", "history", "bop@example.org"],
        &["partner", "set", "bop@example.org", "5"],
        &["partner", "clear", "bop@example.org"],
        &["grant-monthly", "--user", "bop@example.org"],
        &["log", "--user", "bop@example.org"],
    ] {
        let run = home.refuses(3, arguments);
        assert_eq!(
            run.stderr, "error: no user 'bop@example.org'\nhint: did you mean 'bob@example.org'?\n",
            "{run}"
        );
    }
}

#[test]
fn an_address_like_no_other_gets_no_hint() {
    let home = Home::seeded();
    let run = home.refuses(3, &["user", "show", "somebody.else@elsewhere.test"]);
    assert_eq!(run.stderr, "error: no user 'somebody.else@elsewhere.test'\n");
}

#[test]
fn every_command_on_a_missing_database_is_exit_7_and_names_init() {
    let _on_file = on_file();
    let home = Home::new();
    for arguments in [
        &["users", "list"][..],
        &["user", "show", "bob@example.org"],
        &["user", "add", "bob@example.org"],
        &["user", "edit", "bob@example.org", "--name", "B"],
        &["credits", "award", "bob@example.org", "5"],
        &["credits", "set", "bob@example.org", "--awarded", "5"],
        &["credits", "history"],
        &["partner", "set", "bob@example.org", "5"],
        &["partner", "list"],
        &["grant-monthly"],
        &["grant-monthly", "--check"],
        &["log"],
        &["log", "show", "1"],
        &["status"],
    ] {
        let run = home.fails(7, arguments);
        assert!(run.stdout.is_empty(), "{run}");
        assert!(run.stderr.ends_with("\nhint: to begin a new one: rad-admin init\n"), "{run}");
    }
    let run = home.fails(7, &["users", "list", "--db", "else where.db"]);
    assert_eq!(
        run.stderr,
        "error: there is no ledger at else where.db\n\
         hint: if the ledger is elsewhere, name it with --db or RAD_ADMIN_DB \
         (cron does not have your environment)\n\
         hint: to begin a new one: rad-admin init --db 'else where.db'\n"
    );
    assert!(!home.database().exists());
    assert!(!home.path().join("else where.db").exists());
}

#[test]
fn a_bad_configuration_is_exit_7_and_names_the_line() {
    let home = Home::seeded();
    for (content, what) in [
        ("[limits]\nconfirm_abovee = 5\n", ":2: there is no setting 'limits.confirm_abovee'\n"),
        ("\n\ncolour = true\n", ":3: there is no setting 'colour'\nhint: list the keys with"),
        ("[mail]\nhots = 'x'\n", ":2: there is no setting 'mail.hots'\nhint: did you mean 'mail.host'?\n"),
        ("[mial]\nhost = 'x'\n", ":1: there is no setting 'mial'\nhint: did you mean 'mail'?\n"),
        ("port = 25\n", ":1: there is no setting 'port'\nhint: did you mean 'mail.port'?\n"),
        ("actor = 5\n", ":1: actor: 5 is not text in quotes\n"),
        ("actor = \n", ":1: string values must be quoted\nhint: write a line as KEY = VALUE"),
        ("actor = ada\n", ":1: string values must be quoted\n"),
        ("[limits]\nconfirm_above = -1\n", ":2: limits.confirm_above: -1 is not a whole number from 0 on\n"),
        ("[invite]\nexpires_days = 0\n", ":2: invite.expires_days: 0 is not a whole number from 1 to 366\n"),
        ("invite.expires_days = 367\n", ":1: invite.expires_days: 367 is not a whole number from 1 to 366\n"),
        ("[mail]\n\nport = 99999\n", ":3: mail.port: 99999 is not a port (1 to 65535)\n"),
        ("[mail]\nport = '25'\n", ":2: mail.port: \"25\" is not a port (1 to 65535)\n"),
        ("mail.security = 'ssl'\n", ":1: mail.security: \"ssl\" is not one of starttls, tls, none\n"),
        (
            "mail.timeout_seconds = 601\n",
            ":1: mail.timeout_seconds: 601 is not a whole number from 1 to 600\n",
        ),
        ("mail.password_command = ['secret']\n", ":1: mail.password_command: a list is not text in quotes\n"),
        ("limits = 5\n", ":1: limits: 5 is not a table\n"),
        ("actor = 'two words@example.org'\n", "actor"),
    ] {
        let file = home.write("bad.toml", content);
        let run = home.without("RAD_ADMIN_ACTOR").fails(7, &["users", "list", "--config", &file]);
        assert!(run.stderr.starts_with("error: ") && run.stderr.contains(what), "{run}");
    }
}

#[test]
fn a_missing_configuration_file_is_named_with_where_it_was_set() {
    let home = Home::seeded();
    let message = |named: &str| {
        format!("error: there is no configuration file /nope.toml\nhint: it is named by {named}\n")
    };
    let run = home.fails(7, &["users", "list", "--config", "/nope.toml"]);
    assert_eq!(run.stderr, message("--config"));
    let run = home.with("RAD_ADMIN_CONFIG", "/nope.toml").fails(7, &["users", "list"]);
    assert_eq!(run.stderr, message("RAD_ADMIN_CONFIG"));
}

#[test]
fn a_bad_actor_in_the_environment_is_exit_2() {
    let home = Home::seeded().by("two words@example.org");
    let run = home.fails(2, &["credits", "award", "bob@example.org", "5"]);
    assert!(run.stderr.contains("RAD_ADMIN_ACTOR"), "{run}");
}
