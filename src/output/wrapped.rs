//! Small tables within a document: as lists look, but texts too long for the terminal go on in the next line.

use super::layout::{Column, fit};
use super::line::Line;
use super::record::Cell;
use super::rendered::{Rendered, Shape, beginning, render, width};
use super::table::Style;

/// The lines of the table; nothing at all without rows.
pub(super) fn table(headings: &[&str], rows: &[Vec<Cell<'_>>], style: Style) -> String {
    let mut out = String::new();
    if rows.is_empty() {
        return out;
    }
    let mut columns: Vec<_> =
        headings.iter().map(|heading| Column::new(heading, width(heading), 0)).collect();
    let rows: Vec<_> = rows.iter().map(|row| measured(row, &mut columns, style)).collect();
    if let Some(line_columns) = style.line_columns {
        fit(&mut columns, line_columns);
    }
    if style.header {
        Line::new(&mut out, style.color).header(&columns);
    }
    for row in rows {
        push_row(&mut out, &columns, &row, style.color);
    }
    out
}

/// The texts of a row, of which the columns take account.
fn measured(row: &[Cell<'_>], columns: &mut [Column<'_>], style: Style) -> Vec<(String, Rendered)> {
    let measure = |(cell, column): (&Cell<'_>, &mut Column<'_>)| {
        let mut text = String::new();
        let rendered = render(&mut text, cell, style.zone);
        column.measure(&rendered);
        (text, rendered)
    };
    row.iter().zip(columns).map(measure).collect()
}

/// Appends as many lines as the longest text of the row needs.
fn push_row(out: &mut String, columns: &[Column<'_>], row: &[(String, Rendered)], color: bool) {
    let wrap_cell = |(column, (text, cell)): (&Column<'_>, &'_ (String, Rendered))| {
        let limit = if cell.shape == Shape::Text { column.width } else { usize::MAX };
        wrapped(text, limit).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    let texts: Vec<Vec<String>> = columns.iter().zip(row).map(wrap_cell).collect();
    for index in 0..texts.iter().map(Vec::len).max().unwrap_or_default() {
        let mut line = Line::new(out, color);
        for ((column, (_, cell)), lines) in columns.iter().zip(row).zip(&texts) {
            let text = lines.get(index).map_or("", String::as_str);
            line.cell(column, text, &Rendered { width: width(text), ..*cell });
        }
        line.end();
    }
}

/// The text in lines of at most this width, broken at spaces where there are any. Every line has room for one
/// character, and those of East Asia are two columns wide.
fn wrapped(text: &str, limit_columns: usize) -> Vec<&str> {
    let limit_columns = limit_columns.max(2);
    let mut lines = Vec::new();
    let mut rest = text;
    while width(rest) > limit_columns {
        let fitting = beginning(rest, limit_columns).0.len();
        let (line, next) = match rest[..fitting].rfind(' ') {
            _ if rest[fitting..].starts_with(' ') => rest.split_at(fitting),
            Some(space) if space > 0 => rest.split_at(space),
            _ => rest.split_at(fitting),
        };
        lines.push(line.trim_end());
        rest = next.trim_start();
    }
    lines.push(rest);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Zone;

    fn style(line_columns: Option<usize>, color: bool) -> Style {
        Style { line_columns, header: true, color, zone: Zone::UTC }
    }

    #[test]
    fn texts_are_broken_at_spaces_and_long_words_anywhere() {
        assert_eq!(wrapped("the outage of October", 10), ["the outage", "of October"]);
        assert_eq!(wrapped("a.long.address@example.org", 10), ["a.long.add", "ress@examp", "le.org"]);
        assert_eq!(wrapped("日本語", 2), ["日", "本", "語"]);
        assert_eq!(wrapped("", 10), [""]);
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
        assert_eq!(table(&["AMOUNT", "STATUS", "REASON"], &[row(), row()], style(Some(32), false)), expected);
        let wide = table(&["AMOUNT", "STATUS", "REASON"], &[row()], style(None, true));
        assert!(wide.ends_with(" 1,000  \x1b[32mactive\x1b[0m  for the outage of October\n"), "{wide:?}");
    }

    #[test]
    fn a_table_without_rows_is_nothing() {
        assert_eq!(table(&["AMOUNT"], &[], style(None, false)), "");
    }
}
