//! Looks up candidates in the ledger that the line names.

use std::ffi::OsStr;
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use clap::builder::StyledStr;
use clap_complete::engine::{ArgValueCompleter, CompletionCandidate};

use crate::app::{self, App};
use crate::cli::Globals;
use crate::domain::Month;
use crate::error::Result;
use crate::store::{OperationChoice, Reader};

/// How long the ledger may take, such as one on a server that does not answer. A shell that waits longer seems to hang.
const PATIENCE: Duration = Duration::from_secs(1);

/// More than anybody reads, and few enough to be found at once.
const MOST_USERS: u32 = 100;
const MOST_OPERATIONS: u32 = 20;
const MOST_MONTHS: usize = 12;

/// The ledger that the line names; none if its flags cannot be parsed.
#[derive(Clone)]
pub(super) struct Ledger {
    globals: Option<Arc<Globals>>,
}

/// A snapshot of the ledger.
pub(super) struct Look<'a> {
    reader: &'a Reader<'a>,
    /// The ledger's first month and the current one.
    months: [Month; 2],
    /// The beginning of the word at the cursor.
    typed: &'a str,
}

pub(super) type Candidates = Result<Vec<CompletionCandidate>>;

impl Ledger {
    pub(super) fn of(globals: Option<Globals>) -> Self {
        Self { globals: globals.map(Arc::new) }
    }

    pub(super) fn completer(&self, find: fn(&Look<'_>) -> Candidates) -> ArgValueCompleter {
        let ledger = self.clone();
        ArgValueCompleter::new(move |typed: &OsStr| ledger.find(typed, find))
    }

    /// Returns the candidates, or none if the ledger cannot be read for any reason, or not in time.
    pub(super) fn find(&self, typed: &OsStr, find: fn(&Look<'_>) -> Candidates) -> Vec<CompletionCandidate> {
        let Some(globals) = self.globals.clone() else { return Vec::new() };
        let (typed, (answer, found)) = (typed.to_owned(), channel());
        // If it gets no answer, the thread ends with the process.
        let ask = move || answer.send(look(&globals, &typed, find).unwrap_or_default());
        if thread::Builder::new().spawn(ask).is_err() {
            return Vec::new();
        }
        found.recv_timeout(PATIENCE).unwrap_or_default()
    }
}

fn look(globals: &Globals, typed: &OsStr, find: fn(&Look<'_>) -> Candidates) -> Candidates {
    let app = App::new(globals.clone(), app::CommandLine::new([]))?;
    let mut store = app.open_for_completion()?;
    let months = [store.created_at(), app.now].map(|time| store.zone().month_of(time));
    store.read(|reader| find(&Look { reader, months, typed: &typed.to_string_lossy() }))
}

pub(super) fn users(look: &Look<'_>) -> Candidates {
    let found = look.reader.users_beginning(&look.typed.to_lowercase(), MOST_USERS)?;
    Ok(found
        .into_iter()
        .map(|(email, name)| CompletionCandidate::new(email).help(name.map(StyledStr::from)))
        .collect())
}

pub(super) fn commands_done(look: &Look<'_>) -> Candidates {
    let commands = look.reader.commands_done()?;
    Ok(commands
        .into_iter()
        .filter(|command| command.starts_with(look.typed))
        .map(CompletionCandidate::new)
        .collect())
}

pub(super) fn operations(look: &Look<'_>, choice: OperationChoice) -> Candidates {
    let mut operations = look.reader.operations_beginning(look.typed, choice, MOST_OPERATIONS)?;
    operations.truncate(MOST_OPERATIONS as usize);
    let zone = look.reader.zone();
    let described = operations.into_iter().map(|operation| {
        let reason = operation.reason.map_or_else(String::new, |reason| format!(": {reason}"));
        let text = format!("{} {}{reason}", zone.format(operation.at), operation.command);
        CompletionCandidate::new(operation.operation.to_string()).help(Some(text.into()))
    });
    Ok(described.collect())
}

/// Returns the months since the ledger began, newest first.
pub(super) fn past_months(look: &Look<'_>) -> Vec<CompletionCandidate> {
    let [first, current] = look.months;
    let months_ago = std::iter::successors(Some(current), |month| Some(month.previous()));
    months(look, &months_ago.take_while(|month| *month >= first).collect::<Vec<_>>())
}

/// Returns the owed months, newest first.
pub(super) fn open_months(look: &Look<'_>) -> Candidates {
    let [_, current] = look.months;
    let mut open = look.reader.months()?.owed(current);
    open.reverse();
    Ok(months(look, &open))
}

/// Returns the months with which an allowance can begin.
pub(super) fn coming_months(look: &Look<'_>) -> Candidates {
    let next = look.reader.next_grant(look.months[1])?;
    let coming_months: Vec<_> =
        std::iter::successors(Some(next), |month| Some(month.next())).take(MOST_MONTHS).collect();
    Ok(months(look, &coming_months))
}

fn months(look: &Look<'_>, months: &[Month]) -> Vec<CompletionCandidate> {
    let names = months.iter().map(Month::to_string).filter(|name| name.starts_with(look.typed));
    names.take(MOST_MONTHS).map(CompletionCandidate::new).collect()
}
