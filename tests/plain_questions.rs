//! Small things that people expect of lists, hints and names.

use crate::harness::Home;

#[test]
fn shorthands_of_lists_take_several_values_with_commas() {
    let home = Home::seeded();
    home.ok(&["credits", "spend", "bob@example.org", "5"]);
    home.fails(8, &["invite", "eve@example.org"]);
    let lines = |line: &str| home.ok(&line.split(' ').collect::<Vec<_>>()).stdout;
    assert_eq!(lines("users list --role admin,partner --field email"), "ada@example.org\nbob@example.org\n");
    assert_eq!(lines("users list --role admin --role partner --count"), "2\n");
    assert_eq!(lines("users list --status invited,active --count"), "4\n");
    assert_eq!(lines("credits history --kind spend,opening --count"), "3\n");
    assert_eq!(lines("mail list --status queued,failed --count"), "1\n");
    home.fails(2, &["users", "list", "--role", "admin,boss"]);
}

#[test]
fn a_hint_is_quoted_as_a_shell_needs_it() {
    let home = Home::seeded();
    home.ok(&["user", "add", "o'brien@example.org"]);
    let run = home.fails(4, &["user", "add", "o'brien@example.org"]);
    assert!(run.stderr.contains(r"rad-admin user show 'o'\''brien@example.org'"), "{run}");
    let run = home.fails(4, &["credits", "deduct", "o'brien@example.org", "5", "--from", "awarded"]);
    assert!(run.stderr.contains(r"rad-admin user show 'o'\''brien@example.org'"), "{run}");
    let run = home.fails(4, &["user", "add", "bob@example.org"]);
    assert!(run.stderr.contains("rad-admin user show bob@example.org\n"), "{run}");
}

#[test]
fn a_list_of_a_period_that_has_not_begun_says_so() {
    let home = Home::seeded();
    for line in ["log --since 2030-01", "credits history --since 2030-01-01", "log --month 2030-01"] {
        let run = home.ok(&line.split(' ').collect::<Vec<_>>());
        let note = "note: the period has not begun: it begins at 2030-01-01 00:00";
        assert!(run.stderr.contains(note), "{run}");
    }
    let run = home.ok(&["log", "--since", "today"]);
    assert!(!run.stderr.contains("begun"), "{run}");
}

#[test]
fn the_newest_spend_is_refunded_as_last() {
    let home = Home::seeded();
    assert!(home.fails(3, &["credits", "refund", "last"]).stderr.contains("nothing was spent"));
    home.ok(&["credits", "spend", "bob@example.org", "5"]);
    let newest = home.json(&["credits", "spend", "bob@example.org", "7"])["operation"].clone();
    home.ok(&["credits", "award", "bob@example.org", "1"]);
    let refund = ["credits", "refund", "last", "3", "--key", "k"];
    let receipt = home.json(&refund);
    assert_eq!(receipt["total"], 3);
    home.ok(&["credits", "spend", "bob@example.org", "9"]);
    let again = home.json(&refund);
    assert_eq!((&again["operation"], &again["changed"]), (&receipt["operation"], &false.into()));
    let run = home.ok(&["credits", "refund", &newest.to_string()]);
    assert!(run.stdout.contains("+4"), "{run}");
}

#[test]
fn the_columns_of_a_report_stand_in_the_order_of_its_keys() {
    let home = Home::seeded();
    let header = |by: &str| {
        let run = home.ok(&["report", "--by", by, "-o", "csv"]);
        run.stdout.lines().next().unwrap().to_owned()
    };
    assert_eq!(header("kind,month"), "line,kind,month,awarded,purchased,balance,entries");
    assert_eq!(header("user,day,bucket"), "line,user,day,bucket,awarded,purchased,balance,entries");
    let table = home.ok(&["report", "--by", "kind,month"]).stdout;
    let title = table.lines().find(|line| line.contains("MONTH")).unwrap();
    assert!(title.find("KIND") < title.find("MONTH"), "{table}");
}

#[test]
fn completion_knows_settings_commands_and_the_values_after_a_comma() {
    let home = Home::seeded();
    let complete = |line: &str| home.ok(&["__complete", line]).stdout;
    assert_eq!(complete("rad-admin config set mail.tr"), "mail.transport\n");
    assert_eq!(complete("rad-admin config set mail.transport "), "smtp\nsendmail\nfile\n");
    assert_eq!(complete("rad-admin config set notify.adjusted f"), "false\n");
    assert_eq!(complete("rad-admin log --where command=part"), "command=partner set\n");
    assert_eq!(complete("rad-admin user list --where role=admin,par"), "role=admin,partner\n");
}

#[test]
fn partner_list_shows_a_pause_apart_from_an_end() {
    let home = Home::seeded();
    for user in ["carol@example.org", "ada@example.org"] {
        home.ok(&["user", "edit", user, "--partner", "on", "--yes"]);
        home.ok(&["partner", "set", user, "40"]);
    }
    home.ok(&["partner", "pause", "bob@example.org", "--until", "2027-03"]);
    home.ok(&["partner", "pause", "carol@example.org"]);
    home.ok(&["partner", "clear", "ada@example.org"]);
    let rows = home.json(&["partner", "list", "--fields", "email,allowance,paused,paused_until"]);
    assert_eq!(
        rows,
        serde_json::json!([
            { "email": "ada@example.org", "allowance": 0, "paused": false, "paused_until": null },
            { "email": "bob@example.org", "allowance": 0, "paused": true, "paused_until": "2027-03" },
            { "email": "carol@example.org", "allowance": 0, "paused": true, "paused_until": null },
        ])
    );
    let table = home.ok(&["partner", "list"]).stdout;
    assert_eq!(
        (table.matches("paused until 2027-03").count(), table.matches("paused").count()),
        (1, 2),
        "{table}"
    );
    for (condition, found) in [
        ("paused=true", "bob@example.org\ncarol@example.org\n"),
        ("paused_until=2027-03", "bob@example.org\n"),
    ] {
        let run = home.ok(&["partner", "list", "--where", condition, "--sort", "email", "--field", "email"]);
        assert_eq!(run.stdout, found, "{condition}");
    }
    assert_eq!(home.user("bob@example.org")["paused_until"], "2027-03");
}

#[test]
fn an_argument_of_the_log_equals_one_word_and_contains_a_part_of_the_line() {
    let home = Home::seeded();
    home.ok(&["credits", "award", "bob@example.org", "5", "--reason", "for \"Bo\", twice"]);
    home.ok(&["credits", "award", "bob@example.org", "50"]);
    let count = |condition: &str| home.ok(&["log", "--where", condition, "--count"]).stdout.trim().to_owned();
    for (condition, expected) in [
        ("arguments=5", "1"),
        ("arguments=5,50", "3"),
        ("arguments=award", "2"),
        ("arguments=awar", "0"),
        ("arguments~award bob", "2"),
        ("arguments=\"for \"\"Bo\"\", twice\"", "1"),
        ("arguments!=award", "4"),
    ] {
        assert_eq!(count(condition), expected, "{condition}");
    }
}
