//! `config init`, `config set` and `config edit`: creates and changes the configuration file. A rename replaces it as a whole,
//! and only with a text that the program can read.

use std::fmt::Write as _;
use std::fs::{self, Metadata, Permissions};
use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::{MetadataExt, PermissionsExt, fchown};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, PoisonError};

use serde::Serialize;
use tempfile::TempDir;

use crate::app::{App, checked, dead_link, value_in, with_value};
use crate::cli::config::SetSetting;
use crate::commands::shared::receipt::Outcome;
use crate::error::{Code, Error, Result};
use crate::files::{self, NewFile, Placed};
use crate::interrupt::{self, ChildInFront};
use crate::output::{Document, Formatter};

/// Everybody may read a new file, because secrets are kept in other files.
const MODE: u32 = 0o644;

#[derive(Default, Serialize)]
struct ConfigReceipt {
    changed: bool,
    dry_run: bool,
    config: String,
    /// What `config set` changed.
    #[serde(flatten)]
    setting: Option<ChangedSetting>,
    #[serde(skip)]
    verb: &'static str,
}

/// A setting; null where the file does not set it.
#[derive(Default, Serialize)]
struct ChangedSetting {
    key: String,
    before: Option<String>,
    after: Option<String>,
}

impl Document for ConfigReceipt {
    fn human(&self, formatter: &Formatter) -> String {
        let outcome = Outcome::without_operation(self.changed, self.dry_run);
        let mut what = format!("{} {}", self.verb, formatter.clean(&self.config));
        if let Some(ChangedSetting { key, before, after }) = &self.setting {
            let [before, after] = [before, after]
                .map(|value| value.as_ref().map_or("not set".into(), |value| formatter.clean(value)));
            let _ = write!(what, ": {key} was {before}, is now {after}");
        }
        match (self.changed, self.dry_run) {
            (true, false) => format!("{what}\n"),
            _ => outcome.headline(&what),
        }
    }
}

fn begin(app: &mut App, receipt: &ConfigReceipt) -> Result<PathBuf> {
    app.require_plain(receipt)?;
    Ok(app.settings.config.value.clone())
}

fn done(app: &mut App, verb: &'static str, changed: bool) -> Result<()> {
    finish(app, ConfigReceipt { changed, verb, ..ConfigReceipt::default() })
}

fn finish(app: &mut App, receipt: ConfigReceipt) -> Result<()> {
    let config = app.settings.config.value.display().to_string();
    app.printer.receipt(&ConfigReceipt { dry_run: app.globals.dry_run, config, ..receipt })
}

/// Creates the file. Exit 4 if there is one.
pub(crate) fn init(app: &mut App) -> Result<()> {
    let path = begin(app, &ConfigReceipt::default())?;
    let exists = || {
        Error::refused(format!("there is a configuration file {} already", path.display()))
            .reason("exists")
            .datum("file", path.display().to_string())
            .hint("change it with: rad-admin config edit, or rad-admin config set KEY VALUE")
            .hint("to make another, name it with: --config PATH")
    };
    if path.symlink_metadata().is_ok() {
        return Err(exists());
    }
    let text = app.settings.commented_file();
    if !app.globals.dry_run && make(&path, &text)? == Placed::Existing {
        return Err(exists());
    }
    done(app, "Wrote", true)
}

/// Changes one setting.
pub(crate) fn set(app: &mut App, arguments: &SetSetting) -> Result<()> {
    let kind = ConfigReceipt { setting: Some(ChangedSetting::default()), ..ConfigReceipt::default() };
    let path = begin(app, &kind)?;
    let old = existing(&path)?;
    let before = old.as_ref().map_or("", |(text, _)| text);
    let text = with_value(before, &path, &arguments.key, &arguments.value)?;
    let metadata = old.as_ref().map(|(_, metadata)| metadata);
    checked(&text, &path, metadata)?;
    let changed = text != before;
    if changed && !app.globals.dry_run {
        place(&path, &text, metadata)?;
    }
    let key = arguments.key.clone();
    let [before, after] = [before, &text].map(|text| value_in(text, &key));
    let setting = Some(ChangedSetting { key, before, after });
    finish(app, ConfigReceipt { changed, verb: "Changed", setting, ..kind })
}

/// Opens a copy of the file in an editor, and replaces the file when the editor ends.
pub(crate) fn edit(app: &mut App) -> Result<()> {
    let path = begin(app, &ConfigReceipt::default())?;
    let old = existing(&path)?;
    let before = old.as_ref().map_or_else(|| app.settings.commented_file(), |(text, _)| text.clone());
    let metadata = old.as_ref().map(|(_, metadata)| metadata);
    let editor = editor(app)?;
    require_writable(&path)?;
    let cannot = |error| Error::failed("cannot make a copy of the configuration file", error);
    let copy = EditedCopy::of(&before).map_err(cannot)?;
    let text = loop {
        run_editor(&editor, copy.path())?;
        let text = fs::read_to_string(copy.path()).map_err(cannot)?;
        let Err(fault) = checked(&text, &path, metadata) else { break text };
        let fault = fault.hint("the configuration file is unchanged");
        let Some(questions) = app.questions() else { return Err(fault) };
        questions.say(&format!("error: {}", fault.message()))?;
        if questions.agree("Edit it again? If not, the changes are lost.", false)? != Some(true) {
            return Err(fault);
        }
    };
    let changed = text != before;
    if changed && !app.globals.dry_run {
        place(&path, &text, metadata)?;
    }
    done(app, "Changed", changed)
}

/// Returns the editor. Exit 5 if nobody is there to use it: a script that names an editor has one that needs no terminal.
fn editor(app: &App) -> Result<String> {
    let chosen = app.editor()?;
    if app.questions().is_some() || chosen.is_some() && !app.globals.no_input {
        return Ok(chosen.unwrap_or_else(|| "vi".to_owned()));
    }
    Err(Error::new(Code::NotConfirmed, "an editor needs a terminal")
        .hint("change one setting with: rad-admin config set KEY VALUE")
        .hint("or name an editor that needs none in the variable VISUAL or EDITOR"))
}

/// Finds out before somebody edits whether the file can be replaced.
fn require_writable(path: &Path) -> Result<()> {
    let place = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    if !files::folder_of(&place).is_dir() {
        return Ok(());
    }
    let cannot = |error| Error::cannot_make(format!("cannot write {}", path.display()), error);
    NewFile::create(&place).map(drop).map_err(cannot)
}

/// The copy that the editor works on. It is removed on drop, or when a signal ends the process.
struct EditedCopy(TempDir);

/// The folder of the copy.
static COPY: Mutex<Option<PathBuf>> = Mutex::new(None);

impl EditedCopy {
    fn of(text: &str) -> std::io::Result<Self> {
        interrupt::clean_up_by(remove_copy);
        let copy = Self(tempfile::tempdir()?);
        *COPY.lock().unwrap_or_else(PoisonError::into_inner) = Some(copy.0.path().to_owned());
        fs::write(copy.path(), text)?;
        Ok(copy)
    }

    fn path(&self) -> PathBuf {
        self.0.path().join("config.toml")
    }
}

fn remove_copy() {
    if let Some(folder) = COPY.lock().unwrap_or_else(PoisonError::into_inner).take() {
        let _ = fs::remove_dir_all(folder);
    }
}

fn run_editor(editor: &str, copy: PathBuf) -> Result<()> {
    let _front = ChildInFront::begin().map_err(|error| Error::failed("cannot watch for signals", error))?;
    // The variable holds a shell command, as with git.
    let status =
        Command::new("/bin/sh").arg("-c").arg(format!("{editor} \"$1\"")).arg("sh").arg(copy).status();
    let status = status.map_err(|error| Error::failed(format!("cannot run the editor '{editor}'"), error))?;
    if status.success() {
        return Ok(());
    }
    Err(Error::setup(format!("the editor '{editor}' failed ({status}); the configuration file is unchanged"))
        .hint("name your editor in the variable VISUAL or EDITOR"))
}

/// Returns the text of the file and its metadata; `None` if there is no file.
fn existing(path: &Path) -> Result<Option<(String, Metadata)>> {
    let read = fs::read_to_string(path).and_then(|text| Ok((text, fs::metadata(path)?)));
    match read {
        Ok(found) => Ok(Some(found)),
        Err(error) if error.kind() == ErrorKind::NotFound && path.symlink_metadata().is_err() => Ok(None),
        Err(error) => {
            Err(dead_link(path).filter(|_| error.kind() == ErrorKind::NotFound).unwrap_or_else(|| {
                Error::setup(format!("cannot read the configuration file {}", path.display()))
                    .caused_by(error)
            }))
        }
    }
}

fn make(path: &Path, text: &str) -> Result<Placed> {
    let cannot = |error| Error::cannot_make(format!("cannot write {}", path.display()), error);
    fs::create_dir_all(files::folder_of(path)).map_err(cannot)?;
    written(path, text, MODE).and_then(|file| file.take_free_name()).map_err(cannot)
}

/// Replaces the file and keeps its mode and owner, or creates it.
fn place(path: &Path, text: &str, old: Option<&Metadata>) -> Result<()> {
    let Some(old) = old else { return make(path, text).map(drop) };
    let cannot = |error| Error::cannot_make(format!("cannot write {}", path.display()), error);
    // The file behind a link is replaced, and the link stays.
    let path: PathBuf = path.canonicalize().map_err(cannot)?;
    let file = written(&path, text, old.mode() & 0o7777).map_err(cannot)?;
    let new = file.file().metadata().map_err(cannot)?;
    if (new.uid(), new.gid()) != (old.uid(), old.gid()) {
        fchown(file.file(), Some(old.uid()), Some(old.gid())).map_err(cannot)?;
    }
    file.take_name().map_err(cannot)
}

fn written(path: &Path, text: &str, mode: u32) -> std::io::Result<NewFile> {
    let new = NewFile::create(path)?;
    let mut file = new.file();
    file.write_all(text.as_bytes())?;
    file.set_permissions(Permissions::from_mode(mode))?;
    file.sync_all()?;
    Ok(new)
}
