//! Samples of what every command prints with `--json`, from a ledger with something of everything.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use super::digests::Digests;
use crate::harness::Home;

/// A document that a command printed.
pub struct Sample {
    /// The command, without the program's name.
    pub command: &'static str,
    /// The words after the program's name, without `--json`.
    pub line: String,
    /// The document. What differs between machines is replaced.
    pub json: String,
}

/// The command, its other arguments, and the exit status, in the order in which they run.
pub const LINES: &[(&str, &str, i32)] = &[
    ("init", "", 0),
    ("user add", "ada@example.org --role admin --yes", 0),
    ("user add", "paul@example.org --role partner --awarded 20", 0),
    ("user import", "users.csv", 0),
    ("user edit", "mia@example.org --partner on --allowance 40 --awarded 30", 0),
    ("partner set", "paul@example.org 100", 0),
    ("partner set", "paul@example.org 120 --from 2027-01", 0),
    ("partner list", "", 0),
    ("partner forecast", "--months 2", 0),
    ("credits award", "paul@example.org 50 --key spring-2026", 0),
    ("credits purchase", "paul@example.org 200 --reference invoice-1042", 0),
    ("credits deduct", "paul@example.org 20 --from awarded", 0),
    ("credits set", "mia@example.org --purchased 60", 0),
    ("credits apply", "list.csv", 0),
    ("undo", "9 --reason wrong", 0),
    ("credits spend", "paul@example.org 1000 --at-most", 0),
    ("credits refund", "13", 0),
    ("grant-monthly", "", 0),
    ("grant-monthly", "--check --print-head", 0),
    ("partner pause", "mia@example.org --until 2027-01", 0),
    ("partner clear", "mia@example.org", 0),
    ("invite", "eve@example.org --role agent", 0),
    ("invite", "tom@example.org -n", 0),
    ("invite resend", "eve@example.org", 0),
    ("invite list", "", 0),
    ("mail list", "", 0),
    ("mail flush", "", 0),
    ("mail retry", "", 0),
    ("mail drop", "", 0),
    ("notify low", "", 0),
    ("notify low", "-n", 0),
    ("mail test", "ada@example.org", 0),
    ("mail test", "ada@example.org -n", 0),
    ("invite revoke", "eve@example.org", 0),
    ("user list", "--limit 1", 0),
    ("user show", "paul@example.org", 0),
    ("credits history", "--limit 1", 0),
    ("log", "--limit 1", 0),
    ("log show", "5", 0),
    ("status", "", 0),
    ("report", "", 0),
    ("user statement", "paul@example.org", 0),
    ("user edit", "mia@example.org --email mia@new.example", 0),
    ("user export", "mia@new.example", 0),
    ("user export", "eve@example.org", 0),
    ("user erase", "eve@example.org --reason request-7 --confirm eve@example.org", 0),
    ("user erasures", "", 0),
    ("user restore", "eve@example.org", 0),
    ("doctor", "", 10),
    ("backup", "nightly.db", 0),
    ("restore", "nightly.db --yes", 0),
    ("config show", "", 0),
    ("config path", "", 0),
    ("config init", "--config new.toml", 0),
    ("config set", "limits.confirm_above 5000", 0),
    ("config edit", "", 0),
    ("verify", "", 0),
];

const CONFIG: &str = "[invite]\nurl = 'https://platform.example.org/join?token={token}'\n\
                      [mail]\nfrom = 'no-reply@example.org'\ntransport = 'file'\nfolder = 'messages'\n\
                      [notify]\nlow_balance = 70\n";

/// Makes a home with the files that the lines need.
pub fn prepared() -> Home {
    let home = Home::new().with("EDITOR", "true").with("RAD_ADMIN_TEST_ROOT", "/nowhere");
    home.write("users.csv", "email,awarded\nmia@example.org,10\n");
    home.write("list.csv", "user,bucket,amount\npaul@example.org,awarded,5\n");
    home.write(".config/rad-admin/config.toml", CONFIG);
    home
}

/// Returns all documents of all commands.
pub fn all() -> Vec<Sample> {
    let home = prepared();
    let mut samples: Vec<Sample> =
        LINES.iter().map(|(command, rest, status)| sample(&home, command, rest, *status)).collect();
    samples.push(accepted(&home));
    let error = home.fails(3, &["user", "show", "paula@example.org", "--json"]);
    let line = "user show paula@example.org".to_owned();
    samples.push(Sample { command: "error", line, json: error.stderr });
    samples.push(sample(&home, "move", "moved.db --yes", 0));
    home.tamper("UPDATE users SET name = 'X'").expect("a change past the program");
    samples.push(sample(&home, "verify", "", 9));
    let mut digests = Digests::of("reference");
    for sample in &mut samples {
        sample.json = digests.settle(&sample.json);
    }
    samples
}

fn sample(home: &Home, command: &'static str, rest: &str, status: i32) -> Sample {
    let line = format!("{command} {rest}").trim().to_owned();
    let arguments: Vec<&str> = line.split(' ').chain(["--json"]).collect();
    let json = settled(home, &home.fails(status, &arguments).stdout);
    Sample { command, line, json }
}

/// Accepts an invitation by its token, which only the message holds.
fn accepted(home: &Home) -> Sample {
    home.ok(&["invite", "uma@example.org"]);
    let messages = std::fs::read_dir(home.config().with_file_name("messages")).expect("messages");
    let messages =
        messages.map(|message| std::fs::read_to_string(message.expect("a message").path()).expect("text"));
    let message = messages.into_iter().find(|message| message.contains("To: uma@")).expect("the message");
    let message = message.replace("=\r\n", "").replace("=\n", "").replace("=3D", "=");
    let (_, rest) = message.split_once("join?token=").expect("a link");
    let token: String = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c)).collect();
    let run = home.ok(&["invite", "accept", &token, "--json"]);
    Sample {
        command: "invite accept",
        line: "invite accept TOKEN".to_owned(),
        json: settled(home, &run.stdout),
    }
}

/// Replaces what differs between machines.
fn settled(home: &Home, json: &str) -> String {
    let mut json = json.replace(&home.path().display().to_string(), "/home/ada");
    json = json.replace(crate::harness::PROGRAM, "/usr/local/bin/rad-admin");
    for (key, value) in [
        ("os_user", "\"ada\""),
        ("message_id", "\"1843f9a0c2d64e5b@example.org\""),
        ("bytes", "94208"),
        ("database_bytes", "94208"),
    ] {
        for gap in ["", " "] {
            let name = format!("\"{key}\":{gap}");
            json = json.split(&name).enumerate().fold(String::new(), |text, (index, part)| match index {
                0 => part.to_owned(),
                _ if gap.is_empty() && part.starts_with(' ')
                    || key == "os_user" && part.starts_with("null") =>
                {
                    text + &name + part
                }
                _ => text + &name + value + &part[part.find([',', '\n', '}']).expect("an end")..],
            });
        }
    }
    json
}

impl Sample {
    /// Returns the paths of the keys in order, such as `entries[].amount`, each once.
    pub fn paths(&self) -> Vec<String> {
        let mut paths = Vec::new();
        let node: Node = serde_json::from_str(&self.json).expect("a JSON document");
        node.collect("", &mut paths);
        paths
    }
}

/// JSON whose keys keep their order.
enum Node {
    Object(Vec<(String, Node)>),
    Array(Vec<Node>),
    Leaf,
}

impl Node {
    fn collect(&self, path: &str, paths: &mut Vec<String>) {
        match self {
            Self::Leaf => {}
            // The keys of the rows of a list are those of the document.
            Self::Array(nodes) => {
                let path = if path.is_empty() { String::new() } else { format!("{path}[]") };
                for node in nodes {
                    node.collect(&path, paths);
                }
            }
            Self::Object(members) => {
                for (key, node) in members {
                    let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                    if !paths.contains(&path) {
                        paths.push(path.clone());
                    }
                    node.collect(&path, paths);
                }
            }
        }
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Nodes)
    }
}

struct Nodes;

impl<'de> Visitor<'de> for Nodes {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(Node::Object(members))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Node, A::Error> {
        let mut nodes = Vec::new();
        while let Some(node) = list.next_element()? {
            nodes.push(node);
        }
        Ok(Node::Array(nodes))
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Leaf)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Node, E> {
        Ok(Node::Leaf)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Node, E> {
        Ok(Node::Leaf)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Node, E> {
        Ok(Node::Leaf)
    }

    fn visit_str<E>(self, _: &str) -> Result<Node, E> {
        Ok(Node::Leaf)
    }
}
