//! Runs what a command changes: in one transaction, with the consent that it needs.

use super::consent::{Gate, RealRun};
use super::effect::{Answer, Effect};
use super::{App, Receipted, concerned, settings};
use crate::error::Result;
use crate::output::Document;
use crate::store::{Header, Key, Mode, Writer};

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
        let mut told = Vec::new();
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
            let notes = gate.take_notes();
            for note in notes.iter().filter(|note| !told.contains(*note)) {
                self.printer.remark(note);
            }
            told = notes;
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
                        self.real_run = self.real_run.take().or_else(|| gate.take_real_run());
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
        self.real_run = gate.take_real_run();
        gate.answer_on(&mut self.line);
        Ok(())
    }

    /// Ends a dry run: fails if a real run would be refused for lack of consent, prints a note if it would ask.
    pub fn end_dry_run(&mut self) -> Result<()> {
        match self.real_run.take() {
            Some(RealRun::Fail(missing)) => Err(missing),
            Some(RealRun::Ask(missing)) => {
                self.printer.remark(&format!("without --dry-run: {missing}"));
                Ok(())
            }
            None => Ok(()),
        }
    }
}
