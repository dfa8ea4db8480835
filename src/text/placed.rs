//! Commands in hints and warnings name the ledger that the line named, so that a copied command acts on no other.

/// The flags that name a ledger, as typed in a shell, and the names of the program's commands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerFlags {
    pub flags: String,
    pub commands: &'static [&'static str],
}

const PROGRAM: &str = "rad-admin ";

impl LedgerFlags {
    /// Adds the flags to each command in the text: to `rad-admin` where the name of a command follows.
    pub fn in_commands(&self, text: &str) -> String {
        let mut parts = text.split(PROGRAM);
        let mut placed = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            placed += PROGRAM;
            if self.is_command(part) && !part.contains("--db") {
                placed += &self.flags;
                placed.push(' ');
            }
            placed += part;
        }
        placed
    }

    fn is_command(&self, text: &str) -> bool {
        let end = text.find(|character: char| !character.is_ascii_lowercase() && character != '-');
        let name = &text[..end.unwrap_or(text.len())];
        self.commands.contains(&name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_get_the_flags_and_other_words_do_not() {
        let flags = LedgerFlags { flags: "--db other.db".to_owned(), commands: &["undo", "mail"] };
        for (text, placed) in [
            ("see: rad-admin undo 5", "see: rad-admin --db other.db undo 5"),
            ("(rad-admin mail list; then mail drop)", "(rad-admin --db other.db mail list; then mail drop)"),
            ("something other than rad-admin changed it", "something other than rad-admin changed it"),
            ("rad-admin undo", "rad-admin --db other.db undo"),
            ("rad-admin mail list --db third.db", "rad-admin mail list --db third.db"),
            ("no command", "no command"),
        ] {
            assert_eq!(flags.in_commands(text), placed);
        }
    }
}
