//! Holds what every command needs: settings, clock, actor, printer, and the store once a command asks for it.

mod clock;
mod command_line;
mod concerned;
pub mod consent;
pub mod effect;
mod environment;
mod mutation;
mod questions;
mod receipted;
mod routine;
mod screen;
mod settings;
mod terminal;

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::cli::Globals;
use crate::domain::{Month, Timestamp};
use crate::error::{Error, Result};
use crate::mail::{Secret, Surroundings, new_message_name};
use crate::output::Printer;
use crate::store::{Mode, Notices, Store, Target};

pub use clock::system_zone;
pub use command_line::{CommandLine, typed};
pub use concerned::described_together;
pub use consent::Gate;
use consent::RealRun;
pub use effect::{Consent, Effect};
pub use mutation::About;
pub use questions::{AnswerFault, Offer, Questions};
pub use receipted::Receipted;
pub use routine::Routine;
pub use screen::{color_stderr, ledger_flags, remark};
pub use settings::{
    Origin, SETTINGS, Setting, Settings, ShownSetting, Sourced, checked, dead_link, value_in, with_value,
};

/// One run of the program.
#[allow(missing_debug_implementations, reason = "a printer holds open writers")]
pub struct App {
    pub globals: Globals,
    pub settings: Settings,
    /// When the command started. The clock is read once.
    pub now: Timestamp,
    pub printer: Printer,
    /// The command line as typed, plus the answers given to questions.
    pub line: CommandLine,
    /// Whether the command has already sent or shown its messages itself.
    pub has_sent: bool,
    /// The prefix of this run's Message-IDs, made when first needed.
    message_run: Option<String>,
    store: Option<Store>,
    /// Set by a dry run that lacks consent.
    real_run: Option<RealRun>,
}

impl App {
    /// Reads the settings and the clock.
    pub fn new(globals: Globals, line: CommandLine) -> Result<Self> {
        let settings = Settings::load(&globals)?;
        Self::with_settings(globals, line, settings)
    }

    /// Like [`Self::new`], but ignores the configuration file, so that a command can create or repair it.
    pub fn without_file(globals: Globals, line: CommandLine) -> Result<Self> {
        let settings = Settings::without_file(&globals)?;
        Self::with_settings(globals, line, settings)
    }

    fn with_settings(globals: Globals, line: CommandLine, settings: Settings) -> Result<Self> {
        #[cfg(feature = "test-hooks")]
        take_hooks()?;
        let printer = Printer::new(screen::options(&globals));
        Ok(Self {
            settings,
            now: clock::now()?,
            printer,
            line,
            has_sent: false,
            message_run: None,
            store: None,
            real_run: None,
            globals,
        })
    }

    /// Returns the ledger and the printer. The first call opens the ledger; exit 7 if it does not exist.
    pub fn ledger(&mut self) -> Result<(&mut Store, &mut Printer)> {
        if self.store.is_none() {
            let target = &self.settings.database.value;
            if let Some(path) = target.file()
                && !Store::is_at(path)?
            {
                return Err(self.settings.no_database());
            }
            let mut store = Store::open_at(target, self.lock_timeout())?;
            let (adjusted, granted) = (self.settings.notify_adjusted(), self.settings.notify_granted());
            if adjusted || granted {
                store.set_notices(Notices { adjusted, granted, run: self.message_run()? });
            }
            store.set_max_balance(self.settings.max_balance());
            self.adopt(store)?;
        }
        match &mut self.store {
            Some(store) => Ok((store, &mut self.printer)),
            None => Err(Error::setup("the ledger is not open")),
        }
    }

    /// Returns the prefix of this run's Message-IDs, which no other run has.
    pub fn message_run(&mut self) -> Result<String> {
        if self.message_run.is_none() {
            self.message_run = Some(new_message_name()?);
        }
        Ok(self.message_run.clone().unwrap_or_default())
    }

    /// Returns the prefix if [`Self::message_run`] has made one.
    pub fn message_run_if_any(&self) -> Option<String> {
        self.message_run.clone()
    }

    /// Opens the ledger for shell completion: changes no file, and waits for a lock only for an instant.
    pub fn open_for_completion(&self) -> Result<Store> {
        Store::peek(&self.settings.database.value)
    }

    /// Closes the ledger and prints the output that the printer held back. Output that was read without a lock is
    /// discarded, with exit 75, if somebody wrote to the file meanwhile.
    pub fn finish(&mut self, done: Result<()>) -> Result<()> {
        let unchanged = self.store.take().map_or(Ok(()), |store| store.require_unchanged());
        if unchanged.is_err() {
            self.printer.discard_held();
            return unchanged;
        }
        done.and(self.printer.print_held())
    }

    /// Takes over a store that the command opened itself.
    pub fn adopt(&mut self, store: Store) -> Result<()> {
        store.clock().map_or(Ok(()), clock::require_agreement)?;
        self.printer.set_zone(store.zone());
        if store.is_unlocked() {
            self.printer.hold_back();
        }
        self.printer.detail(&format!("database: {}", self.settings.database.value));
        self.printer.detail(&format!("actor: {}", self.settings.actor.value));
        self.store = Some(store);
        Ok(())
    }

    /// Returns the current month in the ledger's zone.
    pub fn month(&mut self) -> Result<Month> {
        let now = self.now;
        Ok(self.ledger()?.0.zone().month_of(now))
    }

    /// Parses the name of a ledger: a path, or the URL of a server.
    pub fn target(&self, name: &Path) -> Result<Target> {
        Target::parse(name.to_owned(), environment::lossy)
    }

    /// How long to wait for a lock that another process holds.
    pub fn lock_timeout(&self) -> Duration {
        Duration::from_secs(self.globals.lock_timeout.into())
    }

    /// Returns [`Mode::DryRun`] with `--dry-run`.
    pub fn mode(&self) -> Mode {
        if self.globals.dry_run { Mode::DryRun } else { Mode::Real }
    }

    /// Returns what mail needs from the environment and the machine.
    pub fn surroundings(&self) -> Result<Surroundings> {
        Ok(Surroundings {
            password: environment::text("RAD_ADMIN_SMTP_PASSWORD")?.map(Secret::new),
            credentials_directory: environment::path("CREDENTIALS_DIRECTORY"),
            host_name: whoami::hostname().unwrap_or_else(|_| "localhost".to_owned()),
        })
    }

    /// The root of the system's files: `/`, except in tests.
    #[cfg_attr(not(feature = "test-hooks"), allow(clippy::unused_self, reason = "tests have another"))]
    pub fn system_root(&self) -> PathBuf {
        #[cfg(feature = "test-hooks")]
        if let Some(root) = environment::path("RAD_ADMIN_TEST_ROOT") {
            return root;
        }
        PathBuf::from("/")
    }

    /// Returns the command that starts the chosen editor: `$VISUAL`, else `$EDITOR`.
    pub fn editor(&self) -> Result<Option<String>> {
        Ok(environment::text("VISUAL")?.or(environment::text("EDITOR")?))
    }

    /// Returns a way to ask the person at the terminal, or `None` if nobody can be asked.
    pub fn questions(&self) -> Option<Questions> {
        questions(self.globals.no_input)
    }
}

#[cfg(feature = "test-hooks")]
fn take_hooks() -> Result<()> {
    use crate::crash::{CrashPoint, Hook, fix_random};
    if environment::lossy("RAD_ADMIN_TEST_FIXED_RANDOM").is_some() {
        fix_random();
    }
    for (name, hook) in [("RAD_ADMIN_TEST_CRASH", Hook::Crash), ("RAD_ADMIN_TEST_PAUSE", Hook::Pause)] {
        if let Some(point) = environment::lossy(name) {
            CrashPoint::choose(&point, hook);
        }
    }
    if let Some(folder) = environment::path("RAD_ADMIN_TEST_SCHEMA") {
        let [sql, sqlite, server] =
            ["schema.sql", "sqlite.sql", "server.sql"].map(|name| std::fs::read_to_string(folder.join(name)));
        Store::invent_schema(sql?, sqlite?, server?);
    }
    Ok(())
}

/// Prints the line that would have needed no question, if answers completed it. People learn the flags from it.
pub fn print_completed_line(globals: &Globals, line: &CommandLine) {
    if line.is_completed {
        remark(globals, &format!("the same without questions: {line}"));
    }
}

/// Like [`App::questions`], without an [`App`]. Standard input and standard error must be terminals.
pub fn questions(no_input: bool) -> Option<Questions> {
    let can_ask = !no_input && std::io::stdin().is_terminal() && std::io::stderr().is_terminal();
    can_ask.then(Questions::new)
}

/// Returns the path of this program, if it is known and still leads to a file.
pub fn program() -> Option<PathBuf> {
    std::env::current_exe().ok().filter(|path| path.is_file())
}

pub fn home() -> Option<PathBuf> {
    directories::BaseDirs::new().map(|folders| folders.home_dir().to_owned())
}
