//! What nobody may do, and what needs confirmation.

use crate::harness::Home;

#[test]
fn every_command_warns_of_an_empty_selection() {
    let home = Home::seeded();
    let list = format!("@{}", home.write("none.txt", "# nobody yet\n"));
    for (users, who) in [
        ("role:finance", "nobody holds the role 'finance'"),
        ("status:invited", "no user is invited"),
        ("-", "standard input names no user"),
        (&list, &format!("{} names no user", &list[1..])),
    ] {
        for line in [
            &["credits", "award", users, "5"][..],
            &["credits", "deduct", users, "5", "--from", "awarded"],
            &["partner", "set", users, "5"],
            &["partner", "clear", users],
            &["invite", "resend", users],
            &["invite", "revoke", users],
            &["grant-monthly", "--user", users],
            &["credits", "history", users],
        ] {
            let run = home.ok(line);
            assert!(run.stderr.starts_with(&format!("warning: {who}\n")), "{run}");
            assert!(!run.stdout.contains("(operation"), "{run}");
        }
    }
    let run = Home::initialised().ok(&["credits", "award", "all", "5"]);
    assert_eq!(
        (run.stdout.as_str(), run.stderr.as_str()),
        ("Nothing to change.\n", "warning: no user is active or invited\n")
    );
    assert_eq!(home.ok(&["credits", "award", "role:admin", "5"]).stderr, "");
}

#[test]
fn the_last_active_admin_is_neither_deactivated_nor_stripped_of_the_role() {
    let home = Home::seeded();
    let ada = "ada@example.org";
    home.refuses(4, &["user", "edit", ada, "--active", "off", "--yes"]);
    home.refuses(4, &["user", "edit", ada, "--remove-role", "admin", "--yes"]);
    home.refuses(4, &["user", "edit", ada, "--remove-role", "admin", "--active", "off", "--yes"]);
    home.ok(&["user", "add", "zoe@example.org", "--role", "admin", "--yes"]);
    home.ok(&["user", "edit", ada, "--remove-role", "admin", "--yes"]);
    home.refuses(4, &["user", "edit", "zoe@example.org", "--remove-role", "admin", "--yes"]);
}

#[test]
fn an_admin_is_deactivated_only_after_the_role_is_removed() {
    let home = Home::seeded();
    home.ok(&["user", "add", "zoe@example.org", "--role", "admin", "--yes"]);
    let run = home.refuses(4, &["user", "edit", "ada@example.org", "--active", "off", "--yes"]);
    assert!(run.stderr.contains("--remove-role admin"), "{run}");
    home.ok(&["user", "edit", "ada@example.org", "--remove-role", "admin", "--yes"]);
    home.ok(&["user", "edit", "ada@example.org", "--active", "off", "--yes"]);
    assert_eq!(home.user("ada@example.org")["status"], "inactive");
}

#[test]
fn an_actor_cannot_change_their_own_balance() {
    let home = Home::seeded();
    let bob = home.by("Bob@Example.org");
    for arguments in [
        &["credits", "award", "bob@example.org", "5"][..],
        &["credits", "purchase", "bob@example.org", "5"],
        &["credits", "deduct", "bob@example.org", "5", "--from", "awarded"],
        &["credits", "set", "bob@example.org", "--awarded", "5"],
        &["user", "edit", "bob@example.org", "--awarded", "5"],
        &["user", "edit", "bob@example.org", "--email", "robert@example.org", "--awarded", "5"],
        &["credits", "award", "bob@example.org", "5", "--dry-run"],
    ] {
        bob.refuses(4, arguments);
    }
    home.refuses(4, &["--actor", "bob@example.org", "credits", "award", "bob@example.org", "5"]);
    bob.ok(&["user", "edit", "bob@example.org", "--name", "Robert"]);
    bob.ok(&["credits", "award", "carol@example.org", "5"]);
}

#[test]
fn a_selection_leaves_the_actor_out_and_says_so() {
    let home = Home::seeded().by("ada@example.org");
    let run = home.ok(&["credits", "award", "all", "5", "--yes", "--json"]);
    assert_eq!(run.json()["users"], 2);
    assert!(run.stderr.starts_with("{\"note\":\"'ada@example.org' is the actor and was left out"), "{run}");
    assert_eq!(home.balances("ada@example.org"), (0, 0));
    assert_eq!(home.balances("carol@example.org"), (5, 30));
}

#[test]
fn an_actor_cannot_change_their_own_roles_or_allowance() {
    let home = Home::seeded();
    let bob = home.by("bob@example.org");
    for line in [
        "user edit bob@example.org --add-role finance",
        "user edit bob@example.org --partner off",
        "user edit bob@example.org --allowance 7",
        "partner set bob@example.org 7",
        "partner set bob@example.org 7 --from 2027-01",
        "partner clear bob@example.org",
        "partner clear bob@example.org -n",
    ] {
        let run = bob.refuses(4, &line.split(' ').collect::<Vec<_>>());
        assert!(run.stderr.contains("nobody changes their own balance, allowance or roles"), "{line}: {run}");
    }
    bob.ok(&["user", "edit", "bob@example.org", "--mail", "off"]);
    let run = bob.fails(4, &["user", "edit", "bob@example.org", "--partner", "off", "--json"]);
    assert!(run.stderr.contains("\"reason\":\"self_adjustment\""), "{run}");
}

#[test]
fn an_actor_is_known_by_an_address_that_they_had_before() {
    let home = Home::seeded();
    let bob = home.by("bob@example.org");
    bob.ok(&["user", "edit", "bob@example.org", "--email", "robert@example.org"]);
    home.write("rows.csv", "user,bucket,amount\ncarol@example.org,awarded,1\nrobert@example.org,awarded,5\n");
    for actor in [&bob, &home.by("robert@example.org")] {
        for line in [
            "credits award robert@example.org 5",
            "user edit robert@example.org --awarded 5",
            "partner set robert@example.org 5",
            "credits apply rows.csv",
        ] {
            actor.refuses(4, &line.split(' ').collect::<Vec<_>>());
        }
        let run = actor.ok(&["credits", "award", "all", "5", "--yes", "-n"]);
        assert!(run.stderr.contains("is the actor and was left out"), "{run}");
    }
    let run = bob.refuses(4, &["credits", "award", "robert@example.org", "5"]);
    let message =
        "error: 'robert@example.org' is the actor 'bob@example.org' under a new address: nobody changes";
    assert!(run.stderr.starts_with(message), "{run}");
    // The actor's former address does not get around the guard, even if another user has it now.
    home.ok(&["user", "add", "bob@example.org"]);
    bob.refuses(4, &["credits", "award", "robert@example.org", "5"]);
    bob.refuses(4, &["credits", "award", "bob@example.org", "5"]);
}

#[test]
fn an_allowance_of_a_selection_leaves_the_actor_out_and_tells_them() {
    let home = Home::seeded();
    home.ok(&["user", "edit", "carol@example.org", "--partner", "on"]);
    let run = home.by("bob@example.org").ok(&["partner", "set", "role:partner", "7", "--yes"]);
    assert!(run.stderr.starts_with("note: 'bob@example.org' is the actor and was left out"), "{run}");
    assert_eq!(
        (&home.user("bob@example.org")["allowance"], &home.user("carol@example.org")["allowance"]),
        (&100.into(), &7.into())
    );
}

#[test]
fn without_an_admin_an_actor_can_make_their_own_account() {
    let home = Home::initialised().by("ada@example.org");
    let add = ["user", "add", "ada@example.org", "--role", "admin", "--role", "partner", "--yes"];
    home.refuses(4, &[&add[..], &["--awarded", "1"]].concat());
    home.refuses(4, &[&add[..], &["--allowance", "1"]].concat());
    home.ok(&add);
    let eve = home.by("eve@example.org");
    eve.refuses(4, &["user", "add", "eve@example.org", "--role", "agent"]);
    eve.ok(&["user", "add", "eve@example.org"]);
}

#[test]
fn opening_credits_of_10_000_or_more_need_a_reason_and_their_total() {
    let home = Home::seeded();
    let add = ["user", "add", "zoe@example.org", "--awarded", "6000", "--purchased", "4000"];
    home.refuses(5, &add);
    home.refuses(5, &[&add[..], &["--yes", "--reason", "R"]].concat());
    home.refuses(5, &[&add[..], &["--confirm", "9999", "--reason", "R"]].concat());
    home.ok(&[&add[..], &["--confirm", "10000", "--reason", "Prepaid"]].concat());
    assert_eq!(home.json(&["log"])[0]["reason"], "Prepaid");
}

#[test]
fn a_total_that_does_not_match_is_refused_also_where_no_credits_move() {
    let home = Home::seeded();
    for line in [
        "user edit bob@example.org --name Robert --confirm 5",
        "user add zoe@example.org --confirm 5",
        "partner set bob@example.org 7 --confirm 5",
    ] {
        let run = home.refuses(5, &line.split(' ').collect::<Vec<_>>());
        assert!(run.stderr.contains("the total is 0 credits, and --confirm says 5"), "{run}");
    }
}

#[test]
fn a_new_user_begins_with_an_allowance() {
    let home = Home::seeded();
    let run = home.refuses(4, &["user", "add", "zoe@example.org", "--allowance", "20"]);
    assert!(run.stderr.contains("hint: add it: --role partner"), "{run}");
    let receipt = home.json(&["user", "add", "zoe@example.org", "--role", "partner", "--allowance", "20"]);
    assert_eq!((&receipt["user"]["allowance"], &receipt["allowance_from"]), (&20.into(), &"2026-11".into()));
}

#[test]
fn an_actor_who_is_a_partner_receives_the_monthly_grant_all_the_same() {
    let home = Home::seeded().by("bob@example.org");
    assert_eq!(home.json(&["grant-monthly"])["months"][0]["granted"], 1);
    assert_eq!(home.balances("bob@example.org"), (150, 0));
}

#[test]
fn without_a_terminal_what_needs_a_yes_ends_with_5_before_any_write() {
    let home = Home::seeded();
    home.ok(&["user", "edit", "carol@example.org", "--partner", "on", "--awarded", "30"]);
    home.write("partners", "bob@example.org\ncarol@example.org # both\n");
    for arguments in [
        &["user", "add", "zoe@example.org", "--role", "admin"][..],
        &["user", "edit", "carol@example.org", "--add-role", "admin"],
        &["credits", "award", "all", "5"],
        &["credits", "purchase", "status:active", "5", "--no-input"],
        &["credits", "deduct", "role:partner", "5", "--from", "awarded"],
        &["partner", "set", "@partners", "7"],
        &["partner", "clear", "role:partner"],
        &["user", "edit", "bob@example.org", "--active", "off"],
    ] {
        let run = home.refuses(5, arguments);
        assert!(run.stderr.contains("hint: agree to it with --yes"), "{run}");
        home.ok(&[arguments, &["--yes"]].concat());
    }
}

#[test]
fn a_question_shows_every_change_and_the_balances() {
    let home = Home::seeded();
    let edit =
        ["user", "edit", "carol@example.org", "--active", "off", "--awarded", "1200", "--purchased", "0"];
    let run = home.refuses(5, &edit);
    let message = "carol@example.org: status: active → inactive; awarded: 0 → 1,200; purchased: 30 → 0\n";
    assert!(run.stderr.starts_with(&format!("error: not confirmed: {message}")), "{run}");
}

#[test]
fn revoking_admin_needs_a_yes() {
    let home = Home::seeded();
    home.ok(&["user", "add", "zoe@example.org", "--role", "admin", "--yes"]);
    home.refuses(5, &["user", "edit", "zoe@example.org", "--remove-role", "admin"]);
    home.ok(&["user", "edit", "zoe@example.org", "--remove-role", "admin", "-y"]);
}

#[test]
fn reactivating_and_other_roles_ask_nothing() {
    let home = Home::seeded();
    home.ok(&["user", "edit", "carol@example.org", "--active", "off", "--yes"]);
    home.ok(&["user", "edit", "carol@example.org", "--active", "on", "--add-role", "finance"]);
}

#[test]
fn an_adjustment_of_10_000_or_more_needs_a_reason_and_its_exact_total() {
    let home = Home::seeded();
    let award = |amount: &'static str, more: &[&'static str]| {
        [&["credits", "award", "carol@example.org", amount], more].concat()
    };
    home.ok(&award("9999", &[]));
    for more in [
        &[][..],
        &["--yes"],
        &["--yes", "--reason", "R"],
        &["--confirm", "10000"],
        &["--confirm", "9999", "--reason", "R"],
    ] {
        home.refuses(5, &award("10000", more));
    }
    home.ok(&award("10000", &["--confirm", "10000", "--reason", "R"]));
    home.refuses(5, &["credits", "deduct", "carol@example.org", "10000", "--from", "awarded", "--yes"]);
    home.refuses(5, &["credits", "set", "carol@example.org", "--awarded", "0", "--purchased", "30", "--yes"]);
    home.refuses(5, &["user", "edit", "carol@example.org", "--awarded", "0", "--yes"]);
}

#[test]
fn the_total_of_a_set_is_the_sum_of_both_absolute_amounts() {
    let home = Home::seeded();
    home.ok(&["credits", "award", "carol@example.org", "6000"]);
    let set = ["credits", "set", "carol@example.org", "--awarded", "0", "--purchased", "4030"];
    home.refuses(5, &set);
    home.refuses(5, &[&set[..], &["--confirm", "2000", "--reason", "R"]].concat());
    home.ok(&[&set[..], &["--confirm", "10000", "--reason", "R"]].concat());
}

#[test]
fn the_total_of_a_selection_is_that_of_all_its_users() {
    let home = Home::seeded();
    home.refuses(5, &["credits", "award", "all", "4000", "--yes"]);
    home.ok(&["credits", "award", "all", "4000", "--confirm", "12000", "--reason", "R"]);
}

#[test]
fn the_right_total_confirms_an_adjustment_of_several_users() {
    let home = Home::seeded();
    let award = ["credits", "award", "all", "5", "--confirm"];
    for wrong in ["0", "14"] {
        home.refuses(5, &[&award[..], &[wrong]].concat());
    }
    home.ok(&[&award[..], &["15"]].concat());
}

#[test]
fn no_total_answers_what_needs_a_yes_beyond_credits() {
    let home = Home::seeded();
    home.ok(&["user", "edit", "carol@example.org", "--partner", "on"]);
    home.write("list.csv", "email,status,purchased\ncarol@example.org,inactive,20\n");
    for line in [
        "user add zoe@example.org --role admin --confirm 0",
        "partner set role:partner 7 --confirm 0",
        "users import list.csv --update --confirm 10",
        "user edit bob@example.org --active off --awarded 0 --confirm 50",
        "user edit bob@example.org --add-role admin --confirm 0",
        "user edit bob@example.org --remove-role admin --awarded 20000 --confirm 20000 --reason R",
    ] {
        let arguments: Vec<_> = line.split(' ').collect();
        let run = home.refuses(5, &arguments);
        assert!(run.stderr.contains("hint: agree to it with --yes"), "{run}");
        home.ok(&[&arguments[..], &["--yes"]].concat());
    }
}

#[test]
fn a_wrong_total_is_refused_however_small_the_adjustment() {
    let home = Home::seeded();
    let run = home.refuses(5, &["credits", "award", "bob@example.org", "7", "--confirm", "5"]);
    assert!(run.stderr.contains("the total is 7 credits, and --confirm says 5"), "{run}");
    home.ok(&["credits", "award", "bob@example.org", "7", "--confirm", "7"]);
}

#[test]
fn a_dry_run_of_a_partial_batch_ends_unconfirmed_where_the_real_one_would() {
    let home = Home::seeded();
    let rows = "user,bucket,amount\nzed@example.org,awarded,1\nbob@example.org,awarded,20000\n";
    let file = home.write("rows.csv", rows);
    let apply = ["credits", "apply", &file, "--continue-on-error"];
    home.refuses(5, &apply);
    home.fails(5, &[&apply[..], &["-n"]].concat());
}

#[test]
fn the_limit_of_confirmation_is_a_setting_and_0_means_never() {
    let home = Home::seeded();
    let award = ["credits", "award", "carol@example.org", "20000"];
    let file = home.write("low.toml", "[limits]\nconfirm_above = 10\n");
    home.refuses(5, &["credits", "award", "carol@example.org", "10", "--config", &file]);
    let file = home.write("never.toml", "[limits]\nconfirm_above = 0\n");
    home.ok(&[&award[..], &["--config", &file]].concat());
    home.refuses(5, &award);
}

#[test]
fn the_monthly_grant_never_asks() {
    let home = Home::seeded();
    home.ok(&["partner", "set", "bob@example.org", "50000"]);
    home.ok(&["grant-monthly", "--no-input"]);
    assert_eq!(home.balances("bob@example.org"), (50050, 0));
}

#[test]
fn every_account_of_the_actor_that_is_left_out_is_named() {
    let home = Home::with_users();
    home.ok(&["user", "edit", "bob@example.org", "--email", "robert@example.org"]);
    home.ok(&["user", "add", "bob@example.org"]);
    let run = home.ok(&["credits", "award", "all", "1", "--yes", "--actor", "bob@example.org"]);
    let note =
        "note: bob@example.org, robert@example.org belong to the actor and were left out: nobody changes";
    assert!(run.stderr.contains(note), "{run}");
}
