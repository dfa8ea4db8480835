//! Prints errors and other lines on standard error.

use std::io::Write as _;

use super::color::Tone;
use crate::Error;
use crate::text::escape_control;

/// Prints the error on standard error: one line of JSON, or `error: …` and a line `hint: …` for each hint. Ignores
/// failures, since there is nowhere to report them.
pub fn print_error(error: &Error, json: bool, color: bool) {
    let _ = std::io::stderr().write_all(error_text(error, json, color).as_bytes());
}

/// Returns the lines of an error.
fn error_text(error: &Error, json: bool, color: bool) -> String {
    if json {
        return error.to_json() + "\n";
    }
    let mut text = labelled("error", Tone::Red, &error.message(), color);
    for hint in error.hints() {
        text += &labelled("hint", Tone::Green, hint, color);
    }
    text
}

/// Returns `label: text` with a line end. Further lines are indented, so data cannot forge a label.
pub(super) fn labelled(label: &str, tone: Tone, text: &str, color: bool) -> String {
    let mut lines = text.lines();
    let first = escape_control(lines.next().unwrap_or_default());
    let mut labelled = format!("{} {first}\n", tone.paint(&format!("{label}:"), color));
    for line in lines {
        labelled.push_str("  ");
        labelled.push_str(&escape_control(line));
        labelled.push('\n');
    }
    labelled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_followed_by_its_hints() {
        let error = Error::not_found("no user 'alise@example.org'").hint("did you mean 'alice@example.org'?");
        assert_eq!(
            error_text(&error, false, false),
            "error: no user 'alise@example.org'\nhint: did you mean 'alice@example.org'?\n"
        );
        assert_eq!(
            error_text(&error, true, true),
            "{\"error\":{\"code\":\"not_found\",\"exit\":3,\"reason\":\"not_found\",\
             \"message\":\"no user 'alise@example.org'\",\"hints\":[\"did you mean 'alice@example.org'?\"],\
             \"data\":{},\"faults\":[]}}\n"
        );
    }

    #[test]
    fn a_message_of_several_lines_stays_readable_and_cannot_forge_a_label() {
        let error = Error::usage("2 faults\na.csv:2: amount: 'x\x1b[2J'\nerror: forged");
        assert_eq!(
            error_text(&error, false, false),
            "error: 2 faults\n  a.csv:2: amount: 'x\\x1b[2J'\n  error: forged\n"
        );
    }

    #[test]
    fn only_the_label_is_coloured() {
        assert_eq!(error_text(&Error::refused("no"), false, true), "\x1b[31merror:\x1b[0m no\n");
    }
}
