//! Reads libpq's password file, whose lines are `HOST:PORT:DATABASE:USER:PASSWORD`.

use std::fs;
use std::io::ErrorKind;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use tokio_postgres::Config;
use tokio_postgres::config::Host;

use crate::error::{Error, Result};

/// Returns the password of the first line that fits. Fails (exit 7) if others can read the file.
pub(super) fn find(file: &Path, config: &Config) -> Result<Option<String>> {
    let failed = |error| Error::setup("cannot read the file of passwords").at(file).caused_by(error);
    let found = match fs::metadata(file) {
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::PermissionDenied) => {
            return Ok(None);
        }
        found => found.map_err(failed)?,
    };
    if found.mode() & 0o077 != 0 {
        return Err(Error::setup("others can read the file of passwords")
            .at(file)
            .hint(format!("close it: chmod 600 '{}'", file.display())));
    }
    let text = fs::read_to_string(file).map_err(failed)?;
    let port = config.get_ports().first().copied().unwrap_or(5432).to_string();
    let user = config.get_user().unwrap_or_default();
    let database = config.get_dbname().unwrap_or(user);
    let hosts = config.get_hosts().iter().map(|host| match host {
        Host::Tcp(name) => name.clone(),
        Host::Unix(_) => "localhost".to_owned(),
    });
    let hosts: Vec<String> = hosts.collect();
    Ok(text.lines().filter(|line| !line.starts_with('#')).find_map(|line| {
        let [host, port_of_line, database_of_line, user_of_line, password] = fields(line)?;
        let fits = |pattern: &str, value: &str| pattern == "*" || pattern == value;
        let is_it = (host == "*" || hosts.contains(&host))
            && fits(&port_of_line, &port)
            && fits(&database_of_line, database)
            && fits(&user_of_line, user);
        is_it.then_some(password)
    }))
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
