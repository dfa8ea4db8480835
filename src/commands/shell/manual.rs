//! One manual page. `clap_mangen` renders options and subcommands; the order of the sections and the texts from the help are ours.

use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use crate::error::{Code, INTERRUPTED, Result};

/// The lines with which `clap_mangen` begins each section that is rendered alone.
const PREAMBLE: &str = ".ie \\n(.g .ds Aq \\(aq\n.el .ds Aq '\n";

const VARIABLES: [(&str, &str); 4] = [
    ("RAD_ADMIN_DB", "the ledger, unless --db names it"),
    ("RAD_ADMIN_CONFIG", "the configuration file, unless --config names it"),
    ("RAD_ADMIN_ACTOR", "who is responsible, unless --actor names somebody"),
    ("RAD_ADMIN_SMTP_PASSWORD", "the password of the login at the mail server"),
];
const FILES: [(&str, &str); 3] = [
    (
        "~/.local/share/rad-admin/rad-admin.db",
        "the ledger, unless a flag, a variable or a setting names another",
    ),
    (
        "~/.config/rad-admin/config.toml",
        "your settings; 'rad-admin config init' writes one that explains each",
    ),
    ("/etc/rad-admin/config.toml", "the settings of all accounts that have no file of their own"),
];

/// Returns the page of the command that is typed as `name` with spaces for its dashes.
pub(super) fn page(command: &clap::Command, name: &str) -> Result<Vec<u8>> {
    let is_of_program = name == "rad-admin";
    let usage = command.clone().render_usage().to_string();
    let shown = if is_of_program { command.clone() } else { without_globals(command.clone()) };
    let man = |command: clap::Command| {
        Man::new(command.display_name(name.to_owned()))
            .title(name.to_uppercase())
            .source(concat!("rad-admin ", env!("CARGO_PKG_VERSION")))
            .manual("rad-admin manual")
    };
    let mut page = Vec::new();
    let whole = man(shown.clone());
    whole.render_title(&mut page)?;
    whole.render_name_section(&mut page)?;
    let (paragraphs, examples) = description(command);
    section("SYNOPSIS", [usage.trim_start_matches("Usage: ").to_owned()]).to_writer(&mut page)?;
    section("DESCRIPTION", paragraphs).to_writer(&mut page)?;
    let mut arguments = Vec::new();
    man(only(shown.clone(), true)).render_options_section(&mut arguments)?;
    page.extend(String::from_utf8_lossy(&arguments).replacen(".SH OPTIONS", ".SH ARGUMENTS", 1).into_bytes());
    man(only(shown, false)).render_options_section(&mut page)?;
    if command.has_subcommands() {
        man(without_help(command.clone())).render_subcommands_section(&mut page)?;
    }
    verbatim("EXAMPLES", &examples).to_writer(&mut page)?;
    statuses().to_writer(&mut page)?;
    if is_of_program {
        terms("ENVIRONMENT", &VARIABLES).to_writer(&mut page)?;
        terms("FILES", &FILES).to_writer(&mut page)?;
    } else {
        see_also().to_writer(&mut page)?;
    }
    let page = String::from_utf8_lossy(&page).replace(PREAMBLE, "");
    Ok((PREAMBLE.to_owned() + &page).into_bytes())
}

/// Hides the flags that every command takes: the page of the program describes them.
fn without_globals(command: clap::Command) -> clap::Command {
    command.mut_args(|argument| {
        let is_hidden = argument.is_hide_set() || argument.is_global_set();
        argument.hide(is_hidden)
    })
}

/// Hides the arguments that have no place on the line, or those that have one.
fn only(command: clap::Command, with_place: bool) -> clap::Command {
    command.mut_args(|argument| {
        let is_hidden = argument.is_hide_set() || argument.is_positional() != with_place;
        argument.hide(is_hidden)
    })
}

/// Hides `help`, which has no page.
fn without_help(command: clap::Command) -> clap::Command {
    command.mut_subcommands(|below| {
        let is_hidden = below.is_hide_set() || below.get_name() == "help";
        below.hide(is_hidden)
    })
}

/// Returns the paragraphs that describe the command, and the lines of its examples.
fn description(command: &clap::Command) -> (Vec<String>, Vec<String>) {
    let about = command.get_about().map(ToString::to_string).unwrap_or_default();
    let (mut paragraphs, mut examples) = (vec![format!("{}.", about.trim_end_matches('.'))], Vec::new());
    let after = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    for paragraph in after.split("\n\n") {
        let mut lines = paragraph.lines();
        match lines.next() {
            Some("Example:" | "Examples:" | "First steps:") => examples.extend(lines.map(str::to_owned)),
            // The section EXIT STATUS says more.
            Some(first) if first.starts_with("Exit status: 0") => {}
            Some(_) => paragraphs.push(paragraph.to_owned()),
            None => {}
        }
    }
    (paragraphs, examples)
}

fn section(title: &str, paragraphs: impl IntoIterator<Item = String>) -> Roff {
    let mut section = Roff::new();
    section.control("SH", [title]);
    for (index, paragraph) in paragraphs.into_iter().enumerate() {
        if index > 0 {
            section.control("PP", []);
        }
        section.text([roman(paragraph)]);
    }
    section
}

/// Returns a section whose lines stay as they are.
fn verbatim(title: &str, lines: &[String]) -> Roff {
    let mut section = Roff::new();
    if lines.is_empty() {
        return section;
    }
    section.control("SH", [title]).control("nf", []);
    for line in lines {
        section.text([roman(line.as_str())]);
    }
    section.control("fi", []);
    section
}

/// Names the page with what holds for all commands.
fn see_also() -> Roff {
    let mut also = Roff::new();
    also.control("SH", ["SEE ALSO"]);
    also.text([bold("rad-admin"), roman("(1) for the options that every command takes")]);
    also
}

fn terms(title: &str, terms: &[(&str, &str)]) -> Roff {
    let mut section = Roff::new();
    section.control("SH", [title]);
    for (term, meaning) in terms {
        section.control("TP", []).text([bold(*term)]).text([roman(*meaning)]);
    }
    section
}

fn statuses() -> Roff {
    let mut status = Roff::new();
    status.control("SH", ["EXIT STATUS"]);
    status.control("TP", []).text([bold("0")]).text([roman("done, or nothing to change")]);
    for code in Code::ALL {
        let number = code.exit_status().to_string();
        let text = format!("{}: {}", code.name(), code.meaning());
        status.control("TP", []).text([bold(number)]).text([roman(text)]);
    }
    status.control("TP", []).text([bold("130, 143")]).text([roman(INTERRUPTED)]);
    status
}
