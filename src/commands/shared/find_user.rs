//! Finds a user by a part of the name or the address, among any number of users.

use std::collections::BinaryHeap;
use std::ops::ControlFlow;

use crate::app::{App, Offer, Questions};
use crate::cli::users::Users;
use crate::domain::{Email, Likeness, Month, case_folded};
use crate::error::Result;
use crate::output::{counted, grouped};
use crate::store::Reader;

/// The largest number of users to choose from.
const MAX_OFFERED: usize = 50;

/// A text that fits this many users says too little, so the search stops.
const MAX_FITTING: u64 = 100_000;

/// The users who fit best, the best first. Equally good ones are sorted by address.
#[derive(Debug, Default)]
struct Hits {
    best: Vec<(Email, Offer)>,
    /// The number of users who fit, up to [`MAX_FITTING`].
    count: u64,
}

/// Asks until a user is chosen; returns `None` if the person leaves. With `or_selector`, a selector is an answer too.
pub(crate) fn find(app: &mut App, questions: &Questions, or_selector: bool) -> Result<Option<String>> {
    // Without a ledger, this fails before the first question.
    app.ledger()?;
    let prompt = "Part of a name or an address";
    loop {
        let answer = questions.text(prompt, "", |_| Ok(()))?;
        let typed = answer.trim();
        match typed.parse::<Users>() {
            _ if typed.is_empty() => return Ok(None),
            Ok(users) => match users.only_user() {
                Some(email) if is_there(app, email)? => return Ok(Some(email.to_string())),
                None if or_selector => return Ok(Some(typed.to_owned())),
                Some(_) | None => {}
            },
            Err(fault) if or_selector && typed.contains(':') => {
                questions.say(&fault)?;
                continue;
            }
            Err(_) => {}
        }
        let month = app.month()?;
        let hits = app.ledger()?.0.read(|reader| search(reader, typed, month))?;
        match hits.best.len() {
            0 => questions.say(&format!("no user matches '{typed}'"))?,
            offered => {
                if hits.count > offered as u64 {
                    questions
                        .say(&format!("{} users are found, the nearest come first", grouped(hits.count)))?;
                }
                if let Some(chosen) = choose(questions, &hits, typed)? {
                    questions.say(&chosen)?;
                    return Ok(Some(chosen));
                }
            }
        }
    }
}

fn is_there(app: &mut App, email: &Email) -> Result<bool> {
    app.ledger()?.0.read(|reader| reader.has_user(email))
}

fn choose(questions: &Questions, hits: &Hits, typed: &str) -> Result<Option<String>> {
    let offers: Vec<_> = hits.best.iter().map(|(_, offer)| offer.clone()).collect();
    let chosen = questions.search_one("Which one (Esc searches again):", &offers, typed)?;
    Ok(chosen.and_then(|chosen| hits.best.get(chosen)).map(|(email, _)| email.to_string()))
}

/// Returns the text that is searched.
fn searched(email: &str, name: Option<&str>) -> String {
    name.map_or_else(|| email.to_owned(), |name| format!("{email}  {name}"))
}

/// Keeps the few users who fit best, so memory does not depend on the number of users. Stops after [`MAX_FITTING`] matches.
fn search(reader: &Reader<'_>, typed: &str, month: Month) -> Result<Hits> {
    let typed = case_folded(typed);
    let mut best: BinaryHeap<(Likeness, String)> = BinaryHeap::new();
    let mut count = 0;
    reader.each_name(|email, name| {
        let Some(likeness) = Likeness::of(&searched(email, name), &typed) else {
            return ControlFlow::Continue(());
        };
        count += 1;
        if best.len() < MAX_OFFERED || best.peek().is_some_and(|(least, _)| likeness < *least) {
            best.push((likeness, email.to_owned()));
        }
        if best.len() > MAX_OFFERED {
            best.pop();
        }
        if count < MAX_FITTING { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    })?;
    let emails = best.into_sorted_vec().into_iter().filter_map(|(_, email)| email.parse().ok());
    let best = emails.map(|email: Email| {
        let user = reader.user(&email, month)?.1;
        let searched = searched(email.as_str(), user.name.as_deref());
        let credits = counted(user.balance(), "credit", "credits");
        let shown = format!("{searched} ({}, {credits})", user.status);
        Ok((email, Offer { shown, searched }))
    });
    Ok(Hits { best: best.collect::<Result<_>>()?, count })
}
