//! Every example that a `--help` prints works as printed, and a misspelt word gets the nearest one as a hint.
#![cfg(unix)]

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::harness::Home;
use rad_admin::cli::definitions;

/// A ledger in which every example makes sense: Paul and Bob are partners, Finn is invited, operation 7 is an award, 13
/// a spend.
fn seeded() -> Home {
    let home = Home::new().at("2026-10-01T08:00:00Z");
    home.write(
        ".config/rad-admin/config.toml",
        "[invite]\nurl = \"https://platform.example.org/join?token={token}\"\nexpires_days = 90\n\
         [mail]\nfrom = \"no-reply@example.org\"\ntransport = \"file\"\nfolder = \"messages\"\n",
    );
    home.write("awards.csv", "user,amount\npaul@example.org,5\nbob@example.org,7\n");
    home.write("adjustments.csv", "user,bucket,amount,reason\npaul@example.org,awarded,-2,Course\n");
    home.write("export.csv", "email,fullName,creditAwards,shoe\nzoe@example.org,Zoë,3,44\n");
    home.write("new-users.csv", "email,name,roles,awarded\numa@example.org,Uma,partner,25\n");
    home.write("new-partners.txt", "kim@example.org\nlee@example.org # from the fair\n");
    home.ok(&["init", "--timezone", "UTC"]);
    home.ok(&["user", "add", "root@example.org", "--role", "admin", "--yes"]);
    home.ok(&["user", "add", "paul@example.org", "--name", "Paul Brandt", "--role", "partner"]);
    home.ok(&["user", "add", "bob@example.org", "--role", "partner", "--purchased", "30"]);
    home.ok(&["partner", "set", "paul@example.org", "80"]);
    home.ok(&["invite", "finn@example.org"]);
    home.ok(&["credits", "award", "paul@example.org", "100"]);
    home.ok(&["credits", "award", "bob@example.org", "50"]);
    for leaver in ["emil@example.org", "gina@example.org"] {
        home.ok(&["user", "add", leaver]);
        home.ok(&["user", "edit", leaver, "--active", "off", "--yes"]);
    }
    home.ok(&["user", "erase", "gina@example.org", "--reason", "Left", "--confirm", "gina@example.org"]);
    home.ok(&["credits", "spend", "paul@example.org", "8", "--reference", "job-4711"]);
    // The example `undo last` undoes this.
    home.ok(&["credits", "award", "bob@example.org", "1"]);
    home
}

/// Returns the token in Finn's message.
fn token(home: &Home) -> String {
    let messages = fs::read_dir(home.path().join(".config/rad-admin/messages")).into_iter().flatten();
    let messages = messages.map(|message| fs::read_to_string(message.unwrap().path()).unwrap());
    let message = messages.last().unwrap_or_default().replace("=\r\n", "").replace("=3D", "=");
    let after = message.split("token=").nth(1).unwrap_or_default();
    after
        .chars()
        .take_while(|character| character.is_ascii_alphanumeric() || "-_".contains(*character))
        .collect()
}

/// Returns the shell commands in the examples of a command's help.
fn examples(command: &clap::Command) -> Vec<String> {
    let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    help.lines()
        .filter_map(|line| line.strip_prefix("  "))
        .filter(|line| line.contains("rad-admin "))
        .map(str::to_owned)
        .collect()
}

/// Runs the examples of a command and its subcommands, each command's in its own copy of the seed.
fn run_examples(seed: &Home, command: &clap::Command, name: &str) {
    let examples = examples(command);
    assert!(!examples.is_empty(), "{name} --help has no example");
    let is_first = ["rad-admin", "rad-admin init"].contains(&name);
    let home = if is_first { Home::new() } else { seed.copied() }.at("2026-11-15T09:00:00Z");
    let token = token(&home);
    for line in examples {
        let program = home.command(&[]);
        let programs = Path::new(program.get_program()).parent().unwrap().to_owned();
        let mut shell = Command::new("sh");
        let settings = program.get_envs().filter_map(|(name, value)| Some((name, value?)));
        shell.args(["-ec", &line]).env_clear().envs(settings);
        shell.env("PATH", format!("{}:/usr/bin:/bin", programs.display())).env("TOKEN", &token);
        // Whoever reads the example has an editor and a terminal.
        shell.env("EDITOR", "true");
        let run = shell.current_dir(home.path()).output().unwrap();
        let errors = String::from_utf8_lossy(&run.stderr);
        assert!(run.status.success(), "{name} --help: {line}\n{errors}");
    }
    for below in command.get_subcommands().filter(|below| below.get_name() != "help") {
        run_examples(seed, below, &format!("{name} {}", below.get_name()));
    }
}

#[test]
fn every_help_has_an_example_and_every_example_works_as_printed() {
    run_examples(&seeded(), &definitions(), "rad-admin");
}

#[test]
fn every_help_prints_its_examples() {
    let home = Home::new();
    for line in
        [&["--help"][..], &["users", "--help"], &["user", "edit", "-h"], &["help", "credits", "award"]]
    {
        let run = home.ok(line);
        assert!(run.stdout.contains("\n  rad-admin ") && run.stderr.is_empty(), "{run}");
    }
}

#[test]
fn the_name_alone_is_answered_with_what_people_do_first() {
    let run = Home::new().ok(&[]);
    let steps = run.stdout.lines().filter(|line| line.starts_with("  rad-admin ")).count();
    assert_eq!((steps, run.stderr.as_str()), (5, ""), "{run}");
    assert!(run.stdout.lines().count() < 12 && run.stdout.contains("rad-admin --help"), "{run}");
    assert!(run.stdout.lines().all(|line| line.len() <= 80), "{run}");
}

#[test]
fn the_first_steps_lead_to_a_grant_that_somebody_receives() {
    let home = Home::new();
    for line in home.ok(&[]).stdout.lines().filter_map(|line| line.strip_prefix("  rad-admin ")) {
        let words = line.split('#').next().unwrap_or_default().split_whitespace();
        home.ok(&words.collect::<Vec<_>>());
    }
    assert_eq!(home.balances("paul@example.org"), (150, 0));
}

#[test]
fn an_unknown_word_in_a_group_leads_to_the_command_or_its_help() {
    for (line, hint) in [
        (
            "users remove bob@example.org",
            "hint: users are never deleted; deactivate one with: rad-admin user edit ",
        ),
        ("user frobnicate", "hint: did you mean 'rad-admin user show frobnicate'?\n"),
        ("mail xyzzy", "hint: list the commands with: rad-admin mail --help\n"),
        ("credit frobnicate", "hint: list the commands with: rad-admin credits --help\n"),
        ("frobnicate", "hint: list the commands with: rad-admin --help\n"),
    ] {
        let run = Home::new().fails(2, &line.split(' ').collect::<Vec<_>>());
        assert!(run.stderr.contains(hint), "{run}");
    }
}

#[test]
fn a_misspelt_word_leads_to_the_nearest_one() {
    let home = Home::seeded();
    home.write("list.csv", "user,bucket,amuont\nbob@example.org,awarded,5\n");
    home.write("list.txt", "bop@example.org\n");
    assert!(home.fails(2, &["-q"]).stderr.starts_with("error: a command is missing\nhint: list"));
    for (line, near) in [
        ("usr list", "'user'"),
        ("users lst", "'list'"),
        ("credits awrad bob@example.org 5", "'award'"),
        ("award bob@example.org 5", "'rad-admin credits award'"),
        ("history", "'rad-admin credits history'"),
        ("grant-montly", "'grant-monthly'"),
        ("log shwo 1", "'show'"),
        ("log 3", "'rad-admin log show 3'"),
        ("users bob@example.org", "'rad-admin user show bob@example.org'"),
        ("invite lst", "'invite list'"),
        ("version", "'rad-admin --version'"),
        ("users list --serach x", "'--search'"),
        ("grant-monthly --catchup", "'--catch-up'"),
        ("users list --role partnr", "'partner'"),
        ("user add eve@example.org --role agnet", "'agent'"),
        ("credits award role:partnr 5", "'partner'"),
        ("credits award roles:partner 5", "'role:partner'"),
        ("credits award al 5", "'all'"),
        ("users list --status activ", "'active'"),
        ("credits award status:actve 5", "'active'"),
        ("users list -o jsn", "'json'"),
        ("users list --fields emial", "'email'"),
        ("status --fields creidts", "'credits'"),
        ("users list --sort -balence", "'balance'"),
        ("credits history --kind monthy", "'monthly'"),
        ("credits deduct bob@example.org 5 --from awardde", "'awarded'"),
        ("credits apply list.csv", "'amount'"),
        ("users list --color allways", "'always'"),
        ("completions bahs", "'bash'"),
        ("init --timezone Europe/Berlim", "'Europe/Berlin'"),
        ("user show bop@example.org", "'bob@example.org'"),
        ("credits award bob@exmaple.org 5", "'bob@example.org'"),
        ("credits award @list.txt 5", "'bob@example.org'"),
        ("log --user carl@example.org", "'carol@example.org'"),
        ("invite resend bop@example.org", "'bob@example.org'"),
    ] {
        let arguments: Vec<&str> = line.split(' ').collect();
        let run = home.run(&arguments);
        assert!([2, 3].contains(&run.status) && run.stdout.is_empty(), "{run}");
        assert!(run.stderr.contains("did you mean") && run.stderr.contains(near), "{run}");
    }
}
