//! Conditions narrow USERS, invitations and messages.

use serde_json::json;

use crate::harness::Home;

/// Ada and Bob at example.org with 5 and 50 credits, Cleo at acme.example with 5, and Dora like Cleo, but inactive.
fn home() -> Home {
    let home = Home::initialised();
    home.ok(&["user", "add", "root@example.org", "--role", "admin", "--yes"]);
    for (email, role, awarded) in [
        ("ada@example.org", "partner", "5"),
        ("bob@example.org", "partner", "50"),
        ("cleo@acme.example", "agent", "5"),
        ("dora@acme.example", "agent", "5"),
    ] {
        home.ok(&["user", "add", email, "--role", role, "--awarded", awarded]);
    }
    home.ok(&["user", "edit", "dora@acme.example", "--active", "off", "--yes"]);
    home
}

fn emails(receipt: &serde_json::Value, list: &str) -> Vec<String> {
    let rows = receipt[list].as_array().unwrap().iter();
    rows.map(|row| row["email"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn an_adjustment_takes_only_the_users_who_fit_every_condition() {
    let home = home();
    let receipt = home.json(&[
        "credits",
        "award",
        "all",
        "1",
        "--where",
        "balance<10",
        "--where",
        "balance>0",
        "--yes",
    ]);
    assert_eq!(emails(&receipt, "entries"), ["ada@example.org", "cleo@acme.example"]);
    let run = home.ok(&["credits", "award", "domain:acme.example", "1", "--where", "balance<7", "-n"]);
    assert!(run.stderr.contains("1 inactive user was left out: dora@acme.example"), "{run}");
    let spent = home.json(&[
        "credits",
        "spend",
        "role:partner",
        "5",
        "--where",
        "balance>=50",
        "--where",
        "mail=yes",
    ]);
    assert_eq!(emails(&spent, "entries"), ["bob@example.org"]);
    // A condition also applies to a user named on the line. A command that has nothing to do says so.
    let nothing = home.json(&["credits", "award", "bob@example.org", "1", "--where", "balance=0"]);
    assert_eq!((&nothing["changed"], &nothing["users"]), (&json!(false), &json!(0)));
    let run = home.ok(&["partner", "set", "all", "5", "--where", "name=Nobody"]);
    assert!(run.stderr.contains("warning: nobody of these users fits every --where\n"), "{run}");
}

#[test]
fn a_wrong_condition_is_found_before_anything_is_written() {
    let home = home();
    let error = home
        .fails(2, &["credits", "award", "all", "1", "--where", "balanc<10", "--yes", "--json"])
        .json_error();
    assert_eq!(error["message"], "--where 'balanc<10': no key 'balanc'");
    assert_eq!(error["hints"][0], "did you mean 'balance'?");
    home.fails(2, &["grant-monthly", "--where", "balance<10"]);
    assert_eq!(home.json(&["user", "show", "ada@example.org"])["balance"], 5);
}

#[test]
fn a_key_stands_for_the_conditions_too() {
    let home = home();
    let award = ["credits", "award", "all", "1", "--key", "k", "--yes", "--where", "email~ada"];
    let operation = home.json(&award)["operation"].clone();
    let again = home.json(&award);
    assert_eq!((&again["changed"], &again["operation"]), (&json!(false), &operation));
    let other = ["credits", "award", "all", "1", "--key", "k", "--yes", "--where", "email~bob"];
    let error = home.fails(4, &[&other[..], &["--json"]].concat()).json_error();
    assert_eq!(error["reason"], "key_reused");
    home.fails(4, &other[..7]);
}

#[test]
fn allowances_edits_and_grants_take_only_who_fits() {
    let home = home();
    let set = home.json(&["partner", "set", "role:partner", "10", "--where", "awarded>5"]);
    assert_eq!(emails(&set, "changes"), ["bob@example.org"]);
    home.ok(&["partner", "set", "ada@example.org", "20"]);
    let granted = home.json(&["grant-monthly", "--user", "role:partner", "--where", "allowance=20"]);
    assert_eq!(emails(&granted, "entries"), ["ada@example.org"]);
    let edited =
        home.json(&["user", "edit", "all", "--mail", "off", "--where", "domain=acme.example", "--yes"]);
    assert_eq!(emails(&edited, "changes"), ["cleo@acme.example"]);
    let undo = home.json(&[
        "undo",
        "last",
        "--only",
        "all",
        "--where",
        "email=ada@example.org",
        "--as-far-as-possible",
        "-n",
    ]);
    assert_eq!(undo["changed"], false);
}

#[test]
fn a_report_without_users_covers_everybody_who_fits() {
    let home = home();
    let report = home.json(&["report", "--where", "domain=acme.example"]);
    assert_eq!(report["closing"]["balance"], 10, "with Dora, who is inactive");
    let report = home.json(&["report", "all", "--where", "domain=acme.example"]);
    assert_eq!(report["closing"]["balance"], 5);
}

#[test]
fn invitations_are_chosen_by_their_own_keys() {
    let home = Home::seeded();
    home.write(
        ".config/rad-admin/config.toml",
        "[invite]\nurl = \"https://platform.example.org/join?token={token}\"\nexpires_days = 7\n\
         [mail]\nfrom = \"no-reply@example.org\"\ntransport = \"file\"\nfolder = \"messages\"\n",
    );
    home.at("2026-11-01T09:00:00Z").ok(&["invite", "old@example.org"]);
    home.at("2026-11-14T09:00:00Z").ok(&["invite", "new@acme.example"]);
    let resend = |conditions: &[&str]| {
        emails(&home.json(&[&["invite", "resend", "-n"], conditions].concat()), "invites")
    };
    assert_eq!(resend(&["--where", "invited_at<7d"]), ["old@example.org"]);
    assert_eq!(resend(&["--where", "status=invited"]), ["new@acme.example"]);
    assert_eq!(resend(&["--expired"]), ["old@example.org"]);
    assert_eq!(resend(&["--expired", "--where", "domain=acme.example"]), <[&str; 0]>::default());
    home.fails(2, &["invite", "revoke"]);
    let revoked = home.json(&["invite", "revoke", "--where", "email~NEW"]);
    assert_eq!(emails(&revoked, "invites"), ["new@acme.example"]);
}

#[test]
fn a_number_as_tables_print_it_is_no_list_of_numbers() {
    let run = home().fails(2, &["users", "list", "--where", "awarded=1,000"]);
    assert!(
        run.stderr.contains("'000' is no value of 'awarded'") && run.stderr.contains("separators"),
        "{run}"
    );
}

#[test]
fn messages_are_chosen_by_their_own_keys() {
    let home = Home::seeded();
    home.write(
        ".config/rad-admin/config.toml",
        "[invite]\nurl = \"https://platform.example.org/join?token={token}\"\n\
         [mail]\nfrom = \"no-reply@example.org\"\nhost = \"127.0.0.1\"\nport = 1\nsecurity = \"none\"\n",
    );
    home.fails(8, &["invite", "tom@example.org"]);
    home.fails(8, &["invite", "tim@acme.example"]);
    let dropped = |conditions: &[&str]| {
        home.json(&[&["mail", "drop", "-n", "--yes"], conditions].concat())["dropped"].clone()
    };
    assert_eq!(dropped(&[]), 0, "nothing failed for good");
    assert_eq!(dropped(&["--where", "kind=invitation"]), 0, "a condition narrows");
    assert_eq!(dropped(&["--where", "kind=invitation", "--where", "status=queued"]), 2);
    assert_eq!(dropped(&["--where", "domain=acme.example", "--where", "status=queued"]), 1);
    assert_eq!(dropped(&["tom@example.org", "--where", "domain=acme.example"]), 0);
    assert_eq!(home.json(&["mail", "retry", "-n", "--where", "attempts>0"])["retried"], 0);
    let waiting = ["mail", "retry", "-n", "--where", "attempts>0", "--where", "status=queued"];
    assert_eq!(home.json(&waiting)["retried"], 2);
}

#[test]
fn erasures_are_a_list_like_any_other() {
    let home = home();
    home.ok(&["user", "add", "gina@example.org"]);
    home.ok(&["user", "edit", "gina@example.org", "--active", "off", "--yes"]);
    home.ok(&["user", "erase", "gina@example.org", "--reason", "Left", "--confirm", "gina@example.org"]);
    let erase_dora = ["user", "erase", "dora@acme.example", "--reason", "Asked", "--forfeit"];
    home.ok(&[&erase_dora[..], &["--confirm", "dora@acme.example"]].concat());
    let fields = |arguments: &[&str]| {
        home.ok(&[&["user", "erasures", "--field", "reason"], arguments].concat()).stdout
    };
    assert_eq!(fields(&[]), "Asked\nLeft\n");
    assert_eq!(fields(&["--sort", "reason", "--limit", "1", "--offset", "1", "-q"]), "Left\n");
    assert_eq!(fields(&["--where", "reason~LEFT"]), "Left\n");
    assert_eq!(home.ok(&["user", "erasures", "--count", "--where", "at=today"]).stdout, "2\n");
    let of_domain = ["user", "erasures", "--count", "--where", "domain=erased.invalid"];
    assert_eq!(home.ok(&of_domain).stdout, "2\n");
    home.fails(2, &["user", "erasures", "--where", "name=x"]);
}
