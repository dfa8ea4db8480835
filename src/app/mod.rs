//! Holds what every command needs: settings, clock, actor, printer, and the store once a command asks for it.

mod clock;
mod concerned;
pub mod consent;
mod environment;
mod line;
mod questions;
mod receipted;
mod routine;
mod settings;
mod terminal;

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::time::Duration;

use console::Term;

use crate::cli::Globals;
use crate::domain::{Month, Timestamp};
use crate::error::{Error, Result};
use crate::mail::{Secret, Surroundings, new_message_name};
use crate::output::{ColorSettings, Document, Options, Printer, Terminal, use_color};
use crate::store::{Header, Key, Mode, Notices, Store, Target, Writer};

pub use clock::system_zone;
pub use concerned::described;
use consent::Answer;
pub use consent::{Consent, Effect, Gate};
pub use line::CommandLine;
pub use questions::{AnswerFault, Offer, Questions};
pub use receipted::Receipted;
pub use routine::Routine;
pub use settings::{Origin, SETTINGS, Setting, Settings, ShownSetting, Sourced, checked, with_value};

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
    unasked: Option<(Error, bool)>,
}

/// The parts of an operation's header that depend on the command.
#[derive(Clone, Debug, Default)]
pub struct About {
    /// The name of the command, such as `credits award`.
    pub command: &'static str,
    /// What the reason is about elsewhere, such as an invoice.
    pub reference: Option<String>,
    pub key: Option<Key>,
}

impl About {
    /// Describes a command that takes neither a reference nor a key.
    pub fn plain(command: &'static str) -> Self {
        Self { command, ..Self::default() }
    }
}

impl App {
    /// Reads the settings and the clock.
    pub fn new(globals: Globals, line: CommandLine) -> Result<Self> {
        #[cfg(feature = "test-hooks")]
        choose_crash_point();
        let settings = Settings::load(&globals)?;
        Self::with_settings(globals, line, settings)
    }

    /// Like [`Self::new`], but ignores the configuration file, so that a command can create or repair it.
    pub fn without_file(globals: Globals, line: CommandLine) -> Result<Self> {
        let settings = Settings::without_file(&globals)?;
        Self::with_settings(globals, line, settings)
    }

    fn with_settings(globals: Globals, line: CommandLine, settings: Settings) -> Result<Self> {
        let printer = Printer::new(options(&globals));
        Ok(Self {
            settings,
            now: clock::now()?,
            printer,
            line,
            has_sent: false,
            message_run: None,
            store: None,
            unasked: None,
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

    /// Opens the ledger for shell completion: changes no file and does not wait for locks.
    pub fn open_for_completion(&self) -> Result<Store> {
        Store::peek(&self.settings.database.value)
    }

    /// Closes the ledger and prints the output that the printer held back. Output that was read without a lock is
    /// discarded, with exit 75, if somebody wrote to the file meanwhile.
    pub fn finish(&mut self, done: Result<()>) -> Result<()> {
        let unchanged = self.store.take().map_or(Ok(()), |store| store.require_unchanged());
        if unchanged.is_err() {
            self.printer.discard();
            return unchanged;
        }
        done.and(self.printer.finish())
    }

    /// Takes over a store that the command opened itself.
    pub fn adopt(&mut self, store: Store) -> Result<()> {
        store.clock().map_or(Ok(()), clock::require_agreement)?;
        self.printer.set_zone(store.zone());
        if store.is_unlocked() {
            self.printer.keep();
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

    /// Returns the header of an operation of this command.
    pub fn header(&self, about: &About, reason: Option<String>) -> Header {
        Header {
            at: self.now,
            actor: self.settings.actor.value.clone(),
            os_user: settings::recorded_account(),
            command: about.command,
            reason,
            reference: about.reference.clone(),
            key: about.key.clone(),
            arguments: self.line.arguments(),
        }
    }

    /// Runs a command's `work` in one transaction. If it needs consent, the transaction is rolled back, the person is
    /// asked, and `work` runs again. Fails before the commit if the receipt lacks a field that `--fields` names.
    pub fn mutate<T: Receipted>(
        &mut self,
        reason: Option<String>,
        mut work: impl FnMut(&Writer<'_>, &mut Gate) -> Result<T>,
    ) -> Result<T> {
        self.settings.require_actor()?;
        let mode = self.mode();
        let confirm_above = self.settings.confirm_above_credits();
        let mut gate = Gate::new(&self.globals, confirm_above, reason, self.questions());
        loop {
            let (store, printer) = self.ledger()?;
            let mut concerns_several = false;
            let done = store.write(mode, |writer| {
                let done = work(writer, &mut gate);
                if gate.is_pending() {
                    concerns_several = writer.newest_sealed()?.is_some_and(|(_, users)| users > 1);
                }
                done.and_then(|done| done.require_fields(printer).map(|()| done))
            });
            match gate.take_pending() {
                Some(effect) if done.is_err() => {
                    while gate.ask(&effect, concerns_several)? == Answer::List {
                        let store = self.ledger()?.0;
                        let lines = store.write(Mode::DryRun, |writer| {
                            let before = writer.newest_sealed()?.map(|(operation, _)| operation);
                            // `work` fails here: it needs the same consent again.
                            let _ = work(writer, &mut gate);
                            concerned::lines(writer, before)
                        })?;
                        gate.list(&lines)?;
                    }
                }
                _ => {
                    if done.is_ok() {
                        self.unasked = self.unasked.take().or_else(|| gate.take_unasked());
                        gate.answer_on(&mut self.line);
                    }
                    return done;
                }
            }
        }
    }

    /// Checks what [`Self::mutate`] checks, for a command that writes past it: the receipt has the fields that
    /// `--fields` names, and the line confirms no adjustment.
    pub fn require_plain<D: Document>(&mut self, receipt: &D) -> Result<()> {
        self.printer.require_fields(receipt)?;
        self.require_consent(Effect::NO_ADJUSTMENT)
    }

    /// Asks for consent to something that happens outside of the ledger's transactions.
    pub fn require_consent(&mut self, effect: Effect) -> Result<()> {
        let confirm_above = self.settings.confirm_above_credits();
        let mut gate = Gate::new(&self.globals, confirm_above, None, self.questions());
        let required = gate.require(effect);
        match gate.take_pending() {
            Some(effect) => _ = gate.ask(&effect, false)?,
            None => required?,
        }
        self.unasked = gate.take_unasked();
        gate.answer_on(&mut self.line);
        Ok(())
    }

    /// Returns what mail needs from the environment and the machine.
    pub fn surroundings(&self) -> Result<Surroundings> {
        Ok(Surroundings {
            password: environment::text("RAD_ADMIN_SMTP_PASSWORD")?.map(Secret::new),
            credentials_directory: environment::path("CREDENTIALS_DIRECTORY"),
            host_name: whoami::hostname().unwrap_or_else(|_| "localhost".to_owned()),
        })
    }

    /// Ends a dry run: fails if a real run would be refused for lack of consent, prints a note if it would ask.
    pub fn unconfirmed(&mut self) -> Result<()> {
        match self.unasked.take() {
            Some((missing, false)) => Err(missing),
            Some((missing, true)) => {
                self.printer.remark(&format!("without --dry-run: {missing}"));
                Ok(())
            }
            None => Ok(()),
        }
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

    /// Returns the command that starts the editor: `$VISUAL`, else `$EDITOR`, else vi.
    pub fn editor(&self) -> Result<String> {
        let chosen = environment::text("VISUAL")?.or(environment::text("EDITOR")?);
        Ok(chosen.unwrap_or_else(|| "vi".to_owned()))
    }

    /// Returns a way to ask the person at the terminal, or `None` if nobody can be asked.
    pub fn questions(&self) -> Option<Questions> {
        questions(self.globals.no_input)
    }
}

#[cfg(feature = "test-hooks")]
fn choose_crash_point() {
    use crate::crash::{CrashPoint, Hook, fix_random};
    if environment::lossy("RAD_ADMIN_TEST_FIXED_RANDOM").is_some() {
        fix_random();
    }
    for (name, hook) in [("RAD_ADMIN_TEST_CRASH", Hook::Crash), ("RAD_ADMIN_TEST_PAUSE", Hook::Pause)] {
        if let Some(point) = environment::lossy(name) {
            CrashPoint::choose(&point, hook);
        }
    }
}

/// Prints the line that would have needed no question, if answers completed it. People learn the flags from it.
pub fn print_completed_line(globals: &Globals, line: &CommandLine) {
    if line.is_completed {
        remark(globals, &format!("the same without questions: {line}"));
    }
}

/// Prints a note on standard error. Works without an [`App`].
pub fn remark(globals: &Globals, text: &str) {
    Printer::new(options(globals)).remark(text);
}

/// Like [`App::questions`], without an [`App`]. Standard input and standard error must be terminals.
pub fn questions(no_input: bool) -> Option<Questions> {
    let can_ask = !no_input && std::io::stdin().is_terminal() && std::io::stderr().is_terminal();
    can_ask.then(Questions::new)
}

pub fn home() -> Option<PathBuf> {
    directories::BaseDirs::new().map(|folders| folders.home_dir().to_owned())
}

/// Whether to use colour on standard error. Works without an [`App`].
pub fn color_stderr(globals: &Globals) -> bool {
    colored(globals, std::io::stderr().is_terminal())
}

fn colored(globals: &Globals, is_terminal: bool) -> bool {
    let [no_color, clicolor_force, term] = ["NO_COLOR", "CLICOLOR_FORCE", "TERM"].map(environment::lossy);
    let settings = ColorSettings {
        no_color: no_color.as_deref(),
        clicolor_force: clicolor_force.as_deref(),
        term: term.as_deref(),
    };
    use_color(globals.color, is_terminal, settings)
}

/// Whether the locale uses UTF-8 and the terminal can do more than print lines.
fn has_unicode() -> bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(environment::lossy).unwrap_or_default();
    let encoding = locale.to_ascii_lowercase().replace('-', "");
    encoding.contains("utf8") && environment::lossy("TERM").as_deref() != Some("dumb")
}

fn options(globals: &Globals) -> Options {
    let is_terminal = std::io::stdout().is_terminal();
    let terminal = is_terminal.then(|| {
        let (height_rows, width_columns) = Term::stdout().size();
        Terminal { width_columns, height_rows }
    });
    let pager = match environment::raw("PAGER") {
        _ if globals.no_pager => None,
        Some(pager) => pager.into_string().ok().filter(|command| !command.trim().is_empty()),
        None => Some("less".to_owned()),
    };
    Options {
        format: globals.format(),
        fields: globals.fields.clone().or_else(|| globals.field.clone().map(|field| vec![field])),
        bare: globals.field.is_some(),
        no_header: globals.no_header,
        quiet: globals.quiet,
        verbose: globals.verbose,
        raw: globals.raw,
        color: colored(globals, is_terminal),
        unicode: has_unicode(),
        color_stderr: color_stderr(globals),
        terminal,
        pager,
        zone: None,
    }
}
