//! A disk that loses its power: synced data stays, and anything can happen to the rest.
//!
//! It is stricter than most file systems: a name is only safe when its folder is synced, and unsynced changes can reach
//! the disk in any order, writes even in part.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use super::trace::Event;
use crate::harness::random::Random;

const SECTOR_BYTES: usize = 512;

/// The files below a folder, with their content.
pub(crate) type Files = BTreeMap<PathBuf, Vec<u8>>;

/// Which unsynced changes the disk kept.
pub(crate) enum Kept<'r> {
    /// All changes of names, all changes of contents, or neither.
    AllOrNone { names: bool, contents: bool },
    /// Random ones, and parts of some writes.
    Some(&'r mut Random),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Node {
    Folder,
    File(usize),
}

#[derive(Clone, Debug)]
enum Change {
    Write { offset: usize, bytes: Vec<u8> },
    Length(usize),
}

/// A change of names. Either both parts reach the disk, or none.
#[derive(Debug)]
struct Naming {
    folder: PathBuf,
    removed: Option<PathBuf>,
    added: Option<(PathBuf, Node)>,
}

#[derive(Debug, Default)]
struct Content {
    safe: Vec<u8>,
    pending: Vec<Change>,
}

#[derive(Debug)]
enum Handle {
    File { number: usize, path: PathBuf, position: usize },
    Folder(PathBuf),
}

/// Whether this is the index of a WAL. It is only memory; SQLite rebuilds it after a restart.
pub(crate) fn is_shared_memory(path: &Path) -> bool {
    path.to_string_lossy().ends_with("-shm")
}

/// The disk below one folder. Ignores other places.
pub(crate) struct Disk {
    root: PathBuf,
    contents: Vec<Content>,
    /// The names as programs see them, and those that are safe.
    names: BTreeMap<PathBuf, Node>,
    safe_names: BTreeMap<PathBuf, Node>,
    pending: Vec<Naming>,
    handles: HashMap<i32, Handle>,
    /// Whether a sync of this path does nothing.
    ignores: fn(&Path) -> bool,
}

impl Disk {
    /// Creates a disk with these files, all of them safe.
    pub(crate) fn new(root: &Path, files: &Files, ignores: fn(&Path) -> bool) -> Self {
        let mut names = BTreeMap::from([(root.to_owned(), Node::Folder)]);
        let mut contents = Vec::new();
        for (path, bytes) in files {
            let folders = path.ancestors().skip(1).take_while(|folder| *folder != root);
            names.extend(folders.map(|folder| (folder.to_owned(), Node::Folder)));
            names.insert(path.clone(), Node::File(contents.len()));
            contents.push(Content { safe: bytes.clone(), pending: Vec::new() });
        }
        let (root, safe_names) = (root.to_owned(), names.clone());
        Self { root, contents, names, safe_names, pending: Vec::new(), handles: HashMap::new(), ignores }
    }

    /// Another program starts, without open files.
    pub(crate) fn begin(&mut self) {
        self.handles.clear();
    }

    pub(crate) fn take(&mut self, event: &Event) {
        match event {
            Event::Open { descriptor, path, creates, empties } => {
                self.open(*descriptor, path, *creates, *empties);
            }
            Event::Close { descriptor } => drop(self.handles.remove(descriptor)),
            Event::Write { descriptor, bytes, offset } => self.write(*descriptor, bytes, *offset),
            Event::SetLength { descriptor, bytes } => {
                if let Some(Handle::File { number, .. }) = self.handles.get(descriptor) {
                    self.contents[*number].pending.push(Change::Length(*bytes));
                }
            }
            Event::Sync { descriptor } => self.sync(*descriptor),
            Event::MakeFolder(path) => self.name(None, Some((path.clone(), Node::Folder))),
            Event::Link(from, to) => self.name(None, self.node(from).map(|node| (to.clone(), node))),
            Event::Rename(from, to) => {
                self.name(Some(from.clone()), self.node(from).map(|node| (to.clone(), node)));
            }
            Event::Unlink(path) => self.name(Some(path.clone()), None),
        }
    }

    fn node(&self, path: &Path) -> Option<Node> {
        self.names.get(path).copied()
    }

    fn open(&mut self, descriptor: i32, path: &Path, creates: bool, empties: bool) {
        self.handles.remove(&descriptor);
        if is_shared_memory(path) {
            return;
        }
        if creates && self.node(path).is_none() && path.starts_with(&self.root) {
            self.contents.push(Content::default());
            self.name(None, Some((path.to_owned(), Node::File(self.contents.len() - 1))));
        }
        let handle = match self.node(path) {
            Some(Node::File(number)) => Handle::File { number, path: path.to_owned(), position: 0 },
            Some(Node::Folder) => Handle::Folder(path.to_owned()),
            None => return,
        };
        if let (Handle::File { number, .. }, true) = (&handle, empties) {
            self.contents[*number].pending.push(Change::Length(0));
        }
        self.handles.insert(descriptor, handle);
    }

    fn write(&mut self, descriptor: i32, bytes: &[u8], offset: Option<usize>) {
        if let Some(Handle::File { number, position, .. }) = self.handles.get_mut(&descriptor) {
            let at = offset.unwrap_or(*position);
            if offset.is_none() {
                *position += bytes.len();
            }
            self.contents[*number].pending.push(Change::Write { offset: at, bytes: bytes.to_owned() });
        }
    }

    fn sync(&mut self, descriptor: i32) {
        match self.handles.get(&descriptor) {
            Some(Handle::File { number, path, .. }) if !(self.ignores)(path) => {
                let content = &mut self.contents[*number];
                for change in content.pending.drain(..) {
                    apply(&mut content.safe, &change, |_| true);
                }
            }
            Some(Handle::Folder(folder)) if !(self.ignores)(folder) => {
                let (safe, pending) = self.pending.drain(..).partition(|naming| naming.folder == *folder);
                self.pending = pending;
                let safe: Vec<Naming> = safe;
                for naming in safe {
                    naming.apply(&mut self.safe_names);
                }
            }
            _ => {}
        }
    }

    /// Changes a name. Programs see the change at once.
    fn name(&mut self, removed: Option<PathBuf>, added: Option<(PathBuf, Node)>) {
        let mut paths = removed.iter().chain(added.iter().map(|(path, _)| path));
        let folder = paths.next().unwrap().parent().unwrap().to_owned();
        let changes = added.is_some() || removed.as_ref().is_some_and(|path| self.node(path).is_some());
        if !folder.starts_with(&self.root) || !changes {
            return;
        }
        assert!(paths.all(|path| path.parent() == Some(&folder)), "the model moves nothing between folders");
        let naming = Naming { folder, removed, added };
        naming.apply(&mut self.names);
        self.pending.push(naming);
    }

    /// Whether a loss of power now would lose nothing.
    pub(crate) fn is_safe(&self) -> bool {
        self.pending.is_empty() && self.contents.iter().all(|content| content.pending.is_empty())
    }

    /// Returns the files after a loss of power.
    pub(crate) fn after_loss(&self, mut kept: Kept) -> Files {
        let mut names = self.safe_names.clone();
        self.pending.iter().filter(|_| kept.name()).for_each(|naming| naming.apply(&mut names));
        let is_found = |path: &Path| {
            let mut folders = path.ancestors().skip(1).take_while(|folder| folder.starts_with(&self.root));
            folders.all(|folder| names.get(folder) == Some(&Node::Folder))
        };
        let mut files = Files::new();
        for (path, node) in &names {
            if let (Node::File(number), true) = (node, is_found(path)) {
                files.insert(path.clone(), self.contents[*number].after_loss(&mut kept));
            }
        }
        files
    }
}

impl Kept<'_> {
    fn name(&mut self) -> bool {
        match self {
            Self::AllOrNone { names, .. } => *names,
            Self::Some(random) => random.below(2) == 0,
        }
    }

    fn content(&mut self) -> bool {
        match self {
            Self::AllOrNone { contents, .. } => *contents,
            Self::Some(random) => random.below(2) == 0,
        }
    }

    /// Returns which sectors of a write are kept: usually all.
    fn sectors(&mut self) -> impl FnMut(usize) -> bool {
        let torn = match self {
            Self::Some(random) => (random.below(4) == 0).then(|| random.below(u64::MAX)),
            Self::AllOrNone { .. } => None,
        };
        move |sector| torn.is_none_or(|bits| bits >> (sector % 64) & 1 == 1)
    }
}

impl Naming {
    fn apply(&self, names: &mut BTreeMap<PathBuf, Node>) {
        if let Some(path) = &self.removed {
            names.remove(path);
        }
        names.extend(self.added.clone());
    }
}

impl Content {
    fn after_loss(&self, kept: &mut Kept) -> Vec<u8> {
        let mut bytes = self.safe.clone();
        for change in &self.pending {
            if kept.content() {
                apply(&mut bytes, change, kept.sectors());
            }
        }
        bytes
    }
}

/// Applies a change to the content; of a write, only the sectors that are kept.
fn apply(content: &mut Vec<u8>, change: &Change, mut keeps: impl FnMut(usize) -> bool) {
    match change {
        Change::Length(bytes) => content.resize(*bytes, 0),
        Change::Write { offset, bytes } => {
            let end = offset + bytes.len();
            let mut at = *offset;
            while at < end {
                let until = end.min((at / SECTOR_BYTES + 1) * SECTOR_BYTES);
                if keeps(at / SECTOR_BYTES) {
                    content.resize(content.len().max(until), 0);
                    content[at..until].copy_from_slice(&bytes[at - offset..until - offset]);
                }
                at = until;
            }
        }
    }
}
