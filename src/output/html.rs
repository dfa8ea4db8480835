//! Builds a self-contained HTML page, without scripts and requests, for light and dark screens, phones and paper.

use std::fmt::Write as _;

use crate::domain::grouped;
use crate::text::escape_control;

const STYLE: &str = include_str!("html.css");
/// Dimensions of a chart in its own units. The browser stretches it to the width of the page.
const STEP: i128 = 10;
const COLUMN_WIDTH: i128 = 8;
const HEIGHT: i128 = 160;
/// With fewer columns than this, each is narrower.
const FULL_COLUMNS: i128 = 8;
const BAR_LENGTH: i128 = 1_000;

/// An HTML page under construction.
#[derive(Debug)]
pub struct HtmlPage(String);

/// A large number with its name.
#[derive(Clone, Debug)]
pub struct HtmlFigure<'f> {
    /// The text above the number.
    pub name: &'f str,
    pub number: i128,
    /// The text below the number.
    pub below: String,
}

/// What came and went in one part of the period, in credits without signs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HtmlColumn {
    /// The day or the month.
    pub name: String,
    /// Drawn upwards.
    pub came: i128,
    /// Drawn downwards.
    pub went: i128,
}

/// A cell of a table.
#[derive(Clone, Debug)]
pub enum HtmlCell {
    Text {
        text: String,
        /// Smaller text below it.
        below: Option<String>,
    },
    /// A number of credits.
    Number(i128),
    /// A number of credits that a phone does not show.
    Detail(i128),
    /// A change in credits, with its sign.
    Change(i128),
    /// A bar for a number. A phone does not show it.
    Bar {
        number: i128,
        /// The number of a bar of full length.
        most: i128,
    },
}

impl HtmlPage {
    /// Starts a page with a title and a line below it.
    pub fn new(title: &str, below: &str) -> Self {
        let (title, below) = (escaped(title), escaped(below));
        Self(format!(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n<title>{title}</title>\n<style>\n{STYLE}</style>\n\
             </head>\n<body>\n<main>\n<header>\n<h1>{title}</h1>\n<p>{below}</p>\n</header>\n"
        ))
    }

    /// Adds large figures side by side.
    pub fn figures(&mut self, figures: &[HtmlFigure<'_>]) {
        self.0 += "<section>\n<dl>\n";
        for HtmlFigure { name, number, below } in figures {
            self.line(format_args!(
                "<div><dt>{}</dt><dd class=\"figure\">{}</dd><dd class=\"below\">{}</dd></div>",
                escaped(name),
                breakable(*number),
                escaped(below)
            ));
        }
        self.0 += "</dl>\n</section>\n";
    }

    pub fn list(&mut self, heading: &str, items: &[String]) {
        self.line(format_args!("<section>\n<h2>{}</h2>\n<ul>", escaped(heading)));
        for item in items {
            self.line(format_args!("<li>{}</li>", escaped(item)));
        }
        self.0 += "</ul>\n</section>\n";
    }

    /// Adds a table with a note below it. Adds nothing if there are neither rows nor a note.
    pub fn table(&mut self, heading: &str, titles: &[&str], rows: &[Vec<HtmlCell>], note: Option<&str>) {
        if rows.is_empty() && note.is_none() {
            return;
        }
        self.line(format_args!("<section>\n<h2>{}</h2>", escaped(heading)));
        if let Some(first) = rows.first() {
            self.0 += "<table>\n<thead><tr>";
            for (cell, title) in first.iter().zip(titles) {
                self.line(format_args!("<th scope=\"col\"{}>{}</th>", cell.class(), escaped(title)));
            }
            self.0 += "</tr></thead>\n<tbody>\n";
            for row in rows {
                let cells = row.iter().map(|cell| format!("<td{}>{}</td>", cell.class(), cell.content()));
                self.line(format_args!("<tr>{}</tr>", cells.collect::<String>()));
            }
            self.0 += "</tbody>\n</table>\n";
        }
        if let Some(note) = note {
            self.line(format_args!("<p class=\"note\">{}</p>", escaped(note)));
        }
        self.0 += "</section>\n";
    }

    /// Adds a chart with a column up for what came and one down for what went. Adds nothing if nothing came or went.
    pub fn chart(&mut self, heading: &str, columns: &[HtmlColumn]) {
        let most = |part: fn(&HtmlColumn) -> i128| columns.iter().map(part).max().unwrap_or(0);
        let (most_came, most_went) = (most(|column| column.came), most(|column| column.went));
        let both = most_came + most_went;
        let (Some(first), Some(last)) = (columns.first(), columns.last()) else { return };
        if both == 0 {
            return;
        }
        let heading = escaped(heading);
        let count = columns.len() as i128;
        let wide = (COLUMN_WIDTH * count / FULL_COLUMNS).clamp(1, COLUMN_WIDTH);
        let line = most_came * HEIGHT / both;
        self.line(format_args!(
            "<section>\n<h2>{heading}</h2>\n<svg viewBox=\"0 0 {} {HEIGHT}\" preserveAspectRatio=\"none\" role=\"img\" \
             aria-label=\"{heading}\">",
            STEP * count
        ));
        for (place, HtmlColumn { name, came, went }) in (0_i128..).zip(columns) {
            let left = place * STEP + (STEP - wide) / 2;
            for (class, sign, number) in [("in", '+', *came), ("out", '-', *went)] {
                if number == 0 {
                    continue;
                }
                let height = (number * HEIGHT / both).max(1);
                let top = if class == "in" { line - height } else { line };
                self.line(format_args!(
                    "<rect class=\"{class}\" x=\"{left}\" y=\"{top}\" width=\"{wide}\" height=\"{height}\">\
                     <title>{}: {sign}{}</title></rect>",
                    escaped(name),
                    grouped(number)
                ));
            }
        }
        self.line(format_args!(
            "<line x1=\"0\" x2=\"{}\" y1=\"{line}\" y2=\"{line}\"/>\n</svg>\n\
             <p class=\"axis\"><span>{}</span><span>highest column: {}</span><span>{}</span></p>\n</section>",
            STEP * count,
            escaped(&first.name),
            breakable(most_came.max(most_went)),
            escaped(&last.name)
        ));
    }

    /// Ends the page and returns it.
    pub fn end(mut self, footer: &str) -> String {
        self.line(format_args!("<footer>{}</footer>\n</main>\n</body>\n</html>", escaped(footer)));
        self.0
    }

    fn line(&mut self, line: std::fmt::Arguments<'_>) {
        // Writing to a `String` cannot fail.
        let _ = writeln!(self.0, "{line}");
    }
}

impl HtmlCell {
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text { text: text.into(), below: None }
    }

    const fn class(&self) -> &'static str {
        match self {
            Self::Text { .. } => "",
            Self::Number(_) | Self::Change(_) => " class=\"number\"",
            Self::Detail(_) => " class=\"number detail\"",
            Self::Bar { .. } => " class=\"bar\"",
        }
    }

    fn content(&self) -> String {
        match self {
            Self::Text { text, below: None } => escaped(text),
            Self::Text { text, below: Some(below) } => {
                format!("{}<span class=\"below\">{}</span>", escaped(text), escaped(below))
            }
            Self::Change(number) if *number > 0 => format!("+{}", grouped(*number)),
            Self::Number(number) | Self::Detail(number) | Self::Change(number) => grouped(*number),
            Self::Bar { most: 0, .. } => String::new(),
            Self::Bar { number, most } => {
                let class = if *number < 0 { "out" } else { "in" };
                let length = number.abs() * BAR_LENGTH / most;
                format!(
                    "<svg viewBox=\"0 0 {BAR_LENGTH} 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\">\
                     <rect class=\"{class}\" width=\"{length}\" height=\"10\"/></svg>"
                )
            }
        }
    }
}

/// Returns a number that may break across lines between its groups.
fn breakable(number: i128) -> String {
    grouped(number).replace(',', ",<wbr>")
}

/// Escapes text for HTML elements and attributes. Control characters become visible escapes.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in escape_control(text).chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_becomes_markup() {
        let bad = "</td><script>x</script><img src='x' onerror=\"y\">&";
        let mut page = HtmlPage::new(bad, bad);
        page.figures(&[HtmlFigure { name: bad, number: 1, below: bad.to_owned() }]);
        page.list(bad, &[bad.to_owned()]);
        page.table(
            bad,
            &[bad],
            &[vec![HtmlCell::Text { text: bad.to_owned(), below: Some(bad.to_owned()) }]],
            Some(bad),
        );
        page.chart(bad, &[HtmlColumn { name: bad.to_owned(), came: 3, went: 1 }]);
        let html = page.end(bad);
        assert!(!html.contains("<script") && !html.contains("<img") && !html.contains("\"y\""), "{html}");
        assert_eq!(html.matches("&lt;/td&gt;&lt;script&gt;x&lt;/script&gt;").count(), 19);
    }

    #[test]
    fn columns_go_up_and_down_and_the_smallest_is_seen() {
        let column = |name: &str, came, went| HtmlColumn { name: name.to_owned(), came, went };
        let mut page = HtmlPage::new("", "");
        page.chart("Days", &[column("1", 700, 0), column("2", 0, 100), column("3", 1, 0)]);
        let html = page.end("");
        for rect in [
            "<rect class=\"in\" x=\"3\" y=\"0\" width=\"3\" height=\"140\"><title>1: +700</title>",
            "<rect class=\"out\" x=\"13\" y=\"140\" width=\"3\" height=\"20\"><title>2: -100</title>",
            "<rect class=\"in\" x=\"23\" y=\"139\" width=\"3\" height=\"1\"><title>3: +1</title>",
        ] {
            assert!(html.contains(rect), "{rect} is not in {html}");
        }
    }
}
