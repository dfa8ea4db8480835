//! Traced commands, and what must be true after a loss of power at any moment.

use std::collections::BTreeSet;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use rad_admin::store::Store;
use tempfile::TempDir;

use super::disk::{Disk, Files, Kept, is_shared_memory};
use super::trace::{Event, traced};
use crate::harness::random::Random;
use crate::harness::{Home, PROGRAM};

const DATABASE: &str = ".local/share/rad-admin/rad-admin.db";
/// The schema of the later version that tests invent.
const INVENTED: i64 = 99_000_000;
const MESSAGES: &str = ".config/rad-admin/messages";

/// With up to this many events, the power is cut after each one; with more, after a sample of the writes.
const MOMENTS: u64 = 150;

/// The number of random disks for each moment.
const RANDOM_DISKS: usize = 3;

/// The content of a home folder, as far as it was promised to somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
struct State {
    /// Its proof, as text.
    ledger: Option<String>,
    backup: Option<String>,
    /// Messages and rejected rows.
    files: BTreeSet<PathBuf>,
    /// The messages that are sent according to the outbox.
    sent: BTreeSet<PathBuf>,
}

/// Consecutive commands: what each did, and the states before, between and after them.
pub(crate) struct Recording {
    root: PathBuf,
    before: Files,
    after: Files,
    commands: Vec<Vec<Event>>,
    states: Vec<State>,
}

/// The result of cutting the power many times.
pub(crate) struct Losses {
    pub(crate) moments: usize,
    pub(crate) disks: usize,
    /// The promise that the first bad disk breaks. No disk is checked after it.
    pub(crate) broken: Option<String>,
}

/// Runs the commands. Compares the model of the disk with the real files at the end.
#[track_caller]
pub(crate) fn record(home: &Home, lines: &[&str]) -> Recording {
    let root = home.path().to_owned();
    let begin = copy(home);
    let mut recording = Recording {
        before: files(begin.path(), &root),
        after: Files::new(),
        commands: Vec::new(),
        states: vec![state(begin.path()).unwrap()],
        root,
    };
    for line in lines {
        recording.commands.push(traced(home, line));
        let now = copy(home);
        recording.after = files(now.path(), &recording.root);
        recording.states.push(state(now.path()).unwrap());
    }
    let mut disk = Disk::new(&recording.root, &recording.before, |_| false);
    for events in &recording.commands {
        disk.begin();
        for event in events {
            disk.take(event);
        }
    }
    let model = disk.after_loss(Kept::AllOrNone { names: true, contents: true });
    let differ = |path: &&PathBuf| model.get(*path) != recording.after.get(*path);
    let wrong: Vec<_> = model.keys().chain(recording.after.keys()).filter(differ).collect();
    assert!(wrong.is_empty(), "the model of the disk is wrong about {wrong:?}");
    recording
}

impl Recording {
    /// Cuts the power at each moment, or at a sample of them. Syncs of paths that `ignores` accepts do nothing.
    pub(crate) fn cut(&self, ignores: fn(&Path) -> bool, random: &mut Random) -> Losses {
        let mut losses = Losses { moments: 0, disks: 0, broken: None };
        let mut disk = Disk::new(&self.root, &self.before, ignores);
        let mut seen = BTreeSet::new();
        let events: usize = self.commands.iter().map(Vec::len).sum();
        for (done, command) in self.commands.iter().enumerate() {
            disk.begin();
            let mut reported = done;
            let mut opened = BTreeSet::new();
            for (at, event) in command.iter().enumerate() {
                disk.take(event);
                match event {
                    Event::Open { descriptor, .. } => drop(opened.insert(*descriptor)),
                    Event::Close { descriptor } => drop(opened.remove(descriptor)),
                    // Standard output, by its own number or a duplicate's: it is not an opened file.
                    Event::Write { descriptor, .. } if *descriptor != 2 && !opened.contains(descriptor) => {
                        reported = done + 1;
                    }
                    _ => {}
                }
                if !is_moment(event, command.get(at + 1), || random.below(events as u64) < MOMENTS) {
                    continue;
                }
                losses.moments += 1;
                for files in disks(&disk, random) {
                    if !seen.insert((reported, done, hash(&files))) {
                        continue;
                    }
                    losses.disks += 1;
                    if let Err(why) = self.check(&files, reported, done + 1) {
                        losses.broken = Some(format!("{why} (command {done}, event {at})"));
                        return losses;
                    }
                }
            }
        }
        losses
    }

    /// Checks that the files are in the state after one of the commands from `reported` to `begun`.
    fn check(&self, files: &Files, reported: usize, begun: usize) -> Result<(), String> {
        let folder = scratch();
        for (path, content) in files {
            let place = folder.path().join(path.strip_prefix(&self.root).unwrap());
            fs::create_dir_all(place.parent().unwrap()).unwrap();
            fs::write(place, content).unwrap();
        }
        let found = state(folder.path())?;
        let fits = |state: &State| (&state.ledger, &state.backup) == (&found.ledger, &found.backup);
        if !self.states[reported..=begun].iter().any(fits) {
            return Err(format!(
                "{reported} commands were reported, found {:?} and {:?}",
                found.ledger, found.backup
            ));
        }
        if let Some(path) = found.sent.difference(&found.files).next() {
            return Err(format!("{} is marked as sent and is lost", path.display()));
        }
        let promised = &self.states[reported];
        let lost =
            promised.sent.difference(&found.sent).chain(promised.files.difference(&found.files)).next();
        if let Some(path) = lost {
            return Err(format!("{} was reported and is lost", path.display()));
        }
        let place = |path: &&PathBuf| self.root.join(path);
        match found.files.iter().find(|path| files.get(&place(path)) != self.after.get(&place(path))) {
            Some(path) => Err(format!("{} is there in part", path.display())),
            None => Ok(()),
        }
    }
}

/// Whether to cut the power after this event: after every change, but among consecutive writes only after the last one
/// and after a sample.
fn is_moment(event: &Event, next: Option<&Event>, is_sampled: impl FnOnce() -> bool) -> bool {
    match event {
        Event::Open { creates, empties, .. } => *creates || *empties,
        Event::Close { .. } => false,
        Event::Write { .. } => !matches!(next, Some(Event::Write { .. })) || is_sampled(),
        _ => true,
    }
}

/// Returns disks that a loss of power can leave: the four extremes, and some random ones.
fn disks(disk: &Disk, random: &mut Random) -> Vec<Files> {
    let mut disks = vec![disk.after_loss(Kept::AllOrNone { names: true, contents: true })];
    if !disk.is_safe() {
        for (names, contents) in [(false, false), (true, false), (false, true)] {
            disks.push(disk.after_loss(Kept::AllOrNone { names, contents }));
        }
        disks.extend((0..RANDOM_DISKS).map(|_| disk.after_loss(Kept::Some(random))));
    }
    disks
}

fn hash(files: &Files) -> u64 {
    let mut hasher = DefaultHasher::new();
    files.hash(&mut hasher);
    hasher.finish()
}

/// Creates a folder, in memory if possible, so that checks need not wait for the disk.
fn scratch() -> TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap()
}

/// Copies the home with another program: if this process closed a copied file, it would lose the locks of its own
/// reader.
fn copy(home: &Home) -> TempDir {
    let folder = scratch();
    let status = Command::new("cp").arg("-a").arg(home.path().join(".")).arg(folder.path()).status();
    assert!(status.unwrap().success());
    folder
}

/// Returns all files of a folder, with `root` in place of the folder.
fn files(folder: &Path, root: &Path) -> Files {
    let mut files = Files::new();
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let (path, named) = (entry.path(), root.join(entry.file_name()));
        if path.is_dir() {
            files.extend(self::files(&path, &named));
        } else if !is_shared_memory(&path) {
            files.insert(named, fs::read(&path).unwrap());
        }
    }
    files
}

fn state(home: &Path) -> Result<State, String> {
    let ledger = proof(&home.join(DATABASE))?;
    let mut sent = BTreeSet::new();
    if ledger.is_some() {
        let sql = rusqlite::Connection::open(home.join(DATABASE)).unwrap();
        let mut messages = sql.prepare("SELECT message_id FROM outbox WHERE status = 'sent'").unwrap();
        let names = messages.query_map([], |row| row.get::<_, String>(0)).unwrap();
        sent.extend(names.map(|name| Path::new(MESSAGES).join(format!("{}.eml", name.unwrap()))));
    }
    let is_promised =
        |path: &PathBuf| path.extension().is_some_and(|kind| kind == "eml") || path.ends_with("rejects.csv");
    let files = files(home, Path::new("")).into_keys().filter(is_promised).collect();
    Ok(State { ledger, backup: proof(&home.join("copy.db"))?, files, sent })
}

fn proof(path: &Path) -> Result<Option<String>, String> {
    if !path.exists() {
        return Ok(None);
    }
    let sql = rusqlite::Connection::open(path).unwrap();
    let schema: i64 =
        sql.query_row("PRAGMA user_version", [], |row| row.get(0)).map_err(|e| e.to_string())?;
    drop(sql);
    if schema == INVENTED {
        return later_proof(path).map(Some);
    }
    let proven = Store::open(path, Duration::ZERO).and_then(|store| store.verify(None));
    proven.map(|proof| Some(format!("{proof:?}"))).map_err(|error| error.to_string())
}

/// Asks the later version that made this schema.
fn later_proof(path: &Path) -> Result<String, String> {
    let home = path.ancestors().find(|folder| folder.join("next").exists()).unwrap();
    let run = Command::new(PROGRAM)
        .env_clear()
        .env("RAD_ADMIN_TEST_SCHEMA", home.join("next"))
        .args(["verify", "--json", "--db"])
        .arg(path)
        .output()
        .unwrap();
    let [out, err] = [&run.stdout, &run.stderr].map(|text| String::from_utf8_lossy(text).into_owned());
    if run.status.success() { Ok(format!("{INVENTED}: {out}")) } else { Err(err) }
}
