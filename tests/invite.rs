//! Invitations, from the command to the message, and from the message to the account.

use std::fs;

use crate::harness::messages::{Message, collect, configure, home_with_folder, only};
use crate::harness::{Home, on_file};
use serde_json::{Value, json};

/// Invites Ada and returns the token of her message.
fn invite_ada(home: &Home) -> String {
    home.ok(&["invite", "ada@example.org"]);
    only(home).token()
}

fn status_of(home: &Home, email: &str) -> Value {
    let list = home.json(&["invite", "list"]);
    let invitation = list.as_array().unwrap().iter().find(|invitation| invitation["email"] == email);
    invitation.unwrap()["status"].clone()
}

#[test]
fn an_invited_person_reads_the_message_and_becomes_active_by_its_token() {
    let home = home_with_folder();
    let receipt = home.json(&[
        "invite",
        "Ada@Example.org",
        "--name",
        "Åda <L>",
        "--role",
        "partner",
        "--role",
        "agent",
        "--awarded",
        "50",
    ]);
    assert_eq!(
        receipt,
        json!({"changed": true, "dry_run": false, "operation": 1, "invites": [{
            "email": "ada@example.org", "status": "invited", "mail": "sent", "expires_at": "2026-11-22T09:00:00Z"}],
            "entries": [{"email": "ada@example.org", "bucket": "awarded", "kind": "opening", "amount": 50,
                         "balance_before": 0, "balance_after": 50}],
            "users": 1, "total": 50, "message": null})
    );
    let user = home.user("ada@example.org");
    assert_eq!((&user["status"], &user["name"]), (&json!("invited"), &json!("Åda <L>")));
    assert_eq!((&user["roles"], &user["awarded"]), (&json!(["partner", "agent"]), &json!(50)));
    assert_eq!(home.json(&["credits", "history"])[0]["kind"], "opening");

    let message = only(&home);
    assert!(message.to.contains("<ada@example.org>"), "{message:?}");
    assert_eq!(message.subject, "ops@example.org invites you to the RAD Platform");
    for part in ["Hello Åda <L>,", "partner, agent", "50", "2026-11-22 09:00 (UTC)", "did not expect"] {
        assert!(message.text.contains(part), "{part}: {}", message.text);
    }
    assert!(message.html.contains("Hello Åda &lt;L&gt;,") && message.html.contains(&message.token()));

    let run = home.run_with_input(&["invite", "accept", "-", "--json"], &format!("{}\n", message.token()));
    assert_eq!(run.status, 0, "{run}");
    assert_eq!(run.json()["invites"][0]["status"], "accepted");
    assert_eq!(home.user("ada@example.org")["status"], "active");
    let changes = &home.json(&["log", "show", "2"])["changes"];
    assert_eq!(changes[0]["field"], "invitation");
    assert_eq!(
        changes[1],
        json!({"email": "ada@example.org", "field": "status", "before": "invited", "after": "active", "month": null})
    );
}

#[test]
fn a_token_works_once() {
    let home = home_with_folder();
    let token = invite_ada(&home);
    home.ok(&["invite", "accept", &token]);
    let run = home.refuses(4, &["invite", "accept", &token]);
    assert!(run.stderr.contains("the invitation of 'ada@example.org' was accepted already"), "{run}");
}

#[test]
fn a_token_is_nowhere_at_rest_but_in_the_message() {
    let _on_file = on_file();
    let home = home_with_folder();
    let token = invite_ada(&home);
    home.ok(&["invite", "accept", &token]);
    for suffix in ["", "-wal"] {
        let path = format!("{}{suffix}", home.database().display());
        let bytes = fs::read(path).unwrap_or_default();
        assert!(!bytes.windows(token.len()).any(|window| window == token.as_bytes()), "{suffix}");
    }
}

#[test]
fn an_unknown_token_is_not_found() {
    let home = home_with_folder();
    let token = invite_ada(&home);
    let other = format!("{}{}", if token.starts_with('x') { "y" } else { "x" }, &token[1..]);
    for wrong in [other.as_str(), "abc", &token[..42], &token.to_lowercase()] {
        let run = home.refuses(3, &["invite", "accept", wrong]);
        assert!(run.stderr.contains("no invitation has this token"), "{run}");
        assert!(!run.stderr.contains(wrong), "an error does not repeat what may be a token: {run}");
    }
}

#[test]
fn an_expired_invitation_says_so_until_it_is_sent_again() {
    let home = home_with_folder();
    let token = invite_ada(&home);
    let late = home.at("2026-11-22T09:00:00Z");
    let run = late.refuses(4, &["invite", "accept", &token]);
    assert!(run.stderr.contains("expired at 2026-11-22T09:00:00Z"), "{run}");
    assert!(run.stderr.contains("hint: invite again with: rad-admin invite resend ada@example.org"), "{run}");
    assert_eq!(status_of(&late, "ada@example.org"), "expired");
    assert_eq!(status_of(&home.at("2026-11-22T08:59:59Z"), "ada@example.org"), "invited");

    late.ok(&["invite", "resend", "ada@example.org"]);
    late.ok(&["invite", "accept", &only(&home).token()]);
    assert_eq!(home.user("ada@example.org")["status"], "active");
}

#[test]
fn a_new_message_takes_the_place_of_the_one_before() {
    let home = home_with_folder();
    let first = invite_ada(&home);
    let receipt = home.json(&["invite", "resend", "ada@example.org"]);
    assert_eq!((&receipt["operation"], &receipt["invites"][0]["mail"]), (&json!(2), &json!("sent")));
    let run = home.refuses(4, &["invite", "accept", &first]);
    assert!(run.stderr.contains("was replaced by a newer one"), "{run}");
    home.ok(&["invite", "accept", &only(&home).token()]);
}

#[test]
fn a_revoked_invitation_opens_nothing_until_it_is_sent_again() {
    let home = home_with_folder();
    let token = invite_ada(&home);
    assert_eq!(home.json(&["invite", "revoke", "ada@example.org"])["invites"][0]["status"], "revoked");
    let run = home.refuses(4, &["invite", "accept", &token]);
    assert!(run.stderr.contains("was revoked"), "{run}");
    let again = home.json(&["invite", "revoke", "ada@example.org"]);
    assert_eq!((&again["changed"], &again["operation"]), (&json!(false), &Value::Null));
    let change = &home.json(&["log", "show", "2"])["changes"][0];
    assert_eq!((&change["before"], &change["after"]), (&json!("invited"), &json!("revoked")));

    home.ok(&["invite", "resend", "ada@example.org"]);
    home.ok(&["invite", "accept", &only(&home).token()]);
}

#[test]
fn a_revoked_user_is_invited_again_only_by_address() {
    let home = home_with_folder();
    home.ok(&["invite", "ada@example.org", "zoe@example.org", "finn@example.org", "--yes"]);
    home.ok(&["invite", "revoke", "zoe@example.org"]);
    let run = home.refuses(4, &["invite", "zoe@example.org"]);
    assert!(run.stderr.contains("the invitation of 'zoe@example.org' was revoked\n"), "{run}");
    assert!(run.stderr.contains("rad-admin invite resend zoe@example.org"), "{run}");
    let selected = ["invite", "resend", "status:invited"];
    let run = home.refuses(5, &selected);
    assert!(run.stderr.contains("2 users (ada@example.org, finn@example.org) would"), "{run}");
    let run = home.ok(&[&selected[..], &["--yes", "--json"]].concat());
    assert_eq!(run.json()["invites"].as_array().unwrap().len(), 2, "{run}");
    assert_eq!(status_of(&home, "zoe@example.org"), "revoked");
    assert_eq!(home.json(&["user", "show", "zoe@example.org"])["status"], "inactive", "Zoe never joined");
    home.refuses(4, &["invite", "resend", "status:inactive"]);
    home.ok(&["invite", "revoke", "all", "--yes"]);
    let run = home.ok(&selected);
    assert!(run.stdout == "Nothing to change.\n" && run.stderr.contains("no user is invited"), "{run}");
    home.ok(&["invite", "resend", "zoe@example.org"]);
    assert_eq!(status_of(&home, "zoe@example.org"), "invited");
    let list = home.write("list.txt", "ada@example.org\n");
    home.ok(&["invite", "resend", &format!("@{list}")]);
    assert_eq!(status_of(&home, "ada@example.org"), "invited", "a list names its users");
}

#[test]
fn expired_invitations_are_listed_resent_and_revoked_alone() {
    let home = home_with_folder();
    home.ok(&["invite", "ada@example.org", "bob@example.org", "--yes"]);
    let late = home.at("2026-11-23T09:00:00Z");
    late.ok(&["invite", "carol@example.org"]);
    assert_eq!(late.json(&["invite", "list", "--expired"]).as_array().unwrap().len(), 2);
    let run = late.json(&["invite", "resend", "bob@example.org", "--expired"]);
    assert_eq!(run["invites"].as_array().unwrap().len(), 1);
    let run = late.json(&["invite", "revoke", "--expired"]);
    assert_eq!(run["invites"][0]["email"], "ada@example.org");
    assert_eq!(late.json(&["status"])["invitations"], json!({"open": 2, "expired": 0}));
    assert_eq!(late.ok(&["invite", "resend", "--expired"]).stdout, "Nothing to change.\n");
    late.refuses(2, &["invite", "resend"]);
}

#[test]
fn an_invitation_that_expired_long_ago_needs_no_attention() {
    let home = home_with_folder();
    home.ok(&["invite", "ada@example.org"]);
    let attention = |time| home.at(time).json(&["status"])["attention"].to_string();
    assert!(attention("2026-12-20T09:00:00Z").contains("1 invitation expired"));
    assert!(!attention("2026-12-23T09:00:00Z").contains("expired"));
}

#[test]
fn a_link_that_went_to_another_address_does_not_open_the_account() {
    let home = home_with_folder();
    let token = invite_ada(&home);
    let run = home.ok(&["user", "edit", "ada@example.org", "--email", "ada@example.net"]);
    assert!(run.stdout.contains("the link of the invitation no longer works"), "{run}");
    assert!(run.stdout.contains("rad-admin invite resend ada@example.net"), "{run}");
    let run = home.refuses(4, &["invite", "accept", &token]);
    assert!(run.stderr.contains("went to another address"), "{run}");
    home.ok(&["invite", "resend", "ada@example.net"]);
    home.ok(&["invite", "accept", &only(&home).token()]);
}

#[test]
fn an_account_that_is_activated_by_hand_needs_no_token_any_more() {
    let home = home_with_folder();
    let token = invite_ada(&home);
    home.ok(&["user", "edit", "ada@example.org", "--active", "on"]);
    assert_eq!(status_of(&home, "ada@example.org"), "revoked");
    let run = home.refuses(4, &["invite", "accept", &token]);
    assert!(run.stderr.contains("is active: there is nothing to accept"), "{run}");
}

#[test]
fn an_invitation_of_a_user_refuses_the_whole_line() {
    let home = home_with_folder();
    home.ok(&["user", "add", "bob@example.org"]);
    invite_ada(&home);
    let run = home.refuses(4, &["invite", "carol@example.org", "bob@example.org", "--yes"]);
    assert!(run.stderr.contains("user 'bob@example.org' already exists"), "{run}");
    let run = home.refuses(4, &["invite", "ADA@example.org"]);
    assert!(run.stderr.contains("rad-admin invite resend ada@example.org"), "{run}");
    assert!(collect(&home).is_empty());
}

#[test]
fn every_address_is_checked_before_the_first_user_is_written() {
    let home = home_with_folder();
    home.refuses(2, &["invite", "ada@example.org", "ada"]);
    let run = home.refuses(2, &["invite", "ada@example.org", "bob@xn--a.org", "--yes"]);
    assert!(run.stderr.contains("'bob@xn--a.org' is not an e-mail address"), "{run}");
    let list = home.write("list.txt", "ada@example.org\nnobody\nbob@example.org\n");
    let run = home.refuses(2, &["invite", &format!("@{list}"), "--yes"]);
    assert!(run.stderr.contains("list.txt:2: "), "{run}");
    home.refuses(2, &["invite", "ada@example.org", "bob@example.org", "--name", "Ada", "--yes"]);
}

#[test]
fn more_than_one_person_or_an_admin_needs_a_yes() {
    let home = home_with_folder();
    let run = home.refuses(5, &["invite", "ada@example.org", "bob@example.org"]);
    assert!(run.stderr.contains("2 people would be invited (ada@example.org, bob@example.org)"), "{run}");
    home.refuses(5, &["invite", "ada@example.org", "--role", "admin"]);
    home.ok(&["invite", "ada@example.org", "bob@example.org", "--role", "admin", "--yes"]);
    home.refuses(5, &["invite", "resend", "status:invited"]);
    home.refuses(5, &["invite", "revoke", "status:invited"]);
}

#[test]
fn large_opening_credits_of_an_invitation_need_the_total() {
    let home = home_with_folder();
    let line = ["invite", "ada@example.org", "bob@example.org", "--awarded", "6000", "--yes"];
    let run = home.refuses(5, &line);
    assert!(run.stderr.contains("the total is 12,000 credits"), "{run}");
    home.refuses(5, &[&line[..], &["--confirm", "12000"]].concat());
    home.refuses(5, &[&line[..], &["--confirm", "11999", "--reason", "launch"]].concat());
    home.ok(&[&line[..], &["--confirm", "12000", "--reason", "launch"]].concat());
    assert_eq!(home.json(&["log"])[0]["reason"], "launch");
}

#[test]
fn a_list_of_people_is_invited_in_one_operation_each_once() {
    let home = home_with_folder();
    let list = home.write("list.txt", "# new\nada@example.org\nbob@example.org\n\nADA@example.org\n");
    let line = ["invite", &format!("@{list}"), "-", "--role", "partner", "--awarded", "5", "--yes", "--json"];
    let run = home.run_with_input(&line, "carol@example.org\nbob@example.org\n");
    assert_eq!(run.status, 0, "{run}");
    let receipt = run.json();
    assert_eq!(receipt["invites"].as_array().unwrap().len(), 3);
    assert_eq!(home.json(&["log"]).as_array().unwrap().len(), 1);
    let messages = collect(&home);
    assert_eq!(
        messages.iter().map(|message| message.to.as_str()).collect::<Vec<_>>(),
        ["ada@example.org", "bob@example.org", "carol@example.org"]
    );
    assert_eq!(home.balances("carol@example.org"), (5, 0));
    let tokens: std::collections::BTreeSet<String> = messages.iter().map(Message::token).collect();
    assert_eq!(tokens.len(), 3);
}

#[test]
fn a_dry_run_shows_the_message_and_sends_and_keeps_nothing() {
    let home = home_with_folder();
    let config = fs::read_to_string(home.config()).unwrap();
    home.write(".config/rad-admin/config.toml", format!("{config}[notify]\nadjusted = true\n"));
    let before = home.everything();
    let run = home.ok(&["invite", "ada@example.org", "--name", "Ada", "-n"]);
    assert_eq!(run.stderr, "", "the message is in the receipt and nowhere else");
    let run = run.stdout;
    assert_eq!(before, home.everything(), "{run}");
    assert!(run.contains("Subject: ops@example.org invites you to the RAD Platform"), "{run}");
    assert!(run.contains("https://platform.example.org/join?token=TOKEN"), "{run}");
    assert!(collect(&home).is_empty());
}

#[test]
fn settings_that_are_wrong_stop_an_invitation_before_anything_is_written() {
    let home = home_with_folder();
    home.write(".config/rad-admin/message.txt", "Hello {nmae}, {link}");
    let config = fs::read_to_string(home.config()).unwrap();
    home.write(
        ".config/rad-admin/config.toml",
        format!("{config}[invite.templates]\ntext = 'message.txt'\n"),
    );
    let run = home.refuses(7, &["invite", "ada@example.org"]);
    assert!(run.stderr.contains("message.txt") && run.stderr.contains("did you mean '{name}'?"), "{run}");
    configure(&home, "host = 'mail.example.org'\nsecurity = 'none'");
    home.refuses(7, &["invite", "ada@example.org"]);
    configure(&home, "host = 'mail.example.org'\nusername = 'rad'");
    let run = home.refuses(7, &["invite", "ada@example.org"]);
    assert!(run.stderr.contains("RAD_ADMIN_SMTP_PASSWORD"), "{run}");
}

#[test]
fn the_message_can_be_the_administrators_own() {
    let home = home_with_folder();
    home.write(".config/rad-admin/message.txt", "Willkommen, {name}: {link}\n");
    let config = fs::read_to_string(home.config()).unwrap();
    home.write(
        ".config/rad-admin/config.toml",
        format!("{config}[invite.templates]\ntext = 'message.txt'\n"),
    );
    home.ok(&["invite", "ada@example.org", "--name", "Ada"]);
    assert!(only(&home).text.starts_with("Willkommen, Ada: https://platform.example.org/join?token="));
}

#[test]
fn only_who_has_not_accepted_can_be_invited_again_or_no_longer() {
    let home = home_with_folder();
    home.ok(&["user", "add", "bob@example.org"]);
    let token = invite_ada(&home);
    home.ok(&["invite", "accept", &token]);
    for email in ["ada@example.org", "bob@example.org"] {
        let run = home.refuses(4, &["invite", "resend", email]);
        assert!(run.stderr.contains("is active"), "{run}");
    }
    let run = home.refuses(4, &["invite", "revoke", "ada@example.org"]);
    assert!(run.stderr.contains("rad-admin user edit ada@example.org --active off"), "{run}");
    home.refuses(3, &["invite", "revoke", "bob@example.org"]);
    home.refuses(3, &["invite", "resend", "nobody@example.org"]);
}

#[test]
fn a_grant_passes_over_who_has_not_accepted() {
    let home = home_with_folder();
    home.ok(&["invite", "ada@example.org", "--role", "partner"]);
    home.ok(&["partner", "set", "ada@example.org", "100"]);
    let receipt = home.json(&["grant-monthly"]);
    assert_eq!((&receipt["months"][0]["granted"], &receipt["months"][0]["skipped"]), (&json!(0), &json!(1)));
}

#[test]
fn the_status_counts_open_and_expired_invitations() {
    let home = home_with_folder();
    home.ok(&["invite", "ada@example.org"]);
    home.at("2026-11-20T09:00:00Z").ok(&["invite", "bob@example.org"]);
    let status = home.at("2026-11-22T09:00:00Z").json(&["status"]);
    assert_eq!(status["invitations"], json!({"open": 1, "expired": 1}));
    assert_eq!(status["mail"], json!({"queued": 0, "failed": 0}));
}

#[test]
fn an_import_that_activates_a_user_withdraws_the_invitation() {
    let home = Home::initialised();
    for name in ["ada", "bob", "carol", "dan"] {
        home.fails(8, &["invite", &format!("{name}@example.org"), "--json"]);
    }
    assert_eq!(home.json(&["status"])["invitations"], json!({"open": 4, "expired": 0}));
    home.write("users.csv", "email,status\nada@example.org,active\nbob@example.org,inactive\n");
    home.ok(&["users", "import", "users.csv", "--update", "--yes"]);
    home.write(
        "users.csv",
        "email,name,status\nada@example.org,Ada,inactive\ncarol@example.org,,active\ndan@example.org,Dan,\n",
    );
    home.at("2026-11-22T09:00:00Z").ok(&["users", "import", "users.csv", "--update", "--yes"]);

    let statuses =
        ["ada", "bob", "carol", "dan"].map(|name| status_of(&home, &format!("{name}@example.org")));
    assert_eq!(statuses, ["revoked", "revoked", "revoked", "invited"]);
    let status = home.json(&["status"]);
    assert_eq!((&status["invitations"]["open"], &status["mail"]["queued"]), (&json!(1), &json!(1)));
    let messages = home.json(&["mail", "list"]);
    let messages: Vec<&Value> =
        messages.as_array().unwrap().iter().map(|message| &message["status"]).collect();
    assert_eq!(messages, ["queued", "cancelled", "cancelled", "cancelled"]);
    let changes = &home.json(&["log", "show", "6"])["changes"];
    let withdrawn: Vec<&Value> =
        changes.as_array().unwrap().iter().filter(|change| change["field"] == "invitation").collect();
    assert_eq!(withdrawn.len(), 1);
    assert_eq!(
        withdrawn[0],
        &json!({"email": "carol@example.org", "field": "invitation", "before": "expired", "after": "revoked", "month": null})
    );
    home.ok(&["verify"]);
}

#[test]
fn a_revoked_invitation_that_was_set_back_in_the_file_is_not_accepted() {
    let home = home_with_folder();
    let token = invite_ada(&home);
    home.ok(&["invite", "revoke", "ada@example.org"]);
    home.tamper("UPDATE invitations SET status = 'invited'; UPDATE users SET status = 'invited'").unwrap();
    let run = home.fails(9, &["invite", "accept", &token]);
    assert!(run.stderr.contains("'ada@example.org' is not as the ledger's operations left it"), "{run}");
    assert_eq!(home.user("ada@example.org")["status"], "invited");
    home.tamper("UPDATE users SET status = 'inactive'").unwrap();
    assert!(home.fails(9, &["verify"]).stderr.contains("the invitation is not as the log left it"));
}

#[test]
fn a_token_that_was_put_into_the_file_is_not_accepted() {
    let home = home_with_folder();
    let token = invite_ada(&home);
    home.ok(&["invite", "bob@example.org"]);
    // Ada's token, moved to Bob's invitation, and to another operation.
    for change in ["SET invitation = 2, email = 'bob@example.org'", "SET operation = 2"] {
        let home = home.copied();
        let change = format!("UPDATE invitation_tokens {change} WHERE invitation = 1");
        home.tamper(&change).unwrap();
        home.fails(9, &["invite", "accept", &token]);
        assert!(home.fails(9, &["verify"]).stderr.contains("something other than rad-admin made a token"));
    }
    home.ok(&["invite", "accept", &token]);
    home.ok(&["verify"]);
}

#[test]
fn an_expired_invitation_that_was_prolonged_in_the_file_is_not_accepted() {
    let home = home_with_folder();
    let token = invite_ada(&home);
    home.forge("UPDATE invitations SET expires_at = expires_at + 9999999");
    home.at("2026-12-15T09:00:00Z").fails(9, &["invite", "accept", &token]);
    assert!(home.fails(9, &["verify"]).stderr.contains("operation 1: its content"));
}

#[test]
fn a_revoked_user_who_never_joined_is_inactive() {
    let home = home_with_folder();
    home.ok(&["invite", "zoe@example.org"]);
    let run = home.ok(&["invite", "revoke", "zoe@example.org"]);
    assert!(run.stdout.contains("zoe@example.org  revoked, mail sent; the user is inactive now\n"), "{run}");
    for command in ["resend", "revoke"] {
        let run = home.fails(2, &["invite", command]);
        assert!(run.stderr.contains("name USERS, or choose invitations with --expired or --where"), "{run}");
    }
    let run = home.fails(2, &["mail", "retry", "foo"]);
    assert!(
        run.stderr.contains("or name one message by its Message-ID, as shown by: rad-admin mail list"),
        "{run}"
    );
}

#[test]
fn a_receipt_of_an_invitation_has_the_opening_credits() {
    let home = Home::seeded();
    configure(&home, "transport = 'file'\nfolder = 'messages'");
    let receipt = home.json(&["invite", "kk@example.org", "--awarded", "30"]);
    assert_eq!((&receipt["users"], &receipt["total"]), (&json!(1), &json!(30)));
    assert_eq!(
        (&receipt["entries"][0]["email"], &receipt["entries"][0]["amount"]),
        (&json!("kk@example.org"), &json!(30))
    );
    let run = home.ok(&["invite", "ll@example.org", "--awarded", "1200"]);
    assert!(run.stdout.contains("ll@example.org  awarded 0 → 1,200 (+1,200)"), "{run}");
    let receipt = home.json(&["invite", "mm@example.org"]);
    assert_eq!((&receipt["entries"], &receipt["total"]), (&json!([]), &json!(0)));
    assert_eq!(receipt["users"], 1);
    for command in ["resend", "revoke"] {
        assert_eq!(home.json(&["invite", command, "mm@example.org"])["users"], 1, "{command}");
    }
}
