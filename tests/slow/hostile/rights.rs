//! Rights that are missing. Root has them all, so that where the tests run as root the program runs as nobody.

use std::fs::{self, Permissions, copy, set_permissions};
use std::os::unix::fs::{PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::harness::Home;

const NOBODY: u32 = 65_534;

/// A seeded ledger, and the program without root's rights. All is the account's own, but for what a test takes from it.
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
        // Where it was built, another account may not look.
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

    /// Takes the rights that this mode leaves out, and the ownership by which they could be taken back.
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

    /// With all rights given back, the ledger is what it was.
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
        account.ends(1, command, &["l.db: the database cannot be written", RIGHTS]);
    }
    account.is_unharmed();
}

#[test]
fn a_folder_that_may_not_be_written_is_named_and_why_it_must_be() {
    let account = Unprivileged::new();
    account.take("", 0o555);
    account.ends(1, &["users", "list"], &["l.db: the database cannot be written", RIGHTS]);
    account.ends(1, AWARD, &["l.db: the database cannot be written", RIGHTS]);
    account.ends(7, &["--db", "new.db", "init"], &["new.db cannot be made: Permission denied"]);
    account.ends(7, &["--db", "folder/new.db", "init"], &["folder cannot be made: Permission denied"]);
    account.is_unharmed();
}

#[test]
fn a_file_that_may_not_be_read_is_no_missing_one() {
    let account = Unprivileged::new();
    account.take("l.db", 0o000);
    for command in [&["users", "list"][..], AWARD, &["init"], &["verify"]] {
        account.ends(7, command, &["l.db: the database cannot be opened", RIGHTS]);
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
            &["inner/l.db: the database cannot be looked for"],
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
    let told = ".config/rad-admin/config.toml cannot be looked for: Permission denied";
    for command in [&["users", "list"][..], AWARD, &["config", "path"]] {
        account.ends(7, command, &[told, "hint: "]);
    }
    account.ends(0, &["users", "list", "--config", "/dev/null"], &[]);
    mode(&account.at(".config/rad-admin"), 0o755);
    account.is_unharmed();
}

/// So it is where another account's HOME is kept, as by runuser.
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
    account.ends(7, &["users", "list", "--config", "closed"], &["closed cannot be read: Permission denied"]);
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
