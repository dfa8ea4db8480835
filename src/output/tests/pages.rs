use std::path::Path;

use super::*;

fn rows(count: usize) -> Vec<Person> {
    (0..count).map(|number| Person { email: format!("user{number}@example.org"), ..bob() }).collect()
}

fn screen(height_rows: u16, pager: Option<String>) -> Options {
    Options { pager, fields: Some(fields(&["email"])), ..on_terminal(80, height_rows) }
}

fn into_file(file: &Path) -> String {
    format!("cat > '{}'", file.display())
}

#[test]
fn a_list_that_fits_the_screen_needs_no_pager() {
    let pager = Some("exit 1".to_owned());
    let (out, err) = list(screen(24, pager), &rows(22));
    assert_eq!((out.lines().count(), err.as_str()), (23, ""));
}

#[test]
fn a_list_longer_than_the_screen_goes_through_the_pager_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    let shown = folder.path().join("shown");
    let (out, err) = list(screen(24, Some(into_file(&shown))), &rows(23));
    assert_eq!((out.as_str(), err.as_str()), ("", ""));
    let (long_out, _) = list(screen(24, Some(into_file(&shown))), &rows(20_000));
    assert_eq!(long_out, "");
    let text = std::fs::read_to_string(shown).expect("what the pager was given");
    assert_eq!(text.lines().count(), 20_001);
    assert_eq!(text.lines().last(), Some("user19999@example.org"));
}

#[test]
fn other_formats_are_never_paged() {
    for format in [Format::Json, Format::Jsonl, Format::Csv, Format::Tsv] {
        let options = Options { format, ..screen(24, Some("exit 1".to_owned())) };
        let (out, _) = list(options, &rows(500));
        assert!(out.contains("user499@example.org"), "{format}");
    }
}

#[test]
fn leaving_the_pager_early_is_a_closed_pipe() {
    let (mut printer, out, err) = printer(screen(24, Some("head -n 1 > /dev/null".to_owned())));
    let error = print_rows(&mut printer, &rows(200_000)).expect_err("left");
    assert!(error.is_broken_pipe());
    assert_eq!((out.text(), err.text()), (String::new(), String::new()));
}

#[test]
fn without_a_pager_a_hundred_rows_are_shown_and_the_others_counted() {
    let (out, err) = list(screen(24, None), &rows(12_345));
    assert_eq!(out.lines().count(), 101);
    assert_eq!(out.lines().last(), Some("user99@example.org"));
    assert_eq!(
        err,
        "note: showing the first 100 of 12,345 rows; use --limit, a pager or another output format\n"
    );
}

#[test]
fn up_to_a_hundred_rows_are_shown_whole_without_a_pager() {
    let (out, err) = list(screen(24, None), &rows(100));
    assert_eq!((out.lines().count(), err.as_str()), (101, ""));
}

#[test]
fn a_pager_that_does_not_exist_is_no_pager() {
    for count in [50, 150, 50_000] {
        let pager = Some("exec 2> /dev/null; no-such-pager-anywhere".to_owned());
        let (out, err) = list(screen(24, pager), &rows(count));
        assert_eq!(out.lines().count(), count.min(100) + 1);
        assert_eq!(err.is_empty(), count <= 100, "{err}");
    }
}
