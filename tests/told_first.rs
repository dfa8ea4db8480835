//! What people read before they agree, in a repeat, and after a refusal.

use crate::harness::Home;
use crate::harness::terminal::Terminal;

/// Bob and Carol are partners with 50 and 30 credits, and Dan has left with 10.
fn with_leaver() -> Home {
    let home = Home::seeded();
    home.ok(&["user", "add", "dan@example.org", "--role", "partner", "--awarded", "10"]);
    home.ok(&["user", "edit", "dan@example.org", "--active", "off", "--yes"]);
    home.ok(&["user", "edit", "carol@example.org", "--partner", "on"]);
    home
}

#[test]
fn a_note_on_users_left_out_comes_before_the_question() {
    let home = with_leaver();
    let note = "1 inactive user was left out: dan@example.org; --include-inactive takes them along";
    for line in ["credits award role:partner 1", "partner set role:partner 7"] {
        let words: Vec<_> = line.split(' ').collect();
        let run = home.fails(5, &[&words[..], &["--json"]].concat());
        assert!(run.json_error()["message"].as_str().unwrap().contains(note), "{run}");
        assert_eq!(run.stderr.lines().count(), 1, "{run}");
        let mut terminal = Terminal::start(&home, &words);
        terminal.wait_for(note).wait_for("Go on?");
        terminal.type_in("y\r");
        let (shown, status) = terminal.end();
        assert_eq!((shown.matches(note).count(), status), (1, 0), "{shown}");
    }
    let run = home.fails(5, &["credits", "award", "role:partner", "9000"]);
    assert!(run.stderr.contains(note), "{run}");
}

#[test]
fn a_note_on_inactive_users_comes_before_the_question() {
    let home = with_leaver();
    let note = "dan@example.org is inactive";
    let run = home.fails(5, &["credits", "award", "dan@example.org,bob@example.org", "1"]);
    assert!(run.stderr.starts_with("error: not confirmed") && run.stderr.contains(note), "{run}");
    home.write("rows.csv", "user,bucket,amount\ndan@example.org,awarded,1\nbob@example.org,awarded,1\n");
    let run = home.fails(5, &["credits", "apply", "rows.csv"]);
    assert!(run.stderr.starts_with("error: not confirmed") && run.stderr.contains(note), "{run}");
}

#[test]
fn an_import_names_inactive_users_whose_credits_it_changes() {
    let home = with_leaver();
    home.write("users.csv", "email,awarded\ndan@example.org,70\nbob@example.org,70\nnew@example.org,5\n");
    let run = home.fails(5, &["users", "import", "users.csv", "--update"]);
    assert!(run.stderr.contains("dan@example.org is inactive"), "{run}");
    let run = home.ok(&["users", "import", "users.csv", "--update", "--yes"]);
    assert!(run.stderr.contains("note: dan@example.org is inactive\n"), "{run}");
    assert_eq!(home.balances("dan@example.org"), (70, 0));
}

#[test]
fn a_repeat_of_an_operation_that_was_undone_since_says_so() {
    let home = Home::seeded();
    let award = ["credits", "award", "bob@example.org", "5", "--key", "k"];
    let operation = home.json(&award)["operation"].clone();
    assert_eq!(home.json(&award)["undone_by"], serde_json::json!([]));
    let undo = home.json(&["undo", &operation.to_string()])["operation"].clone();
    let receipt = home.json(&award);
    assert_eq!((&receipt["operation"], &receipt["changed"]), (&operation, &false.into()));
    assert_eq!(receipt["undone_by"], serde_json::json!([undo]));
    let told = format!(
        "Nothing changed: operation {operation} did this already.\n  It was undone since, by operation {undo}.\n"
    );
    let run = home.ok(&award);
    assert!(run.stdout.starts_with(&told), "{run}");
    assert_eq!(home.balances("bob@example.org"), (50, 0));
}

#[test]
fn a_repeat_of_rows_that_were_undone_since_says_so() {
    let home = Home::seeded();
    home.write("rows.csv", "user,bucket,amount,key\nbob@example.org,awarded,5,k\n");
    let apply = ["credits", "apply", "rows.csv"];
    let operation = home.json(&apply)["operation"].to_string();
    let undo = home.json(&["undo", &operation])["operation"].clone();
    let receipt = home.json(&apply);
    assert_eq!((&receipt["changed"], &receipt["undone_by"]), (&false.into(), &serde_json::json!([undo])));
}

#[test]
fn an_address_that_is_taken_names_both_addresses_as_a_conflict() {
    let home = Home::seeded();
    let renamed = home.json(&["user", "edit", "bob@example.org", "--email", "robert@example.org"]);
    home.ok(&["user", "add", "bob@example.org"]);
    let run = home.fails(4, &["undo", &renamed["operation"].to_string(), "--json"]);
    let error = run.json_error();
    let conflict = &error["data"]["conflicts"][0];
    assert_eq!((&conflict["why"], &conflict["email"]), (&"exists".into(), &"robert@example.org".into()));
    assert_eq!(
        (&conflict["expected"], &conflict["found"]),
        (&"bob@example.org".into(), &"robert@example.org".into())
    );
    assert!(
        error["message"].as_str().unwrap().contains("cannot have the old address 'bob@example.org' back")
    );
}

/// The command that a hint ends with, if it is one.
fn commands_hinted(stderr: &str) -> Vec<String> {
    let lines = stderr.lines().filter_map(|line| line.split_once("rad-admin "));
    lines.map(|(_, command)| command.replace('\'', "")).collect()
}

#[test]
fn hints_of_an_undo_never_lead_back_to_a_command_that_was_run() {
    for first in ["undo N", "undo N --only bob@example.org,carol@example.org", "undo N --as-far-as-possible"]
    {
        let home = Home::seeded();
        let award = home.json(&["credits", "award", "bob@example.org,carol@example.org", "20", "--yes"]);
        let operation = award["operation"].to_string();
        home.ok(&["credits", "deduct", "bob@example.org", "65", "--from", "awarded"]);
        let mut line = first.replace('N', &operation);
        let mut seen = Vec::new();
        while !line.starts_with("log show") {
            let run = home.run(&[&line.split(' ').collect::<Vec<_>>()[..], &["--yes"]].concat());
            seen.push(line.clone());
            let hinted = commands_hinted(&run.stderr);
            assert!(!hinted.is_empty(), "{first}: {run}");
            line = hinted[0].clone();
            assert!(!seen.contains(&line), "{first}: {line} leads back after {seen:?}");
        }
        let only = first.contains("--only");
        assert!(
            !only || seen.iter().all(|line| line.contains("--only")),
            "{seen:?} leaves the users it was limited to"
        );
    }
}
