//! Every setting and every variable, held against the program.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;

use super::markdown::root;
use crate::harness::Home;

const SETTINGS: &[(&str, &str)] = &[
    ("database", "The ledger; a relative path is understood from the folder of the file"),
    ("actor", "Who is answerable for what is done: an address, or a short name. Default: the login name"),
    (
        "limits.confirm_above",
        "An adjustment of so many credits in all, or more, needs a reason and its total; 0: never",
    ),
    ("invite.url", "The link of an invitation, with `{token}` in it; without it, messages wait"),
    ("invite.expires_days", "How many days an invitation can be accepted, from 1 to 366"),
    (
        "invite.templates.subject",
        "A file with the subject of the message, instead of the one that is built in",
    ),
    ("invite.templates.text", "The same for its plain text"),
    ("invite.templates.html", "The same for its HTML"),
    ("mail.from", "The sender, like `RAD Platform <no-reply@example.org>`"),
    ("mail.transport", "`smtp`; `sendmail`; or `file`: one `.eml` a message in `mail.folder`"),
    ("mail.host", "The SMTP server"),
    ("mail.port", "Its port: where none is set, 587 for `starttls`, 465 for `tls`, 25 for `none`"),
    ("mail.security", "`starttls`; `tls`; or `none`, to this machine only"),
    ("mail.username", "The login; without it there is none"),
    ("mail.password_file", "A file that holds the password; refused if others can read it"),
    ("mail.password_command", "A shell command that prints the password, instead of the file"),
    ("mail.folder", "The folder of the transport `file`"),
    ("mail.sendmail_path", "The program of the transport `sendmail`"),
    ("mail.timeout_seconds", "How long one step of sending may take, from 1 to 600"),
];

/// What the program reads by itself, and below it what its libraries read.
const VARIABLES: &[(&str, &str)] = &[
    ("RAD_ADMIN_DB", "The database, unless `--db` names it"),
    ("RAD_ADMIN_CONFIG", "The configuration file, unless `--config` names it"),
    ("RAD_ADMIN_ACTOR", "Who is answerable, unless `--actor` says so"),
    ("RAD_ADMIN_SMTP_PASSWORD", "The password of the SMTP login, before any other source"),
    ("CREDENTIALS_DIRECTORY", "Set by systemd: where the credential `smtp-password` is looked for"),
    ("NO_COLOR", "Not empty: no colour"),
    ("CLICOLOR_FORCE", "Not empty and not 0: colour without a terminal too"),
    ("TERM", "`dumb`: no colour, drawings in ASCII, questions line by line"),
    ("LC_ALL", "With LC_CTYPE and LANG, the first that is set: drawings are in ASCII unless it names UTF-8"),
    ("LC_CTYPE", "See LC_ALL"),
    ("LANG", "See LC_ALL"),
    ("PAGER", "The pager of long lists on a terminal; empty: none. Default: `less`"),
    ("TZ", "The time zone that `init` stores where `--timezone` names none"),
];
const OF_LIBRARIES: &[(&str, &str)] = &[
    ("XDG_CONFIG_HOME, XDG_DATA_HOME, HOME", "Where your configuration folder and your data folder are"),
    ("SSL_CERT_FILE, SSL_CERT_DIR", "Certificates to trust instead of the system's, for a mail server"),
];

/// The page.
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
                    file that cannot be reached. `rad-admin config show` tells each setting and where it came \
                    from;\n[`examples/config.toml`](../../examples/config.toml) is a file to begin with.\n\n## The file\n\nA dot stands for a table: `mail.host` is `host` under \
                    `[mail]`.\n\n| key | default | meaning |\n| --- | --- | --- |\n"
        .to_owned();
    for (key, meaning) in SETTINGS {
        let _ = writeln!(page, "| `{key}` | {} | {meaning} |", default(key));
    }
    page += "\n## The environment\n\n| variable | meaning |\n| --- | --- |\n";
    for (name, meaning) in VARIABLES.iter().chain(OF_LIBRARIES) {
        let _ = writeln!(page, "| `{name}` | {meaning} |");
    }
    page
}

#[test]
fn every_setting_of_the_program_is_explained_and_no_other() {
    let shown = Home::new().json(&["config", "show"]);
    let rows = shown.as_array().expect("rows").iter();
    let shown: BTreeSet<&str> =
        rows.filter_map(|row| row["key"].as_str()).filter(|key| *key != "config").collect();
    assert_eq!(shown, SETTINGS.iter().map(|(key, _)| *key).collect());
}

#[test]
fn every_variable_that_the_program_reads_is_explained_and_no_other() {
    let is_name =
        |text: &&str| text.len() > 1 && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_');
    let mut read = BTreeSet::new();
    for file in fs::read_dir(root().join("src/app")).expect("the room") {
        let text = fs::read_to_string(file.expect("a file").path()).expect("its text");
        read.extend(text.split('"').filter(is_name).map(str::to_owned));
    }
    // What the tests set, which no release reads.
    read.retain(|name| !name.starts_with("RAD_ADMIN_TEST_"));
    read.remove("UTC");
    assert_eq!(read, VARIABLES.iter().map(|(name, _)| (*name).to_owned()).collect());
}
