//! Splits a statement into tokens, and looks around in them.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SqlToken<'a> {
    /// A word, a number, or a name with dots.
    Word(&'a str),
    /// Spaces and comments.
    Space(&'a str),
    /// A text or a name in quotes.
    Quoted(&'a str),
    /// A parameter such as `?1`.
    Parameter(&'a str),
    /// Anything else: one character, or `->>`.
    Sign(&'a str),
}

impl<'a> SqlToken<'a> {
    pub(super) fn text(self) -> &'a str {
        match self {
            Self::Word(text)
            | Self::Space(text)
            | Self::Quoted(text)
            | Self::Parameter(text)
            | Self::Sign(text) => text,
        }
    }

    pub(super) fn is_word(self, word: &str) -> bool {
        matches!(self, Self::Word(text) if text.eq_ignore_ascii_case(word))
    }
}

pub(super) fn creates_table(tokens: &[SqlToken<'_>]) -> bool {
    tokens.iter().any(|token| token.is_word("CREATE"))
}

/// Returns the nth token after this one, not counting spaces, and its index.
pub(super) fn nth_after<'a>(tokens: &[SqlToken<'a>], at: usize, nth: usize) -> Option<(usize, SqlToken<'a>)> {
    let rest = tokens.iter().copied().enumerate().skip(at + 1);
    rest.filter(|(_, token)| !matches!(token, SqlToken::Space(_))).nth(nth - 1)
}

/// Whether this `CROSS JOIN` has a condition. SQLite allows that: the word then only fixes the order of the tables.
pub(super) fn has_condition(tokens: &[SqlToken<'_>], at: usize) -> bool {
    let Some((mut place, token)) = nth_after(tokens, at, 2) else { return false };
    if token.text() == "(" {
        place = closing(tokens, place);
    }
    // Skip the table's alias, if it has one.
    (1..=3).find_map(|nth| match nth_after(tokens, place, nth)?.1 {
        token if token.is_word("ON") => Some(true),
        token if token.is_word("AS") => None,
        SqlToken::Word(word) if !is_clause(word) => None,
        _ => Some(false),
    }) == Some(true)
}

fn is_clause(word: &str) -> bool {
    ["WHERE", "JOIN", "CROSS", "LEFT", "ORDER", "GROUP", "UNION", "EXCEPT", "LIMIT"].contains(&word)
}

/// Whether the index that is made here is on a temporary table.
pub(super) fn is_of_temporary(tokens: &[SqlToken<'_>], at: usize) -> bool {
    (1..=4).filter_map(|nth| nth_after(tokens, at, nth)).any(|(_, token)| token.text().starts_with("temp."))
}

/// Splits what is between the brackets of a function into its arguments.
pub(super) fn arguments(tokens: &[SqlToken<'_>]) -> Vec<String> {
    let mut arguments = vec![String::new()];
    let mut depth = 0_i32;
    for token in tokens {
        match token.text() {
            "(" => depth += 1,
            ")" => depth -= 1,
            _ => {}
        }
        match arguments.last_mut() {
            Some(argument) if depth > 0 || token.text() != "," => argument.push_str(token.text()),
            _ => arguments.push(String::new()),
        }
    }
    arguments
}

/// Returns the number in `name(number)`.
pub(super) fn length_in_brackets(tokens: &[SqlToken<'_>], at: usize) -> usize {
    nth_after(tokens, at, 2).and_then(|(_, token)| token.text().parse().ok()).unwrap_or(0)
}

/// Whether the plus here is only a prefix of a name.
pub(super) fn is_prefix(tokens: &[SqlToken<'_>], at: usize) -> bool {
    let before = tokens[..at].iter().rfind(|token| !matches!(token, SqlToken::Space(_)));
    before.is_none_or(|token| token.is_word("BY") || matches!(token.text(), "," | "("))
}

/// Whether a SELECT in brackets begins here that stands for a table and has no name.
pub(super) fn is_nameless_table(tokens: &[SqlToken<'_>], at: usize) -> bool {
    let before = tokens[..at].iter().rfind(|token| !matches!(token, SqlToken::Space(_)));
    let stands_for_table = before.is_some_and(|token| token.is_word("FROM") || token.is_word("JOIN"));
    let selects = nth_after(tokens, at, 1).is_some_and(|(_, token)| token.is_word("SELECT"));
    let name = nth_after(tokens, closing(tokens, at), 1);
    let is_named = name.is_some_and(|(_, token)| match token {
        SqlToken::Word(word) => !is_clause(word),
        _ => false,
    });
    stands_for_table && selects && !is_named
}

/// Returns the index of the bracket that closes the one here.
pub(super) fn closing(tokens: &[SqlToken<'_>], at: usize) -> usize {
    let mut depth = 0_i32;
    for (place, token) in tokens.iter().enumerate().skip(at) {
        match token.text() {
            "(" => depth += 1,
            ")" => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return place;
        }
    }
    tokens.len() - 1
}

/// Whether `INDEXED BY name` or `NOT INDEXED` begins here.
pub(super) fn is_index_hint(tokens: &[SqlToken<'_>], at: usize, word: &str) -> bool {
    let next = if word == "NOT" { "INDEXED" } else { "BY" };
    nth_after(tokens, at, 1).is_some_and(|(_, token)| token.is_word(next))
}

/// Whether the function here has two arguments. `max(a, b)` is no aggregate.
pub(super) fn has_two_arguments(tokens: &[SqlToken<'_>], at: usize) -> bool {
    let Some((open, token)) = nth_after(tokens, at, 1) else { return false };
    if token.text() != "(" {
        return false;
    }
    let mut depth = 0_i32;
    for token in &tokens[open..=closing(tokens, open)] {
        match token.text() {
            "(" => depth += 1,
            ")" => depth -= 1,
            "," if depth == 1 => return true,
            _ => {}
        }
    }
    false
}

/// Whether this is `INTEGER PRIMARY KEY`, whose values SQLite numbers itself.
pub(super) fn is_numbered(tokens: &[SqlToken<'_>], at: usize) -> bool {
    let is = |nth, word| nth_after(tokens, at, nth).is_some_and(|(_, token)| token.is_word(word));
    is(1, "PRIMARY") && is(2, "KEY")
}

pub(super) fn tokens(sql: &str) -> Vec<SqlToken<'_>> {
    let mut tokens = Vec::new();
    let mut rest = sql;
    while let Some(first) = rest.chars().next() {
        let length = length_of_token(rest, first);
        let (text, after) = rest.split_at(length);
        rest = after;
        tokens.push(match first {
            '\'' | '"' => SqlToken::Quoted(text),
            '?' => SqlToken::Parameter(text),
            _ if first.is_whitespace() || text.starts_with("--") => SqlToken::Space(text),
            _ if is_of_word(first) => SqlToken::Word(text),
            _ => SqlToken::Sign(text),
        });
    }
    tokens
}

fn length_of_token(rest: &str, first: char) -> usize {
    let until = |end: Option<usize>| end.unwrap_or(rest.len());
    match first {
        '\'' | '"' => rest[1..].find(first).map_or(rest.len(), |end| end + 2),
        '?' => until(rest[1..].find(|c: char| !c.is_ascii_digit()).map(|end| end + 1)),
        _ if rest.starts_with("--") => until(rest.find('\n')),
        _ if first.is_whitespace() => until(rest.find(|c: char| !c.is_whitespace())),
        _ if is_of_word(first) => until(rest.find(|c: char| !is_of_word(c) && c != '.')),
        _ if rest.starts_with("->>") => 3,
        _ => first.len_utf8(),
    }
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}
