//! Finds out what standard output and standard error are, and how to print on them.

use std::io::IsTerminal;

use console::Term;

use super::environment;
use crate::cli::{COMMAND_NAMES, Globals};
use crate::output::{ColorSettings, Options, Printer, Terminal, use_color};
use crate::text::placed::LedgerFlags;
use crate::text::shell_word;

/// Prints a note on standard error. Works without an [`App`](super::App).
pub fn remark(globals: &Globals, text: &str) {
    Printer::new(options(globals)).remark(text);
}

/// The flags of the line that name the ledger; `None` if it has none.
pub fn ledger_flags(globals: &Globals) -> Option<LedgerFlags> {
    let named = [("--db", &globals.db), ("--config", &globals.config)];
    let flags = named.into_iter().filter_map(|(flag, value)| {
        value.as_ref().map(|value| format!("{flag} {}", shell_word(&value.to_string_lossy())))
    });
    let flags: Vec<String> = flags.collect();
    (!flags.is_empty()).then(|| LedgerFlags { flags: flags.join(" "), commands: COMMAND_NAMES })
}

/// Whether to use colour on standard error. Works without an [`App`](super::App).
pub fn color_stderr(globals: &Globals) -> bool {
    colored(globals, std::io::stderr().is_terminal())
}

fn colored(globals: &Globals, is_terminal: bool) -> bool {
    let [no_color, clicolor_force, term] = ["NO_COLOR", "CLICOLOR_FORCE", "TERM"].map(environment::lossy);
    let settings = ColorSettings {
        no_color: no_color.as_deref(),
        clicolor_force: clicolor_force.as_deref(),
        term: term.as_deref(),
    };
    use_color(globals.color, is_terminal, settings)
}

/// Whether the locale uses UTF-8 and the terminal can do more than print lines.
fn has_unicode() -> bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(environment::lossy).unwrap_or_default();
    let encoding = locale.to_ascii_lowercase().replace('-', "");
    encoding.contains("utf8") && environment::lossy("TERM").as_deref() != Some("dumb")
}

pub(super) fn options(globals: &Globals) -> Options {
    let is_terminal = std::io::stdout().is_terminal();
    let terminal = is_terminal.then(|| {
        let (height_rows, width_columns) = Term::stdout().size();
        Terminal { width_columns, height_rows }
    });
    let pager = match environment::raw("PAGER") {
        _ if globals.no_pager => None,
        Some(pager) => pager.into_string().ok().filter(|command| !command.trim().is_empty()),
        None => Some("less".to_owned()),
    };
    Options {
        ledger_flags: ledger_flags(globals),
        format: globals.format(),
        fields: globals.fields.clone().or_else(|| globals.field.clone().map(|field| vec![field])),
        bare: globals.field.is_some(),
        no_header: globals.no_header,
        quiet: globals.quiet,
        verbose: globals.verbose,
        raw: globals.raw,
        color: colored(globals, is_terminal),
        unicode: has_unicode(),
        color_stderr: color_stderr(globals),
        terminal,
        pager,
        zone: None,
    }
}
