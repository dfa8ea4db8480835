//! Many processes at once: sums are exact, every process gets its turn, and readers wait for nobody.

use std::thread;

use crate::harness::Home;

/// Runs this many processes of each of six kinds at once. None may give up, because each waits long enough for its
/// turn.
pub(crate) fn crowd(processes: i64) {
    let home = Home::seeded();
    let version = home.user("carol@example.org")["version"].to_string();
    let operations = home.json(&["verify"])["operations"].as_i64().unwrap();
    let winners: i64 = thread::scope(|scope| {
        let mut edits = Vec::new();
        for number in 0..processes {
            let (home, version) = (&home, &version);
            let run = move |line: &str| {
                let words: Vec<&str> = line.split(' ').chain(["--lock-timeout", "300"]).collect();
                home.run(&words)
            };
            let must = move |line: &str| assert_eq!(run(line).status, 0, "{}", run(line));
            scope.spawn(move || must("credits award bob@example.org 1"));
            scope.spawn(move || must("credits award ada@example.org 5 --key once"));
            scope.spawn(move || must("grant-monthly"));
            scope.spawn(move || must(&format!("backup copy{number}.db")));
            scope.spawn(move || must("users list -o csv"));
            let edit = format!("user edit carol@example.org --awarded {} --if-version {version}", number + 1);
            edits.push(scope.spawn(move || run(&edit).status));
        }
        let ended: Vec<i32> = edits.into_iter().map(|edit| edit.join().unwrap()).collect();
        assert!(ended.iter().all(|status| matches!(status, 0 | 4)), "{ended:?}");
        ended.iter().map(|status| i64::from(*status == 0)).sum()
    });
    assert_eq!(winners, 1, "one edit of each version wins");
    assert_eq!(home.balances("bob@example.org"), (50 + processes + 100, 0));
    assert_eq!(home.balances("ada@example.org"), (5, 0));
    // The awards, the award under the key, the grant, and the edit that won.
    assert_eq!(home.json(&["verify"])["operations"], operations + processes + 3);
    for number in 0..processes {
        home.ok(&["verify", "--db", &format!("copy{number}.db")]);
    }
}

#[test]
fn many_processes_at_once_come_to_exact_sums_and_nobody_starves() {
    crowd(5);
}

#[test]
fn readers_wait_for_no_writer() {
    let home = Home::seeded();
    let writer = home.sql();
    writer.execute_batch("BEGIN IMMEDIATE; UPDATE users SET name = 'nobody sees this'").unwrap();
    for line in [
        "users list",
        "user show bob@example.org",
        "credits history",
        "log",
        "status",
        "verify",
        "backup copy.db",
    ] {
        let words: Vec<&str> = line.split(' ').chain(["--lock-timeout", "0"]).collect();
        let run = home.ok(&words);
        assert!(!run.stdout.contains("nobody sees this"), "{run}");
    }
    writer.execute_batch("ROLLBACK").unwrap();
}

#[test]
fn a_writer_gives_up_once_its_patience_is_over_and_has_written_nothing() {
    let home = Home::seeded();
    let writer = home.sql();
    writer.execute_batch("BEGIN IMMEDIATE").unwrap();
    home.refuses(75, &["credits", "award", "bob@example.org", "1", "--lock-timeout", "1"]);
    writer.execute_batch("ROLLBACK").unwrap();
    home.ok(&["credits", "award", "bob@example.org", "1", "--lock-timeout", "1"]);
}
