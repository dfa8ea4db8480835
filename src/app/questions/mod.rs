//! Asks the person at the terminal, on standard error. Every question of the program is asked here.
//!
//! A terminal that cannot move its cursor (`TERM=dumb`) gets plain lines, and numbered choices.

mod line_editor;
mod picker;

use std::io::{self, BufRead};

use console::{Term, truncate_str};
use dialoguer::{MultiSelect, Select};

pub use picker::Offer;

use super::{environment, terminal};
use crate::error::{Code, Error, Result};
use crate::interrupt;
use crate::text::escape_control;

/// Asks questions. Exists only if somebody can answer.
#[derive(Clone, Debug)]
pub struct Questions {
    term: Term,
    is_dumb: bool,
}

/// A description of what is wrong with an answer.
pub type AnswerFault = String;

impl Questions {
    pub(super) fn new() -> Self {
        terminal::guard();
        let is_dumb = environment::lossy("TERM").is_none_or(|name| name == "dumb");
        Self { term: Term::stderr(), is_dumb }
    }

    /// Prints text before a question, with control characters escaped.
    pub fn say(&self, text: &str) -> Result<()> {
        text.lines().try_for_each(|line| Ok(self.term.write_line(&escape_control(line))?))
    }

    /// Asks for yes or no. With `can_list`, `None` means that the person wants a list first. Only `y` or `yes` and
    /// Enter agree, because a single key is easily pressed by mistake.
    pub fn agree(&self, prompt: &str, can_list: bool) -> Result<Option<bool>> {
        let list = if can_list { "(l lists everybody) " } else { "" };
        let answer = self.line(&format!("{prompt} [y/N] {list}"))?.trim().to_lowercase();
        Ok(match answer.as_str() {
            "l" | "list" if can_list => None,
            answer => Some(matches!(answer, "y" | "yes")),
        })
    }

    /// Shows lines, one screen at a time.
    pub fn page(&self, lines: &[String]) -> Result<()> {
        let rows = usize::from(self.term.size().0).saturating_sub(1).max(1);
        for (number, screen) in lines.chunks(rows).enumerate() {
            if number > 0 {
                let shown = number * rows;
                let prompt = format!("-- {shown} of {} lines; Enter shows more, q stops -- ", lines.len());
                if self.line(&prompt)?.trim().eq_ignore_ascii_case("q") {
                    return Ok(());
                }
            }
            screen.iter().try_for_each(|line| self.say(line))?;
        }
        Ok(())
    }

    /// Asks for a text, with the current one filled in. Esc keeps the current one. If `check` finds a fault, prints it
    /// and asks again.
    pub fn text(
        &self,
        prompt: &str,
        current: &str,
        mut check: impl FnMut(&str) -> Result<(), AnswerFault>,
    ) -> Result<String> {
        let filled_in = escape_control(current);
        let meant = |typed: &str| if typed == filled_in { current.to_owned() } else { typed.to_owned() };
        if self.is_dumb {
            return self.text_on_line(prompt, current, check);
        }
        let prompt = format!("{}: ", escape_control(prompt));
        loop {
            let typed = line_editor::read(&self.term, &prompt, &filled_in).map_err(dialoguer::Error::from);
            let Some(typed) = answered(typed)? else { return Ok(current.to_owned()) };
            let answer = meant(&typed);
            match check(&answer) {
                Ok(()) => return Ok(answer),
                Err(fault) => self.say(&format!("error: {fault}"))?,
            }
        }
    }

    fn text_on_line(
        &self,
        prompt: &str,
        current: &str,
        mut check: impl FnMut(&str) -> Result<(), AnswerFault>,
    ) -> Result<String> {
        let shown = match current {
            "" => format!("{prompt}: "),
            current => format!("{prompt} [{}; '' for none]: ", escape_control(current)),
        };
        loop {
            let answer = match self.line(&shown)?.trim() {
                "" => current.to_owned(),
                "''" => String::new(),
                typed => typed.to_owned(),
            };
            match check(&answer) {
                Ok(()) => return Ok(answer),
                Err(fault) => self.say(&format!("error: {fault}"))?,
            }
        }
    }

    /// Asks for one item of a short list and returns its index, or `None` if the person cancels. The item `at` is marked
    /// at first.
    pub fn choose_one(&self, prompt: &str, items: &[String], at: usize) -> Result<Option<usize>> {
        if self.is_dumb {
            return self.choose_by_number(prompt, items);
        }
        let asked = Select::new().with_prompt(prompt).items(self.fitting(items)).default(at).report(false);
        answered(asked.interact_on_opt(&self.term))
    }

    /// Asks for one item of a long list, which the person narrows by typing on from `typed`. Returns its index, or `None`
    /// if they cancel.
    pub fn search_one(&self, prompt: &str, offers: &[Offer], typed: &str) -> Result<Option<usize>> {
        if self.is_dumb {
            let lines: Vec<_> = offers.iter().map(|offer| offer.shown.clone()).collect();
            return self.choose_by_number(prompt, &lines);
        }
        let safe = |offer: &Offer| Offer {
            shown: escape_control(&offer.shown).into_owned(),
            searched: offer.searched.clone(),
        };
        let offers: Vec<_> = offers.iter().map(safe).collect();
        answered(picker::read(&self.term, prompt, &offers, typed).map_err(dialoguer::Error::from))
    }

    /// Asks for any number of items, each with whether it is selected at first. Returns their indexes, or `None` if the
    /// person cancels.
    pub fn choose_several(&self, prompt: &str, items: &[(&str, bool)]) -> Result<Option<Vec<usize>>> {
        if self.is_dumb {
            return self.choose_several_on_line(prompt, items);
        }
        let asked = MultiSelect::new().with_prompt(prompt).items_checked(items.iter().copied()).report(false);
        answered(asked.interact_on_opt(&self.term))
    }

    fn choose_several_on_line(&self, prompt: &str, items: &[(&str, bool)]) -> Result<Option<Vec<usize>>> {
        let names = items.iter().map(|(name, _)| *name);
        let current: Vec<_> = items.iter().filter(|(_, chosen)| *chosen).map(|(name, _)| *name).collect();
        let known = names.clone().collect::<Vec<_>>();
        let chosen = |text: &str| -> Result<Vec<usize>, AnswerFault> {
            let words = text.split(',').map(str::trim).filter(|word| !word.is_empty());
            let place = |word: &str| {
                let place = known.iter().position(|name| *name == word);
                place.ok_or_else(|| format!("'{word}' is none of {}", known.join(", ")))
            };
            words.map(place).collect()
        };
        let prompt = format!("{prompt}, of {}", known.join(", "));
        let text = self.text_on_line(&prompt, &current.join(","), |text| chosen(text).map(drop))?;
        Ok(chosen(&text).ok())
    }

    /// Asks for a secret, without echo.
    pub fn secret(&self, prompt: &str) -> Result<String> {
        self.term.write_str(&format!("{prompt} (not shown): "))?;
        answered(self.term.read_secure_line().map_err(dialoguer::Error::from))
    }

    fn choose_by_number(&self, prompt: &str, items: &[String]) -> Result<Option<usize>> {
        self.say(&format!("{}:", prompt.trim_end_matches(':')))?;
        for (index, item) in items.iter().enumerate() {
            self.say(&format!("{:>4}  {item}", index + 1))?;
        }
        loop {
            let answer = self.line("Number (empty cancels): ")?;
            match answer.trim().parse::<usize>() {
                Ok(number) if (1..=items.len()).contains(&number) => return Ok(Some(number - 1)),
                _ if matches!(answer.trim(), "" | "q") => return Ok(None),
                _ => self.say(&format!("error: type a number from 1 to {}", items.len()))?,
            }
        }
    }

    /// Reads a line of standard input. Exit 5 at its end.
    fn line(&self, prompt: &str) -> Result<String> {
        self.term.write_str(&escape_control(prompt))?;
        let mut line = String::new();
        let read = io::stdin().lock().read_line(&mut line);
        match answered(read.map_err(dialoguer::Error::from))? {
            0 => {
                self.term.write_line("")?;
                Err(unanswered())
            }
            _ => Ok(line.trim_end_matches(['\r', '\n']).to_owned()),
        }
    }

    /// Escapes control characters and cuts each item to one line of the terminal.
    fn fitting(&self, items: &[String]) -> Vec<String> {
        const MARGIN_COLUMNS: usize = 4;
        let columns = usize::from(self.term.size().1).saturating_sub(MARGIN_COLUMNS);
        items.iter().map(|item| truncate_str(&escape_control(item), columns, "…").into_owned()).collect()
    }
}

/// Turns a failure into exit 5. If Ctrl-C interrupted the question, waits for the signal's thread to end the process.
fn answered<T>(answer: dialoguer::Result<T>) -> Result<T> {
    answer.map_err(|dialoguer::Error::IO(error)| match error.kind() {
        io::ErrorKind::Interrupted => interrupt::await_end(),
        _ => unanswered().caused_by(error),
    })
}

fn unanswered() -> Error {
    Error::new(Code::NotConfirmed, "no answer was given; nothing was written")
}
