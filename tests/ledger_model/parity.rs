//! Runs the same random commands on both engines. Each has to print the same, and both ledgers have to have the same head and
//! content.

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use rad_admin::Code;

use super::model::Model;
use super::program::{START, month_name, words};
use super::step::{Step, USERS, address, steps};
use crate::harness::postgres::server;
use crate::harness::random::{Random, variable};
use crate::harness::{Home, on_file};

/// The number of commands for each engine, unless `RAD_ADMIN_TEST_COMMANDS` sets another.
const COMMANDS: u64 = 200;

/// The heads are compared after this many commands.
const HEADS_EVERY: usize = 10;

const READINGS: [&str; 12] = [
    "users list --json",
    "users list --where balance>=20 --sort -balance -o csv",
    "log --json",
    "log -o csv",
    "credits history --json",
    "credits history -o hledger",
    "report --by kind,user --json",
    "report --by month,role -o csv",
    "partner list --json",
    "invite list --json",
    // Part of a Message-ID differs between ledgers, so these fields leave it out.
    "mail list -o csv --fields kind,email,status,operation,queued_at,attempts,error",
    "user erasures --json",
];

/// A ledger in a file and one on the server.
struct Pair {
    file: Home,
    server: Home,
    /// The lines so far, printed if the engines differ.
    lines: Vec<String>,
}

impl Pair {
    fn new(database: &str) -> Self {
        let _on_file = on_file();
        let home = |home: Home| {
            let config = home.write("config.toml", "[limits]\nconfirm_above = 0\nmonths_at_once = 1200\n");
            home.with("RAD_ADMIN_CONFIG", &config).with("RAD_ADMIN_TEST_FIXED_RANDOM", "1")
        };
        let [file, server] = [Home::new(), Home::new().with("RAD_ADMIN_DB", database)].map(home);
        for home in [&file, &server] {
            home.at("2026-01-15T12:00:00Z").ok(&["init", "--timezone", "UTC"]);
        }
        Self { file, server, lines: Vec::new() }.at(START)
    }

    fn at(self, month: i32) -> Self {
        let time = format!("{}-15T12:00:00Z", month_name(month));
        Self { file: self.file.at(&time), server: self.server.at(&time), lines: self.lines }
    }

    fn write(&self, name: &str, text: &str) {
        for home in [&self.file, &self.server] {
            home.write(name, text);
        }
    }

    /// Runs a line on both. Except for the path of the home folder, both have to print the same.
    fn run(&mut self, line: &str) -> i32 {
        let words: Vec<&str> = line.split(' ').collect();
        self.lines.push(line.to_owned());
        let [file, server] = [&self.file, &self.server].map(|home| {
            let run = home.run(&words);
            let here = home.path().display().to_string();
            // What a server may keep of erased texts, only its receipt says.
            let kept = "warning: no row holds the person's texts now";
            let told: String =
                run.stderr.split_inclusive('\n').filter(|line| !line.starts_with(kept)).collect();
            (run.status, run.stdout.replace(&here, ""), told.replace(&here, ""))
        });
        assert_eq!(file, server, "in a file and on the server, the last of\n{}", self.lines.join("\n"));
        file.0
    }

    fn compare_heads(&self) {
        let [file, server] = [&self.file, &self.server].map(|home| {
            let proof = home.run(&["verify", "--json"]);
            assert_eq!(proof.status, 0, "{proof} after\n{}", self.lines.join("\n"));
            proof.json()["head"].clone()
        });
        assert_eq!(file, server, "the heads differ after\n{}", self.lines.join("\n"));
    }

    fn operations(&self) -> i64 {
        self.file.number("SELECT count(*) FROM operations")
    }
}

/// Makes a command that the model does not know.
fn other_line(pair: &Pair, random: &mut Random) -> String {
    let number = random.below(100);
    let mut user = || address(usize::try_from(random.below(1 + USERS as u64)).unwrap());
    let (one, two) = (user(), user());
    match number % 12 {
        0 => {
            let rows = format!(
                "email,name,awarded\n{one},N{number},\nnew{number}@example.org,,7\n{two},,{number}\n"
            );
            pair.write("import.csv", &rows);
            "users import import.csv --update --yes".to_owned()
        }
        1 => {
            let rows = format!(
                "user,bucket,amount,key\n{one},awarded,-{number},\n{two},purchased,{number},k{number}\n"
            );
            pair.write("apply.csv", &rows);
            "credits apply apply.csv --continue-on-error --yes".to_owned()
        }
        2 => format!("invite guest{}@example.org --role partner", number % 30),
        3 => format!("invite revoke guest{}@example.org", number % 30),
        4 => format!("credits award {one} {number} --key key-{number} --yes"),
        5 => format!("partner pause {one} --yes"),
        6 => format!("partner set {one} {number} --cap 150 --yes"),
        7 => format!("partner set role:partner {number} --reset --yes"),
        8 => format!("user edit {one} --name N{number} --add-role support --yes"),
        9 if number < 30 => format!("user erase {one} --reason left --forfeit --confirm {one}"),
        10 => format!("user restore {one} --yes"),
        11 => "undo last --as-far-as-possible --yes".to_owned(),
        _ => format!("user edit all --allowance +{number} --yes"),
    }
}

#[test]
fn random_commands_come_to_the_same_on_both_engines() {
    let Some(server) = server() else { return };
    let (_, url) = server.new_database();
    let mut left = variable("RAD_ADMIN_TEST_COMMANDS").unwrap_or(COMMANDS);
    let mut random = Random::of("ledger_model::parity");
    let mut runner = TestRunner::new(super::config(1, u64::MAX));
    for sequence in 0.. {
        let mut pair = Pair::new(&format!("{url}&schema=random{sequence}"));
        let mut model = Model::new(START);
        let steps = steps(60).new_tree(&mut runner).unwrap().current();
        for (count, (step, dry_run)) in steps.iter().enumerate() {
            if let Some(words) = words(step, &model) {
                let (before, operations) = (model.clone(), pair.operations());
                let dry = if *dry_run { " --dry-run" } else { "" };
                let status = pair.run(&format!("{} --yes{dry}", words.join(" ")));
                // The model does not know the effects of the other commands, so its balances differ from those of the ledgers.
                let known = model.apply(step, *dry_run).map_or_else(Code::exit_status, |()| 0);
                if i32::from(known) == status {
                    model.remember(&before, pair.operations() - operations, step);
                }
            } else if matches!(step, Step::Wait(_)) && model.apply(step, false).is_ok() {
                pair = pair.at(model.month);
            }
            if random.below(3) == 0 {
                let line = other_line(&pair, &mut random);
                pair.run(&line);
            }
            if random.below(3) == 0 {
                pair.run(READINGS[usize::try_from(random.below(12)).unwrap()]);
            }
            if count % HEADS_EVERY == 0 {
                pair.compare_heads();
            }
        }
        for reading in READINGS {
            pair.run(reading);
        }
        pair.compare_heads();
        left = left.saturating_sub(pair.lines.len() as u64);
        if left == 0 {
            return;
        }
    }
}
