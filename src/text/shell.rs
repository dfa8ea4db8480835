//! Writes words as a shell takes them.

/// Returns a word of a command in a hint: quoted only where a shell would read more than the word in it.
pub fn shell_word(word: &(impl ToString + ?Sized)) -> String {
    let word = word.to_string();
    let is_plain = |letter: char| letter.is_alphanumeric() || "@%+=:,./_-".contains(letter);
    if !word.is_empty() && word.chars().all(is_plain) {
        return word;
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_quoted_only_where_a_shell_needs_it() {
        let words = ["bob+x@example.org", "/srv/a.db", "o'brien@example.org", "my ledger.db", ""];
        let shown = words.map(str::to_owned).map(|word| shell_word(&word));
        assert_eq!(
            shown,
            ["bob+x@example.org", "/srv/a.db", "'o'\\''brien@example.org'", "'my ledger.db'", "''"]
        );
    }
}
