//! `config init`, `config set` and `config edit`: creates and changes the configuration file. A rename replaces it as a whole,
//! and only with a text that the program can read.

use std::fs::{self, Metadata, Permissions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{MetadataExt, PermissionsExt, fchown};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Serialize;

use crate::app::{App, checked, with_value};
use crate::cli::config::SetSetting;
use crate::commands::shared::receipt::Outcome;
use crate::error::{Error, Result};
use crate::folder::{self, NewFile, Placed};
use crate::output::{Document, Paper};

/// Everybody may read a new file, because secrets are kept in other files.
const MODE: u32 = 0o644;

#[derive(Default, Serialize)]
struct ConfigReceipt {
    changed: bool,
    dry_run: bool,
    config: String,
    #[serde(skip)]
    verb: &'static str,
}

impl Document for ConfigReceipt {
    fn human(&self, paper: &Paper) -> String {
        let outcome = Outcome::without_operation(self.changed, self.dry_run);
        let config = paper.clean(&self.config);
        match (self.changed, self.dry_run) {
            (true, false) => format!("{} {config}.\n", self.verb),
            _ => outcome.headline(&format!("{} {config}.", self.verb)),
        }
    }
}

fn begin(app: &mut App) -> Result<PathBuf> {
    app.require_plain(&ConfigReceipt::default())?;
    Ok(app.settings.config.value.clone())
}

fn done(app: &mut App, verb: &'static str, changed: bool) -> Result<()> {
    let config = app.settings.config.value.display().to_string();
    app.printer.receipt(&ConfigReceipt { changed, dry_run: app.globals.dry_run, config, verb })
}

/// Creates the file. Exit 4 if there is one.
pub(crate) fn init(app: &mut App) -> Result<()> {
    let path = begin(app)?;
    let exists = || {
        Error::refused(format!("there is a configuration file {} already", path.display()))
            .reason("exists")
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
    let path = begin(app)?;
    let old = existing(&path)?;
    let before = old.as_ref().map_or("", |(text, _)| text);
    let text = with_value(before, &path, &arguments.key, &arguments.value)?;
    let metadata = old.as_ref().map(|(_, metadata)| metadata);
    checked(&text, &path, metadata)?;
    let changed = text != before;
    if changed && !app.globals.dry_run {
        place(&path, &text, metadata)?;
    }
    done(app, "Changed", changed)
}

/// Opens a copy of the file in an editor, and replaces the file when the editor ends.
pub(crate) fn edit(app: &mut App) -> Result<()> {
    let path = begin(app)?;
    let old = existing(&path)?;
    let before = old.as_ref().map_or_else(|| app.settings.commented_file(), |(text, _)| text.clone());
    let metadata = old.as_ref().map(|(_, metadata)| metadata);
    let cannot = |error| Error::failed("cannot make a copy of the configuration file", error);
    let folder = tempfile::tempdir().map_err(cannot)?;
    let copy = folder.path().join("config.toml");
    fs::write(&copy, &before).map_err(cannot)?;
    let editor = app.editor()?;
    let text = loop {
        run_editor(&editor, &copy)?;
        let text = fs::read_to_string(&copy).map_err(cannot)?;
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

fn run_editor(editor: &str, copy: &Path) -> Result<()> {
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
            let what = format!("cannot read the configuration file {}", path.display());
            Err(Error::setup(what).caused_by(error))
        }
    }
}

fn make(path: &Path, text: &str) -> Result<Placed> {
    let cannot = |error| Error::cannot_make(format!("cannot write {}", path.display()), error);
    fs::create_dir_all(folder::holding(path)).map_err(cannot)?;
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
    file.replace().map_err(cannot)
}

fn written(path: &Path, text: &str, mode: u32) -> std::io::Result<NewFile> {
    let new = NewFile::beside(path)?;
    let mut file = new.file();
    file.write_all(text.as_bytes())?;
    file.set_permissions(Permissions::from_mode(mode))?;
    file.sync_all()?;
    Ok(new)
}
