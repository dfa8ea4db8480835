use serde_json::{Value, json};

use crate::harness::Home;

/// Returns the list without versions and times, which differ between databases.
fn list(home: &Home, format: &str) -> String {
    let fields = "email,name,status,roles,partner,awarded,purchased,balance,allowance";
    home.ok(&["users", "list", "-o", format, "--fields", fields]).stdout
}

fn varied() -> Home {
    let home = Home::with_users();
    home.ok(&["partner", "set", "bob@example.org", "100"]);
    home.ok(&[
        "user",
        "add",
        "d@example.org",
        "--name",
        "=1+1, \"so\" 'x'",
        "--role",
        "agent",
        "--role",
        "trainer",
    ]);
    home.ok(&["user", "add", "e@example.org", "--name", "'=q"]);
    home.ok(&["user", "edit", "e@example.org", "--active", "off", "--yes"]);
    home
}

#[test]
fn a_printed_list_imports_as_the_same_users() {
    let first = varied();
    for format in ["csv", "jsonl"] {
        let second = Home::initialised();
        second.write("users", &first.ok(&["users", "list", "-o", format]).stdout);
        let receipt = second.ok(&["users", "import", "users", "--yes", "--json"]).json();
        assert_eq!((receipt["created"].as_i64(), receipt["operation"].as_i64()), (Some(5), Some(1)));
        for other in ["csv", "jsonl"] {
            assert_eq!(list(&first, other), list(&second, other), "{format}");
        }
        let history = second.ok(&["credits", "history", "-o", "jsonl"]).stdout;
        assert_eq!(history.matches("\"kind\":\"opening\"").count(), 2, "{history}");
    }
}

#[test]
fn importing_the_same_file_again_with_update_changes_nothing() {
    let home = varied();
    home.write("users.csv", &home.ok(&["users", "list", "-o", "csv"]).stdout);
    let operations = home.operations();
    let receipt = home.ok(&["users", "import", "users.csv", "--update", "--json"]).json();
    assert_eq!(receipt["changed"], false);
    let counts = ["created", "updated", "unchanged"].map(|key| receipt[key].as_i64());
    assert_eq!(counts, [0, 0, 5].map(Some));
    assert_eq!(home.operations(), operations);
}

#[test]
fn users_who_are_there_already_are_refused_by_name_and_nobody_is_made() {
    let home = Home::with_users();
    home.write("u.csv", "email\nnew@example.org\nbob@example.org\ncarol@example.org\n");
    let run = home.fails(4, &["users", "import", "u.csv"]);
    assert!(run.stderr.contains("u.csv:3: email: user 'bob@example.org' already exists"), "{}", run.stderr);
    assert!(run.stderr.contains("u.csv:4: ") && run.stderr.contains("--update"), "{}", run.stderr);
    home.fails(3, &["user", "show", "new@example.org"]);
    home.write("v.csv", "email,allowance\nnew@example.org,5\n");
    let run = home.fails(4, &["users", "import", "v.csv"]);
    assert!(run.stderr.contains("needs the role") && !run.stderr.contains("--update"), "{}", run.stderr);
}

#[test]
fn an_update_changes_only_fields_that_differ() {
    let home = varied();
    home.write(
        "u.csv",
        "email,name,partner,awarded,allowance\n\
         bob@example.org,Robert,true,70,120\n\
         carol@example.org,Carol,false,0,0\n\
         new@example.org,,yes,5,10\n",
    );
    let receipt = home.ok(&["users", "import", "u.csv", "--update", "--yes", "--json"]).json();
    let counts = ["created", "updated", "unchanged", "total"].map(|key| receipt[key].as_i64());
    assert_eq!(counts, [1, 1, 1, 25].map(Some));
    let bob = home.ok(&["user", "show", "bob@example.org", "--json"]).json();
    assert_eq!((bob["name"].as_str(), bob["awarded"].as_i64()), (Some("Robert"), Some(70)));
    assert_eq!(bob["allowance"], 120);
    assert_eq!(home.balances("carol@example.org"), (0, 30));
    let number = receipt["operation"].to_string();
    let log = home.ok(&["log", "show", &number, "--json"]).stdout;
    for change in ["\"Robert\"", "\"new@example.org\"", "\"opening\"", "\"set\""] {
        assert!(log.contains(change), "{change} {log}");
    }
    home.ok(&["verify"]);
}

#[test]
fn a_new_users_allowance_is_on_record_with_the_month_from_which_it_holds() {
    let home = Home::initialised();
    home.write("u.csv", "email,partner,allowance\nbob@example.org,true,60\ncarol@example.org,false,0\n");
    home.ok(&["users", "import", "u.csv"]);
    let changes = home.ok(&["log", "show", "1", "--json"]).json()["changes"].clone();
    let allowances: Vec<_> =
        changes.as_array().unwrap().iter().filter(|change| change["field"] == "allowance").collect();
    assert_eq!(allowances.len(), 1, "{changes}");
    assert_eq!((&allowances[0]["before"], &allowances[0]["after"]), (&Value::Null, &json!(60)));
    let bob = home.ok(&["user", "show", "bob@example.org", "--json"]).json();
    assert_eq!(allowances[0]["month"], bob["next_grant"]["month"], "{bob}");
    home.ok(&["verify"]);
}

#[test]
fn an_untouched_list_ends_no_allowance_that_is_yet_to_begin() {
    let home = varied();
    home.ok(&["user", "edit", "carol@example.org", "--partner", "on"]);
    home.ok(&["partner", "set", "carol@example.org", "10", "--from", "2099-02"]);
    let list = home.ok(&["users", "list", "-o", "csv"]).stdout;
    home.write("u.csv", &list);
    assert_eq!(home.ok(&["users", "import", "u.csv", "--update", "--json"]).json()["changed"], false);
    let carol = home.ok(&["user", "show", "carol@example.org", "--json"]).json();
    assert_eq!(carol["planned"].as_array().unwrap().len(), 1, "{carol}");
}

#[test]
fn an_update_tells_the_first_ten_users_what_it_changes_about_them() {
    let home = varied();
    home.write(
        "u.csv",
        "email,name,status,roles,allowance,awarded\n\
         new@example.org,New,active,partner,7,\n\
         bob@example.org,Robert,inactive,\"partner,agent\",1200,60\n\
         e@example.org,,,,,\n",
    );
    let receipt = home.ok(&["users", "import", "u.csv", "--update", "--yes"]).stdout;
    let rest = receipt.split_once('\n').expect("two lines").1;
    assert_eq!(
        rest,
        "  bob@example.org  name: Bob → Robert; status: active → inactive; roles: partner → partner,agent; \
         allowance: 100 → 1,200 from 2026-11 on\n  \
         e@example.org  name: '=q → none\n  \
         bob@example.org  awarded 50 → 60 (+10)\n  3 users, +10 credits in all\n  \
         1 user created, 2 updated, 0 unchanged\n"
    );
    let users: String =
        (10..22).fold("email,name\n".to_owned(), |all, n| format!("{all}u{n}@example.org,A\n"));
    home.write("many.csv", &users);
    home.ok(&["users", "import", "many.csv"]);
    home.write("many.csv", users.replace(",A", ",B"));
    let update = ["users", "import", "many.csv", "--update"];
    let dry = home.ok(&[&update[..], &["-n"]].concat()).stdout;
    let lines: Vec<_> = dry.lines().collect();
    assert_eq!(lines[10..], ["  u19@example.org  name: A → B", "  … and more", COUNTS], "{dry}");
    let kept = home.ok(&update).stdout;
    let number = home.operations();
    assert!(kept.contains(&format!("\n  … and more: rad-admin log show {number}\n")), "{kept}");
}

const COUNTS: &str = "  0 users created, 12 updated, 0 unchanged";

#[test]
fn losing_the_role_partner_ends_the_allowance() {
    let home = varied();
    home.write("u.csv", "email,partner\nbob@example.org,false\n");
    home.ok(&["users", "import", "u.csv", "--update"]);
    let bob = home.ok(&["user", "show", "bob@example.org", "--json"]).json();
    assert_eq!((bob["partner"].as_bool(), bob["allowance"].as_i64()), (Some(false), Some(0)));
}

#[test]
fn every_fault_of_a_file_of_users_has_its_place() {
    let home = Home::with_users();
    home.write(
        "u.csv",
        "email,status,awarded,allowance\nx,active,1,\na@example.org,gone,1,\nb@example.org,active,-1,\n\
         c@example.org,active,1,5\nd@example.org,active,1,\nD@example.org,active,1,\n",
    );
    let run = home.fails(2, &["users", "import", "u.csv"]);
    for fault in [
        "u.csv:2: email: ",
        "u.csv:3: status: ",
        "u.csv:4: awarded: ",
        "u.csv:5: allowance: c@example.org is not a partner",
        "u.csv:7: email: 'd@example.org' is on line 6 already",
    ] {
        assert!(run.stderr.contains(fault), "{fault}\n{}", run.stderr);
    }
}

#[test]
fn admins_are_made_and_users_deactivated_only_with_a_yes() {
    let home = Home::with_users();
    home.write("a.csv", "email,roles\nnew@example.org,admin\n");
    home.fails(5, &["users", "import", "a.csv"]);
    home.ok(&["users", "import", "a.csv", "--yes"]);
    home.write("b.csv", "email,active\nbob@example.org,false\n");
    home.fails(5, &["users", "import", "b.csv", "--update"]);
    home.ok(&["users", "import", "b.csv", "--update", "--yes"]);
}

#[test]
fn an_active_admin_remains_and_no_admin_is_deactivated() {
    let home = Home::with_users();
    home.write("a.csv", "email,roles\nada@example.org,\n");
    let run = home.fails(4, &["users", "import", "a.csv", "--update", "--yes"]);
    assert!(run.stderr.contains("ada@example.org is an active admin, and no other would be left"));
    home.write("b.csv", "email,status\nada@example.org,inactive\n");
    let run = home.fails(4, &["users", "import", "b.csv", "--update", "--yes"]);
    assert!(run.stderr.contains("an admin is not deactivated"), "{}", run.stderr);
    home.write("c.csv", "email,roles\nada@example.org,\nbob@example.org,admin\n");
    home.ok(&["users", "import", "c.csv", "--update", "--yes"]);
}

#[test]
fn large_changes_of_balances_need_their_total_openings_included() {
    let home = Home::with_users();
    home.write("u.csv", "email,awarded\nnew@example.org,20000\n");
    home.fails(5, &["users", "import", "u.csv", "--yes"]);
    home.fails(5, &["users", "import", "u.csv", "--confirm", "19999", "--reason", "Moved in"]);
    home.ok(&["users", "import", "u.csv", "--confirm", "20000", "--reason", "Moved in"]);
    home.write("u.csv", "email,awarded\nnew@example.org,5000\n");
    home.fails(5, &["users", "import", "u.csv", "--update", "--yes"]);
    home.ok(&["users", "import", "u.csv", "--update", "--confirm", "15000", "--reason", "recount"]);
    assert_eq!(home.balances("new@example.org"), (5000, 0));
}

#[test]
fn a_file_that_changes_several_balances_needs_a_yes_or_the_total() {
    for (rows, total) in [
        ("email,awarded\na@example.org,1\nb@example.org,2\n", "3"),
        ("email,roles,allowance\na@example.org,partner,1\nb@example.org,partner,2\n", "0"),
    ] {
        let home = Home::with_users();
        home.write("u.csv", rows);
        let import = ["users", "import", "u.csv"];
        home.fails(5, &import);
        home.fails(5, &[&import[..], &["--confirm", "7"]].concat());
        home.ok(&[&import[..], &["--yes", "--confirm", total]].concat());
    }
    let home = Home::with_users();
    home.write(
        "u.csv",
        "email,awarded,name\na@example.org,1,\nb@example.org,0,\nbob@example.org,50,Robert\n",
    );
    home.ok(&["users", "import", "u.csv", "--update"]);
}

#[test]
fn an_actor_cannot_import_themselves_with_credits_or_roles() {
    let home = Home::with_users();
    for columns in [
        "awarded\nops@example.org,5",
        "roles\nops@example.org,agent",
        "partner,allowance\nops@example.org,on,5",
    ] {
        home.write("u.csv", format!("email,{columns}\n"));
        let run = home.fails(4, &["users", "import", "u.csv", "--yes"]);
        assert!(
            run.stderr.starts_with("error: 'ops@example.org' is the actor: nobody changes"),
            "{}",
            run.stderr
        );
    }
    home.write("u.csv", "email,name\nops@example.org,Opal\n");
    home.ok(&["users", "import", "u.csv"]);
    home.write("u.csv", "email,awarded\nops@example.org,6\n");
    home.fails(4, &["users", "import", "u.csv", "--update"]);
}

#[test]
fn the_columns_of_another_platform_are_mapped() {
    let home = Home::initialised();
    home.write(
        "export.jsonl",
        "{\"email\":\"a@example.org\",\"creditAwards\":5,\"creditPurchases\":6,\"creditPartner\":7,\
         \"isPartner\":true,\"active\":false,\"shoe\":44}\n",
    );
    let map = "awarded=creditAwards,purchased=creditPurchases,allowance=creditPartner,partner=isPartner";
    home.ok(&["users", "import", "export.jsonl", "--ignore-columns", "--map", map]);
    let user = home.ok(&["user", "show", "a@example.org", "--json"]).json();
    assert_eq!(user["status"], "inactive");
    let figures = ["awarded", "purchased", "allowance"].map(|key| user[key].as_i64());
    assert_eq!(figures, [5, 6, 7].map(Some));
}

#[test]
fn an_import_warns_of_caps_and_resets_that_it_leaves_out() {
    let home = Home::seeded();
    home.write(
        "users.csv",
        "email,roles,allowance,policy,cap\nx@example.org,partner,5,cap,9\ny@example.org,partner,5,plain,\n",
    );
    let run = home.ok(&["users", "import", "users.csv", "--yes"]);
    assert!(run.stderr.contains("warning: users.csv has 1 allowance with a cap or a reset"), "{run}");
    home.write("users.csv", "email,policy\nz@example.org,weekly\n");
    let run = home.fails(2, &["users", "import", "users.csv", "--yes"]);
    assert!(run.stderr.contains("is not plain, cap or reset"), "{run}");
}

#[test]
fn a_dry_run_of_an_import_makes_nobody() {
    let home = Home::initialised();
    home.write("u.csv", "email\na@example.org\n");
    let receipt = home.ok(&["users", "import", "u.csv", "--dry-run", "--json"]).json();
    assert_eq!((receipt["dry_run"].as_bool(), receipt["created"].as_i64()), (Some(true), Some(1)));
    assert_eq!(home.operations(), 0);
}

#[test]
fn scripts_find_the_reasons_why_a_list_of_users_is_not_imported() {
    let home = Home::with_users();
    for (status, content, line, column, reason) in [
        (4, "email\nnew@example.org\nbob@example.org\n", 3, "email".into(), "exists"),
        (4, "email,allowance\nnew@example.org,5\n", 2, "allowance".into(), "not_a_partner"),
        (2, "email\nnew@example.org\nnew@example.org\n", 3, "email".into(), "repeated"),
        (2, "email,status\nnew@example.org,asleep\n", 2, "status".into(), "invalid"),
        (2, "name\nNew\n", 1, Value::Null, "invalid"),
    ] {
        home.write("u.csv", content);
        let error = home.fails(status, &["users", "import", "u.csv", "--yes", "--json"]).json_error();
        assert_eq!(error["reason"], reason, "{error}");
        let fault = &error["faults"][0];
        assert_eq!((&fault["file"], &fault["line"]), (&"u.csv".into(), &line.into()), "{error}");
        assert_eq!((&fault["column"], &fault["reason"]), (&column, &reason.into()), "{error}");
    }
}
