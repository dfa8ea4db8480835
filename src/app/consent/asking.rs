//! Asks the person for their consent.

use super::Gate;
use crate::app::effect::{Answer, Consent, Effect};
use crate::app::questions::Questions;
use crate::cli::values;
use crate::domain::Email;
use crate::error::{Code, Error, Result};
use crate::output::grouped;

impl Gate {
    /// Shows the lines, after which the question is asked again.
    pub(in crate::app) fn list(&mut self, lines: &[String]) -> Result<()> {
        self.pending = None;
        self.questions.as_ref().map_or(Ok(()), |questions| questions.page(lines))
    }

    /// Asks the person, on standard error. Exit 5 if they decline. With `can_list`, they may ask for a list first.
    pub(in crate::app) fn ask(&mut self, effect: &Effect, can_list: bool) -> Result<Answer> {
        let questions = self.questions.clone().ok_or_else(declined)?;
        questions.say(&effect.summary)?;
        if self.lacks_yes(effect) {
            match questions.agree("Go on?", can_list)? {
                Some(true) => self.answers.push(("--yes", None)),
                Some(false) => return Err(declined()),
                None => return Ok(Answer::List),
            }
        }
        if let Consent::Address(address) = &effect.needs {
            ask_address(&questions, address)?;
        }
        if self.lacks_total(effect) {
            if effect.needs != Consent::Total {
                self.ask_reason(&questions)?;
            }
            self.ask_total(&questions, effect.total_credits)?;
        }
        self.agreed = Some(effect.clone());
        Ok(Answer::Agreed)
    }

    fn ask_reason(&mut self, questions: &Questions) -> Result<()> {
        if self.reason.is_none() {
            let reason = questions.text("Reason", "", |typed| values::reason(typed).map(drop))?;
            if reason.trim().is_empty() {
                return Err(declined());
            }
            self.answers.push(("--reason", Some(reason.trim().to_owned())));
            self.reason = Some(reason.trim().to_owned());
        }
        Ok(())
    }

    fn ask_total(&mut self, questions: &Questions, total: u64) -> Result<()> {
        if self.total() == Some(total) {
            return Ok(());
        }
        let shown = grouped(total);
        let typed = questions.text(&format!("Type the total, {shown}, to go on"), "", |typed| {
            let is_total = typed.trim().replace(',', "") == total.to_string();
            if is_total || typed.trim().is_empty() {
                return Ok(());
            }
            Err(format!("'{}' is not the total, {shown}; an empty answer leaves", typed.trim()))
        })?;
        if typed.trim().is_empty() {
            return Err(declined());
        }
        self.answers.push(("--confirm", Some(total.to_string())));
        Ok(())
    }
}

fn ask_address(questions: &Questions, address: &Email) -> Result<()> {
    let typed = questions.text("Type the address to go on", "", |typed| {
        if typed.trim().is_empty() || typed.parse().as_ref() == Ok(address) {
            return Ok(());
        }
        Err(format!("'{}' is not {address}; an empty answer leaves", typed.trim()))
    })?;
    if typed.trim().is_empty() { Err(declined()) } else { Ok(()) }
}

fn declined() -> Error {
    Error::new(Code::NotConfirmed, "declined; nothing was written")
}
