//! Lists as people ask them: every key, quotes, letters of any case, `--count`, `--actor`, figures that make no sense.

use serde_json::json;

use crate::harness::Home;

/// Bob was granted a month and taken from; Dora is forgotten, Eve is invited and there are names that need care.
fn home() -> Home {
    let home = Home::seeded();
    home.ok(&["grant-monthly"]);
    home.ok(&["credits", "award", "all", "5", "--reason", "promo", "--yes"]);
    for (email, name) in [
        ("comma@example.org", "Doe, John"),
        ("street@example.org", "Straße"),
        ("quote@example.org", "Ann \"Bo\" Lee"),
        ("greek@example.org", "Σίσυφος Νέος"),
    ] {
        home.ok(&["user", "add", email, "--name", name]);
    }
    home.fails(8, &["invite", "eve@example.org"]);
    home.ok(&["user", "add", "dora@example.org"]);
    home.ok(&["user", "edit", "dora@example.org", "--active", "off", "--yes"]);
    home.ok(&["user", "erase", "dora@example.org", "--reason", "asked", "--confirm", "dora@example.org"]);
    home
}

const LISTS: [&[&str]; 8] = [
    &["users", "list"],
    &["partner", "list"],
    &["partner", "forecast"],
    &["credits", "history", "bob@example.org"],
    &["log", "--user", "bob@example.org"],
    &["user", "erasures"],
    &["invite", "list"],
    &["mail", "list"],
];

#[test]
fn every_key_that_a_list_prints_is_a_key_of_its_filter() {
    let home = home();
    for list in LISTS {
        let printed = home.ok(&[list, &["-o", "csv"]].concat()).stdout;
        let keys: Vec<&str> = printed.lines().next().unwrap().split(',').collect();
        assert!(keys.len() > 3, "{list:?}");
        let count = |condition: &str| -> usize {
            let run = home.ok(&[list, &["--count", "--where", condition]].concat());
            run.stdout.trim().parse().unwrap()
        };
        for key in keys {
            let [absent, present] = [count(&format!("{key}=")), count(&format!("{key}!="))];
            // A condition on the status asks for erased users, too.
            assert!(absent + present >= printed.lines().count() - 1, "{list:?} {key}");
        }
    }
}

#[test]
fn the_share_of_a_user_filters_and_sorts_the_log_of_that_user() {
    let home = home();
    let log = |flags: &[&str]| home.ok(&[&["log", "--user", "bob@example.org"], flags].concat()).stdout;
    assert_eq!(log(&["--where", "share>5", "--field", "share"]), "100\n50\n");
    assert_eq!(log(&["--sort", "-share", "--limit", "1", "--field", "command"]), "grant-monthly\n");
    for flags in [["--where", "share>5"], ["--sort", "share"]] {
        let run = home.fails(2, &[&["log"][..], &flags].concat());
        assert!(run.stderr.contains("hint: name the user with: --user EMAIL"), "{run}");
    }
}

#[test]
fn an_erasure_is_found_by_the_hash_of_the_address() {
    let home = home();
    let hash = home.json(&["user", "erasures"])[0]["addresses"][0].as_str().unwrap().to_owned();
    let found = |condition: String| home.ok(&["user", "erasures", "--count", "--where", &condition]).stdout;
    assert_eq!(found(format!("addresses={hash}")), "1\n");
    assert_eq!(found(format!("addresses~{}", &hash[3..20].to_uppercase())), "1\n");
    assert_eq!(found(format!("addresses!={hash}")), "0\n");
}

#[test]
fn letters_are_found_in_any_case_of_unicode() {
    let home = home();
    let found = |flags: &[&str]| home.ok(&[&["users", "list", "--field", "email"], flags].concat()).stdout;
    for part in ["STRASSE", "straße", "STRAẞE", "raß", "SS"] {
        assert_eq!(found(&["--where", &format!("name~{part}")]), "street@example.org\n", "{part}");
        assert_eq!(found(&["--search", part]), "street@example.org\n", "{part}");
    }
    for part in ["ΣΊΣΥΦΟΣ", "σίσυφος ν", "Σίσυφοσ", "ΝΈΟΣ"] {
        assert_eq!(found(&["--where", &format!("name~{part}")]), "greek@example.org\n", "{part}");
    }
    assert_eq!(home.json(&["user", "show", "STRASSE"])["email"], "street@example.org");
}

#[test]
fn a_value_in_quotes_is_taken_as_it_stands() {
    let home = home();
    let found =
        |condition: &str| home.ok(&["users", "list", "--field", "email", "--where", condition]).stdout;
    assert_eq!(found(r#"name="Doe, John""#), "comma@example.org\n");
    assert_eq!(found(r#"name="Doe, John",Bob"#), "bob@example.org\ncomma@example.org\n");
    assert_eq!(found(r#"name~"e, j""#), "comma@example.org\n");
    assert_eq!(found("name=Doe, John"), "");
    assert_eq!(found(r#"name=Ann "Bo" Lee"#), "quote@example.org\n");
    let run = home.fails(2, &["users", "list", "--where", r#"name="Doe, John"#]);
    assert!(run.stderr.contains("is not closed"), "{run}");
}

#[test]
fn count_is_the_number_of_rows_that_the_list_would_have() {
    let home = home();
    for list in LISTS {
        for cut in [&[][..], &["--limit", "1"], &["--offset", "1"], &["--limit", "0"], &["--offset", "99"]] {
            let rows = home.ok(&[list, &["-o", "jsonl"], cut].concat()).stdout.lines().count();
            let count = home.ok(&[list, &["--count"], cut].concat()).stdout;
            assert_eq!(count, format!("{rows}\n"), "{list:?} {cut:?}");
        }
        home.fails(2, &[list, &["--count", "--field", "email"]].concat());
    }
}

#[test]
fn a_time_that_the_clocks_show_twice_is_found_both_times() {
    let home = Home::new().at("2026-10-01T08:00:00Z");
    home.ok(&["init", "--timezone", "Europe/Berlin"]);
    home.ok(&["user", "add", "bob@example.org"]);
    for time in
        ["2026-10-25T00:30:05Z", "2026-10-25T00:45:00Z", "2026-10-25T01:30:59Z", "2026-10-25T01:31:00Z"]
    {
        home.at(time).ok(&["credits", "award", "bob@example.org", "1"]);
    }
    let home = home.at("2026-10-26T08:00:00Z");
    let count = |flags: &[&str]| home.ok(&[&["log", "--count"], flags].concat()).stdout.trim().to_owned();
    assert_eq!(count(&["--where", "at=2026-10-25 02:30"]), "2");
    assert_eq!(count(&["--where", "at!=2026-10-25 02:30"]), "3");
    assert_eq!(count(&["--where", "at<2026-10-25 02:30"]), "1");
    assert_eq!(count(&["--where", "at>2026-10-25 02:30"]), "1");
    assert_eq!(count(&["--since", "2026-10-25 02:30"]), "4");
    assert_eq!(count(&["--until", "2026-10-25 02:30"]), "4");
}

#[test]
fn every_fault_of_the_conditions_is_a_fault_for_scripts() {
    let home = home();
    let run = home.fails(2, &["users", "list", "--where", "balence>5", "--where", "email<>x", "--json"]);
    let faults = run.json_error()["faults"].clone();
    let messages: Vec<_> =
        faults.as_array().unwrap().iter().map(|fault| fault["message"].as_str().unwrap()).collect();
    assert_eq!(messages, ["--where 'balence>5': no key 'balence'", "--where 'email<>x': no operator '<>'"]);
}

#[test]
fn a_limit_of_0_says_whether_any_row_matches() {
    let home = home();
    let run = home.ok(&["users", "list", "--limit", "0"]);
    assert_eq!((&*run.stdout, &*run.stderr), ("", "note: showing no rows; more match: raise --limit\n"));
    let run = home.ok(&["users", "list", "--limit", "0", "--where", "name=zzz"]);
    assert_eq!(run.stderr, "note: nothing to show\n");
}

#[test]
fn the_actor_on_the_line_filters_a_list_or_is_refused_by_it() {
    let home = home();
    let by_another = home.by("cron@example.org");
    by_another.ok(&["credits", "award", "bob@example.org", "1"]);
    let count = |list: &[&str]| {
        let run = home.ok(&[list, &["--count", "--actor", "Cron@Example.org"]].concat());
        run.stdout.trim().to_owned()
    };
    assert_eq!(count(&["log"]), "1");
    assert_eq!(count(&["credits", "history"]), "1");
    assert_eq!(count(&["user", "erasures"]), "0");
    assert_eq!(count(&["invite", "list"]), "0");
    assert_eq!(home.ok(&["log", "--count", "--where", "actor=CRON@example.org"]).stdout, "1\n");
    for line in [
        &["users", "list"][..],
        &["partner", "list"],
        &["partner", "forecast"],
        &["mail", "list"],
        &["report", "--html", "-"],
        &["user", "statement", "bob@example.org", "--html", "-"],
    ] {
        let run = home.fails(2, &[line, &["--actor", "cron@example.org"]].concat());
        assert!(run.stderr.contains("--actor: "), "{run}");
        // Neither the variable nor the setting filters.
        by_another.ok(line);
    }
    for line in [&["user", "export", "bob@example.org"][..], &["status"], &["verify"], &["log", "show", "1"]]
    {
        let with_actor = home.ok(&[line, &["--actor", "cron@example.org"]].concat());
        assert_eq!(with_actor.stdout, home.ok(line).stdout, "nothing to filter: {with_actor}");
    }
}

#[test]
fn a_user_is_shown_with_the_entries_of_the_actor_on_the_line() {
    let home = home();
    home.by("cron@example.org").ok(&["credits", "award", "bob@example.org", "1"]);
    let show = |actor: &str| home.ok(&["user", "show", "bob@example.org", "--actor", actor, "--json"]).json();
    let entries = show("Cron@Example.org")["entries"].clone();
    assert_eq!((entries.as_array().map(Vec::len), &entries[0]["amount"]), (Some(1), &json!(1)));
    assert_eq!(show("nobody@example.org")["entries"], json!([]));
    let run = home.ok(&["user", "show", "bob@example.org", "--actor", "nobody@example.org"]);
    assert!(run.stdout.contains("No entries by nobody@example.org."), "{run}");
}

#[test]
fn a_number_below_zero_is_a_wrong_value_and_no_flag() {
    let home = Home::initialised();
    for line in [
        &["users", "list", "--limit", "-1"][..],
        &["users", "list", "--offset", "-1"],
        &["partner", "forecast", "--months", "-1"],
        &["users", "list", "--lock-timeout", "-1"],
        &["log", "show", "1", "--limit", "-1"],
    ] {
        let run = home.fails(2, line);
        assert!(run.stderr.contains("'-1' for '--") && run.stderr.contains("whole number"), "{run}");
    }
}

#[test]
fn a_period_that_ends_before_it_begins_is_shown_in_the_ledgers_time() {
    let home = Home::new();
    home.ok(&["init", "--timezone", "Europe/Berlin"]);
    let run = home.fails(2, &["report", "--since", "2026-10-01", "--until", "2026-09-01"]);
    assert!(run.stderr.contains("2026-10-01 00:00 to 2026-09-01 23:59 (Europe/Berlin)"), "{run}");
}
