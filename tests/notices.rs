//! Messages about credits: low balances, adjustments, grants, corrections.

use std::fs;

use serde_json::{Value, json};

use crate::harness::Home;
use crate::harness::messages::{collect, configure, only};

const MONTH: i64 = 100;

/// Ada, an admin; Bob, a partner with 50 awarded; Carol, with 30 purchased. Messages go into a folder.
fn home_with(notify: &str) -> Home {
    let home = Home::with_users();
    set_notify(&home, notify);
    home
}

fn set_notify(home: &Home, notify: &str) {
    configure(home, &format!("transport = 'file'\nfolder = 'messages'\n[notify]\n{notify}"));
}

/// Returns the kind, recipient and status of all messages, oldest first.
fn outbox(home: &Home) -> Vec<[String; 3]> {
    let list = home.json(&["mail", "list"]);
    let mut rows: Vec<_> = list
        .as_array()
        .unwrap()
        .iter()
        .map(|row| ["kind", "email", "status"].map(|key| row[key].as_str().unwrap().to_owned()))
        .collect();
    rows.reverse();
    rows
}

fn due(home: &Home) -> (Value, Value) {
    let receipt = home.json(&["notify", "low"]);
    (receipt["fell"].clone(), receipt["repeated"].clone())
}

#[test]
fn an_adjustment_sends_one_message_to_each_user_and_an_undo_corrects_it() {
    let home = home_with("adjusted = true");
    let run = home.ok(&["credits", "award", "all", "25", "--reason", "spring", "--yes"]);
    assert!(run.stderr.contains("note: 3 messages sent"), "{run}");
    let messages = collect(&home);
    assert_eq!(messages.len(), 3);
    let bob = messages.iter().find(|message| message.to.contains("bob@")).unwrap();
    assert_eq!(bob.subject, "Your credits on the RAD Platform changed");
    for part in [&bob.text, &bob.html] {
        assert!(part.contains("Hello Bob,") && part.contains("+25") && part.contains("75"), "{part}");
        assert!(!part.contains("spring") && !part.contains("purchased credits"), "{part}");
    }
    let operation = home.json(&["log"])[0]["operation"].to_string();
    home.ok(&["undo", &operation, "--yes"]);
    let messages = collect(&home);
    assert_eq!(messages.len(), 3);
    assert!(messages.iter().all(|message| message.subject.ends_with("were corrected")), "{messages:?}");
    assert!(messages[1].text.contains("-25") && messages[1].text.contains("50"), "{}", messages[1].text);
}

#[test]
fn an_undo_of_a_spend_is_a_correction_and_an_undo_of_an_import_is_none() {
    let home = home_with("adjusted = true");
    home.ok(&["credits", "spend", "bob@example.org", "20", "--key", "job-1"]);
    assert!(collect(&home).is_empty(), "a spend is the user's own");
    home.ok(&["undo", "last"]);
    let message = only(&home);
    assert!(message.to.contains("bob@") && message.subject.ends_with("were corrected"), "{message:?}");
    assert!(message.text.contains("+20") && message.text.contains("50"), "{}", message.text);
    home.ok(&["credits", "spend", "bob@example.org", "20", "--reference", "job-2"]);
    home.ok(&["credits", "refund", "--reference", "job-2"]);
    assert!(only(&home).subject.ends_with("changed"));
    home.ok(&["undo", "last"]);
    assert!(only(&home).subject.ends_with("were corrected"));
    home.write("users.csv", "email,awarded\neve@example.org,7\nbob@example.org,10\n");
    home.ok(&["users", "import", "users.csv", "--update", "--yes"]);
    home.ok(&["undo", "last", "--yes"]);
    assert!(collect(&home).is_empty(), "nobody heard of the import");
    set_notify(&home, "granted = true");
    home.ok(&["credits", "spend", "bob@example.org", "1"]);
    home.ok(&["undo", "last"]);
    assert!(collect(&home).is_empty(), "only grants are corrected now");
}

#[test]
fn one_operation_makes_one_message_for_each_user() {
    let home = home_with("adjusted = true");
    home.write(
        "rows.csv",
        "user,bucket,amount\nbob@example.org,awarded,5\nbob@example.org,awarded,7\nbob@example.org,purchased,9\n",
    );
    home.ok(&["credits", "apply", "rows.csv", "--yes"]);
    let text = only(&home).text;
    assert!(text.contains("+12") && text.contains("+9") && text.contains("71"), "{text}");
}

#[test]
fn a_repeat_under_a_key_a_dry_run_and_a_refusal_send_nothing() {
    let home = home_with("adjusted = true");
    home.ok(&["credits", "award", "bob@example.org", "5", "--key", "k"]);
    only(&home);
    home.ok(&["credits", "award", "bob@example.org", "5", "--key", "k"]);
    home.fails(4, &["credits", "deduct", "bob@example.org", "5000", "--from", "awarded"]);
    let run = home.ok(&["credits", "award", "bob@example.org", "5", "-n"]);
    assert!(run.stderr.contains("1 message would be sent. It reads:"), "{run}");
    assert!(run.stderr.contains("Subject: Your credits on the RAD Platform changed"), "{run}");
    assert!(run.stderr.contains("Awarded now:                   60"), "{run}");
    assert!(collect(&home).is_empty());
    assert_eq!(outbox(&home).len(), 1);
}

#[test]
fn opening_credits_imports_and_new_settings_cause_no_message() {
    let home = home_with("adjusted = true\ngranted = true\nlow_balance = 1000");
    home.ok(&["user", "add", "dan@example.org", "--awarded", "5"]);
    home.write("users.csv", "email,awarded\neve@example.org,7\nbob@example.org,10\n");
    home.ok(&["users", "import", "users.csv", "--update", "--yes"]);
    home.ok(&["partner", "set", "bob@example.org", "100"]);
    assert_eq!(outbox(&home), Vec::<[String; 3]>::new());
}

#[test]
fn a_grant_tells_those_who_were_granted_something() {
    let home = home_with("granted = true");
    home.ok(&["partner", "set", "bob@example.org", &MONTH.to_string()]);
    home.ok(&["grant-monthly"]);
    let message = only(&home);
    assert_eq!(message.subject, "Your credits for 2026-11");
    assert!(message.text.contains("You received 100 credits for 2026-11."), "{}", message.text);
    assert!(message.text.contains("150"), "{}", message.text);
    home.ok(&["grant-monthly"]);
    assert!(collect(&home).is_empty(), "a closed month is granted once");
}

#[test]
fn inactive_users_and_those_who_opted_out_get_no_message() {
    let home = home_with("adjusted = true");
    let run = home.ok(&["user", "edit", "bob@example.org", "--mail", "off"]);
    assert!(run.stdout.contains("mail: on → off"), "{run}");
    assert_eq!(home.json(&["user", "show", "bob@example.org"])["mail"], false);
    home.ok(&["user", "edit", "carol@example.org", "--active", "off", "--yes"]);
    for email in ["bob@example.org", "carol@example.org"] {
        home.ok(&["credits", "award", email, "1"]);
    }
    assert!(collect(&home).is_empty());
    home.ok(&["verify"]);
    home.ok(&["user", "edit", "bob@example.org", "--mail", "on"]);
    home.ok(&["credits", "award", "bob@example.org", "1"]);
    only(&home);
}

#[test]
fn a_message_that_waits_for_settings_goes_once_it_is_opted_out() {
    let home = Home::with_users();
    home.write(".config/rad-admin/config.toml", "[notify]\nadjusted = true\n");
    let run = home.fails(8, &["credits", "award", "bob@example.org", "5"]);
    assert!(run.stdout.contains("bob@example.org") && run.stderr.contains("mail is not configured"), "{run}");
    home.fails(8, &["credits", "award", "carol@example.org", "5"]);
    home.ok(&["user", "edit", "bob@example.org", "--mail", "off"]);
    set_notify(&home, "adjusted = true");
    home.ok(&["mail", "flush"]);
    assert!(only(&home).to.contains("carol@"));
    let statuses: Vec<_> = outbox(&home).into_iter().map(|[.., status]| status).collect();
    assert_eq!(statuses, ["cancelled", "sent"]);
}

#[test]
fn a_low_balance_gets_one_message_for_each_fall_and_again_after_days() {
    let home = home_with("low_balance = 40\nrepeat_days = 7");
    home.ok(&["credits", "deduct", "bob@example.org", "20", "--from", "awarded"]);
    let dry = home.ok(&["notify", "low", "-n"]);
    assert!(dry.stdout.contains("1 would be told") && dry.stdout.contains("30 credits are left"), "{dry}");
    assert_eq!(due(&home), (json!(1), json!(0)), "Carol has 30 and never fell");
    let message = only(&home);
    assert_eq!(message.subject, "30 credits are left on your RAD Platform account");
    assert!(message.text.contains("fewer than 40"), "{}", message.text);

    home.ok(&["credits", "deduct", "bob@example.org", "5", "--from", "awarded"]);
    assert_eq!(due(&home), (json!(0), json!(0)), "lower, but no new fall");
    assert_eq!(due(&home.at("2026-11-21T09:00:00Z")), (json!(0), json!(0)));
    assert_eq!(due(&home.at("2026-11-22T09:00:00Z")), (json!(0), json!(1)));
    assert_eq!(due(&home.at("2026-11-23T09:00:00Z")), (json!(0), json!(0)));

    let later = home.at("2026-11-24T09:00:00Z");
    later.ok(&["credits", "award", "bob@example.org", "100"]);
    assert_eq!(due(&later), (json!(0), json!(0)));
    later.ok(&["credits", "deduct", "bob@example.org", "100", "--from", "awarded"]);
    assert_eq!(due(&later), (json!(1), json!(0)), "a new fall, however lately the last one was told");
    assert_eq!(due(&later), (json!(0), json!(0)));
}

#[test]
fn a_rise_and_a_fall_between_two_looks_are_a_new_fall() {
    let home = home_with("low_balance = 40");
    home.ok(&["credits", "deduct", "bob@example.org", "20", "--from", "awarded"]);
    assert_eq!(due(&home), (json!(1), json!(0)));
    home.ok(&["credits", "award", "bob@example.org", "50"]);
    home.ok(&["credits", "deduct", "bob@example.org", "50", "--from", "awarded"]);
    assert_eq!(due(&home), (json!(1), json!(0)));
}

#[test]
fn a_new_threshold_and_a_fall_of_long_ago_flood_nobody() {
    let home = home_with("low_balance = 10");
    home.ok(&["credits", "deduct", "bob@example.org", "20", "--from", "awarded"]);
    assert_eq!(due(&home), (json!(0), json!(0)));
    set_notify(&home, "low_balance = 40");
    let run = home.ok(&["notify", "low"]);
    assert!(run.stderr.contains("notify.low_balance has changed"), "{run}");
    assert!(run.stdout.contains("Nobody is due a message"), "{run}");
    home.ok(&["credits", "award", "bob@example.org", "20"]);
    home.ok(&["credits", "deduct", "bob@example.org", "20", "--from", "awarded"]);
    assert_eq!(due(&home), (json!(1), json!(0)));

    let old = home_with("low_balance = 40");
    old.ok(&["credits", "deduct", "bob@example.org", "20", "--from", "awarded"]);
    assert_eq!(due(&old.at("2027-01-15T09:00:00Z")), (json!(0), json!(0)));
}

#[test]
fn a_balance_that_rose_again_gets_no_message() {
    let home = Home::with_users();
    home.write(".config/rad-admin/config.toml", "[notify]\nlow_balance = 40\n");
    home.ok(&["credits", "deduct", "bob@example.org", "20", "--from", "awarded"]);
    home.fails(8, &["notify", "low"]);
    home.ok(&["credits", "award", "bob@example.org", "20"]);
    set_notify(&home, "low_balance = 40");
    home.ok(&["mail", "flush"]);
    assert!(collect(&home).is_empty());
}

#[test]
fn notify_low_with_users_writes_only_to_them() {
    let home = home_with("low_balance = 40");
    home.ok(&["credits", "purchase", "all", "100", "--yes"]);
    for email in ["bob@example.org", "carol@example.org"] {
        home.ok(&["credits", "deduct", email, "100", "--from", "purchased"]);
    }
    home.ok(&["credits", "deduct", "bob@example.org", "20", "--from", "awarded"]);
    assert_eq!(home.json(&["notify", "low", "role:partner"])["fell"], 1);
    assert!(only(&home).to.contains("bob@"));
    let off = home_with("low_balance = 0");
    assert!(off.ok(&["notify", "low"]).stdout.contains("notify.low_balance is 0"));
}

#[test]
fn a_note_names_the_named_users_who_got_no_message() {
    let home = home_with("low_balance = 40");
    home.ok(&["user", "edit", "carol@example.org", "--active", "off", "--yes"]);
    home.ok(&["user", "edit", "bob@example.org", "--mail", "off"]);
    let run = home.ok(&["notify", "low", "bob@example.org,carol@example.org"]);
    assert!(
        run.stderr.contains(
            "note: 2 users were left out: bob@example.org, carol@example.org; only active users who want messages are told"
        ),
        "{run}"
    );
    assert_eq!(home.ok(&["notify", "low", "all"]).stderr, "");
}

#[test]
fn every_kind_of_message_can_be_the_administrators_own() {
    let home = home_with("adjusted = true\n[notify.templates.adjusted]\ntext = 'adjusted.txt'");
    home.write(".config/rad-admin/adjusted.txt", "{name}: {awarded_change}, weil {reason}\n");
    home.ok(&["credits", "award", "bob@example.org", "5", "--reason", "Treue"]);
    assert_eq!(only(&home).text.trim_end(), "Bob: +5, weil Treue");
    fs::remove_file(home.path().join(".config/rad-admin/adjusted.txt")).unwrap();
    let run = home.run(&["mail", "flush"]);
    assert_eq!(run.status, 7, "{run}");
    assert!(
        run.stderr.contains("adjusted.txt") && run.stderr.contains("[notify.templates.adjusted]"),
        "{run}"
    );
}
