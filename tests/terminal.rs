//! What differs on a terminal: questions, colour, the length of lists.
#![cfg(target_os = "linux")]

use crate::harness::Home;
use crate::harness::terminal::Terminal;

#[test]
fn a_question_shows_the_change_and_takes_y_or_yes() {
    for (kind, answer) in [("xterm", "y\r"), ("xterm", "YES\r"), ("dumb", "Yes\r"), ("dumb", "Y\r")] {
        let home = Home::seeded().with("TERM", kind);
        let mut terminal = Terminal::of_width(100, &home, &["credits", "award", "all", "5"]);
        terminal.wait_for("15 in all").wait_for("[y/N]").type_in(answer);
        let (shown, status) = terminal.end();
        assert_eq!(status, 0, "{answer:?}\n{shown}");
        assert_eq!(home.balances("carol@example.org"), (5, 30));
    }
}

#[test]
fn any_other_line_and_the_end_of_input_decline_with_5_and_write_nothing() {
    const CTRL_D: &str = "\x04";
    for kind in ["xterm", "dumb"] {
        for answer in ["n\r", "\r", "maybe\r", "yess\r", CTRL_D] {
            let home = Home::seeded().with("TERM", kind);
            let before = home.everything();
            let edit = ["user", "edit", "bob@example.org", "--active", "off"];
            let mut terminal = Terminal::of_width(100, &home, &edit);
            terminal.wait_for("active → inactive").wait_for("[y/N]").type_in(answer);
            let (shown, status) = terminal.end();
            assert_eq!(status, 5, "{answer:?}\n{shown}");
            assert!(shown.contains("\nerror: ") || shown.contains("error:\x1b[0m"), "{shown}");
            assert_eq!(before, home.everything());
        }
    }
}

#[test]
fn a_large_adjustment_asks_for_the_reason_and_the_total_to_be_typed_back() {
    let home = Home::seeded();
    let mut terminal = Terminal::start(&home, &["credits", "award", "bob@example.org", "20000"]);
    terminal
        .wait_for("Reason")
        .type_in("\r")
        .wait_for("a reason is required")
        .type_in("Promotion\r")
        .wait_for("Type the total")
        .type_in("20000\r");
    let (shown, status) = terminal.end();
    assert_eq!(status, 0, "{shown}");
    assert_eq!(home.json(&["log"])[0]["reason"], "Promotion");
    assert_eq!(home.balances("bob@example.org"), (20050, 0));
    let deduct = ["credits", "deduct", "bob@example.org", "20000", "--from", "awarded"];
    let mut terminal = Terminal::start(&home, &deduct);
    terminal.wait_for("20,000 awarded credits would be taken from bob@example.org").press("\x03");
    assert_eq!(terminal.end().1, 130);
}

#[test]
fn setting_balances_shows_them_before_and_after() {
    let home = Home::seeded();
    let set =
        ["credits", "set", "carol@example.org", "--awarded", "20000", "--purchased", "0", "--reason", "R"];
    let mut terminal = Terminal::start(&home, &set);
    terminal.wait_for("carol@example.org: awarded: 0 → 20,000; purchased: 30 → 0");
    terminal.wait_for("Type the total, 20,030");
    // Afterwards the total is the same, but the balances differ.
    home.ok(&["credits", "award", "carol@example.org", "5"]);
    home.ok(&["credits", "purchase", "carol@example.org", "5"]);
    let (shown, status) = terminal.press("20030\r").end();
    assert_eq!(status, 4, "{shown}");
    assert_eq!(home.balances("carol@example.org"), (5, 35));
}

#[test]
fn a_wrong_total_is_asked_again_until_an_empty_answer() {
    let home = Home::seeded();
    let before = home.everything();
    let award = ["credits", "award", "bob@example.org", "20000", "--reason", "R", "--yes"];
    let mut terminal = Terminal::start(&home, &award);
    terminal.wait_for("Type the total").type_in("2000\r");
    terminal.wait_for("'2000' is not the total, 20,000; an empty answer leaves").press("\r");
    let (shown, status) = terminal.end();
    assert_eq!(status, 5, "{shown}");
    assert!(shown.contains("declined; nothing was written"), "{shown}");
    assert_eq!(before, home.everything());
    let mut terminal = Terminal::start(&home, &award);
    terminal.wait_for("Type the total").type_in("2000\r").wait_for("is not the total").press("20000\r");
    let (shown, status) = terminal.end();
    assert_eq!(status, 0, "{shown}");
    assert_eq!(home.balances("bob@example.org"), (20_050, 0));
}

#[test]
fn a_dry_run_with_a_wrong_total_ends_as_the_real_run_which_asks_nobody() {
    let home = Home::seeded();
    let award = ["credits", "award", "bob@example.org", "5", "--confirm", "7"];
    for dry in [&[][..], &["-n"]] {
        let (shown, status) = Terminal::start(&home, &[&award[..], dry].concat()).end();
        assert_eq!(status, 5, "{shown}");
    }
}

#[test]
fn no_input_never_asks() {
    let home = Home::seeded();
    let (shown, status) = Terminal::start(&home, &["credits", "award", "all", "5", "--no-input"]).end();
    assert_eq!(status, 5, "{shown}");
    assert!(!shown.contains("[y/N]"), "{shown}");
}

#[test]
fn a_change_during_a_question_is_not_overwritten() {
    let home = Home::seeded();
    let mut terminal = Terminal::start(&home, &["credits", "award", "all", "5"]);
    terminal.wait_for("[y/N]");
    home.ok(&["user", "add", "dora@example.org"]);
    terminal.type_in("y\r");
    let (shown, status) = terminal.end();
    assert_eq!(status, 4, "{shown}");
    assert_eq!(home.balances("carol@example.org"), (0, 30));
}

#[test]
fn no_lock_is_held_while_a_question_stands() {
    let home = Home::seeded();
    let mut terminal = Terminal::start(&home, &["user", "edit", "bob@example.org", "--active", "off"]);
    terminal.wait_for("[y/N]");
    home.ok(&["credits", "award", "carol@example.org", "5", "--lock-timeout", "0"]);
    terminal.type_in("y\r");
    assert_eq!(terminal.end().1, 0);
}

#[test]
fn colour_is_there_unless_it_is_refused() {
    let home = Home::seeded();
    let coloured = |home: &Home, flags: &[&str]| {
        let (shown, _) = Terminal::start(home, &[&["user", "show", "x@example.org"], flags].concat()).end();
        shown.contains("\x1b[31m")
    };
    assert!(coloured(&home, &[]));
    assert!(!coloured(&home, &["--color", "never"]));
    assert!(!coloured(&home.with("NO_COLOR", "1"), &[]));
}

#[test]
fn a_long_list_without_a_pager_shows_100_rows_and_says_how_many_there_are() {
    let home = Home::initialised();
    home.add_users(250);
    let (shown, status) = Terminal::start(&home, &["users", "list", "--no-pager"]).end();
    assert_eq!(status, 0, "{shown}");
    assert_eq!(shown.matches("@example.org").count(), 100, "{shown}");
    assert!(shown.contains("showing the first 100 of 250 rows; use --limit, a pager or"), "{shown}");
    let (shown, _) = Terminal::start(&home, &["users", "list", "--no-pager", "--limit", "150"]).end();
    assert_eq!(shown.matches("@example.org").count(), 100, "{shown}");
    assert!(
        shown.contains("showing the first 100; more match: use a pager or another output format"),
        "{shown}"
    );
    assert_eq!(shown.matches("showing").count(), 1, "{shown}");
    let (shown, _) = Terminal::start(&home, &["users", "list", "-o", "csv"]).end();
    assert_eq!(shown.matches("@example.org").count(), 250);
}

#[test]
fn a_list_longer_than_the_screen_goes_through_the_pager() {
    let home = Home::initialised();
    for number in 0..40 {
        home.ok(&["user", "add", &format!("user{number}@example.org"), "-q"]);
    }
    let paged = home.with("PAGER", "sed s/^/paged:/");
    let (shown, status) = Terminal::start(&paged, &["users", "list"]).end();
    assert_eq!(status, 0, "{shown}");
    assert!(shown.matches("paged:user").count() == 40, "{shown}");
    let (shown, _) = Terminal::start(&paged, &["users", "list", "--limit", "5"]).end();
    assert!(!shown.contains("paged:"), "what fits on the screen is not paged\n{shown}");
}
