//! Missing rights. Root has all rights, so if the tests run as root, they run the program as nobody.

use std::fs::{self, Permissions, copy, set_permissions};
use std::os::unix::fs::{PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::harness::Home;

const NOBODY: u32 = 65_534;

/// A seeded ledger, and the program without root's rights. The account owns all files until a test takes rights away.
struct Unprivileged {
    home: Home,
    folder: PathBuf,
    program: PathBuf,
    is_root: bool,
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output().unwrap();
    id.stdout == b"0\n"
}

fn mode(path: &Path, mode: u32) {
    set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

impl Unprivileged {
    fn new() -> Self {
        let home = Home::seeded();
        let (folder, program) = (home.path().join("data"), home.path().join("rad-admin"));
        fs::create_dir(&folder).unwrap();
        copy(home.database(), folder.join("l.db")).unwrap();
        // Another account may not look into the folder of the build.
        copy(home.command(&[]).get_program(), &program).unwrap();
        mode(home.path(), 0o755);
        let this = Self { home, folder, program, is_root: is_root() };
        this.give("");
        this.give("l.db");
        this
    }

    fn at(&self, name: &str) -> PathBuf {
        if name.is_empty() { self.folder.clone() } else { self.folder.join(name) }
    }

    fn owned_by(&self, name: &str, account: u32) {
        if self.is_root {
            chown(self.at(name), Some(account), Some(account)).unwrap();
        }
    }

    fn give(&self, name: &str) {
        self.owned_by(name, NOBODY);
    }

    /// Takes away the rights that this mode lacks, and the ownership that could restore them.
    fn take(&self, name: &str, left: u32) {
        self.owned_by(name, 0);
        mode(&self.at(name), left);
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = if self.is_root {
            let mut command = Command::new("setpriv");
            let nobody = NOBODY.to_string();
            command.args(["--reuid", &nobody, "--regid", &nobody, "--clear-groups"]).arg(&self.program);
            command
        } else {
            Command::new(&self.program)
        };
        command
            .args(arguments)
            .env_clear()
            .envs(self.home.command(&[]).get_envs().filter_map(|(name, value)| Some((name, value?))))
            .env("HOME", &self.folder)
            .env("RAD_ADMIN_DB", "l.db")
            .current_dir(&self.folder);
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    #[track_caller]
    fn ends(&self, status: i32, arguments: &[&str], words: &[&str]) {
        let output = self.run(arguments);
        let errors = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(status), "{arguments:?}: {errors}");
        assert!(words.iter().all(|word| errors.contains(word)), "{arguments:?}: {errors}");
    }

    /// Returns the names and sizes of all files in the folder.
    fn names(&self) -> Vec<(std::ffi::OsString, u64)> {
        let entries = fs::read_dir(&self.folder).unwrap().map(Result::unwrap);
        let mut names: Vec<_> =
            entries.map(|entry| (entry.file_name(), entry.metadata().unwrap().len())).collect();
        names.sort();
        names
    }

    /// Gives all rights back, and checks that the ledger is unchanged.
    fn is_unharmed(&self) {
        self.give("");
        self.give("l.db");
        mode(&self.folder, 0o700);
        mode(&self.at("l.db"), 0o600);
        self.ends(0, &["verify"], &[]);
        let user = self.run(&["user", "show", "bob@example.org", "--json"]);
        let user: serde_json::Value = serde_json::from_slice(&user.stdout).unwrap();
        assert_eq!(user["awarded"], 50);
    }
}

const AWARD: &[&str] = &["credits", "award", "bob@example.org", "5"];
const RIGHTS: &str = "hint: the account that runs rad-admin must be able to write the file and its folder";

#[test]
fn a_file_that_may_only_be_read_can_be_read_and_proven_and_copied() {
    let account = Unprivileged::new();
    account.take("l.db", 0o444);
    account.ends(0, &["users", "list"], &[]);
    account.ends(0, &["verify"], &[]);
    account.ends(0, &["backup", "copy.db"], &[]);
    for command in [AWARD, &["grant-monthly"], &["user", "add", "eve@example.org"]] {
        account.ends(7, command, &["l.db: the ledger may only be read here; nothing was written", RIGHTS]);
    }
    account.is_unharmed();
}

const READING: &[&[&str]] = &[
    &["users", "list"],
    &["user", "show", "bob@example.org"],
    &["credits", "history", "all"],
    &["credits", "history", "-o", "hledger"],
    &["partner", "list"],
    &["invite", "list"],
    &["mail", "list"],
    &["log"],
    &["log", "show", "2"],
    &["status"],
    &["verify"],
    &["init"],
];

#[test]
fn a_read_only_folder_can_be_read_and_proven() {
    let account = Unprivileged::new();
    fs::create_dir(account.at("copies")).unwrap();
    account.give("copies");
    let expected: Vec<_> = READING.iter().map(|command| account.run(command).stdout).collect();
    for (file, folder) in [(0o444, 0o755), (0o600, 0o555), (0o444, 0o555)] {
        if file == 0o600 {
            account.give("l.db");
        } else {
            account.take("l.db", file);
        }
        account.take("", folder);
        let names = account.names();
        for (command, expected) in READING.iter().zip(&expected) {
            let output = account.run(command);
            assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
            assert_eq!(output.stdout, *expected, "{command:?}");
            assert_eq!(account.names(), names, "{command:?}");
        }
        for command in [AWARD, &["grant-monthly"], &["user", "add", "eve@example.org", "-n"]] {
            account.ends(
                7,
                command,
                &["l.db: the ledger may only be read here; nothing was written", RIGHTS],
            );
        }
        account.ends(0, &["backup", &format!("copies/{file}{folder}.db")], &[]);
        account.ends(7, &["--db", "new.db", "init"], &["new.db cannot be made: Permission denied"]);
        account.ends(7, &["--db", "folder/new.db", "init"], &["folder cannot be made: Permission denied"]);
        assert_eq!(account.names(), names);
    }
    account.is_unharmed();
}

/// Commits that are only in the WAL are visible too, and stay there.
#[test]
fn a_log_that_others_use_or_have_left_is_read_without_rights_to_it() {
    let account = Unprivileged::new();
    let sql = rusqlite::Connection::open(account.at("l.db")).unwrap();
    sql.execute_batch(
        "PRAGMA wal_autocheckpoint = 0; UPDATE users SET name = 'Robert' WHERE email = 'bob@example.org'",
    )
    .unwrap();
    let is_seen = || {
        for suffix in ["", "-wal", "-shm"] {
            account.take(&format!("l.db{suffix}"), 0o444);
        }
        account.take("", 0o555);
        let names = account.names();
        let output = account.run(&["users", "list"]);
        let shown = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(shown.contains("Robert"), "{shown}{}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(account.names(), names);
    };
    is_seen();
    // A crash leaves the WAL and its index behind.
    let copies = ["", "-wal", "-shm"].map(|suffix| fs::read(account.at(&format!("l.db{suffix}"))).unwrap());
    drop(sql);
    for (suffix, bytes) in ["", "-wal", "-shm"].iter().zip(copies) {
        fs::write(account.at(&format!("l.db{suffix}")), bytes).unwrap();
    }
    is_seen();
    fs::remove_file(account.at("l.db-shm")).unwrap();
    account.ends(7, &["users", "list"], &["l.db-wal has no index", "hint: copy the file and its log"]);
}

#[test]
fn a_file_that_may_not_be_read_is_no_missing_one() {
    let account = Unprivileged::new();
    account.take("l.db", 0o000);
    for command in [&["users", "list"][..], AWARD, &["init"], &["verify"]] {
        account.ends(7, command, &["l.db: the ledger cannot be opened", RIGHTS]);
    }
    account.is_unharmed();
}

#[test]
fn a_folder_that_may_not_be_searched_is_no_missing_database() {
    let account = Unprivileged::new();
    let (inner, database) = (account.at("inner"), "inner/l.db");
    fs::create_dir(&inner).unwrap();
    account.take("inner", 0o000);
    for command in [&["users", "list"][..], AWARD, &["init"]] {
        account.ends(
            7,
            &[command, &["--db", database]].concat(),
            &["inner/l.db: cannot check whether the ledger exists"],
        );
    }
    mode(&inner, 0o700);
    account.is_unharmed();
}

#[test]
fn a_configuration_that_may_not_be_reached_is_no_missing_one() {
    let account = Unprivileged::new();
    fs::create_dir_all(account.at(".config/rad-admin")).unwrap();
    account.take(".config/rad-admin", 0o000);
    let message = "config.toml: Permission denied";
    for command in [&["users", "list"][..], AWARD, &["config", "path"]] {
        account.ends(7, command, &[message, "hint: "]);
    }
    account.ends(0, &["users", "list", "--config", "/dev/null"], &[]);
    mode(&account.at(".config/rad-admin"), 0o755);
    account.is_unharmed();
}

/// HOME can belong to another account, as with runuser.
#[test]
fn a_home_that_may_not_be_entered_has_no_configuration_of_ours() {
    let account = Unprivileged::new();
    fs::create_dir(account.at("theirs")).unwrap();
    account.take("theirs", 0o000);
    let output = account.command(&["users", "list"]).env("HOME", account.at("theirs")).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    mode(&account.at("theirs"), 0o700);
    account.is_unharmed();
}

#[test]
fn other_files_that_may_not_be_read_or_made_are_named() {
    let account = Unprivileged::new();
    fs::write(account.at("closed"), "bob@example.org\n").unwrap();
    account.take("closed", 0o000);
    fs::create_dir(account.at("shut")).unwrap();
    account.take("shut", 0o555);
    account.ends(
        7,
        &["users", "list", "--config", "closed"],
        &["cannot read the configuration file closed: Permission denied"],
    );
    account.ends(
        2,
        &["credits", "award", "@closed", "5", "--yes"],
        &["closed cannot be read: Permission denied"],
    );
    account.ends(2, &["credits", "apply", "closed"], &["closed cannot be read: Permission denied"]);
    account.ends(2, &["users", "import", "closed"], &["closed cannot be read: Permission denied"]);
    account.ends(7, &["backup", "shut/copy.db"], &["shut/copy.db cannot be made: Permission denied"]);
    account.ends(1, &["man", "shut/man"], &["shut/man: Permission denied"]);
    account.is_unharmed();
}
