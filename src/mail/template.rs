//! Parses and fills templates: text with placeholders in braces.

use super::facts::Placeholder;
use crate::domain::nearest;
use crate::{Error, Result};

#[derive(Debug)]
enum Piece {
    Text(String),
    Value(Placeholder),
}

/// A parsed template. Braces that do not enclose exactly one word are text, so CSS needs no escaping.
#[derive(Debug)]
pub(super) struct Template {
    lines: Vec<Vec<Piece>>,
}

impl Template {
    /// Parses `source`. A placeholder outside `known` is a setup error that names it and `origin`, the file.
    pub(super) fn parse(source: &str, origin: &str, known: &[Placeholder]) -> Result<Self> {
        let lines = source.lines().map(|line| parse_line(line, origin, known)).collect::<Result<_>>()?;
        Ok(Self { lines })
    }

    pub(super) fn mentions(&self, placeholder: Placeholder) -> bool {
        self.lines.iter().flatten().any(|piece| matches!(piece, Piece::Value(value) if *value == placeholder))
    }

    pub(super) fn line_count(&self) -> usize {
        self.lines.len()
    }

    /// Fills in the values. A line whose values are all empty is left out, so a template can mention roles or credits that only
    /// some invitations have.
    pub(super) fn render(&self, value: impl Fn(Placeholder) -> String) -> String {
        self.lines.iter().filter_map(|line| render_line(line, &value)).collect::<Vec<_>>().join("\n")
    }
}

fn render_line(line: &[Piece], value: impl Fn(Placeholder) -> String) -> Option<String> {
    let mut text = String::new();
    let (mut has_values, mut has_content) = (false, false);
    for piece in line {
        match piece {
            Piece::Text(piece) => text.push_str(piece),
            Piece::Value(placeholder) => {
                let value = value(*placeholder);
                has_values = true;
                has_content |= !value.is_empty();
                text.push_str(&value);
            }
        }
    }
    (has_content || !has_values).then_some(text)
}

fn parse_line(mut rest: &str, origin: &str, known: &[Placeholder]) -> Result<Vec<Piece>> {
    let mut pieces = Vec::new();
    let mut text = String::new();
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        rest = after;
        if let Some((word, after)) = after.split_once('}').filter(|(word, _)| is_word(word)) {
            pieces.push(Piece::Text(std::mem::take(&mut text)));
            pieces.push(Piece::Value(find(word, origin, known)?));
            rest = after;
        } else {
            text.push('{');
        }
    }
    text.push_str(rest);
    pieces.push(Piece::Text(text));
    Ok(pieces)
}

fn is_word(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && text.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-')
}

fn find(word: &str, origin: &str, known: &[Placeholder]) -> Result<Placeholder> {
    if let Some(found) = known.iter().find(|placeholder| placeholder.as_str() == word) {
        return Ok(*found);
    }
    let names: Vec<&str> = known.iter().map(|placeholder| placeholder.as_str()).collect();
    let near = nearest(&word.to_lowercase(), names.iter().copied());
    Err(Error::setup(format!("{origin}: '{{{word}}}' is not a placeholder that can stand here"))
        .maybe_hint(near.map(|near| format!("did you mean '{{{near}}}'?")))
        .hint(format!("the placeholders are {{{}}}", names.join("}, {"))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Code;
    use crate::domain::MessageKind;

    const KNOWN: &[Placeholder] = Placeholder::of_kind(MessageKind::Invitation);

    fn render(source: &str) -> String {
        let template = Template::parse(source, "test", KNOWN).expect(source);
        template.render(|placeholder| match placeholder {
            Placeholder::Name => "{link}".into(),
            Placeholder::Awarded => String::new(),
            other => format!("<{}>", other.as_str()),
        })
    }

    #[test]
    fn placeholders_are_replaced_once_and_other_braces_are_text() {
        assert_eq!(render("a {email} b {link}{roles}"), "a <email> b <link><roles>");
        assert_eq!(render("{name}"), "{link}");
        assert_eq!(render("p { color: red } {} {{email}} {"), "p { color: red } {} {<email>} {");
    }

    #[test]
    fn a_line_whose_values_are_all_empty_is_left_out() {
        assert_eq!(render("a\n\ncredits: {awarded}\n{awarded} for {email}\nb\n"), "a\n\n for <email>\nb");
    }

    #[test]
    fn an_unknown_placeholder_is_a_setup_error_with_its_file_and_the_nearest() {
        for wrong in ["{nmae}", "x {Name} y", "{name_}"] {
            let error = Template::parse(wrong, "'/etc/message.txt'", KNOWN).expect_err(wrong);
            assert_eq!(error.code(), Code::Setup);
            assert!(error.message().starts_with("'/etc/message.txt': '{"), "{error}");
            assert_eq!(error.hints()[0], "did you mean '{name}'?");
            assert_eq!(
                error.hints()[1],
                "the placeholders are {name}, {email}, {inviter}, {roles}, {awarded}, {link}, {expires}"
            );
        }
        assert!(Template::parse("{link}", "subject", &KNOWN[..5]).is_err());
    }
}
