//! The ledgers for the tests of proofs.

use std::fs;
use std::path::PathBuf;

use crate::harness::Home;

pub(crate) fn empty() -> Home {
    let home = Home::new();
    home.at("2026-08-01T09:00:00Z").ok(&["init", "--timezone", "Europe/Berlin"]);
    home
}

/// A ledger with something of everything.
pub(crate) fn rich() -> Home {
    let home = empty();
    run_all(&home, RICH);
    // The last connection to close the database removed the WAL, so the file is complete.
    assert!(!home.database().with_extension("db-wal").exists());
    home
}

/// Like [`rich`], with undone operations, a month paid again, invited users and an erased one: every table has rows.
pub(crate) fn undone() -> Home {
    let home = rich();
    home.write(".config/rad-admin/config.toml", CONFIG);
    home.write("rows.csv", ROWS);
    run_all(&home, UNDONE);
    home
}

/// Runs each command at its time.
fn run_all(home: &Home, lines: &[(&str, &str)]) {
    for (time, line) in lines {
        home.at(time).ok(&line.split('|').collect::<Vec<_>>());
    }
}

/// Copies the database, for tampering.
pub(crate) fn copy(home: &Home, name: &str) -> PathBuf {
    let copy = home.path().join(name);
    fs::copy(home.database(), &copy).unwrap();
    copy
}

/// Times and commands, with `|` between words.
pub(crate) const RICH: &[(&str, &str)] = &[
    ("2026-08-03T09:00:00Z", "user|add|ada@example.org|--name|Ada|--role|admin|--yes"),
    ("2026-08-03T09:01:00Z", "user|add|bob@example.org|--name|Bob|--role|partner|--awarded|50|--purchased|7"),
    ("2026-08-03T09:02:00Z", "user|add|carol@example.org|--role|partner|--role|agent"),
    ("2026-08-03T09:03:00Z", "user|add|dan@example.org|--purchased|30"),
    ("2026-08-03T10:00:00Z", "partner|set|bob@example.org|100"),
    ("2026-08-04T10:00:00Z", "partner|set|carol@example.org|20|--from|2026-09"),
    ("2026-08-05T10:00:00Z", "grant-monthly"),
    ("2026-08-06T10:00:00Z", "credits|award|all|5|--yes|--reason|Spring|--reference|T-1|--key|k1"),
    ("2026-08-07T10:00:00Z", "credits|deduct|bob@example.org|12|--from|awarded|--reason|Mistake"),
    ("2026-08-08T10:00:00Z", "partner|set|bob@example.org|150|--from|2026-11"),
    ("2026-09-01T10:00:00Z", "grant-monthly"),
    ("2026-09-02T10:00:00Z", "user|edit|carol@example.org|--name|Caro|--email|caro@example.org"),
    ("2026-09-03T10:00:00Z", "user|edit|dan@example.org|--active|off|--yes|--reason|Left"),
    ("2026-09-04T10:00:00Z", "credits|set|bob@example.org|--awarded|9|--purchased|1"),
    ("2026-10-01T10:00:00Z", "user|edit|caro@example.org|--partner|off"),
    ("2026-10-02T10:00:00Z", "grant-monthly"),
    ("2026-10-03T10:00:00Z", "partner|set|bob@example.org|0|--from|2026-12"),
];

const CONFIG: &str = "[invite]\nurl = 'https://platform.example.org/join?token={token}'\n\
                      [mail]\nfrom = 'no-reply@example.org'\ntransport = 'file'\nfolder = 'messages'\n";

const ROWS: &str = "user,bucket,amount,reason,key\n\
                    eve@example.org,awarded,4,hers,eve-2\nbob@example.org,awarded,4,his,bob-2\n";

const UNDONE: &[(&str, &str)] = &[
    ("2026-10-04T10:00:00Z", "undo|9|--reason|No mistake"),
    ("2026-10-05T10:00:00Z", "undo|13"),
    ("2026-10-06T10:00:00Z", "undo|16"),
    ("2026-10-07T10:00:00Z", "grant-monthly"),
    ("2026-10-08T10:00:00Z", "undo|17"),
    ("2026-10-09T10:00:00Z", "user|add|eve@old.example|--name|Eve|--role|partner|--awarded|5|--reason|New"),
    ("2026-10-09T11:00:00Z", "user|edit|eve@old.example|--email|eve@example.org|--reason|Moved"),
    ("2026-10-09T12:00:00Z", "credits|award|eve@example.org,bob@example.org|3|--yes|--reason|Both"),
    ("2026-10-09T12:01:00Z", "credits|award|eve@example.org|2|--key|eve-1"),
    ("2026-10-09T12:02:00Z", "credits|apply|rows.csv|--yes"),
    ("2026-10-09T13:00:00Z", "user|edit|eve@example.org|--active|off|--yes"),
    ("2026-10-09T13:01:00Z", "invite|finn@example.org"),
    ("2026-10-09T13:02:00Z", "invite|resend|finn@example.org"),
    ("2026-10-09T13:03:00Z", "invite|gil@example.org"),
    ("2026-10-09T13:04:00Z", "invite|revoke|gil@example.org"),
    ("2026-10-09T14:00:00Z", "user|erase|eve@example.org|--reason|R 1|--forfeit|--confirm|eve@example.org"),
];
