//! Translates the statements of the store, which are written for SQLite, for PostgreSQL.
//!
//! Each statement is translated once for each session. The store uses only forms that mean the same on both engines, so only a
//! few words have to be translated.

use std::fmt::Write;

use super::tokens::{
    SqlToken, arguments, closing, creates_table, has_condition, has_two_arguments, is_index_hint,
    is_nameless_table, is_numbered, is_of_temporary, is_prefix, length_in_brackets, nth_after, tokens,
};

/// Words that only have another name.
const OTHER_NAMES: [(&str, &str); 5] = [
    ("INTEGER", "BIGINT"),
    ("REAL", "DOUBLE PRECISION"),
    ("BLOB", "BYTEA"),
    ("instr", "strpos"),
    ("group_concat", "string_agg"),
];

/// Translates one or several statements. `schema` is the schema of the ledger's tables.
pub(super) fn translated(sql: &str, schema: &str) -> String {
    let tokens = tokens(sql);
    let mut out =
        Translation { schema, is_made: creates_table(&tokens), nameless: Vec::new(), text: String::new() };
    let mut at = 0;
    while at < tokens.len() {
        at = out.step(&tokens, at);
    }
    out.text
}

struct Translation<'s> {
    schema: &'s str,
    /// Whether the statement makes a table, so that it contains types of columns.
    is_made: bool,
    /// Where a SELECT ends that stands for a table without a name. Older servers need a name.
    nameless: Vec<usize>,
    text: String,
}

impl Translation<'_> {
    /// Writes the translation of what begins at this token. Returns the index of the next token.
    fn step(&mut self, tokens: &[SqlToken<'_>], at: usize) -> usize {
        let token = tokens[at];
        match token {
            SqlToken::Parameter(text) => {
                self.text.push('$');
                self.text.push_str(&text[1..]);
            }
            SqlToken::Word(word) => return self.word(tokens, at, word),
            // The text is JSON, but PostgreSQL needs a cast to know it.
            SqlToken::Sign("->>") => {
                self.wrap_last("CAST(", " AS json)");
                self.text.push_str(" ->>");
            }
            // In SQLite, the plus keeps a column from an index.
            SqlToken::Sign("+") if is_prefix(tokens, at) => {}
            SqlToken::Sign("(") => {
                if is_nameless_table(tokens, at) {
                    self.nameless.push(closing(tokens, at));
                }
                self.text.push('(');
            }
            SqlToken::Sign(")") => {
                self.text.push(')');
                if self.nameless.contains(&at) {
                    self.write(format_args!(" AS rows_{at}"));
                }
            }
            _ => self.text.push_str(token.text()),
        }
        at + 1
    }

    fn word(&mut self, tokens: &[SqlToken<'_>], at: usize, word: &str) -> usize {
        if let Some(name) = word.strip_prefix("temp.") {
            self.text.push_str("pg_temp.");
            self.text.push_str(name);
            return at + 1;
        }
        if let Some(name) = word.strip_prefix("main.") {
            self.text.push_str(&quoted(self.schema));
            self.text.push('.');
            self.text.push_str(name);
            return at + 1;
        }
        let translated = self
            .clause(tokens, at, word)
            .or_else(|| self.table_option(tokens, at, word))
            .or_else(|| self.call(tokens, at, word));
        if let Some(after) = translated {
            return after;
        }
        let renamed = OTHER_NAMES.iter().find(|(name, _)| *name == word);
        self.text.push_str(renamed.map_or(word, |(_, name)| name));
        at + 1
    }

    /// Translates a part of a statement that PostgreSQL writes differently. Returns the index of the token after it.
    fn clause(&mut self, tokens: &[SqlToken<'_>], at: usize, word: &str) -> Option<usize> {
        let next = |nth| nth_after(tokens, at, nth);
        let is_next = |word| next(1).is_some_and(|(_, token)| token.is_word(word));
        match word {
            "CROSS" if is_next("JOIN") && has_condition(tokens, at) => Some(at + 2),
            "INDEX" if is_of_temporary(tokens, at) => Some(self.temporary_index(tokens, at)),
            "DELETE" => self.emptied(tokens, at),
            "INDEXED" | "NOT" if is_index_hint(tokens, at, word) => {
                let (by, _) = next(if word == "NOT" { 1 } else { 2 }).unwrap_or((at, tokens[at]));
                Some(by + 1)
            }
            "COLLATE" if is_next("NOCASE") => {
                self.wrap_last("lower(", ")");
                next(1).map(|(nocase, _)| nocase + 1)
            }
            "LIMIT" => self.limit(tokens, at),
            _ => None,
        }
    }

    /// Translates a limit. SQLite takes a negative one for none.
    fn limit(&mut self, tokens: &[SqlToken<'_>], at: usize) -> Option<usize> {
        let (end, token) = nth_after(tokens, at, 1)?;
        match token {
            SqlToken::Parameter(text) => {
                self.write(format_args!("LIMIT nullif(${}, -1)", &text[1..]));
                Some(end + 1)
            }
            SqlToken::Sign("-") => {
                self.text.push_str("LIMIT ALL");
                Some(nth_after(tokens, end, 1).map_or(end + 1, |(end, _)| end + 1))
            }
            _ => None,
        }
    }

    /// Translates an option or a type of a table that is made.
    fn table_option(&mut self, tokens: &[SqlToken<'_>], at: usize, word: &str) -> Option<usize> {
        let next = |nth| nth_after(tokens, at, nth);
        match word {
            "WITHOUT" => next(1).filter(|(_, token)| token.is_word("ROWID")).map(|(rowid, _)| rowid + 1),
            // STRICT may stand alone, or before another option.
            "STRICT" => match next(1) {
                Some((comma, token)) if token.text() == "," => Some(comma + 1),
                _ => Some(at + 1),
            },
            "INTEGER" if self.is_made && is_numbered(tokens, at) => {
                self.text.push_str("BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY");
                Some(next(2).map_or(at + 1, |(key, _)| key + 1))
            }
            "TEXT" if self.is_made => {
                self.text.push_str("TEXT COLLATE \"C\"");
                Some(at + 1)
            }
            _ => None,
        }
    }

    /// Translates a function whose arguments change, or a literal of bytes.
    fn call(&mut self, tokens: &[SqlToken<'_>], at: usize, word: &str) -> Option<usize> {
        let next = |nth| nth_after(tokens, at, nth);
        let after = next(3).map_or(at + 1, |(end, _)| end + 1);
        match word {
            "json_object" => Some(self.json_object(tokens, at)),
            "max" | "min" if has_two_arguments(tokens, at) => {
                self.text.push_str(if word == "max" { "greatest" } else { "least" });
                Some(at + 1)
            }
            "randomblob" => Some(self.random_bytes(tokens, at)),
            "zeroblob" => {
                let length = length_in_brackets(tokens, at);
                self.write(format_args!("decode(repeat('00', {length}), 'hex')"));
                Some(after)
            }
            "hex" => {
                let value = next(2).map_or("", |(_, token)| token.text());
                self.write(format_args!("encode({value}, 'hex')"));
                Some(after)
            }
            // PostgreSQL would take x'00ff' for a string of bits.
            "x" if matches!(tokens.get(at + 1), Some(SqlToken::Quoted(_))) => {
                self.write(format_args!("decode({}, 'hex')", tokens[at + 1].text()));
                Some(at + 2)
            }
            _ => None,
        }
    }

    fn write(&mut self, text: std::fmt::Arguments<'_>) {
        // Writing to a `String` cannot fail.
        let _ = self.text.write_fmt(text);
    }

    /// Puts the last written name or parameter between these words.
    fn wrap_last(&mut self, before: &str, after: &str) {
        while self.text.ends_with(' ') {
            self.text.pop();
        }
        let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '$');
        let begins = self.text.rfind(|c: char| !is_part(c));
        let name = self.text.split_off(begins.map_or(0, |end| end + 1));
        for part in [before, &name, after] {
            self.text.push_str(part);
        }
    }

    /// Translates `randomblob(32)`. A UUID has 16 bytes, of which 122 bits are random.
    fn random_bytes(&mut self, tokens: &[SqlToken<'_>], at: usize) -> usize {
        let length = length_in_brackets(tokens, at);
        let uuids = vec!["uuid_send(gen_random_uuid())"; length.div_ceil(16)].join(" || ");
        self.write(format_args!("substring({uuids}, 1, {length})"));
        nth_after(tokens, at, 3).map_or(at + 1, |(end, _)| end + 1)
    }

    /// Translates `CREATE INDEX temp.name ON table`. In PostgreSQL, an index lies where its table does.
    fn temporary_index(&mut self, tokens: &[SqlToken<'_>], at: usize) -> usize {
        self.text.push_str("INDEX ");
        let mut nth = 1;
        while let Some((place, token)) = nth_after(tokens, at, nth) {
            if token.is_word("ON") {
                let (end, table) = nth_after(tokens, place, 1).unwrap_or((place, token));
                self.text.push_str("ON pg_temp.");
                self.text.push_str(table.text());
                return end + 1;
            }
            self.text.push_str(token.text().trim_start_matches("temp."));
            self.text.push(' ');
            nth += 1;
        }
        tokens.len()
    }

    /// Translates `json_object('key', value, …)` to what SQLite writes: JSON without spaces. A `json(value)` is already JSON.
    fn json_object(&mut self, tokens: &[SqlToken<'_>], at: usize) -> usize {
        let Some((open, _)) = nth_after(tokens, at, 1) else { return at + 1 };
        let end = closing(tokens, open);
        let arguments = arguments(&tokens[open + 1..end]);
        let mut parts = Vec::new();
        for pair in arguments.chunks(2) {
            let [key, value] = pair else { continue };
            let key = key.trim().trim_matches('\'');
            let value = value.trim();
            let written = match value.strip_prefix("json(").and_then(|inner| inner.strip_suffix(')')) {
                Some(json) => translated(json, self.schema),
                None => {
                    format!("coalesce(CAST(to_json({}) AS TEXT), 'null')", translated(value, self.schema))
                }
            };
            let comma = if parts.is_empty() { "" } else { "," };
            parts.push(format!("'{comma}\"{key}\":' || {written}"));
        }
        self.write(format_args!("('{{' || {} || '}}')", parts.join(" || ")));
        end + 1
    }

    /// Translates `DELETE FROM temp.table;`, after which rows are numbered from 1 again.
    fn emptied(&mut self, tokens: &[SqlToken<'_>], at: usize) -> Option<usize> {
        let (_, from) = nth_after(tokens, at, 1)?;
        let (table_at, table) = nth_after(tokens, at, 2)?;
        let name = table.text().strip_prefix("temp.")?;
        let ends = nth_after(tokens, table_at, 1).is_none_or(|(_, token)| token.text() == ";");
        if !from.is_word("FROM") || !ends {
            return None;
        }
        self.text.push_str("TRUNCATE pg_temp.");
        self.text.push_str(name);
        self.text.push_str(" RESTART IDENTITY");
        Some(table_at + 1)
    }
}

/// Puts a name in quotes.
pub(super) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

#[cfg(test)]
mod tests;
