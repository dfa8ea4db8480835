//! Prints the small tables within a document. They look like lists, but long texts wrap in their column.
//!
//! The widths are computed as for lists; `comfy-table` wraps and aligns the texts. It does not know colours, so
//! characters without width stand in for the start and end of a tone and are replaced at the end.
//! [`escape_control`](crate::text::escape_control) keeps these characters out of data.

use std::borrow::Cow;

use comfy_table::{Cell as Set, CellAlignment, ColumnConstraint, Row, Table, Width, presets};

use super::color::{RESET, Tone};
use super::column::Cell;
use super::layout::{GAP, LEAST, TableColumn, fit};
use super::rendered::{Rendered, beginning, render, width};
use super::table::Style;

/// The title of a column, and its rank: a narrow terminal drops the highest rank first, and rank 0 never.
pub type Title<'t> = (&'t str, u8);

/// Stands in for the end of a tone until the lines are laid out.
const END: char = '\u{2069}';

/// Returns the lines of the table and a line that lists the dropped columns; empty without rows. A row takes at most
/// `row_lines` lines.
pub(super) fn table(
    titles: &[Title<'_>],
    rows: &[Vec<Cell<'_>>],
    style: Style,
    row_lines: Option<usize>,
) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let mut columns: Vec<_> =
        titles.iter().map(|(heading, rank)| TableColumn::new(heading, width(heading), *rank)).collect();
    let rows: Vec<_> = rows.iter().map(|row| measured(row, &mut columns, style)).collect();
    if let Some(line_columns) = style.line_columns {
        fit(&mut columns, line_columns);
    }
    let mut table = Table::new();
    if style.header {
        table.set_header(shown(&columns).map(|column| heading(column, style.color)));
    }
    for row in rows {
        let cells = columns.iter().zip(row).filter(|(column, _)| column.shown);
        let mut row = Row::from(cells.map(|(column, (text, cell))| {
            let tone = cell.tone.filter(|_| style.color);
            Set::new(tone.map_or(text.as_str().into(), |tone| marked(tone, &text)))
                .set_alignment(alignment(column))
        }));
        if let Some(lines) = row_lines {
            row.max_height(lines);
        }
        table.add_row(row);
    }
    lines(table, shown(&columns).map(|column| Some(column.width))) + &left_out(&columns, style.color)
}

fn shown<'c, 'h>(columns: &'c [TableColumn<'h>]) -> impl Iterator<Item = &'c TableColumn<'h>> {
    columns.iter().filter(|column| column.shown)
}

/// Returns a line that lists the dropped columns; empty if there are none.
fn left_out(columns: &[TableColumn<'_>], color: bool) -> String {
    let names: Vec<_> = columns.iter().filter(|column| !column.shown).map(|column| column.heading).collect();
    if names.is_empty() {
        return String::new();
    }
    Tone::Dim.paint(&format!("(too narrow to show {})", names.join(", ")), color) + "\n"
}

/// Returns a line for each name and text. Names are dimmed if there is colour; texts may contain colours. A text that
/// is too long for the terminal wraps in its column.
pub(super) fn pairs<'t>(
    pairs: impl IntoIterator<Item = (&'t str, Cow<'t, str>)>,
    color: bool,
    line_columns: Option<usize>,
) -> String {
    let mut table = Table::new();
    let (mut names_columns, mut texts_columns) = (0, 0);
    for (name, text) in pairs {
        names_columns = names_columns.max(width(name));
        texts_columns = texts_columns.max(width(&text));
        let name = if color { marked(Tone::Dim, name) } else { Cow::Borrowed(name) };
        table.add_row([Set::new(name), Set::new(text)]);
    }
    let room = line_columns.map(|columns| columns.saturating_sub(names_columns + GAP).max(LEAST));
    lines(table, [None, room.filter(|room| texts_columns > *room)])
}

/// Indents the text by two spaces. It may contain colours.
pub(super) fn indented(text: &str, line_columns: Option<usize>) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).add_row([text]);
    if let Some(column) = table.column_mut(0) {
        column.set_padding((terminal_columns(GAP), 0));
        if let Some(line_columns) = line_columns.filter(|columns| width(text) + GAP > *columns) {
            column.set_constraint(ColumnConstraint::Absolute(Width::Fixed(terminal_columns(line_columns))));
        }
    }
    table.lines().map(|line| line.trim_end().to_owned() + "\n").collect()
}

/// Renders the cells of a row and widens the columns for them.
fn measured(row: &[Cell<'_>], columns: &mut [TableColumn<'_>], style: Style) -> Vec<(String, Rendered)> {
    let measure = |(cell, column): (&Cell<'_>, &mut TableColumn<'_>)| {
        let mut text = String::new();
        let rendered = render(&mut text, cell, style.zone);
        column.measure(&rendered);
        (text, rendered)
    };
    row.iter().zip(columns).map(measure).collect()
}

/// Returns the title of a column, cut to its width.
fn heading(column: &TableColumn<'_>, color: bool) -> Set {
    let title: Cow<'_, str> = if width(column.heading) > column.width {
        (beginning(column.heading, column.width.saturating_sub(1)).0.to_owned() + "…").into()
    } else {
        column.heading.into()
    };
    let title = if color { marked(Tone::Bold, &title).into_owned().into() } else { title };
    Set::new(title).set_alignment(alignment(column))
}

fn alignment(column: &TableColumn<'_>) -> CellAlignment {
    if column.right { CellAlignment::Right } else { CellAlignment::Left }
}

/// Lays out the table with these widths, or as wide as the content for `None`, and puts in the colours.
fn lines(mut table: Table, widths_columns: impl IntoIterator<Item = Option<usize>>) -> String {
    table.load_style(presets::NOTHING);
    let last = table.column_count().saturating_sub(1);
    for (column, width) in table.column_iter_mut().zip(widths_columns) {
        let gap = if column.index < last { terminal_columns(GAP) } else { 0 };
        column.set_padding((0, gap));
        if let Some(width) = width {
            let width = terminal_columns(width).saturating_add(gap);
            column.set_constraint(ColumnConstraint::Absolute(Width::Fixed(width)));
        }
    }
    table.lines().map(|line| toned(line.trim_end()) + "\n").collect()
}

fn terminal_columns(width: usize) -> u16 {
    u16::try_from(width).unwrap_or(u16::MAX)
}

/// Surrounds the text with the stand-ins of a tone.
fn marked(tone: Tone, text: &str) -> Cow<'static, str> {
    format!("{}{text}{END}", stand_in(tone)).into()
}

/// Returns the character that stands in for the start of the tone.
const fn stand_in(tone: Tone) -> char {
    match tone {
        Tone::Bold => '\u{202a}',
        Tone::Dim => '\u{202b}',
        Tone::Green => '\u{202c}',
        Tone::Magenta => '\u{202d}',
        Tone::Red => '\u{202e}',
    }
}

/// Replaces the stand-ins in the line with colours.
fn toned(line: &str) -> String {
    let tones = Tone::ALL.map(|tone| (stand_in(tone), tone.start()));
    tones.iter().fold(line.replace(END, RESET), |line, (mark, start)| line.replace(*mark, start))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Zone;

    fn style(line_columns: Option<usize>, color: bool) -> Style {
        Style { line_columns, header: true, color, zone: Zone::UTC }
    }

    fn names(names: &[&'static str], line_columns: usize) -> String {
        let rows: Vec<_> = names.iter().map(|name| vec![Cell::text(*name)]).collect();
        table(&[("NAME", 0)], &rows, style(Some(line_columns), false), None)
    }

    #[test]
    fn texts_are_broken_at_spaces_and_long_words_anywhere() {
        assert_eq!(names(&["the outage of October"], 10), "NAME\nthe outage\nof October\n");
        assert_eq!(names(&["a.long.address@example.org"], 10), "NAME\na.long.add\nress@examp\nle.org\n");
        assert_eq!(names(&["日本語日本語"], 8), "NAME\n日本語日\n本語\n");
    }

    #[test]
    fn a_table_in_a_document_fits_the_terminal_without_losing_a_word() {
        let row =
            || vec![Cell::Integer(1_000), Cell::Word("active"), Cell::text("for the outage of October")];
        let expected = "\
AMOUNT  STATUS  REASON
 1,000  active  for the outage
                of October
 1,000  active  for the outage
                of October
";
        let titles = [("AMOUNT", 0), ("STATUS", 0), ("REASON", 0)];
        assert_eq!(table(&titles, &[row(), row()], style(Some(32), false), None), expected);
    }

    #[test]
    fn colour_changes_no_place_and_is_only_for_our_own_words() {
        let row = || vec![Cell::Integer(5), Cell::Word("active"), Cell::Null, Cell::text("active")];
        let titles = [("AMOUNT", 0), ("STATUS", 0), ("BY", 0), ("REASON", 0)];
        let colored = table(&titles, &[row()], style(None, true), None);
        let expected = "\
\x1b[1mAMOUNT\x1b[0m  \x1b[1mSTATUS\x1b[0m  \x1b[1mBY\x1b[0m  \x1b[1mREASON\x1b[0m
     5  \x1b[32mactive\x1b[0m  \x1b[2m-\x1b[0m   active
";
        assert_eq!(colored, expected);
    }

    #[test]
    fn data_cannot_pose_as_a_stand_in() {
        let forged: String = Tone::ALL.map(stand_in).into_iter().chain([END]).collect();
        let shown = table(&[("NAME", 0)], &[vec![Cell::text(forged)]], style(None, true), None);
        assert!(shown.contains("\\u{202a}") && shown.matches('\x1b').count() == 2, "{shown:?}");
    }

    #[test]
    fn a_title_without_room_is_cut_with_a_sign() {
        let row = vec![Cell::text("an invoice of some length"), Cell::Integer(9_007_199_254_740_991)];
        let shown = table(&[("REFERENCE", 0), ("AMOUNT", 0)], &[row], style(Some(20), false), None);
        assert!(shown.starts_with("REFEREN…  "), "{shown}");
    }

    #[test]
    fn columns_that_give_way_are_named_and_a_row_of_one_line_ends_with_a_sign() {
        let row =
            || vec![Cell::Integer(1_000), Cell::Word("monthly"), Cell::text("for the outage of October")];
        let shown = table(
            &[("AMOUNT", 0), ("KIND", 2), ("REASON", 1)],
            &[row(), row()],
            style(Some(25), false),
            Some(1),
        );
        assert_eq!(
            shown,
            "AMOUNT  REASON\n 1,000  for the outage o…\n 1,000  for the outage o…\n(too narrow to show KIND)\n"
        );
    }

    #[test]
    fn a_long_fact_goes_on_below_itself() {
        let facts = [("Name", "Ada".into()), ("Reason", "for the outage of October".into())];
        let expected = "Name    Ada\nReason  for the outage\n        of October\n";
        assert_eq!(pairs(facts.clone(), false, Some(22)), expected);
        assert_eq!(pairs(facts, false, None).lines().count(), 2);
    }

    #[test]
    fn a_table_without_rows_is_nothing() {
        assert_eq!(table(&[("AMOUNT", 0)], &[], style(None, false), None), "");
    }
}
