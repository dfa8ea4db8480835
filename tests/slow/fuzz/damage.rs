//! Damages database files: flipped bits, missing or swapped pages, and cut-off ends, in the file and in its WAL.
//!
//! Every command ends with a documented status. `verify --head` only succeeds on a damaged file if everything it covers
//! is intact; then the program shows the same as before. Without the head, damage to the WAL can remove the newest
//! operations, as if they had never been committed. To detect that, keep the head elsewhere.

use std::fs;
use std::sync::LazyLock;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::harness::{Home, guarded};

const PAGE: usize = 4096;

/// Commands that show everything the proof covers.
const SHOWS: [&[&str]; 4] = [
    &["users", "list", "-o", "jsonl"],
    &["credits", "history", "-o", "jsonl"],
    &["log", "-o", "jsonl"],
    &["partner", "list", "-o", "jsonl"],
];

const WRITES: &[&[&str]] = &[
    &["credits", "award", "bob@example.org", "1"],
    &["grant-monthly"],
    &["user", "edit", "bob@example.org", "--name", "B"],
    &["user", "add", "new@example.org", "--awarded", "3"],
    &["undo", "6", "--yes"],
    &["backup", "copy.db"],
    &["users", "list", "--at", "2026-11-15"],
    &["status"],
    &["log", "show", "3"],
    &["grant-monthly", "--check"],
    &["credits", "history", "-o", "hledger"],
    &["invite", "list"],
    &["init"],
];

/// A ledger as a crash leaves it: the file, and a WAL that is not merged into it.
struct Intact {
    file: Vec<u8>,
    log: Vec<u8>,
    head: String,
    shown: Vec<Vec<u8>>,
}

static INTACT: LazyLock<Intact> = LazyLock::new(|| {
    let home = Home::seeded();
    home.ok(&["grant-monthly"]);
    home.ok(&["credits", "award", "all", "5", "--yes", "--reason", "Spring"]);
    // While this connection is open, nobody merges the WAL.
    let open = home.sql();
    let _: i64 = open.query_row("SELECT count(*) FROM users", [], |row| row.get(0)).unwrap();
    home.ok(&["user", "edit", "carol@example.org", "--name", "Caro"]);
    home.ok(&["partner", "set", "bob@example.org", "7"]);
    let log = format!("{}-wal", home.database().display());
    let shown = SHOWS.map(|arguments| home.ok(arguments).stdout.into_bytes()).to_vec();
    let head = home.json(&["verify"])["head"].as_str().unwrap().to_owned();
    Intact { file: fs::read(home.database()).unwrap(), log: fs::read(log).unwrap(), head, shown }
});

#[derive(Clone, Debug)]
enum Damage {
    Bit(Index, u8),
    Byte(Index, u8),
    Zeros(Index),
    Swap(Index, Index),
    CutOff(Index),
    /// A byte in the header of a page, which describes its cells.
    Head(Index, usize, u8),
}

fn damage() -> impl Strategy<Value = Damage> {
    let index = any::<Index>;
    prop_oneof![
        3 => (index(), 0_u8..8).prop_map(|(at, bit)| Damage::Bit(at, bit)),
        3 => (index(), select(&[0_u8, 1, 0x7f, 0x80, 0xff][..])).prop_map(|(at, byte)| Damage::Byte(at, byte)),
        2 => index().prop_map(Damage::Zeros),
        2 => (index(), index()).prop_map(|(one, other)| Damage::Swap(one, other)),
        1 => index().prop_map(Damage::CutOff),
        3 => (index(), 0_usize..100, any::<u8>()).prop_map(|(page, at, byte)| Damage::Head(page, at, byte)),
    ]
}

impl Damage {
    fn apply(&self, bytes: &mut Vec<u8>) {
        let pages = bytes.len() / PAGE;
        if pages == 0 {
            return;
        }
        match *self {
            Self::Bit(at, bit) => {
                let at = at.index(bytes.len());
                bytes[at] ^= 1 << bit;
            }
            Self::Byte(at, byte) => {
                let at = at.index(bytes.len());
                bytes[at] = byte;
            }
            Self::Zeros(page) => bytes[page.index(pages) * PAGE..][..PAGE].fill(0),
            Self::Swap(one, other) => {
                let [one, other] = [one, other].map(|page| page.index(pages) * PAGE);
                let (first, second) = (bytes[one..][..PAGE].to_vec(), bytes[other..][..PAGE].to_vec());
                bytes[one..][..PAGE].copy_from_slice(&second);
                bytes[other..][..PAGE].copy_from_slice(&first);
            }
            Self::CutOff(at) => bytes.truncate(at.index(bytes.len())),
            Self::Head(page, at, byte) => bytes[page.index(pages) * PAGE + at] = byte,
        }
    }
}

/// Runs the program on the damaged files, whatever the run before did to them.
fn run(home: &Home, file: &[u8], log: &[u8], arguments: &[&str]) -> std::process::Output {
    fs::create_dir_all(home.database().parent().unwrap()).unwrap();
    let beside = |suffix: &str| format!("{}{suffix}", home.database().display());
    fs::remove_file(beside("-shm")).ok();
    fs::remove_file(home.path().join("copy.db")).ok();
    fs::write(home.database(), file).unwrap();
    fs::write(beside("-wal"), log).unwrap();
    guarded::run(home, arguments)
}

proptest! {
    #![proptest_config(super::config(16))]

    #[test]
    fn a_damaged_file_is_found_out_or_shows_what_it_was(
        in_file in vec(damage(), 0..3),
        in_log in vec(damage(), 0..2),
        writes in vec(select(WRITES), 3),
    ) {
        let (mut file, mut log) = (INTACT.file.clone(), INTACT.log.clone());
        for damage in &in_file {
            damage.apply(&mut file);
        }
        for damage in &in_log {
            damage.apply(&mut log);
        }
        let home = Home::new();
        let proof = run(&home, &file, &log, &["verify", "--head", &INTACT.head]).status.code().unwrap();
        prop_assert!([0, 1, 7, 9].contains(&proof), "verify ended with {}", proof);
        for (arguments, shown) in SHOWS.iter().zip(&INTACT.shown) {
            let output = run(&home, &file, &log, arguments);
            if proof == 0 {
                prop_assert_eq!(output.status.code(), Some(0));
                prop_assert_eq!(&output.stdout, shown, "{:?}", arguments);
            }
        }
        for arguments in writes {
            run(&home, &file, &log, arguments);
        }
    }
}

#[test]
fn a_page_of_another_table_in_the_place_of_an_empty_index_is_found() {
    let home = Home::seeded();
    let root = |name: &str| -> usize {
        let sql = "SELECT rootpage - 1 FROM sqlite_schema WHERE name = ?1";
        home.sql().query_row(sql, [name], |row| row.get::<_, i64>(0)).unwrap().try_into().unwrap()
    };
    let indexes = ["operations_key", "operations_undoes", "entries_month", "entries_key"].map(root);
    let tables = ["ledger", "operations", "users", "changes", "allowances"].map(root);
    let whole = fs::read(home.database()).unwrap();
    assert_eq!(run(&home, &whole, &[], &["verify"]).status.code(), Some(0));
    for (index, table) in indexes.into_iter().flat_map(|index| tables.map(|table| (index, table))) {
        let mut bytes = whole.clone();
        bytes.copy_within(table * PAGE..(table + 1) * PAGE, index * PAGE);
        let proof = run(&home, &bytes, &[], &["verify"]).status.code();
        assert!(matches!(proof, Some(7 | 9)), "page {table} in the place of {index}: {proof:?}");
    }
}
