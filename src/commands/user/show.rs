//! `user show`: everything about one user, on one screen.

use std::fmt::Write as _;

use serde::Serialize;

use crate::Result;
use crate::app::App;
use crate::cli::user::UserShow;
use crate::commands::shared::moment::Moment;
use crate::commands::shared::records::why;
use crate::domain::{Allowance, Condition, Credits, Email, Filter, Month, Policy, Status, Timestamp, User};
use crate::output::{Cell, Document, Formatter, Printer};
use crate::store::{Entry, FormerAddress, HistoryQuery, KindSum, ListQuery, Selection, Store};
use crate::text::shell_word;

/// The newest entries in the data, and how many of them fit on a screen with the rest.
const LAST_ENTRIES: usize = 10;
const SHOWN_ENTRIES: usize = 8;

pub(crate) fn run(app: &mut App, arguments: &UserShow) -> Result<()> {
    let (now, actor) = (app.now, app.globals.actor.clone());
    let (store, printer) = app.ledger()?;
    let moment = Moment::named(store.zone(), now, arguments.at, printer);
    show(store, printer, moment, &arguments.user, actor.as_deref())
}

/// Prints one user at the given moment, with the newest entries, only those by `actor` if it is given. Exit 3 if `typed` means
/// nobody or several users.
fn show(
    store: &mut Store,
    printer: &mut Printer,
    moment: Moment,
    typed: &str,
    actor: Option<&str>,
) -> Result<()> {
    let current = store.zone().month_of(moment.time);
    let zone = store.zone();
    let shown = store.read(|reader| {
        let mut typed = typed.to_owned();
        if moment.is_past {
            reader.go_back_to(moment.time)?;
            if let Ok(email) = typed.parse::<Email>() {
                typed = reader.past_address(&email)?.to_string();
            }
        }
        let email = reader.find_user(&typed)?;
        let (id, user) = reader.user(&email, current)?;
        let month = reader.next_grant(current)?;
        let planned = reader.later_allowances(id, month)?;
        let until = moment.is_past.then(|| Condition::until("at", moment.time));
        let by_actor = actor.map(|actor| Condition::is_text("actor", actor));
        let chosen = Filter { conditions: until.into_iter().chain(by_actor).collect() };
        let last = HistoryQuery {
            selection: Some(Selection::user(email.clone())),
            rows: ListQuery { filter: chosen, limit: Some(LAST_ENTRIES as u64), ..ListQuery::default() },
        };
        let mut entries = Vec::new();
        reader.history(&last, |entry| {
            entries.push(entry.clone());
            Ok(())
        })?;
        let in_force = Allowance { amount: user.allowance, policy: user.policy };
        let receives = user.partner() && user.status == Status::Active && user.allowance > Credits::ZERO;
        let mut former_addresses = reader.former_addresses(id)?;
        former_addresses.retain(|former| former.until <= moment.time && former.email != email);
        Ok(ShownUser {
            next_grant: receives.then(|| Planned::new(month, in_force)),
            next_grant_starts: (month > current).then(|| zone.start_of(month)),
            pause: reader.after_pause(id, month)?,
            planned: planned.into_iter().map(|(month, planned)| Planned::new(month, planned)).collect(),
            former_addresses,
            sums: reader.sums_by_kind(id, moment.time)?,
            entries,
            actor: actor.map(str::to_owned),
            user,
        })
    })?;
    printer.document(&shown)
}

/// A user's own keys, the plans and the newest entries.
#[derive(Serialize)]
struct ShownUser {
    #[serde(flatten)]
    user: User,
    /// Addresses that the user had before, oldest first.
    former_addresses: Vec<FormerAddress>,
    /// The sums of the entries by kind, which add up to the balance.
    sums: Vec<KindSum>,
    /// The payment of the next grant; null unless the user is an active partner with an allowance.
    next_grant: Option<Planned>,
    /// When that month begins; `None` if it has begun.
    #[serde(skip)]
    next_grant_starts: Option<Timestamp>,
    /// The month and the amount after a pause; see [`Reader::after_pause`](crate::store::Reader::after_pause).
    #[serde(skip)]
    pause: Option<(Option<Month>, Allowance)>,
    /// Changes of the allowance after the next grant, oldest first.
    planned: Vec<Planned>,
    /// The newest entries, at most 10, newest first, with the keys of `credits history`.
    entries: Vec<Entry>,
    /// Whose entries they are; `None`: everybody's.
    #[serde(skip)]
    actor: Option<String>,
}

/// An allowance and its first month.
#[derive(Serialize)]
struct Planned {
    month: Month,
    amount: Credits,
    policy: Policy,
    cap: Option<Credits>,
}

impl Planned {
    fn new(month: Month, Allowance { amount, policy }: Allowance) -> Self {
        Self { month, amount, policy, cap: policy.cap() }
    }

    fn a_month(&self, formatter: &Formatter) -> String {
        a_month(Allowance { amount: self.amount, policy: self.policy }, formatter)
    }
}

fn a_month(Allowance { amount, policy }: Allowance, formatter: &Formatter) -> String {
    format!("{} a month{}", formatter.credits(amount.get()), policy.in_words())
}

impl Document for ShownUser {
    fn human(&self, formatter: &Formatter) -> String {
        let mut text = formatter.heading(&formatter.clean(self.user.email.as_str()))
            + &formatter.facts(&self.facts(formatter));
        let by_actor = self.actor.as_deref().map(|actor| formatter.clean(actor));
        if self.entries.is_empty() {
            if let Some(actor) = by_actor {
                let _ = write!(text, "\nNo entries by {actor}.\n");
            }
            return text;
        }
        text += "\n";
        text += &formatter.heading(
            &by_actor.map_or_else(|| "Last entries".to_owned(), |actor| format!("Last entries by {actor}")),
        );
        text += &formatter.lines(
            &[
                ("OPERATION", 0),
                ("AT", 1),
                ("KIND", 4),
                ("BUCKET", 3),
                ("AMOUNT", 0),
                ("TOTAL AFTER", 2),
                ("REASON", 3),
                ("ACTOR", 5),
            ],
            &self.entries.iter().take(SHOWN_ENTRIES).map(entry_cells).collect::<Vec<_>>(),
        );
        if self.entries.len() > SHOWN_ENTRIES {
            let mut all = format!("older ones: rad-admin credits history {}", shell_word(&self.user.email));
            if let Some(actor) = &self.actor {
                let _ = write!(all, " --actor {}", shell_word(actor));
            }
            text += &(formatter.dim(&formatter.clean(&all)) + "\n");
        }
        text
    }
}

impl ShownUser {
    fn facts(&self, formatter: &Formatter) -> Vec<(&'static str, String)> {
        let user = &self.user;
        let name = user.name.as_deref().map_or_else(|| "-".into(), |name| formatter.clean(name).into_owned());
        let roles = if user.roles.bits() == 0 { "-".to_owned() } else { user.roles.to_string() };
        let balance = format!(
            "{} ({} awarded, {} purchased)",
            formatter.bold(&formatter.credits(user.balance())),
            formatter.credits(user.awarded.get()),
            formatter.credits(user.purchased.get())
        );
        let mut facts = vec![("Name", name)];
        if !self.former_addresses.is_empty() {
            let former = self.former_addresses.iter().map(|former| formatter.clean(former.email.as_str()));
            facts.push(("Formerly", former.collect::<Vec<_>>().join(", ")));
        }
        facts.push(("Status", formatter.word(user.status.as_str())));
        facts.push(("Roles", roles));
        facts.push(("Balance", balance));
        if self.sums.len() > 1 {
            facts.push(("", self.sums_text(formatter)));
        }
        let (allowance, told) = self.allowance_text(formatter);
        facts.push(("Allowance", allowance));
        for planned in self.planned.iter().skip(told) {
            facts.push(("", format!("{} from {} on", planned.a_month(formatter), planned.month)));
        }
        facts.push(("Next grant", self.next_grant_text(formatter)));
        facts.push((
            "Created",
            format!(
                "{}, changed {} (version {})",
                formatter.time(user.created_at),
                formatter.time(user.updated_at),
                user.version
            ),
        ));
        facts
    }

    /// Prints the sums, such as `50 opening + 100 monthly - 20 deduct = 130`.
    fn sums_text(&self, formatter: &Formatter) -> String {
        let mut text = String::new();
        for KindSum { kind, credits, .. } in &self.sums {
            let sign = match (text.is_empty(), credits.balance < 0) {
                (true, true) => "-",
                (true, false) => "",
                (false, true) => " - ",
                (false, false) => " + ",
            };
            let _ = write!(text, "{sign}{} {}", formatter.credits(credits.balance.abs()), kind.as_str());
        }
        text + " = " + &formatter.credits(self.user.balance())
    }

    /// Prints the allowance with its policy and last month, or when the next one begins. Also returns how many plans the text
    /// covers.
    fn allowance_text(&self, formatter: &Formatter) -> (String, usize) {
        let user = &self.user;
        if user.allowance > Credits::ZERO {
            let until = user.until.map(|until| format!(", until {until}")).unwrap_or_default();
            let in_force = Allowance { amount: user.allowance, policy: user.policy };
            return (a_month(in_force, formatter) + &until, 0);
        }
        match (self.pause, self.planned.first()) {
            (Some((Some(_), _)), _) => (self.pause_text(formatter).unwrap_or_default(), 1),
            (Some((None, _)), _) => (self.pause_text(formatter).unwrap_or_default(), 0),
            (None, Some(planned)) if planned.amount > Credits::ZERO => {
                (format!("none until {}, then {}", planned.month.previous(), planned.a_month(formatter)), 1)
            }
            (None, _) => (a_month(Allowance::NONE, formatter), 0),
        }
    }

    fn pause_text(&self, formatter: &Formatter) -> Option<String> {
        let (from, allowance) = self.pause?;
        let what =
            if allowance.amount == Credits::ZERO { "none".to_owned() } else { a_month(allowance, formatter) };
        Some(match from {
            Some(from) => format!("paused until {}, then {what}", from.previous()),
            None => format!("paused until an allowance is set; {what} is held back"),
        })
    }

    fn next_grant_text(&self, formatter: &Formatter) -> String {
        match &self.next_grant {
            None if self.user.status != Status::Active => {
                format!("none: the account is {}", self.user.status)
            }
            None if self.pause.is_some() => {
                format!("none: {}", self.pause_text(formatter).unwrap_or_default())
            }
            None => match self.planned.iter().find(|planned| planned.amount > Credits::ZERO) {
                Some(Planned { month, .. }) => format!("none: the allowance begins with {month}"),
                None => "none: there is no allowance".to_owned(),
            },
            Some(Planned { month, amount, .. }) => {
                let amount = formatter.credits(amount.get());
                match self.next_grant_starts {
                    Some(starts_at) => format!("{amount} for {month}, from {} on", formatter.time(starts_at)),
                    None => format!("{amount} for {month}, {}", formatter.word("due")),
                }
            }
        }
    }
}

fn entry_cells(entry: &Entry) -> Vec<Cell<'_>> {
    vec![
        Cell::Integer(entry.operation.get()),
        Cell::Time(entry.at),
        Cell::Word(entry.kind.as_str()),
        Cell::Word(entry.bucket.as_str()),
        Cell::Integer(entry.amount),
        entry.total_after.map_or(Cell::Null, Cell::Integer),
        why(entry.reason.as_deref(), entry.month, entry.reference.as_deref()),
        Cell::text(&entry.actor),
    ]
}
