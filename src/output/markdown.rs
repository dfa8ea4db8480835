//! Writes tables in GitHub's Markdown.

use super::column::Cell;
use super::rendered::render;
use crate::domain::Zone;

/// Writes rows of a Markdown table. The values look as in a table for people.
#[derive(Clone, Copy)]
pub(super) struct Markdown {
    zone: Zone,
}

impl Markdown {
    /// `zone` is for times.
    pub(super) fn new(zone: Zone) -> Self {
        Self { zone }
    }

    /// Appends the titles and the line below them.
    pub(super) fn header<'a>(self, out: &mut String, titles: impl ExactSizeIterator<Item = &'a str>) {
        let columns = titles.len();
        self.line(out, titles.map(Cell::Word));
        out.push_str(&"| --- ".repeat(columns));
        out.push_str("|\n");
    }

    pub(super) fn line<'a>(self, out: &mut String, cells: impl Iterator<Item = Cell<'a>>) {
        let mut text = String::new();
        for cell in cells {
            text.clear();
            render(&mut text, &cell, self.zone);
            out.push_str("| ");
            for character in text.chars() {
                if "\\|`*<[~&".contains(character) {
                    out.push('\\');
                }
                out.push(character);
            }
            out.push(' ');
        }
        out.push_str("|\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_in_a_cell_is_escaped() {
        let mut out = String::new();
        let writer = Markdown::new(Zone::UTC);
        writer.header(&mut out, ["NAME", "AMOUNT"].into_iter());
        writer.line(&mut out, [Cell::text("a|b\n<i>*"), Cell::Integer(-1_234)].into_iter());
        assert_eq!(out, "| NAME | AMOUNT |\n| --- | --- |\n| a\\|b\\\\n\\<i>\\* | -1,234 |\n");
    }
}
