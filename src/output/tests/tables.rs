use unicode_width::UnicodeWidthStr;

use super::*;

fn widest(text: &str) -> usize {
    text.lines().map(UnicodeWidthStr::width).max().unwrap_or_default()
}

fn long() -> Person {
    Person {
        email: "a.very.long.address.of.a.person@department.of.an.organisation.example.org".to_owned(),
        name: Some("Wilhelmina Alexandra von Hohenfels-Langenburg"),
        roles: vec!["partner", "agent", "finance", "support", "trainer", "admin"],
        awarded: 9_007_199_254_740_991,
        ..alice()
    }
}

#[test]
fn a_table_has_a_header_aligned_columns_and_no_border() {
    let (out, err) = list(options(Format::Table), &[alice(), bob()]);
    let expected = "\
EMAIL              NAME   STATUS   ROLES          AWARDED  CREATED
alice@example.org  Alice  active   partner,admin   12,345  2026-11-01 09:30
bob@example.org    -      invited  -                    7  2026-11-01 09:30
";
    assert_eq!((out.as_str(), err.as_str()), (expected, ""));
}

#[test]
fn times_are_those_of_the_ledgers_zone() {
    let (mut printer, out, _) =
        printer(Options { fields: Some(fields(&["created_at"])), ..options(Format::Table) });
    printer.set_zone("Asia/Tokyo".parse().expect("a zone"));
    print_rows(&mut printer, &[alice()]).expect("printed");
    assert_eq!(out.text(), "CREATED\n2026-11-01 18:30\n");
}

#[test]
fn away_from_a_terminal_nothing_is_cut_and_no_column_is_missing() {
    let (out, _) = list(options(Format::Table), &[long()]);
    assert!(out.contains(&long().email) && out.contains("CREATED") && !out.contains('…'));
}

#[test]
fn a_table_fits_the_terminal() {
    for (width_columns, headings) in [
        (60, "EMAIL AWARDED"),
        (80, "EMAIL STATUS AWARDED"),
        (100, "EMAIL NAME STATUS ROLES AWARDED"),
        (200, "EMAIL NAME STATUS ROLES AWARDED CREATED"),
    ] {
        let (out, _) = list(on_terminal(width_columns, 50), &[alice(), long(), bob()]);
        let header: Vec<&str> = out.lines().next().expect("a header").split_whitespace().collect();
        assert_eq!(header.join(" "), headings, "{width_columns}: {out}");
        assert!(widest(&out) <= usize::from(width_columns), "{width_columns}: {out}");
        assert!(out.contains("9,007,199,254,740,991"));
        assert!(out.contains(&long().email) || out.contains('…'), "an address is cut with a sign");
    }
}

#[test]
fn ordinary_rows_need_no_cut_at_eighty_columns() {
    let (out, _) = list(on_terminal(80, 24), &[alice(), bob()]);
    assert!(widest(&out) <= 80 && out.contains("CREATED") && !out.contains('…'));
}

#[test]
fn columns_that_were_asked_for_never_give_way() {
    let options =
        Options { fields: Some(fields(&["email", "name", "roles", "created_at"])), ..on_terminal(60, 24) };
    let (out, _) = list(options, &[long()]);
    assert_eq!(out.lines().next().map(|line| line.split_whitespace().count()), Some(4));
    assert!(widest(&out) <= 60, "{out}");
}

#[test]
fn a_remark_names_the_columns_that_gave_way() {
    let (_, err) = list(on_terminal(30, 24), &[alice()]);
    assert_eq!(
        err,
        "note: too narrow to show name, status, roles, created_at: widen the terminal, or choose columns with --fields\n"
    );
}

#[test]
fn later_rows_that_are_wider_widen_their_column_or_are_cut_on_a_terminal() {
    let rows: Vec<Person> = std::iter::repeat_n(bob(), 1_500).chain([long(), bob()]).collect();
    let options = |options: Options| Options { fields: Some(fields(&["email", "awarded"])), ..options };
    let (out, _) = list(options(super::options(Format::Table)), &rows);
    let last: Vec<&str> = out.lines().rev().take(3).collect();
    assert_eq!(last[2], "bob@example.org        7");
    assert_eq!(last[1], format!("{}  9,007,199,254,740,991", long().email));
    assert_eq!(last[0].len(), last[1].len(), "later rows keep to the wider column");
}

#[test]
fn a_later_row_on_a_terminal_is_cut_to_the_space_that_is_left() {
    let folder = tempfile::tempdir().expect("a folder");
    let shown = folder.path().join("shown");
    let rows: Vec<Person> = std::iter::repeat_n(bob(), 1_500).chain([long()]).collect();
    let pager = Some(format!("cat > '{}'", shown.display()));
    let options = Options { pager, fields: Some(fields(&["email", "status"])), ..on_terminal(60, 24) };
    list(options, &rows);
    let text = std::fs::read_to_string(shown).expect("what the pager was given");
    let last = text.lines().last().expect("a row");
    assert_eq!(last, "a.very.long.address.of.a.person@department.of.an.o…  active");
}

#[test]
fn wide_and_combining_characters_keep_the_columns_straight() {
    let options = || Options { fields: Some(fields(&["name", "status"])), ..options(Format::Table) };
    let rows = ["日本語", "Zoe\u{308}", "plain"].map(|name| Person { name: Some(name), ..alice() });
    let (out, _) = list(options(), &rows);
    let expected = "NAME    STATUS\n日本語  active\nZoe\u{308}     active\nplain   active\n";
    assert_eq!(out, expected);
}

#[test]
fn control_characters_in_data_never_reach_the_terminal() {
    let hostile = Person { name: Some("a\x1b]0;owned\x07\nb\u{202e}c\u{9b}2J"), ..alice() };
    for options in [options(Format::Table), on_terminal(200, 24)] {
        let (out, _) = list(Options { color: false, ..options }, std::slice::from_ref(&hostile));
        assert!(!out.chars().any(|character| character.is_control() && character != '\n'));
        assert!(out.contains("a\\x1b]0;owned\\x07\\nb\\u{202e}c\\x9b2J"), "{out}");
        assert_eq!(out.lines().count(), 2);
    }
}

#[test]
fn colour_is_only_added_to_words_that_are_readable_without_it() {
    let options = |color| Options {
        color,
        fields: Some(fields(&["email", "status", "name"])),
        ..options(Format::Table)
    };
    let (plain, _) = list(options(false), &[alice(), bob()]);
    let (colored, _) = list(options(true), &[alice(), bob()]);
    assert!(colored.starts_with("\x1b[1mEMAIL\x1b[0m"));
    assert!(colored.contains("\x1b[32mactive\x1b[0m") && colored.contains("\x1b[35minvited\x1b[0m"));
    let mut stripped = colored;
    for sequence in ["\x1b[0m", "\x1b[1m", "\x1b[2m", "\x1b[32m", "\x1b[35m"] {
        stripped = stripped.replace(sequence, "");
    }
    assert_eq!(stripped, plain);
}
