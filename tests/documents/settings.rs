//! Checks the page of settings and variables against the program.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;

use rad_admin::app::{SETTINGS, Setting};

use super::markdown::root;
use crate::harness::Home;

/// The variables that the program reads, followed by those that its libraries read.
const VARIABLES: &[(&str, &str)] = &[
    ("RAD_ADMIN_DB", "The ledger, unless `--db` names it: a file, or `postgres://USER@HOST/DATABASE`"),
    ("RAD_ADMIN_CONFIG", "The configuration file, unless `--config` names it"),
    ("RAD_ADMIN_ACTOR", "Who is responsible, unless `--actor` names somebody"),
    ("RAD_ADMIN_SMTP_PASSWORD", "The password of the SMTP login, before any other source"),
    ("SUDO_USER", "Set by sudo: recorded beside the account"),
    ("CREDENTIALS_DIRECTORY", "Set by systemd: where the credential `smtp-password` is looked for"),
    ("NO_COLOR", "Not empty: no colour"),
    ("CLICOLOR_FORCE", "Not empty and not 0: colour without a terminal too"),
    ("TERM", "`dumb`: no colour, drawings in ASCII, questions line by line"),
    ("LC_ALL", "With LC_CTYPE and LANG, the first that is set: drawings are in ASCII unless it names UTF-8"),
    ("LC_CTYPE", "See LC_ALL"),
    ("LANG", "See LC_ALL"),
    ("PAGER", "The pager of long lists on a terminal; empty: none. Default: `less`"),
    ("VISUAL", "The editor of `config edit`"),
    ("EDITOR", "The same, where `VISUAL` is not set. Default: `vi`"),
    ("TZ", "The time zone that `init` stores where `--timezone` names none"),
];
const OF_LIBRARIES: &[(&str, &str)] = &[
    (
        "XDG_CONFIG_HOME, XDG_DATA_HOME, XDG_STATE_HOME, HOME",
        "Where your folders are: for the configuration, for the ledger, and for the notes of the last `verify` and `backup`, \
         which `doctor` reads",
    ),
    ("TMPDIR", "Where temporary files are, such as the copy that `config edit` opens"),
    ("LESS, LV", "The options of the pager. Default: `FRX` and `-c`"),
    (
        "PGHOST, PGPORT, PGUSER, PGDATABASE, PGCONNECT_TIMEOUT, PGTARGETSESSIONATTRS",
        "For a ledger on a server: what the URL leaves out",
    ),
    (
        "PGSSLMODE, PGSSLROOTCERT",
        "How the connection to the server is protected, unless the URL says so. Default: `verify-full`",
    ),
    (
        "PGPASSWORD, PGPASSFILE",
        "The password at the server, or the file that has it. Default: `~/.pgpass`, mode 0600",
    ),
    (
        "SSL_CERT_FILE, SSL_CERT_DIR",
        "Certificates to trust instead of the system's, for a mail server or a database server",
    ),
];

pub fn page() -> String {
    let home = Home::new().without("RAD_ADMIN_ACTOR");
    let shown = home.json(&["config", "show"]);
    let default = |key: &str| {
        let rows = shown.as_array().expect("rows");
        let value = rows.iter().find(|row| row["key"] == key).and_then(|row| row["value"].as_str());
        match (key, value) {
            ("actor", _) | (_, None) => String::new(),
            (_, Some(value)) => format!("`{}`", value.replace(&home.path().display().to_string(), "~")),
        }
    };
    let mut page = "# Settings\n\nFlags come first, then the environment, then one TOML file, then defaults. The file is \
                    the one that `--config` or\n`RAD_ADMIN_CONFIG` names, else `rad-admin/config.toml` in your \
                    configuration folder, else `/etc/rad-admin/config.toml`. An unknown key is\nrefused, and so is a \
                    file that cannot be reached. `rad-admin config show` lists each setting and where it comes \
                    from;\n[`examples/config.toml`](../../examples/config.toml) is a file to begin with.\n\n## The file\n\nA dot stands for a table: `mail.host` is `host` under \
                    `[mail]`.\n\n| key | default | meaning |\n| --- | --- | --- |\n"
        .to_owned();
    for Setting { key, meaning, .. } in SETTINGS {
        let _ = writeln!(page, "| `{key}` | {} | {meaning} |", default(key));
    }
    page += "\n## The environment\n\n| variable | meaning |\n| --- | --- |\n";
    for (name, meaning) in VARIABLES.iter().chain(OF_LIBRARIES) {
        let _ = writeln!(page, "| `{name}` | {meaning} |");
    }
    page
}

#[test]
fn every_variable_that_the_program_reads_is_explained_and_no_other() {
    let is_name =
        |text: &&str| text.len() > 1 && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_');
    let mut read = BTreeSet::new();
    for file in ["src/app", "src/app/settings"]
        .iter()
        .flat_map(|folder| fs::read_dir(root().join(folder)).expect("a folder"))
    {
        let Ok(text) = fs::read_to_string(file.expect("a file").path()) else { continue };
        read.extend(text.split('"').filter(is_name).map(str::to_owned));
    }
    // Variables for tests, which a release does not read.
    read.retain(|name| !name.starts_with("RAD_ADMIN_TEST_"));
    read.remove("UTC");
    assert_eq!(read, VARIABLES.iter().map(|(name, _)| (*name).to_owned()).collect());
}
