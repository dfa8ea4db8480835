//! Decides whether a command needs confirmation, and asks for it.
//!
//! A command does its work in a transaction and then states the effect. Without consent, the transaction is rolled
//! back. On a terminal the person is then asked, outside of any transaction, and the work is done again. It must have
//! the effect that was shown.

mod asking;

use serde_json::{Value, json};

use super::command_line::CommandLine;
use super::effect::{Consent, Effect};
use super::questions::Questions;
use crate::cli::Globals;
use crate::cli::values::Confirmation;
use crate::error::{Code, Error, Result};
use crate::output::grouped;
use crate::store::Header;

/// What a run without `--dry-run` would do about the missing consent.
#[derive(Debug)]
pub(super) enum RealRun {
    /// Ask for it. The error is that of a run that cannot ask.
    Ask(Error),
    Fail(Error),
}

/// Checks effects against the consent that flags and answers give.
#[derive(Debug)]
pub struct Gate {
    yes: bool,
    confirm: Option<Confirmation>,
    /// Figures for the error of a missing consent.
    data: Vec<(&'static str, Value)>,
    confirm_above: u64,
    dry_run: bool,
    questions: Option<Questions>,
    reason: Option<String>,
    /// The flags that would have made the questions unnecessary, with their values.
    answers: Vec<(&'static str, Option<String>)>,
    /// What the person reads before the question, such as who is left out.
    notes: Vec<String>,
    agreed: Option<Effect>,
    pending: Option<Effect>,
    /// Set by a dry run whose effect lacks consent.
    real_run: Option<RealRun>,
}

impl Gate {
    pub(super) fn new(
        globals: &Globals,
        confirm_above: u64,
        reason: Option<String>,
        questions: Option<Questions>,
    ) -> Self {
        Self {
            yes: globals.yes,
            confirm: globals.confirm.clone(),
            data: Vec::new(),
            confirm_above,
            dry_run: globals.dry_run,
            questions,
            reason,
            answers: Vec::new(),
            notes: Vec::new(),
            agreed: None,
            pending: None,
            real_run: None,
        }
    }

    /// Why the command is run: from `--reason`, or as typed when asked.
    pub fn reason(&self) -> Option<String> {
        self.reason.clone()
    }

    /// Returns the header of an operation with that reason.
    pub fn header(&self, header: &Header) -> Header {
        Header { reason: self.reason(), ..header.clone() }
    }

    /// Adds a figure to the error of a missing consent.
    pub fn datum(&mut self, key: &'static str, value: impl Into<Value>) {
        self.data.retain(|(known, _)| *known != key);
        self.data.push((key, value.into()));
    }

    /// Replaces the notes about the effect. They are read before the question, and in the error of a missing
    /// consent. If nothing is asked, they are printed after the work.
    pub fn note(&mut self, notes: Vec<String>) {
        self.notes = notes;
    }

    pub(super) fn take_notes(&mut self) -> Vec<String> {
        std::mem::take(&mut self.notes)
    }

    /// The total that `--confirm` states.
    fn total(&self) -> Option<u64> {
        match &self.confirm {
            Some(Confirmation::Total(total)) => Some(total.get().unsigned_abs()),
            Some(Confirmation::Address(_)) | None => None,
        }
    }

    /// Passes if there is consent to the effect. Exit 5 if not. If a person can be asked, the effect is then pending.
    pub fn require(&mut self, effect: Effect) -> Result<()> {
        // This must come first: after a question, only the effect that was shown may pass, even if another would need
        // no consent.
        if let Some(agreed) = self.agreed.take() {
            return if agreed == effect { Ok(()) } else { Err(changed_since(&agreed, &effect)) };
        }
        let Some(missing) = self.missing(&effect) else { return Ok(()) };
        let missing = self.data.drain(..).fold(missing, |error, (key, value)| error.datum(key, value));
        let missing = match effect.total_credits {
            0 => missing,
            total => missing.datum("total", total),
        };
        // A wrong `--confirm` is refused. Asking would offer the right value.
        let can_ask = self.questions.is_some() && self.misstated(&effect).is_none();
        if self.dry_run {
            self.real_run = Some(if can_ask { RealRun::Ask(missing) } else { RealRun::Fail(missing) });
            return Ok(());
        }
        if can_ask {
            self.pending = Some(effect);
            return Err(missing);
        }
        Err(missing.with_lines(&self.take_notes()))
    }

    /// Returns what the flags lack to agree to the effect.
    fn missing(&self, effect: &Effect) -> Option<Error> {
        if let Some((stated, figure)) = self.misstated(effect) {
            let total = effect.total_credits;
            let (expected, total) = match &effect.needs {
                Consent::Address(address) => (format!("the address is {address}"), None),
                _ => (format!("the total is {} credits", grouped(total)), Some(total)),
            };
            let message = format!("not confirmed: {expected}, and --confirm says {stated}");
            let error = Error::new(Code::NotConfirmed, message)
                .datum("stated", figure)
                .hint("look at it first, with --dry-run");
            return Some(match total {
                Some(total) => error.datum("total", total),
                None => error,
            });
        }
        if let (Consent::Address(address), None) = (&effect.needs, &self.confirm) {
            let error = Error::new(Code::NotConfirmed, format!("not confirmed: {}", effect.summary));
            return Some(error.hint(format!("agree to it with the address: --confirm {address}")));
        }
        let lacks_yes = self.lacks_yes(effect);
        let error = match (self.lacks_total(effect), lacks_yes) {
            (false, false) => return None,
            (true, _) => self.without_total(effect),
            (false, true) => Error::new(Code::NotConfirmed, format!("not confirmed: {}", effect.summary))
                .datum("total", effect.total_credits),
        };
        Some(if lacks_yes { error.hint("agree to it with --yes") } else { error })
    }

    /// Returns what `--confirm` states, for people and as data, if it does not fit the effect.
    fn misstated(&self, effect: &Effect) -> Option<(String, Value)> {
        let address = match &effect.needs {
            Consent::Address(address) => Some(address),
            _ => None,
        };
        match self.confirm.as_ref()? {
            Confirmation::Total(total) => {
                let fits = address.is_none() && total.get().unsigned_abs() == effect.total_credits;
                (!fits).then(|| (grouped(total.get()), total.get().into()))
            }
            Confirmation::Address(stated) => {
                (address != Some(stated)).then(|| (stated.to_string(), stated.as_str().into()))
            }
        }
    }

    fn is_large(&self, effect: &Effect) -> bool {
        self.confirm_above > 0 && effect.total_credits >= self.confirm_above
    }

    fn lacks_total(&self, effect: &Effect) -> bool {
        let is_stated = self.total() == Some(effect.total_credits);
        match effect.needs {
            Consent::Unneeded | Consent::Address(_) => false,
            Consent::Total => !is_stated,
            Consent::IfLarge | Consent::YesOrTotal | Consent::Yes => {
                self.is_large(effect) && !(is_stated && self.reason.is_some())
            }
        }
    }

    fn lacks_yes(&self, effect: &Effect) -> bool {
        let total = effect.total_credits;
        match effect.needs {
            Consent::Unneeded | Consent::IfLarge | Consent::Total | Consent::Address(_) => false,
            // A large total must be confirmed anyway.
            Consent::YesOrTotal => {
                !self.yes && !self.is_large(effect) && (total == 0 || self.total() != Some(total))
            }
            Consent::Yes => !self.yes,
        }
    }

    fn without_total(&self, effect: &Effect) -> Error {
        let total = effect.total_credits;
        if effect.needs == Consent::Total {
            return Error::new(Code::NotConfirmed, format!("not confirmed: {}", effect.summary))
                .reason("too_far")
                .hint(format!("agree to it with its total: --confirm {total}"));
        }
        let reason = if self.reason.is_none() { " --reason TEXT" } else { "" };
        let message = format!("not confirmed: the total is {} credits", grouped(total));
        Error::new(Code::NotConfirmed, message).datum("total", total).hint(format!(
            "an adjustment of {} credits or more needs a reason and its total: --confirm {total}{reason}",
            grouped(self.confirm_above)
        ))
    }

    pub(super) fn take_pending(&mut self) -> Option<Effect> {
        self.pending.take()
    }

    pub(super) fn take_real_run(&mut self) -> Option<RealRun> {
        self.real_run.take()
    }

    /// Adds the answers to the line, as flags.
    pub(super) fn answer_on(&self, line: &mut CommandLine) {
        self.answers.iter().for_each(|(flag, value)| line.push_flag(flag, value.as_deref()));
    }

    pub(super) fn is_pending(&self) -> bool {
        self.pending.is_some()
    }
}

fn changed_since(agreed: &Effect, now: &Effect) -> Error {
    let shown = |effect: &Effect| json!({ "total": effect.total_credits, "summary": effect.summary });
    Error::refused("the users changed before the question was answered; nothing was written")
        .reason("changed_since")
        .datum("agreed", shown(agreed))
        .datum("now", shown(now))
        .hint("run the command again")
}
