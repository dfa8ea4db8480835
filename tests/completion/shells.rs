//! The scripts in `completions/`, in real shells. bash is always there; zsh and fish must be in CI.

use std::path::Path;
use std::process::Command;

use crate::harness::Home;
use crate::harness::terminal::Terminal;

const SCRIPTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/completions");

/// Returns a shell in the home, with the program in its PATH.
fn shell(home: &Home, name: &str, arguments: &[&str]) -> Command {
    let program = Path::new(env!("CARGO_BIN_EXE_rad-admin")).parent().unwrap().display();
    let mut command = home.other_command(name);
    command
        .args(arguments)
        .env("PATH", format!("{program}:/usr/local/bin:/usr/bin:/bin"))
        .env("LC_ALL", "C.UTF-8")
        .env("TERM", "dumb");
    command
}

#[expect(clippy::disallowed_methods, reason = "a variable says where nothing may be left out")]
fn is_there(name: &str) -> bool {
    let found = Command::new(name).arg("--version").output().is_ok();
    assert!(found || std::env::var_os("CI").is_none(), "{name} is not installed");
    found
}

/// A home with a few users, one with a quote in the address, and a file.
fn home() -> Home {
    let home = Home::seeded();
    home.ok(&["user", "add", "o'brien@example.org"]);
    home.write("list of users", "ada@example.org\n");
    home
}

/// The text before Tab and after it.
const COMPLETED: [(&str, &str); 8] = [
    ("user show car", "user show carol@example.org "),
    ("user show bob@ex", "user show bob@example.org "),
    ("credits award role:par", "credits award role:partner "),
    ("users list --role=tr", "users list --role=trainer "),
    ("users list --fields email,awa", "users list --fields email,awarded "),
    ("user show o", r"user show o\'brien@example.org "),
    ("credits award @lis", r"credits award @list\ of\ users "),
    ("credits apply lis", r"credits apply list\ of\ users "),
];

/// Types each line, Tab, and a word that makes the shell show its arguments when the line runs.
fn type_into(shell: &mut Command, set_up: &str, newline: &str) -> String {
    let mut terminal = Terminal::of(100, shell);
    terminal.type_in(&format!("{set_up}{newline}"));
    terminal.wait_for("ready>");
    for (typed, completed) in COMPLETED {
        terminal.type_in(&format!("rad-admin {typed}\t"));
        terminal.wait_for(completed);
        terminal.type_in("\u{15}");
    }
    terminal.type_in(&format!("exit{newline}"));
    terminal.end().0
}

#[test]
fn bash_completes_addresses_selectors_fields_and_files() {
    let set_up = format!("PS1='ready''> '; source '{SCRIPTS}/rad-admin.bash'");
    type_into(&mut shell(&home(), "bash", &["--norc", "--noprofile", "-i"]), &set_up, "\n");
}

/// Calls the function as bash does, with words split at bash's own word breaks.
#[test]
fn bash_is_given_only_what_follows_its_word_breaks() {
    let home = home();
    for (line, word, reply) in [
        ("rad-admin credits award role:par", "par", "partner"),
        ("rad-admin credits award role:", "", "partner agent finance support trainer admin"),
        ("rad-admin user show bob@ex", "@ex", "@example.org"),
        ("rad-admin --output=js", "js", "json  jsonl"),
        ("rad-admin user show \"car", "car", "carol@example.org"),
    ] {
        let script = "source \"$1\"; COMP_LINE=$2 COMP_POINT=${#2} COMP_TYPE=9; _rad_admin rad-admin \"$3\" x; \
                      echo \"${COMPREPLY[*]}\"";
        let run = shell(&home, "bash", &["-c", script, "bash"])
            .arg(format!("{SCRIPTS}/rad-admin.bash"))
            .args([line, word])
            .output()
            .unwrap();
        let shown = String::from_utf8(run.stdout).unwrap();
        assert_eq!(
            shown.split_whitespace().collect::<Vec<_>>(),
            reply.split_whitespace().collect::<Vec<_>>(),
            "{line}"
        );
    }
}

#[test]
fn zsh_completes_addresses_selectors_fields_and_files() {
    if is_there("zsh") {
        // As installed: the shell finds it in a folder of its own, by its first line.
        let set_up =
            format!("fpath=('{SCRIPTS}' $fpath); autoload -U compinit; compinit -u -D; PS1='ready''> '");
        type_into(&mut shell(&home(), "zsh", &["-f", "-i"]), &set_up, "\n");
    }
}

#[test]
fn fish_completes_addresses_selectors_fields_and_files() {
    if !is_there("fish") {
        return;
    }
    let home = home();
    for (typed, completed) in COMPLETED {
        let script =
            format!("source '{SCRIPTS}/rad-admin.fish'; complete --do-complete \"rad-admin {typed}\"");
        let run = shell(&home, "fish", &["--no-config", "-c", &script]).output().unwrap();
        let shown = String::from_utf8(run.stdout).unwrap();
        let value = completed.rsplit_once(' ').unwrap().0.replace('\\', "");
        let first = shown.lines().next().unwrap_or_default().split('\t').next().unwrap();
        assert!(value.ends_with(first) && !first.is_empty(), "{typed}: {shown}");
    }
}
