//! Makes the reference from the definitions of the commands and from what they print.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use clap::{Arg, ArgAction, Command};
use rad_admin::cli::definitions;
use rad_admin::{Code, INTERRUPTED};

use super::keys::meaning;
use super::samples::{self, Sample};
use super::settings;
use crate::harness::{fresh, on_file};

const MADE: &str = "<!-- Made from the program: RAD_ADMIN_REFRESH=1 cargo test --test main documents -->\n\n";

#[test]
fn the_reference_is_that_of_this_program() {
    // The reference shows the paths of a ledger in a file.
    let _on_file = on_file();
    let root = definitions();
    let samples = samples::all();
    let mut pages = BTreeMap::from([
        ("README.md".to_owned(), index(&root, &samples)),
        ("settings.md".to_owned(), settings::page()),
    ]);
    for command in commands(&root) {
        let mut page = format!("# rad-admin {}\n\n", command.get_name());
        group(command, command.get_name(), &samples, &mut page);
        pages.insert(format!("{}.md", command.get_name()), page);
    }
    let pages =
        pages.into_iter().map(|(name, page)| (name, (MADE.to_owned() + page.trim_end() + "\n").into()));
    fresh::check_folder("docs/reference", &pages.collect(), "documents");
}

/// A command without a sample would have no JSON in the reference, and its keys no meaning.
#[test]
fn every_command_has_a_sample_of_its_json() {
    let root = definitions();
    let mut names = Vec::new();
    for command in commands(&root).filter(|command| !["completions", "man"].contains(&command.get_name())) {
        if !command.is_subcommand_required_set() {
            names.push(command.get_name().to_owned());
        }
        names.extend(commands(command).map(|sub| format!("{} {}", command.get_name(), sub.get_name())));
    }
    let samples = samples::all();
    names.retain(|name| !samples.iter().any(|sample| sample.command == name));
    assert_eq!(names, Vec::<String>::new(), "give these a line in tests/documents/samples.rs");
}

fn commands(command: &Command) -> impl Iterator<Item = &Command> {
    command.get_subcommands().filter(|command| command.get_name() != "help")
}

fn about(command: &Command) -> String {
    command.get_about().map(ToString::to_string).unwrap_or_default()
}

/// Writes a command, if it does something by itself, and its subcommands.
fn group(command: &Command, name: &str, samples: &[Sample], page: &mut String) {
    if command.is_subcommand_required_set() {
        let _ = writeln!(page, "{}.\n", about(command));
        let aliases: Vec<String> = command.get_visible_aliases().map(|alias| format!("`{alias}`")).collect();
        if !aliases.is_empty() {
            let _ = writeln!(page, "Also under the name {}.\n", aliases.join(", "));
        }
    } else {
        describe(command, name, samples, page);
    }
    for sub in commands(command) {
        let name = format!("{name} {}", sub.get_name());
        let _ = writeln!(page, "## {name}\n");
        describe(sub, &name, samples, page);
    }
}

fn describe(command: &Command, name: &str, samples: &[Sample], page: &mut String) {
    let usage = command.clone().render_usage().to_string();
    let _ = writeln!(page, "{}.\n\n```text", about(command));
    for line in usage.trim_start_matches("Usage:").lines() {
        let _ = writeln!(page, "{}", line.trim());
    }
    *page += "```\n\n";
    let arguments: Vec<&Arg> = command.get_arguments().filter(|argument| is_own(argument)).collect();
    table_of(&arguments, page);
    if let Some(help) = command.get_after_help() {
        examples(&help.to_string(), page);
    }
    document(name, samples, page);
}

fn is_own(argument: &Arg) -> bool {
    !argument.is_global_set() && !["help", "version"].contains(&argument.get_id().as_str())
}

fn table_of(arguments: &[&Arg], page: &mut String) {
    if arguments.is_empty() {
        return;
    }
    *page += "| argument | meaning |\n| --- | --- |\n";
    for argument in arguments {
        let help = argument.get_help().map(ToString::to_string).unwrap_or_default();
        let _ = writeln!(page, "| {} | {}{} |", written(argument), cell(&help), choices(argument));
    }
    *page += "\n";
}

/// Returns the argument as it is written on the line.
fn written(argument: &Arg) -> String {
    let names: Vec<&str> =
        argument.get_value_names().unwrap_or_default().iter().map(clap::builder::Str::as_str).collect();
    let takes = !matches!(argument.get_action(), ArgAction::SetTrue);
    let short = argument.get_short().map(|short| format!("-{short}, ")).unwrap_or_default();
    cell(&match argument.get_long() {
        Some(long) if takes => format!("`{short}--{long} {}`", names.join(" ")),
        Some(long) => format!("`{short}--{long}`"),
        None => format!("`{}`", names.join(" ")),
    })
}

fn choices(argument: &Arg) -> String {
    let values = argument.get_possible_values();
    if values.is_empty() || argument.is_hide_possible_values_set() || !argument.get_action().takes_values() {
        return String::new();
    }
    let names: Vec<String> = values.iter().map(|value| format!("`{}`", value.get_name())).collect();
    format!(": {}", names.join(", "))
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

/// Writes the help text after the flags: words, and lines to type.
fn examples(help: &str, page: &mut String) {
    let (words, lines) = help.split_once("Example").unwrap_or((help, ""));
    if !words.trim().is_empty() {
        let _ = writeln!(page, "{}\n", words.trim());
    }
    let lines: Vec<&str> = lines.lines().skip(1).map(str::trim).filter(|line| !line.is_empty()).collect();
    if !lines.is_empty() {
        let _ = writeln!(page, "```bash\n{}\n```\n", lines.join("\n"));
    }
}

/// Writes the first document of a command, and the keys of all its documents.
fn document(command: &str, samples: &[Sample], page: &mut String) {
    let mut own = samples.iter().filter(|sample| sample.command == command);
    let Some(first) = own.next() else { return };
    let mut paths = first.paths();
    for path in own.flat_map(Sample::paths) {
        if !paths.contains(&path) {
            paths.push(path);
        }
    }
    let _ = writeln!(page, "`rad-admin {} --json`:\n\n```json\n{}\n```\n", first.line, first.json.trim_end());
    *page += "| key | meaning |\n| --- | --- |\n";
    for path in paths {
        let _ = writeln!(page, "| `{path}` | {} |", meaning(command, &path).unwrap_or_default());
    }
    *page += "\n";
}

const FILTERS: &str = r#"## Filters

Every list takes these flags. `--where` also narrows the users that a command means, by the keys of `user list`.

| argument | meaning |
| --- | --- |
| `--where 'KEY OP VALUE'` | Only rows for which this holds. Repeat it to narrow further: all have to hold |
| `--sort KEY,…` | Order by these keys; `-` before one: descending |
| `--limit N`, `--offset N` | At most N rows, 0: none, only a note if there are any; without the first N |
| `--count` | Only the number of rows that would be listed |
| `--actor EMAIL` | On the line of a list: only what this actor did. `user show` lists only these entries; `report` and `user statement` sum up the others in a line of their own. A list whose rows have no actor, such as `user list`, and a page refuse it (2). Where it means nothing, as with `status` and `verify`, it changes nothing |

KEY is a key of the list's JSON, or `domain` or `role` where a row has an address. OP is one of these:

| OP | holds where the value |
| --- | --- |
| `=`, `!=` | is, or is not, one of the values between commas |
| `<`, `<=`, `>`, `>=` | is less or greater; an absent value is neither |
| `~`, `!~` | contains, or does not contain, the text, in any case: `name~STRASSE` finds `Straße` |

An empty VALUE means that there is none: `name=` finds users without a name. Dates are `2026-09-30`, `2026-09`, a time, `today`,
`yesterday`, or how long ago: `7d`, `4w`, `3m`. Put a text with a comma into double quotes, and double a quote within them:

```bash
rad-admin user list --where 'name="Doe, John"'
rad-admin user list --where 'domain=acme.example,blue.example' --where 'balance<10' --sort -balance --limit 20
rad-admin log --where 'at>=7d' --where 'command!=grant-monthly,credits spend'
```

"#;

fn index(root: &Command, samples: &[Sample]) -> String {
    let mut page = "# Reference\n\nEvery command, with its flags, its examples and its JSON. [Settings](settings.md) has \
                    the configuration file and the\nenvironment.\n\n## Commands\n\n| command | does |\n| --- | --- |\n"
        .to_owned();
    for command in commands(root) {
        let name = command.get_name();
        if !command.is_subcommand_required_set() {
            let _ = writeln!(page, "| [`{name}`]({name}.md) | {} |", about(command));
        }
        for sub in commands(command) {
            let below = sub.get_name();
            let _ = writeln!(page, "| [`{name} {below}`]({name}.md#{name}-{below}) | {} |", about(sub));
        }
    }
    page += "\n## Global options\n\nThey may stand anywhere on the line.\n\n";
    table_of(
        &root.get_arguments().filter(|argument| argument.is_global_set()).collect::<Vec<_>>(),
        &mut page,
    );
    page += FILTERS;
    page += "## Exit statuses\n\n| exit status | name | when |\n| --- | --- | --- |\n| 0 | | done, or nothing to change |\n";
    for code in Code::ALL {
        let _ = writeln!(page, "| {} | `{}` | {} |", code.exit_status(), code.name(), code.meaning());
    }
    let _ = writeln!(page, "| 130, 143 | | {INTERRUPTED} |");
    page += "\n[Troubleshooting](../troubleshooting.md) has the usual causes of \
             each.\n\n## JSON\n\n`-o json` prints one document, or one array of rows; `jsonl` one object a line; `csv` and \
             `tsv` the same keys as columns.\nCredits are whole numbers, times are RFC 3339 in UTC, months are `YYYY-MM`. \
             Keys are only ever added.\n\nAn error is one line on standard error:\n\n";
    document("error", samples, &mut page);
    page
}
