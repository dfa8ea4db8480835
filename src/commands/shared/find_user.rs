//! Whom a person means: found among any number of users by a part of the name or the address.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::ops::ControlFlow;

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;

use crate::app::{App, Questions};
use crate::cli::users::Users;
use crate::domain::Email;
use crate::error::Result;
use crate::output::grouped;
use crate::store::Reader;

/// How many of the users who were found can be chosen from.
const MAX_OFFERED: usize = 50;

/// What fits so many says too little: no more are looked at.
const MAX_FITTING: u64 = 100_000;

/// A user who was found: how well they fit and, where two fit alike, the address that comes first.
type Hit = (i64, Reverse<(String, Option<String>)>);

/// The users who fit best, best first.
#[derive(Debug, Default)]
struct Hits {
    best: Vec<(String, Option<String>)>,
    /// How many fit, up to [`MAX_FITTING`].
    count: u64,
}

/// Asks until a user is chosen; `None` where the person leaves. With `or_selector` the answer may be a selector too.
pub(crate) fn find(app: &mut App, questions: &Questions, or_selector: bool) -> Result<Option<String>> {
    // Without a ledger there is nothing to ask for.
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
        // The list that is to be narrowed takes a capital for itself alone.
        let typed = typed.to_lowercase();
        let hits = app.ledger()?.0.read(|reader| search(reader, &typed))?;
        match hits.best.len() {
            0 => questions.say(&format!("no user matches '{typed}'"))?,
            offered => {
                if hits.count > offered as u64 {
                    questions
                        .say(&format!("{} users are found, the nearest come first", grouped(hits.count)))?;
                }
                if let Some(chosen) = choose(questions, &hits, &typed)? {
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
    let items: Vec<_> = hits.best.iter().map(|(email, name)| item(email, name.as_deref())).collect();
    let chosen = questions.narrow("Which one (Esc searches again):", &items, typed)?;
    Ok(chosen.and_then(|chosen| hits.best.get(chosen)).map(|(email, _)| email.clone()))
}

/// What is searched, and what is shown.
fn item(email: &str, name: Option<&str>) -> String {
    name.map_or_else(|| email.to_owned(), |name| format!("{email}  {name}"))
}

/// Looks at the users and keeps the few who fit best: the memory it takes does not depend on how many there are. Over a
/// million users it takes 1.5 times as long as a list with `--search`; what fits everybody is broken off long before.
fn search(reader: &Reader<'_>, typed: &str) -> Result<Hits> {
    let matcher = SkimMatcherV2::default().ignore_case();
    let mut best: BinaryHeap<Reverse<Hit>> = BinaryHeap::new();
    let mut count = 0;
    reader.each_name(|email, name| {
        let Some(score) = matcher.fuzzy_match(&item(email, name), typed) else {
            return ControlFlow::Continue(());
        };
        count += 1;
        if best.len() < MAX_OFFERED || best.peek().is_some_and(|Reverse((least, _))| score > *least) {
            best.push(Reverse((score, Reverse((email.to_owned(), name.map(str::to_owned))))));
        }
        if best.len() > MAX_OFFERED {
            best.pop();
        }
        if count < MAX_FITTING { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    })?;
    let best = best.into_sorted_vec().into_iter().map(|Reverse((_, Reverse(user)))| user).collect();
    Ok(Hits { best, count })
}
