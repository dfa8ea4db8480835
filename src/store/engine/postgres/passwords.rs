//! Reads libpq's password file, whose lines are `HOST:PORT:DATABASE:USER:PASSWORD`.

use std::fs;
use std::io::ErrorKind;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use tokio_postgres::Config;

use super::hosts::Address;
use crate::error::{Error, Result};

/// The logins of a file of passwords, in its order.
pub(super) struct Passwords(Vec<[String; 5]>);

impl Passwords {
    /// Reads the file; one that is not there has no lines. Fails (exit 7) if others can read the file.
    pub(super) fn read(file: &Path) -> Result<Self> {
        let failed = |error| Error::setup("cannot read the file of passwords").at(file).caused_by(error);
        let found = match fs::metadata(file) {
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::PermissionDenied) => {
                return Ok(Self(Vec::new()));
            }
            found => found.map_err(failed)?,
        };
        if found.mode() & 0o077 != 0 {
            return Err(Error::setup("others can read the file of passwords")
                .at(file)
                .hint(format!("close it: chmod 600 '{}'", file.display())));
        }
        let text = fs::read_to_string(file).map_err(failed)?;
        Ok(Self(text.lines().filter(|line| !line.starts_with('#')).filter_map(fields).collect()))
    }

    /// Returns the password of the first line that fits.
    pub(super) fn of_login(&self, address: &Address, config: &Config) -> Option<&str> {
        let user = config.get_user().unwrap_or_default();
        let database = config.get_dbname().unwrap_or(user);
        let port = address.port.to_string();
        let fits = |pattern: &str, value: &str| pattern == "*" || pattern == value;
        let line = self.0.iter().find(|[host, of_port, of_database, of_user, _]| {
            (host == "*" || address.is_host(host))
                && fits(of_port, &port)
                && fits(of_database, database)
                && fits(of_user, user)
        });
        line.map(|[.., password]| password.as_str())
    }
}

/// Splits a line into its five fields. `\:` and `\\` stand for the characters themselves.
fn fields(line: &str) -> Option<[String; 5]> {
    let mut fields = vec![String::new()];
    let mut characters = line.chars();
    while let Some(character) = characters.next() {
        let last = fields.len() - 1;
        match character {
            '\\' => fields[last].extend(characters.next()),
            ':' if last < 4 => fields.push(String::new()),
            _ => fields[last].push(character),
        }
    }
    fields.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::fields;

    #[test]
    fn a_colon_in_a_password_is_its_own() {
        let found = fields(r"db.example.org:5432:rad:ada:a\:b:c").expect("five fields");
        assert_eq!(found[4], "a:b:c");
        assert_eq!(fields("db:5432:rad:ada"), None);
    }
}
