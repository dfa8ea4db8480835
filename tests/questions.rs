//! Questions on a terminal: the form of `user edit`, choosing a user, and missing arguments.
#![cfg(target_os = "linux")]

use crate::harness::Home;
use crate::harness::terminal::{Signal, Terminal};

const ENTER: &str = "\r";
const ESCAPE: &str = "\x1b";
const CTRL_C: &str = "\x03";
const RUB_OUT: &str = "\x7f";
const SHOW_CURSOR: &str = "\x1b[?25h";
const HIDE_CURSOR: &str = "\x1b[?25l";

/// The keys that move down by this many lines and press Enter.
fn choose(lines: usize) -> String {
    "\x1b[B".repeat(lines) + ENTER
}

/// Opens Bob's form with these arguments.
fn form(home: &Home, more: &[&str]) -> Terminal {
    let mut terminal = Terminal::start(home, &[&["user", "edit", "bob@example.org"], more].concat());
    terminal.wait_for("> Name").wait_for("Leave");
    terminal
}

/// Returns the words of the line that would have needed no question.
fn told_line(shown: &str) -> Vec<String> {
    let (_, line) = shown.split_once("the same without questions: rad-admin ").unwrap();
    shlex::split(line.lines().next().unwrap()).unwrap()
}

/// Runs that line where nobody can be asked.
#[track_caller]
fn paste(home: &Home, shown: &str) {
    let words = told_line(shown);
    home.ok(&words.iter().map(String::as_str).collect::<Vec<_>>());
}

/// Returns the number of operations.
fn operations(home: &Home) -> usize {
    home.json(&["log"]).as_array().unwrap().len()
}

#[test]
fn the_form_saves_one_operation_and_prints_its_command() {
    let (home, other) = (Home::seeded(), Home::seeded());
    let before = operations(&home);
    let mut terminal = form(&home, &[]);
    terminal.press(ENTER).wait_for("Name (empty: none): Bob").press(" O'Neil\r");
    terminal.wait_for("Bob → Bob O'Neil").wait_for("Leave").press(&choose(2)).wait_for("on → off");
    terminal.wait_for("100 → 0").wait_for("Leave").press(&choose(2)).wait_for("[ ] admin").press("\x1b[B ");
    terminal.wait_for("[x] finance").press(ENTER).wait_for("none → finance").wait_for("Leave");
    terminal.press(&choose(1)).wait_for("Awarded (now 50;").press("+1x\x15+10\r");
    terminal.wait_for("50 → 60").wait_for("Leave").press(&choose(4)).wait_for("Reason (empty: none)");
    terminal.press("By hand\r").wait_for("none → By hand").wait_for("Leave").press(&choose(1));
    terminal.wait_for("> Save").wait_for("Leave").press(ENTER);
    let (shown, status) = terminal.end();
    assert_eq!(status, 0, "{shown}");
    assert_eq!(operations(&home), before + 1);
    let bob = home.user("bob@example.org");
    assert_eq!((&bob["name"], &bob["awarded"]), (&"Bob O'Neil".into(), &60.into()), "{shown}");
    assert_eq!((&bob["roles"][0], &bob["allowance"]), (&"finance".into(), &0.into()), "{shown}");
    assert_eq!(home.json(&["log"])[0]["reason"], "By hand");
    paste(&other, &shown);
    assert_eq!(other.everything(), home.everything());
}

#[test]
fn leaving_the_form_without_a_change_writes_nothing_and_says_so() {
    for keys in [ESCAPE, "q", &choose(10), &choose(11)] {
        let home = Home::seeded();
        let before = home.everything();
        let (shown, status) = form(&home, &[]).press(keys).end();
        assert_eq!(status, 0, "{shown}");
        assert!(shown.contains("Nothing to change."), "{shown}");
        assert!(!shown.contains("without questions"), "{shown}");
        assert_eq!(before, home.everything());
    }
}

#[test]
fn leaving_the_form_with_changes_writes_nothing_and_ends_with_5() {
    let home = Home::seeded();
    let before = home.everything();
    let mut terminal = form(&home, &[]);
    terminal.press(&choose(3)).wait_for("on → off").wait_for("Leave").press(&choose(7));
    terminal.wait_for("> Save").wait_for("Leave without").press(&choose(2));
    let (shown, status) = terminal.end();
    assert_eq!(status, 5, "{shown}");
    assert_eq!(before, home.everything());
}

#[test]
fn a_stale_save_shows_both_values_and_opens_the_form_again() {
    let home = Home::seeded();
    let mut terminal = form(&home, &[]);
    terminal.press(ENTER).wait_for("Name (empty: none): Bob").press("by\r").wait_for("Bob → Bobby");
    terminal.wait_for("Leave").press(&choose(5)).wait_for("Awarded (now 50;").press("+5\r");
    terminal.wait_for("50 → 55").wait_for("Leave").press(&choose(5)).wait_for("> Save").wait_for("Leave");
    home.ok(&["credits", "award", "bob@example.org", "20"]);
    terminal.press(ENTER).wait_for("not saved: somebody else changed bob@example.org");
    terminal
        .wait_for("Awarded: 50 then, 70 now; you wanted 55")
        .wait_for("Bob → Bobby")
        .wait_for("Awarded            70");
    terminal.wait_for("Leave").press(&choose(10)).wait_for("> Save").wait_for("Leave").press(ENTER);
    let (shown, status) = terminal.end();
    assert_eq!(status, 0, "{shown}");
    let bob = home.user("bob@example.org");
    assert_eq!((&bob["name"], &bob["awarded"]), (&"Bobby".into(), &70.into()), "{shown}");
}

#[test]
fn one_esc_too_many_keeps_the_changes_of_the_form() {
    let home = Home::seeded();
    let mut terminal = form(&home, &[]);
    terminal.press(&choose(8)).wait_for("Mail               on → off").wait_for("Leave").press(ESCAPE);
    terminal.wait_for("> Save").wait_for("Leave without").press(ESCAPE);
    terminal.wait_for("Mail               on → off").wait_for("Leave").press(ESCAPE);
    terminal.wait_for("> Save").wait_for("Leave without").press(ENTER);
    let (shown, status) = terminal.end();
    assert_eq!(status, 0, "{shown}");
    assert_eq!(home.user("bob@example.org")["mail"], false);
    assert_eq!(told_line(&shown), ["user", "edit", "bob@example.org", "--mail", "off"]);
}

#[test]
fn a_number_field_starts_empty_and_takes_a_number_or_a_step() {
    for (keys, shown) in
        [("70", "50 → 70"), ("+50", "50 → 100"), ("-20", "50 → 30"), ("9\x01\x1b[3~8", "50 → 8")]
    {
        let home = Home::seeded();
        let mut terminal = form(&home, &[]);
        terminal.press(&choose(5)).wait_for("Awarded (now 50; +N and -N count from there): ");
        terminal.press(keys).press(ENTER).wait_for(shown).wait_for("Leave").press(ESCAPE);
        terminal.wait_for("> Save").wait_for("Leave without").press(&choose(2));
        assert_eq!(terminal.end().1, 5, "{keys}");
    }
}

#[test]
fn a_step_below_0_is_refused_at_its_field_and_esc_keeps_the_value() {
    let home = Home::seeded();
    let mut terminal = form(&home, &[]);
    terminal.press(&choose(5)).wait_for("Awarded (now 50").press("-51\r").wait_for("50 and -51 is below 0");
    terminal.wait_for("Awarded (now 50").press(ESCAPE).wait_for("Leave").press(&choose(5));
    let (shown, status) = terminal.end();
    assert_eq!(status, 0, "{shown}");
    assert!(shown.contains("Nothing to change."), "{shown}");
}

#[test]
fn a_yes_that_concerns_several_users_lists_everybody_on_l_and_asks_again() {
    let home = Home::seeded();
    let mut terminal = Terminal::start(&home, &["credits", "award", "all", "5"]);
    terminal.wait_for("[y/N] (l lists everybody)").type_in("l\r").wait_for("ada@example.org  awarded: 0 → 5");
    terminal.wait_for("carol@example.org  awarded: 0 → 5").wait_for("[y/N]").type_in("y\r");
    let (shown, status) = terminal.end();
    assert_eq!(status, 0, "{shown}");
    assert_eq!(home.balances("carol@example.org").0, 5);
}

#[test]
fn without_a_number_the_newest_operations_are_offered_to_be_undone() {
    let home = Home::seeded();
    home.ok(&["credits", "award", "carol@example.org", "5", "--reason", "By mistake"]);
    let mut terminal = Terminal::start(&home, &["undo"]);
    terminal.wait_for("credits award carol@example.org 5 --reason 'By mistake'").press(ENTER);
    let (shown, status) = terminal.end();
    assert_eq!(status, 0, "{shown}");
    assert_eq!(home.balances("carol@example.org").0, 0);
    home.fails(2, &["undo"]);
}

#[test]
fn a_refused_save_can_be_corrected_in_the_form() {
    let home = Home::seeded();
    let mut terminal = Terminal::start(&home, &["user", "edit", "ada@example.org"]);
    terminal.wait_for("> Name").wait_for("Leave").press(&choose(3)).wait_for("on → off").wait_for("Leave");
    terminal.press(&choose(7)).wait_for("> Save").wait_for("Leave").press(ENTER);
    terminal.wait_for("'ada@example.org' is the last active admin").wait_for("on → off").wait_for("Leave");
    terminal.press(&choose(3)).wait_for("Active             on\r\n").wait_for("Leave").press(ESCAPE);
    let (shown, status) = terminal.end();
    assert_eq!(status, 0, "{shown}");
}

#[test]
fn the_form_tells_a_wrong_value_at_its_field_and_asks_for_a_large_total() {
    let (home, other) = (Home::seeded(), Home::seeded());
    let mut terminal = form(&home, &[]);
    terminal
        .press(&choose(6))
        .wait_for("Purchased (now 0;")
        .press("x\r")
        .wait_for("credits are a whole number");
    terminal
        .wait_for("Purchased (now 0;")
        .press(RUB_OUT)
        .press("20000\r")
        .wait_for("0 → 20,000")
        .wait_for("Leave");
    terminal.press(&choose(4)).wait_for("> Save").wait_for("Leave").press(ENTER);
    terminal.wait_for("Reason").press("Invoice 7\r").wait_for("Type the total, 20,000").press("20000\r");
    let (shown, status) = terminal.end();
    assert_eq!(status, 0, "{shown}");
    paste(&other, &shown);
    assert_eq!(other.everything(), home.everything());
}

#[test]
fn without_a_user_the_form_is_preceded_by_a_search_that_forgives_gaps() {
    let home = Home::seeded();
    let mut terminal = Terminal::start(&home, &["user", "edit"]);
    terminal.wait_for("Part of a name or an address").press("nobody\r").wait_for("no user matches");
    terminal.press("CRL\r").wait_for("> carol@example.org  Carol").press(ENTER);
    terminal.wait_for("> Name").wait_for("Leave").press(&choose(3)).wait_for("on → off").wait_for("Leave");
    terminal.press(&choose(7)).wait_for("> Save").wait_for("Leave").press(ENTER);
    terminal.wait_for("[y/N]").type_in("y\r");
    let (shown, status) = terminal.end();
    assert_eq!(status, 0, "{shown}");
    assert_eq!(home.user("carol@example.org")["status"], "inactive");
    assert_eq!(told_line(&shown), ["user", "edit", "carol@example.org", "--active", "off", "--yes"]);
}

#[test]
fn missing_arguments_are_asked_for_and_the_whole_command_is_printed() {
    let (home, other) = (Home::seeded(), Home::seeded());
    let mut terminal = Terminal::start(&home, &["credits", "deduct", "--reason", "Too many"]);
    terminal.wait_for("Part of a name or an address").press("bob@example.org\r");
    terminal.wait_for("AMOUNT").press("-3\r").wait_for("it must be at least 1").press("3\r");
    terminal.wait_for("--from BALANCE").wait_for("purchased").press(ENTER);
    let (shown, status) = terminal.end();
    assert_eq!(status, 0, "{shown}");
    assert_eq!(home.balances("bob@example.org"), (47, 0));
    paste(&other, &shown);
    assert_eq!(other.everything(), home.everything());
}

#[test]
fn a_command_is_printed_even_if_its_mail_stays_queued() {
    let home = Home::seeded();
    let mut terminal = Terminal::start(&home, &["invite", "--name", "Zoe"]);
    let (shown, status) = terminal.wait_for("EMAIL").press("zoe@example.org\r").end();
    assert_eq!(status, 8, "{shown}");
    assert_eq!(told_line(&shown), ["invite", "--name", "Zoe", "zoe@example.org"]);
}

#[test]
fn without_a_ledger_nobody_is_asked_whom_they_mean() {
    let (shown, status) = Terminal::start(&Home::new(), &["user", "edit"]).end();
    assert_eq!(status, 7, "{shown}");
    assert!(!shown.contains("Part of a name"), "{shown}");
}

#[test]
fn one_of_several_alternative_arguments_is_asked_for() {
    let home = Home::seeded();
    let mut terminal = Terminal::start(&home, &["credits", "set", "bob@example.org"]);
    terminal.wait_for("--purchased <N>").press(&choose(1)).wait_for("--purchased N").press("7\r");
    let (shown, status) = terminal.end();
    assert_eq!(status, 0, "{shown}");
    assert_eq!(home.balances("bob@example.org"), (50, 7));
    assert_eq!(told_line(&shown), ["credits", "set", "bob@example.org", "--purchased", "7"]);
}

#[test]
fn a_selector_is_taken_where_users_are_asked_for() {
    let home = Home::seeded();
    let mut terminal = Terminal::start(&home, &["credits", "award"]);
    terminal.wait_for("Part of a name").press("role:partnr\r").wait_for("did you mean 'partner'");
    terminal.press("role:partner\r").wait_for("AMOUNT").press("5\r");
    let (shown, status) = terminal.end();
    assert_eq!(status, 0, "{shown}");
    assert_eq!(told_line(&shown), ["credits", "award", "role:partner", "5"]);
}

#[test]
fn a_large_total_and_a_yes_are_asked_for_and_printed() {
    let (home, other) = (Home::seeded(), Home::seeded());
    let edit = ["user", "edit", "--add-role", "admin", "--awarded", "20000"];
    let mut terminal = Terminal::start(&home, &edit);
    terminal.wait_for("Part of a name").press("carol@example.org\r");
    terminal.wait_for("Go on? [y/N]").type_in("y\r").wait_for("Reason").press("R\r");
    let (shown, status) = terminal.wait_for("Type the total, 20,000").press("20,000\r").end();
    assert_eq!(status, 0, "{shown}");
    paste(&other, &shown);
    assert_eq!(other.everything(), home.everything());
}

#[test]
fn a_total_that_the_line_confirms_is_not_asked_for_once_more() {
    let (home, other) = (Home::seeded(), Home::seeded());
    let mut terminal = Terminal::start(&home, &["credits", "award", "bob@example.org", "--confirm", "20000"]);
    terminal.wait_for("AMOUNT").press("20000\r").wait_for("Reason").press("R\r");
    let (shown, status) = terminal.end();
    assert_eq!(status, 0, "{shown}");
    paste(&other, &shown);
    assert_eq!(other.everything(), home.everything());
}

#[test]
fn under_a_key_the_printed_command_repeats_the_typed_one() {
    let home = Home::seeded();
    let mut terminal = Terminal::start(&home, &["credits", "award", "bob@example.org", "--key", "k"]);
    terminal.wait_for("AMOUNT").press("20000\r").wait_for("Reason").press("bonus\r");
    let (shown, status) = terminal.wait_for("Type the total").press("20000\r").end();
    assert_eq!(status, 0, "{shown}");
    let before = home.everything();
    paste(&home, &shown);
    let typed = ["credits", "award", "bob@example.org", "20000", "--key", "k"];
    let (shown, status) = Terminal::start(&home, &typed).end();
    assert_eq!(status, 0, "{shown}");
    assert!(shown.contains("operation 5 did this already"), "{shown}");
    assert_eq!(before, home.everything());
}

#[test]
fn a_reason_that_was_typed_belongs_to_what_a_key_stands_for() {
    let home = Home::seeded();
    home.write("big.csv", "user,bucket,amount\nbob@example.org,awarded,20000\n");
    for (key, line) in [
        ("a", "credits award bob@example.org 20000 --key a"),
        ("s", "credits set bob@example.org --awarded 40050 --key s"),
        ("f", "credits apply big.csv --key f"),
        ("u", "undo 5 --key u"),
    ] {
        let line: Vec<_> = line.split(' ').collect();
        let mut terminal = Terminal::start(&home, &line);
        terminal.wait_for("Reason").press("R\r").wait_for("Type the total").press("20000\r");
        let (shown, status) = terminal.end();
        assert_eq!(status, 0, "{shown}");
        for same in [&[][..], &["--reason", "R", "--confirm", "20000"]] {
            assert_eq!(home.json(&[&line, same].concat())["changed"], false, "{key} {same:?}");
        }
        home.refuses(4, &[&line[..], &["--reason", "another"]].concat());
    }
}

#[test]
fn a_change_during_a_question_is_refused() {
    let home = Home::seeded();
    home.ok(&["user", "edit", "carol@example.org", "--partner", "on"]);
    let mut terminal = Terminal::start(&home, &["credits", "award", "role:partner", "5"]);
    terminal.wait_for("2 users (bob@example.org, carol@example.org)").wait_for("[y/N]");
    home.ok(&["user", "edit", "carol@example.org", "--partner", "off"]);
    let before = home.everything();
    let (shown, status) = terminal.type_in("y\r").end();
    assert_eq!(status, 4, "{shown}");
    assert!(shown.contains("the users changed before the question was answered"), "{shown}");
    assert_eq!(before, home.everything());
}

#[test]
fn a_token_is_asked_for_without_being_shown() {
    let home = Home::seeded();
    let mut terminal = Terminal::start(&home, &["invite", "accept"]);
    terminal.wait_for("TOKEN (not shown): ");
    while terminal.echoes() {}
    let (shown, status) = terminal.type_in("hush-hush\n").end();
    assert_eq!(status, 3, "{shown}");
    assert!(!shown.contains("hush"), "{shown}");
}

#[test]
fn a_token_that_looks_like_a_flag_is_a_token() {
    let home = Home::seeded();
    let mut terminal = Terminal::start(&home, &["invite", "accept"]);
    terminal.wait_for("TOKEN (not shown): ");
    while terminal.echoes() {}
    let (shown, status) = terminal.type_in("-hush-hush\n").end();
    assert_eq!(status, 3, "{shown}");
    assert!(!shown.contains("hush"), "{shown}");
}

#[test]
fn an_empty_answer_leaves_and_writes_nothing() {
    let home = Home::seeded();
    let before = home.everything();
    for line in [&["credits", "award"][..], &["user", "add"], &["credits", "award", "bob@example.org"]] {
        let mut terminal = Terminal::start(&home, line);
        let (shown, status) = terminal.wait_for(": ").press(ENTER).end();
        assert_eq!(status, 5, "{shown}");
    }
    assert_eq!(before, home.everything());
}

#[test]
fn ctrl_c_at_a_question_ends_with_130_and_restores_the_terminal() {
    let home = Home::seeded();
    let before = home.everything();
    let is_given_back = |terminal: &mut Terminal| {
        let (shown, status) = terminal.end();
        assert_eq!(status, 130, "{shown}");
        assert!(shown.rfind(SHOW_CURSOR) > shown.rfind(HIDE_CURSOR), "{shown:?}");
        assert!(!shown.contains("error"), "{shown}");
        assert!(terminal.echoes(), "what is typed is shown again");
    };
    let ends = |terminal: &mut Terminal| is_given_back(terminal.press(CTRL_C));
    ends(&mut form(&home, &[]));
    ends(form(&home, &[]).press(ENTER).wait_for("Name (empty: none): Bob"));
    ends(form(&home, &[]).press(&choose(4)).wait_for("[ ] admin"));
    ends(
        Terminal::start(&home, &["user", "show"]).wait_for("Part of a name").press("bob\r").wait_for("> bob"),
    );
    is_given_back(
        Terminal::start(&home, &["credits", "award", "all", "5"]).wait_for("[y/N]").signal(Signal::INT),
    );
    ends(Terminal::start(&home, &["credits", "award", "all", "20000"]).wait_for("Reason"));
    assert_eq!(before, home.everything());
}

#[test]
fn a_terminated_question_ends_with_143_and_restores_the_terminal() {
    let home = Home::seeded();
    let mut terminal = form(&home, &[]);
    let (shown, status) = terminal.terminate().end();
    assert_eq!(status, 143, "{shown}");
    assert!(shown.rfind(SHOW_CURSOR) > shown.rfind(HIDE_CURSOR), "{shown:?}");
    assert!(terminal.echoes(), "what is typed is shown again");
}

#[test]
fn without_a_terminal_a_missing_argument_is_a_usage_error() {
    let home = Home::seeded();
    for line in [&["credits", "award"][..], &["user", "edit"], &["user", "edit", "bob@example.org"]] {
        home.refuses(2, line);
        let unasked = [line, &["--no-input", "--color", "never"]].concat();
        let error = home.refuses(2, &unasked).stderr;
        let (shown, status) = Terminal::start(&home, &unasked).end();
        assert_eq!(status, 2, "{shown}");
        assert_eq!(shown, error);
    }
}

#[test]
fn a_terminal_that_cannot_move_its_cursor_is_asked_line_by_line() {
    let home = Home::seeded();
    let mut terminal = Terminal::of_width(100, &home.with("TERM", "dumb"), &["user", "edit"]);
    terminal.wait_for("Part of a name or an address: ").type_in("bob\n").wait_for("1  bob@example.org");
    terminal.wait_for("Number").type_in("1\n").wait_for("6  Awarded").wait_for("Number").type_in("6\n");
    terminal
        .wait_for("Awarded (now 50; +N and -N count from there): ")
        .type_in("60\n")
        .wait_for("50 → 60")
        .wait_for("Number");
    terminal
        .type_in("5\n")
        .wait_for("Roles")
        .type_in("finance\n")
        .wait_for("none → finance")
        .wait_for("Number");
    terminal.type_in("11\n").wait_for("1  Save").wait_for("Number").type_in("1\n");
    let (shown, status) = terminal.end();
    assert_eq!(status, 0, "{shown}");
    assert!(!shown.contains('\x1b'), "{shown:?}");
    assert_eq!(home.balances("bob@example.org"), (60, 0));
    let line = ["user", "edit", "bob@example.org", "--awarded", "60", "--add-role", "finance"];
    assert_eq!(told_line(&shown), line);
}

#[test]
fn without_an_address_user_add_is_a_form_and_all_of_it_is_one_operation() {
    let (home, other) = (Home::seeded(), Home::seeded());
    let before = operations(&home);
    let mut terminal = Terminal::start(&home, &["user", "add", "--awarded", "7"]);
    terminal
        .wait_for("E-mail: ")
        .press("bob@example.org\r")
        .wait_for("user 'bob@example.org' already exists");
    terminal.wait_for("E-mail: ").press("eve@example.org\r").wait_for("> Name").wait_for("Leave");
    terminal.press(ENTER).wait_for("Name (empty: none): ").press("Eve Arden\r").wait_for("none → Eve Arden");
    terminal.wait_for("Leave").press(&choose(2)).wait_for("off → on").wait_for("Leave").press(&choose(3));
    terminal.wait_for("Monthly allowance (now 0").press("30\r").wait_for("0 → 30").wait_for("Leave");
    terminal.press(&choose(2)).wait_for("> Save").wait_for("Leave").press(ENTER);
    let (shown, status) = terminal.end();
    assert_eq!(status, 0, "{shown}");
    assert_eq!(operations(&home), before + 1);
    let eve = home.user("eve@example.org");
    assert_eq!(
        (&eve["name"], &eve["partner"], &eve["allowance"]),
        (&"Eve Arden".into(), &true.into(), &30.into())
    );
    assert_eq!(home.balances("eve@example.org"), (7, 0));
    paste(&other, &shown);
    assert_eq!(other.everything(), home.everything());
}

#[test]
fn user_add_without_an_address_needs_a_terminal() {
    let home = Home::seeded();
    let mut terminal = Terminal::start(&home, &["user", "add"]);
    terminal
        .wait_for("E-mail: ")
        .press("eve@example.org\r")
        .wait_for("> Name")
        .wait_for("Leave")
        .press(ESCAPE);
    assert_eq!(terminal.end().1, 5);
    let run = home.refuses(2, &["user", "add", "--name", "Eve"]);
    assert!(run.stderr.contains("usage: rad-admin user add EMAIL"), "{run}");
}

#[test]
fn the_picker_shows_balances_and_ranks_parts_before_scattered_letters() {
    let home = Home::seeded();
    home.ok(&["user", "add", "cxaxrxl@example.org"]);
    let mut terminal = Terminal::start(&home, &["user", "show"]);
    terminal.wait_for("Part of a name").press("car\r");
    terminal.wait_for("> carol@example.org  Carol (active, 30 credits)").wait_for("cxaxrxl@example.org");
    // Typing narrows the list.
    terminal.press("\x15bo").wait_for("again): bo").wait_for("nothing fits");
    terminal.press("\x15xrxl").wait_for("again): xrxl").wait_for("> cxaxrxl@example.org");
    terminal.press("\x15c").wait_for("again): c").wait_for("> carol").wait_for("cxaxrxl");
    terminal.press("\x1b[B").wait_for("> cxaxrxl").press("\x1b[A").wait_for("> carol");
    terminal.wait_for("cxaxrxl").press(ENTER);
    let (shown, status) = terminal.end();
    assert_eq!(status, 0, "{shown}");
    assert_eq!(told_line(&shown), ["user", "show", "carol@example.org"]);
}

#[test]
fn a_stale_save_that_the_person_gives_up_is_refused_like_a_stale_edit() {
    let home = Home::seeded();
    let mut terminal = form(&home, &[]);
    terminal.press(&choose(5)).wait_for("Awarded (now 50;").press("+5\r");
    terminal.wait_for("50 → 55").wait_for("Leave").press(&choose(5)).wait_for("> Save").wait_for("Leave");
    home.ok(&["credits", "award", "bob@example.org", "20"]);
    terminal.press(ENTER).wait_for("not saved: somebody else changed bob@example.org");
    terminal.wait_for("Awarded            70").wait_for("Leave").press(ESCAPE);
    let (shown, status) = terminal.end();
    assert_eq!(status, 4, "{shown}");
    assert_eq!(home.balances("bob@example.org"), (70, 0));
}
