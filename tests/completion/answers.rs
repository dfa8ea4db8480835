//! The values that completion offers.

use super::offered;
use crate::harness::{Home, on_file};

#[test]
fn users_are_found_by_the_beginning_of_their_address_in_any_case() {
    let home = Home::seeded();
    for line in ["user show ", "users show ", "credits set ", "mail test ", "log --user ", "--actor="] {
        let given = if line.ends_with('=') { "--actor=" } else { "" };
        let everyone = ["ada", "bob", "carol"].map(|name| format!("{given}{name}@example.org"));
        assert_eq!(offered(&home, &format!("rad-admin {line}")), everyone, "{line}");
        assert_eq!(offered(&home, &format!("rad-admin {line}B")), everyone[1..2], "{line}");
    }
    assert_eq!(offered(&home, "rad-admin user show bob@example.org"), ["bob@example.org"]);
    assert!(offered(&home, "rad-admin user show zoe").is_empty());
}

#[test]
fn the_name_stands_behind_the_address_and_nothing_in_it_steers_a_terminal() {
    let home = Home::seeded();
    // The program refuses such a name. If another program wrote it, it must not steer the terminal either.
    home.tamper("UPDATE users SET name = 'Bob\u{1b}[31m\tX' WHERE email = 'bob@example.org'").unwrap();
    let run = home.ok(&["__complete", "rad-admin user show b"]);
    assert_eq!(run.stdout, "bob@example.org\tBob\\tX\n");
}

#[test]
fn users_can_also_be_selectors_and_files() {
    let home = Home::seeded();
    for command in
        ["credits award ", "credits history ", "partner set ", "invite resend ", "grant-monthly --user "]
    {
        let line = format!("rad-admin {command}");
        let found = offered(&home, &line);
        for selector in ["all", "role:partner", "role:admin", "status:invited", "carol@example.org"] {
            assert!(found.iter().any(|word| word == selector), "{line}: {selector}");
        }
        assert_eq!(offered(&home, &format!("{line}role:a")), ["role:agent", "role:admin"]);
        assert_eq!(offered(&home, &format!("{line}status:a")), ["status:active"]);
        assert_eq!(offered(&home, &format!("{line}@any")), ["<files>"]);
    }
    let line = "rad-admin credits award role:agent,status:in";
    assert_eq!(offered(&home, line), ["role:agent,status:invited", "role:agent,status:inactive"]);
    assert_eq!(offered(&home, "rad-admin credits award role:agent,b"), ["role:agent,bob@example.org"]);
    assert_eq!(offered(&home, "rad-admin invite @any"), ["<files>"]);
    assert!(offered(&home, "rad-admin invite b").is_empty(), "those who are there are not invited");
}

#[test]
fn completion_of_many_users_shows_their_common_beginning() {
    let home = Home::initialised();
    let rows: Vec<_> = (0..300).map(|number| format!("u{number:03}@example.org")).collect();
    let file = home.write("users.csv", format!("email\n{}\n", rows.join("\n")));
    home.ok(&["users", "import", &file, "--yes"]);
    let found = offered(&home, "rad-admin user show u");
    assert_eq!(found.len(), 101);
    assert_eq!(
        found[99..],
        ["u099@example.org", "u299@example.org"],
        "the first hundred, and the last of all"
    );
    assert_eq!(offered(&home, "rad-admin user show u12").len(), 10);
}

#[test]
fn operations_are_offered_newest_first_with_what_they_did() {
    let home = Home::seeded();
    home.ok(&["credits", "award", "carol@example.org", "5", "--reason", "Spring"]);
    let run = home.ok(&["__complete", "rad-admin log show "]);
    let lines: Vec<_> = run.stdout.lines().collect();
    assert_eq!(lines.len(), 5);
    assert_eq!(lines[0], "5\t2026-11-15 09:00 credits award: Spring");
    assert_eq!(lines[4], "1\t2026-11-15 09:00 user add");
}

#[test]
fn undo_is_offered_only_what_it_can_take_back() {
    let home = Home::seeded();
    home.ok(&["credits", "award", "carol@example.org", "5"]);
    home.ok(&["credits", "award", "carol@example.org", "6"]);
    home.ok(&["grant-monthly"]);
    home.ok(&["undo", "5"]);
    assert_eq!(offered(&home, "rad-admin log show ").len(), 8);
    assert_eq!(offered(&home, "rad-admin undo "), ["7", "6", "4", "3", "2", "1"]);
}

#[test]
fn an_operation_is_found_by_its_first_digits_however_long_its_number() {
    let home = Home::seeded();
    for _ in 0..10 {
        home.ok(&["credits", "award", "carol@example.org", "5"]);
    }
    assert_eq!(offered(&home, "rad-admin log show 1"), ["14", "13", "12", "11", "10", "1"]);
    assert_eq!(offered(&home, "rad-admin log show 9"), ["9"]);
    assert!(offered(&home, "rad-admin log show x").is_empty());
}

#[test]
fn months_are_those_that_can_be_meant() {
    let home = Home::seeded();
    home.ok(&["grant-monthly"]);
    let later = home.at("2027-02-03T00:00:00Z");
    assert_eq!(offered(&later, "rad-admin grant-monthly --month "), ["2027-02", "2027-01", "2026-12"]);
    for list in ["report", "user statement a@example.org", "log", "credits history"] {
        let months = offered(&later, &format!("rad-admin {list} --month 202"));
        assert_eq!(months, ["2027-02", "2027-01", "2026-12", "2026-11"], "{list}");
    }
    let coming = offered(&later, "rad-admin partner set bob@example.org 5 --from ");
    assert_eq!(coming[..2], ["2027-02", "2027-03"]);
    assert_eq!(offered(&home, "rad-admin partner set bob@example.org 5 --from ")[0], "2026-12");
}

#[test]
fn fields_and_sort_keys_are_those_of_the_list() {
    let home = Home::new();
    assert_eq!(offered(&home, "rad-admin users list --fields email,bal"), ["email,balance"]);
    assert_eq!(offered(&home, "rad-admin credits history --fields bal"), ["balance_after"]);
    assert_eq!(
        offered(&home, "rad-admin log --fields=un"),
        ["--fields=undoes", "--fields=undone", "--fields=undone_by"]
    );
    let ledger = Home::initialised();
    for list in
        ["user list", "partner list", "credits history", "log", "invite list", "mail list", "config show"]
    {
        let fields = offered(&home, &format!("rad-admin {list} --fields "));
        let header = ledger.ok(&[&list.split(' ').collect::<Vec<_>>()[..], &["-o", "csv"]].concat());
        assert_eq!(header.stdout.lines().next().unwrap(), fields.join(","), "{list}");
    }
    for statement in ["report", "user statement a@example.org"] {
        let fields = offered(&home, &format!("rad-admin {statement} --fields "));
        assert!(
            ["line", "awarded", "purchased", "balance"].iter().all(|key| fields.contains(&(*key).to_owned()))
        );
    }
    assert_eq!(offered(&home, "rad-admin users list --sort "), SORT_KEYS);
    assert_eq!(offered(&home, "rad-admin users list --sort name,-bal"), ["name,-balance"]);
    assert_eq!(
        offered(&home, "rad-admin credits history --kind=award,s"),
        ["--kind=award,set", "--kind=award,spend"]
    );
    let status = offered(&home, "rad-admin users list --where status=i");
    assert_eq!(status, ["status=invited", "status=inactive"]);
}

const SORT_KEYS: [&str; 18] = [
    "email",
    "name",
    "status",
    "partner",
    "awarded",
    "purchased",
    "balance",
    "allowance",
    "policy",
    "cap",
    "until",
    "paused",
    "paused_until",
    "mail",
    "version",
    "created_at",
    "updated_at",
    "domain",
];

#[test]
fn roles_statuses_commands_and_flags_need_no_ledger() {
    let home = Home::new();
    assert_eq!(offered(&home, "rad-admin user edit x@example.org --add-role p"), ["partner"]);
    assert_eq!(
        offered(&home, "rad-admin users list --status="),
        ["--status=invited", "--status=active", "--status=inactive", "--status=erased"]
    );
    assert_eq!(offered(&home, "rad-admin credits aw"), ["award"]);
    assert_eq!(offered(&home, "rad-admin credits award --rea"), ["--reason"]);
    assert_eq!(offered(&home, "rad-admin credits award --d"), ["--dry-run", "--db"]);
    assert_eq!(offered(&home, "rad-admin credits apply "), ["<files>"]);
    assert_eq!(offered(&home, "rad-admin --db="), ["<files>"]);
    assert_eq!(offered(&home, "rad-admin credits award role:f"), ["role:finance"]);
}

#[test]
fn the_ledger_is_the_one_that_the_line_names() {
    let _on_file = on_file();
    let home = Home::seeded();
    let other = home.write("other folder/config.toml", "database = \"other.db\"\n");
    home.ok(&["--config", &other, "init"]);
    home.ok(&["--config", &other, "user", "add", "olga@example.org"]);
    let database = home.path().join("other folder/other.db").display().to_string();
    let olga = ["olga@example.org"];
    assert_eq!(offered(&home, &format!("rad-admin --db '{database}' user show ")), olga);
    assert_eq!(offered(&home, &format!("rad-admin user show --db=\"{database}\" ")), olga);
    assert_eq!(offered(&home, "rad-admin --db ~/other\\ folder/other.db user show "), olga);
    assert_eq!(offered(&home, &format!("rad-admin --config '{other}' user show ")), olga);
    assert_eq!(offered(&home.with("RAD_ADMIN_DB", &database), "rad-admin user show "), olga);
    assert_eq!(offered(&home.with("RAD_ADMIN_CONFIG", &other), "rad-admin user show "), olga);
    assert_eq!(offered(&home, "rad-admin user show ").len(), 3);
}
