//! How often a command waits for an answer of a PostgreSQL server: over a network, that is what it costs.

use crate::harness::Home;
use crate::harness::far_connection::FarConnection;
use crate::harness::postgres::{account, server};

/// A ledger far away, with 60 partners, and the connection to it.
fn far_away() -> Option<(Home, FarConnection)> {
    let server = server()?;
    let (database, url) = server.new_database();
    let near = Home::new().with("RAD_ADMIN_DB", &url);
    near.ok(&["init", "--timezone", "UTC"]);
    let users: Vec<String> =
        (1..=60).map(|number| format!("u{number}@example.org,partner,{number}")).collect();
    near.write("users.csv", format!("email,roles,allowance\n{}\n", users.join("\n")));
    near.ok(&["users", "import", "users.csv", "--yes"]);
    let connection = FarConnection::to(server.socket());
    let far = near
        .with("RAD_ADMIN_DB", &format!("postgres://{}@/{database}?host={}", account(), connection.host()));
    Some((far, connection))
}

/// The fewest round trips, besides connecting, of these commands. A client that is slow to go on looks as if it had waited.
fn fewest(connection: &FarConnection, runs: [&dyn Fn(); 3]) -> u32 {
    let trips = runs.map(|run| {
        connection.take_trips();
        run();
        connection.take_trips() - 1
    });
    trips.into_iter().min().unwrap()
}

#[test]
fn a_command_waits_for_few_answers_of_a_server() {
    let Some((home, connection)) = far_away() else { return };
    let fewest = |run: &dyn Fn()| fewest(&connection, [run, run, run]);
    let award = fewest(&|| _ = home.ok(&["credits", "award", "u1@example.org", "5"]));
    home.ok(&["credits", "award", "u1@example.org", "5", "--key", "k"]);
    let repeat = fewest(&|| _ = home.ok(&["credits", "award", "u1@example.org", "5", "--key", "k"]));
    let page = fewest(&|| _ = home.ok(&["users", "list", "--limit", "50"]));
    assert_eq!((award, repeat, page), (6, 8, 4));
}

#[test]
fn a_grant_waits_for_few_answers_of_a_server_and_its_repeat_for_fewer() {
    let Some((home, connection)) = far_away() else { return };
    let [first, second, third] =
        ["2026-12", "2027-01", "2027-02"].map(|month| home.at(&format!("{month}-15T09:00:00Z")));
    home.ok(&["grant-monthly"]);
    let grant = |at: &Home| _ = at.ok(&["grant-monthly"]);
    let granted = fewest(&connection, [&|| grant(&first), &|| grant(&second), &|| grant(&third)]);
    let again = fewest(&connection, [&|| grant(&third), &|| grant(&third), &|| grant(&third)]);
    assert_eq!((granted, again), (15, 3));
}

#[test]
fn a_proof_of_many_operations_takes_few_round_trips() {
    let Some((home, connection)) = far_away() else { return };
    let fewest = |run: &dyn Fn()| fewest(&connection, [run, run, run]);
    let verify = || _ = home.ok(&["verify"]);
    let few = fewest(&verify);
    for number in 1..=20 {
        home.ok(&["credits", "award", &format!("u{number}@example.org"), "5", "--reason", "more"]);
    }
    assert!(fewest(&verify) < few + 10);
}
