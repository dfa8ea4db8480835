//! What every command runs in: settings, the clock, the actor, the printer, and the store once it is asked for.

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
    /// The flags that every command takes.
    pub globals: Globals,
    /// The effective settings.
    pub settings: Settings,
    /// The time at which the command began.
    pub now: Timestamp,
    /// The one printer.
    pub printer: Printer,
    /// The line as it was typed, with what was answered since.
    pub line: CommandLine,
    /// Whether the command has sent or shown its messages itself.
    pub has_sent: bool,
    /// The beginning of the Message-IDs of this run, once one is needed.
    message_run: Option<String>,
    store: Option<Store>,
    unasked: Option<(Error, bool)>,
}

/// What an operation says of itself.
#[derive(Clone, Debug, Default)]
pub struct About {
    /// The command, such as `credits award`.
    pub command: &'static str,
    /// What it refers to elsewhere.
    pub reference: Option<String>,
    /// The idempotency key.
    pub key: Option<Key>,
}

impl About {
    /// Of a command that takes neither a reference nor a key.
    pub fn plain(command: &'static str) -> Self {
        Self { command, ..Self::default() }
    }
}

impl App {
    /// Reads the settings and the clock, for a command of this line.
    pub fn new(globals: Globals, line: CommandLine) -> Result<Self> {
        #[cfg(feature = "test-hooks")]
        choose_crash_point();
        let settings = Settings::load(&globals)?;
        Self::with_settings(globals, line, settings)
    }

    /// The same for a command that makes or repairs the configuration file, whatever is in it.
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

    /// The ledger, opened when first asked for, and the printer.
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

    /// The beginning of the Message-IDs of this run: no other has it.
    pub fn message_run(&mut self) -> Result<String> {
        if self.message_run.is_none() {
            self.message_run = Some(new_message_name()?);
        }
        Ok(self.message_run.clone().unwrap_or_default())
    }

    /// The same, where one was needed.
    pub fn message_run_if_any(&self) -> Option<String> {
        self.message_run.clone()
    }

    /// Opens the ledger for completion: changes no file and waits for nobody.
    pub fn open_for_completion(&self) -> Result<Store> {
        Store::peek(&self.settings.database.value)
    }

    /// Lets go of the ledger, and prints what was kept: what the reader has not taken yet, and what was read without a lock,
    /// unless that turns out to be wrong.
    pub fn finish(&mut self, done: Result<()>) -> Result<()> {
        let unchanged = self.store.take().map_or(Ok(()), |store| store.require_unchanged());
        if unchanged.is_err() {
            self.printer.discard();
            return unchanged;
        }
        done.and(self.printer.finish())
    }

    /// Uses a store that was opened otherwise.
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

    /// The current month in the ledger's zone.
    pub fn month(&mut self) -> Result<Month> {
        let now = self.now;
        Ok(self.ledger()?.0.zone().month_of(now))
    }

    /// The ledger of this name: a path, or the URL of a server.
    pub fn target(&self, name: &Path) -> Result<Target> {
        Target::parse(name.to_owned(), environment::lossy)
    }

    /// How long to wait for another process.
    pub fn lock_timeout(&self) -> Duration {
        Duration::from_secs(self.globals.lock_timeout.into())
    }

    /// Whether the work is to be rolled back.
    pub fn mode(&self) -> Mode {
        if self.globals.dry_run { Mode::DryRun } else { Mode::Real }
    }

    /// The header of an operation of this command.
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

    /// Does a command's work in one transaction, asking in between, outside of it, where that is needed. A receipt that lacks
    /// what `--fields` names fails the work.
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
                            // It asks again, and so fails.
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

    /// What has to hold before a command writes past [`Self::mutate`]: the receipt has what `--fields` names, and no adjustment
    /// is confirmed.
    pub fn require_plain<D: Document>(&mut self, receipt: &D) -> Result<()> {
        self.printer.require_fields(receipt)?;
        self.require_consent(Effect::NO_ADJUSTMENT)
    }

    /// Asks for consent to what is done outside of the ledger's transactions.
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

    /// What mail needs of the environment and the machine.
    pub fn surroundings(&self) -> Result<Surroundings> {
        Ok(Surroundings {
            password: environment::text("RAD_ADMIN_SMTP_PASSWORD")?.map(Secret::new),
            credentials_directory: environment::path("CREDENTIALS_DIRECTORY"),
            host_name: whoami::hostname().unwrap_or_else(|_| "localhost".to_owned()),
        })
    }

    /// Why a dry run that has told its effect would have gone no further as a real run, where nobody would be asked.
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

    /// Where the files of the system begin: `/`, but in a test.
    #[cfg_attr(not(feature = "test-hooks"), allow(clippy::unused_self, reason = "tests have another"))]
    pub fn system_root(&self) -> PathBuf {
        #[cfg(feature = "test-hooks")]
        if let Some(root) = environment::path("RAD_ADMIN_TEST_ROOT") {
            return root;
        }
        PathBuf::from("/")
    }

    /// The command that starts the editor: `$VISUAL`, else `$EDITOR`, else vi.
    pub fn editor(&self) -> Result<String> {
        let chosen = environment::text("VISUAL")?.or(environment::text("EDITOR")?);
        Ok(chosen.unwrap_or_else(|| "vi".to_owned()))
    }

    /// The person at the terminal, where somebody is there to be asked.
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

/// Prints the line that needs no question, if questions completed it: that is how people learn it.
pub fn print_completed_line(globals: &Globals, line: &CommandLine) {
    if line.is_completed {
        remark(globals, &format!("the same without questions: {line}"));
    }
}

/// A note on standard error, also without an [`App`].
pub fn remark(globals: &Globals, text: &str) {
    Printer::new(options(globals)).remark(text);
}

/// The person at the terminal, also before there is an [`App`]; `None` where nobody can be asked, or is to be.
pub fn questions(no_input: bool) -> Option<Questions> {
    let can_ask = !no_input && std::io::stdin().is_terminal() && std::io::stderr().is_terminal();
    can_ask.then(Questions::new)
}

/// The home folder.
pub fn home() -> Option<PathBuf> {
    directories::BaseDirs::new().map(|folders| folders.home_dir().to_owned())
}

/// Whether to colour what goes to standard error, also before there is an [`App`].
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

/// Whether the locale is one of UTF-8, and the terminal not a dumb one.
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
