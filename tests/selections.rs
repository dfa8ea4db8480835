//! USERS: which users a command affects, which it leaves out, and former addresses.

use crate::harness::Home;
use serde_json::json;

/// Bob, an active partner, and Dan and Eve, inactive partners.
fn with_leavers() -> Home {
    let home = Home::seeded();
    for email in ["dan@example.org", "eve@example.net"] {
        home.ok(&["user", "add", email, "--role", "partner", "--awarded", "10"]);
        home.ok(&["user", "edit", email, "--active", "off", "--yes"]);
    }
    home
}

/// Returns the addresses of users with this many awarded credits.
fn having(home: &Home, awarded: i64) -> Vec<String> {
    let users = home.json(&["users", "list"]);
    let users = users.as_array().unwrap().iter().filter(|user| user["awarded"] == awarded);
    users.map(|user| user["email"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn several_parts_mean_everybody_whom_any_of_them_means_and_each_once() {
    let home = Home::seeded();
    home.ok(&["user", "add", "zoe@acme.example"]);
    let list = home.write("list.txt", "carol@example.org\nada@example.org\n");
    for (users, count) in [
        ("bob@example.org,carol@example.org", 2),
        ("role:partner,bob@example.org", 1),
        ("role:partner,role:admin", 2),
        ("domain:acme.example, bob@example.org", 2),
        ("domain:@ACME.example", 1),
        (&format!("@{list},status:active"), 4),
        ("all,all", 4),
    ] {
        let receipt = home.json(&["credits", "award", users, "1", "--yes", "-n"]);
        assert_eq!(receipt["users"], count, "{users}");
    }
    assert_eq!(
        home.json(&["credits", "history", "domain:acme.example,bob@example.org"]).as_array().unwrap().len(),
        1
    );
    let run =
        home.refuses(3, &["credits", "award", "bob@example.org,carl@example.org,x@y.test", "1", "--yes"]);
    assert!(run.stderr.starts_with("error: no users 'carl@example.org', 'x@y.test'"), "{run}");
    for wrong in ["bob@example.org,", "domain:", "domain:a b", "-,-", "@/dev/stdin,-", "rule:partner"] {
        home.refuses(2, &["credits", "award", wrong, "1", "--yes"]);
    }
}

#[test]
fn every_line_of_a_file_that_is_no_address_is_a_fault_with_its_place() {
    let home = Home::seeded();
    let list = home.write("list.txt", "bob@example.org\nbob\n\nada@example.org\n@\n");
    let users = format!("@{list}");
    for line in [&["credits", "award", &users, "1", "--yes"][..], &["invite", &users], &["report", &users]] {
        let error = home.fails(2, &[line, &["--json"]].concat()).json_error();
        let faults = error["faults"].as_array().unwrap();
        assert_eq!(faults.iter().map(|fault| &fault["line"]).collect::<Vec<_>>(), [2, 5], "{error}");
        assert_eq!((&faults[0]["file"], &faults[0]["reason"]), (&json!(list), &json!("invalid")));
        assert!(faults[0]["message"].as_str().unwrap().contains("'bob'"), "{error}");
    }
}

#[test]
fn a_part_that_means_nobody_is_warned_of_and_the_others_hold() {
    let home = Home::seeded();
    let run = home.ok(&["credits", "award", "role:finance,domain:acme.example,bob@example.org", "1"]);
    assert_eq!(
        run.stderr,
        "warning: nobody holds the role 'finance'\nwarning: nobody has an address at acme.example\n"
    );
    assert_eq!(home.balances("bob@example.org"), (51, 0));
}

#[test]
fn an_adjustment_of_many_leaves_out_who_is_inactive_and_says_who() {
    let list = "dan@example.org\nbob@example.org\n";
    for users in ["role:partner", "@list.txt", "domain:example.org,domain:example.net"] {
        let home = with_leavers();
        home.write("list.txt", list);
        let run = home.ok(&["credits", "award", users, "1", "--yes"]);
        let left_out = run.stderr.lines().filter(|line| line.contains("left out")).collect::<Vec<_>>();
        assert_eq!(left_out.len(), 1, "{run}");
        assert!(left_out[0].contains("dan@example.org"), "{run}");
        assert_eq!(having(&home, 10), ["dan@example.org", "eve@example.net"], "{run}");
    }
    let home = with_leavers();
    let run = home.ok(&["credits", "deduct", "role:partner", "1", "--from", "awarded"]);
    let message = "2 inactive users were left out: dan@example.org, eve@example.net; --include-inactive takes them along";
    assert_eq!(run.stderr, format!("note: {message}\n"));
    let run = home.ok(&["partner", "set", "role:partner", "7"]);
    assert_eq!(run.stderr, format!("note: {message}\n"));
}

#[test]
fn inactive_users_are_meant_where_they_are_asked_for_or_named() {
    for users in ["status:inactive", "dan@example.org,eve@example.net", "role:partner,status:inactive"] {
        let home = with_leavers();
        let run = home.ok(&["credits", "award", users, "1", "--yes"]);
        assert!(!run.stderr.contains("left out"), "{run}");
        assert_eq!(having(&home, 11), ["dan@example.org", "eve@example.net"], "{run}");
    }
    let home = with_leavers();
    let run = home.ok(&["credits", "award", "role:partner", "1", "--yes", "--include-inactive"]);
    assert_eq!(run.stderr, "");
    assert_eq!(having(&home, 11), ["dan@example.org", "eve@example.net"]);
}

#[test]
fn a_note_names_an_inactive_user_of_the_line() {
    let home = with_leavers();
    home.write("rows.csv", "user,bucket,amount\ndan@example.org,awarded,1\nbob@example.org,awarded,1\n");
    for line in [
        "credits award dan@example.org 1",
        "credits award dan@example.org,role:partner 1 --yes --include-inactive",
        "credits set dan@example.org --awarded 1",
        "credits apply rows.csv --yes",
        "partner set dan@example.org 5",
    ] {
        let run = home.ok(&line.split(' ').collect::<Vec<_>>());
        assert!(run.stderr.ends_with("note: dan@example.org is inactive\n"), "{run}");
    }
}

#[test]
fn a_former_address_leads_to_the_newer_one() {
    let home = Home::seeded();
    home.ok(&["user", "edit", "bob@example.org", "--email", "robert@example.net"]);
    home.write("rows.csv", "user,bucket,amount\nbob@example.org,awarded,1\n");
    home.write("list.txt", "bob@example.org\nnobody@example.org\n");
    for line in [
        "user show bob@example.org",
        "user edit bob@example.org --name B",
        "credits award bob@example.org 1",
        "credits set bob@example.org --awarded 1",
        "credits history bob@example.org",
        "credits apply rows.csv",
        "partner set @list.txt 5",
    ] {
        let run = home.refuses(3, &line.split(' ').collect::<Vec<_>>());
        assert!(run.stderr.contains("\nhint: 'bob@example.org' is now 'robert@example.net'\n"), "{run}");
    }
    assert_eq!(home.json(&["users", "list", "--search", "bob@"])[0]["email"], "robert@example.net");
    assert_eq!(
        home.json(&["log", "--user", "bob@example.org"]),
        home.json(&["log", "--user", "robert@example.net"])
    );
    home.ok(&["user", "add", "bob@example.org"]);
    assert_eq!(home.user("bob@example.org")["version"], 1);
}

#[test]
fn a_key_holds_for_the_user_also_after_the_address_changed() {
    let home = Home::seeded();
    let rows =
        |user: &str| home.write("rows.csv", format!("user,bucket,amount,key\n{user},awarded,7,row-1\n"));
    rows("bob@example.org");
    home.ok(&["credits", "apply", "rows.csv"]);
    home.ok(&["credits", "award", "bob@example.org", "5", "--key", "k-1"]);
    home.ok(&["user", "edit", "bob@example.org", "--email", "robert@example.net"]);
    for user in ["bob@example.org", "robert@example.net"] {
        rows(user);
        assert_eq!(home.json(&["credits", "apply", "rows.csv"])["skipped"], 1);
        let again = home.json(&["credits", "award", user, "5", "--key", "k-1"]);
        assert_eq!(again["changed"], false, "{again}");
    }
    assert_eq!(home.balances("robert@example.net"), (62, 0));
    home.ok(&["user", "add", "bob@example.org"]);
    home.refuses(4, &["credits", "award", "bob@example.org", "5", "--key", "k-1"]);
    rows("bob@example.org");
    home.refuses(4, &["credits", "apply", "rows.csv"]);
}

#[test]
fn a_key_is_used_up_also_where_there_was_nothing_to_change() {
    let home = Home::seeded();
    home.write("rows.csv", "user,bucket,amount\n");
    for (number, line) in
        ["credits set bob@example.org --awarded 50", "credits award role:finance 5", "credits apply rows.csv"]
            .into_iter()
            .enumerate()
    {
        let key = format!("k-{number}");
        let words: Vec<_> = line.split(' ').chain(["--key", &key]).collect();
        let before = home.operations();
        let first = home.json(&words);
        assert_eq!((&first["changed"], home.operations()), (&false.into(), before + 1), "{line}");
        let again = home.json(&words);
        assert_eq!((&again["operation"], home.operations()), (&first["operation"], before + 1), "{line}");
        let run = home.fails(4, &["credits", "award", "bob@example.org", "1", "--key", &key]);
        assert!(run.stderr.contains("was used for something else"), "{run}");
    }
    let run = home.ok(&["credits", "set", "bob@example.org", "--awarded", "50", "--key", "other"]);
    assert_eq!(run.stdout, "Nothing to change. The key is used up (operation 8).\n");
    assert_eq!(
        home.ok(&["credits", "set", "bob@example.org", "--awarded", "50"]).stdout,
        "Nothing to change.\n"
    );
    home.ok(&["verify"]);
}

#[test]
fn standard_input_may_be_the_first_part_of_a_union() {
    let home = Home::seeded();
    let run =
        home.run_with_input(&["credits", "award", "-,bob@example.org", "1", "--yes"], "ada@example.org\n");
    assert!(run.stdout.contains("2 users"), "{run}");
    let logged = home.json(&["log", "--limit", "1"])[0]["arguments"].clone();
    assert_eq!(logged[2], "-,bob@example.org");
}

#[test]
fn an_unknown_address_of_a_list_is_named_with_its_file_and_line() {
    let home = Home::seeded();
    let list = home.write("list.txt", "bob@example.org\n# a comment\ncarl@example.org\n");
    let run = home.fails(3, &["credits", "award", &format!("@{list}"), "1", "--yes", "--json"]);
    let line = run.stderr.lines().find(|line| line.contains("\"error\"")).unwrap();
    let error = serde_json::from_str::<serde_json::Value>(line).unwrap()["error"].clone();
    assert!(error["message"].as_str().unwrap().contains("'carl@example.org' ("), "{run}");
    assert_eq!((&error["faults"][0]["line"], &error["data"]["count"]), (&json!(3), &json!(1)), "{run}");
    assert!(error["faults"][0]["file"].as_str().unwrap().ends_with("list.txt"), "{run}");
}

#[test]
fn a_key_stands_for_the_same_union_in_any_order() {
    let home = Home::seeded();
    let award = |users: &str| home.json(&["credits", "award", users, "5", "--key", "k", "--yes"]);
    assert_eq!(award("bob@example.org,carol@example.org")["changed"], true);
    assert_eq!(award("carol@example.org,bob@example.org,bob@example.org")["changed"], false);
    home.refuses(4, &["credits", "award", "carol@example.org", "5", "--key", "k", "--yes"]);
}

#[test]
fn a_missing_confirmation_still_names_users_who_are_left_out() {
    let home = with_leavers().by("ada@example.org");
    home.ok(&["user", "edit", "bob@example.org", "--add-role", "agent"]);
    let run = home.refuses(5, &["credits", "award", "all,@/dev/null,role:partner", "1"]);
    assert!(run.stderr.contains("'ada@example.org' is the actor and was left out"), "{run}");
    assert!(run.stderr.contains("2 inactive users were left out: dan@example.org, eve@example.net"), "{run}");
    let run = home.refuses(5, &["user", "edit", "all", "--add-role", "admin"]);
    assert!(run.stderr.contains("is the actor and was left out"), "{run}");
}

#[test]
fn a_grant_by_name_names_the_inactive_users_who_get_nothing() {
    let home = with_leavers();
    let run = home.ok(&["grant-monthly", "--user", "role:partner"]);
    assert!(!run.stderr.contains("dan@example.org"), "who has no allowance gets nothing anyway: {run}");
    let home = Home::seeded();
    home.ok(&["user", "add", "dan@example.org", "--role", "partner", "--allowance", "10"]);
    home.ok(&["user", "edit", "dan@example.org", "--active", "off", "--yes"]);
    let run = home.ok(&["grant-monthly", "--user", "role:partner"]);
    assert_eq!(run.stderr, "warning: 1 user is not active and got nothing: dan@example.org\n");
}
