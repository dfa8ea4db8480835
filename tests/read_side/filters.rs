//! Compares random conditions on random users with a simple evaluator that does not use SQL.

use std::time::Duration;

use rad_admin::domain::{
    Amount, Bucket, Filter, Kind, MAX_CREDITS, Role, Roles, Status, Timestamp, User, Zone,
};
use rad_admin::store::{
    LeaveOut, ListQuery, Mode, Narrowing, NewUser, Request, Selection, SelectionPart, Source, Store,
    USER_KEYS, filter_keys,
};
use tempfile::TempDir;

use super::ledger::{email, header, month};
use crate::harness::Home;
use crate::harness::random::Random;

const ROUNDS: usize = 600;
const NOW: &str = "2026-11-15T12:00:00Z";
const NAMES: [Option<&str>; 7] =
    [None, Some("Ada"), Some("ADA Ünal"), Some("ünal, ada"), Some("Straße"), Some("100% Bob"), Some("İpek")];
const DOMAINS: [&str; 3] = ["acme.example", "example.org", "sub.example.org"];
const FIGURES: [i64; 7] = [0, 1, 9, 10, 11, 1_000, MAX_CREDITS / 2];

/// Periods as typed, with their first and last second in Berlin.
const SPANS: [(&str, &str, &str); 7] = [
    ("2026-10", "2026-09-30T22:00:00Z", "2026-10-31T22:59:59Z"),
    ("2026-10-25", "2026-10-24T22:00:00Z", "2026-10-25T22:59:59Z"),
    ("2026-10-25 03:30", "2026-10-25T02:30:00Z", "2026-10-25T02:30:59Z"),
    ("2026-11-01T08:00:00Z", "2026-11-01T08:00:00Z", "2026-11-01T08:00:00Z"),
    ("yesterday", "2026-11-13T23:00:00Z", "2026-11-14T22:59:59Z"),
    ("4w", "2026-10-17T22:00:00Z", "2026-10-18T21:59:59Z"),
    ("1m", "2026-10-14T22:00:00Z", "2026-10-15T21:59:59Z"),
];

fn seconds(text: &str) -> i64 {
    text.parse::<Timestamp>().unwrap().seconds()
}

fn pick<T: Copy>(random: &mut Random, all: &[T]) -> T {
    all[usize::try_from(random.below(all.len() as u64)).unwrap()]
}

/// Returns a second at, or next to, an end of a period.
fn moment(random: &mut Random) -> i64 {
    let (_, first, last) = pick(random, &SPANS);
    let end = seconds(if random.below(2) == 0 { first } else { last });
    end + pick(random, &[-1, 0, 1])
}

fn make(store: &mut Store, random: &mut Random, number: usize) {
    let domain = pick(random, &DOMAINS);
    let roles: Roles = Role::ALL.into_iter().filter(|_| random.below(3) == 0).collect();
    let user = NewUser {
        email: email(&format!("user{number}@{domain}")),
        name: pick(random, &NAMES).map(str::to_owned),
        status: pick(random, &[Status::Active, Status::Invited, Status::Inactive]),
        roles,
    };
    let amounts = [Bucket::Awarded, Bucket::Purchased].map(|bucket| (bucket, pick(random, &FIGURES)));
    let (made, mail) = (header(moment(random), "ada@example.org", "user add"), random.below(4) > 0);
    let written = store.write(Mode::Real, |writer| {
        let mut draft = writer.begin(made)?;
        let id = draft.create_user(&user)?;
        if !mail {
            draft.set_mail(id, false)?;
        }
        for (bucket, amount) in amounts.into_iter().filter(|(_, amount)| *amount > 0) {
            let (user, amount) = (id, Amount::new(amount).unwrap());
            draft.post(Source::Requests(&[Request { user, bucket, kind: Kind::Opening, amount }]))?;
        }
        draft.seal()
    });
    written.unwrap();
}

/// The operands of a condition.
#[derive(Debug)]
enum Operands {
    Texts(Vec<String>),
    Numbers(Vec<i64>),
    Span(usize),
    Roles(Vec<&'static str>),
    Flag(bool),
}

/// A condition as typed, and its meaning.
#[derive(Debug)]
struct Typed {
    key: &'static str,
    operator: &'static str,
    operands: Operands,
}

const ORDERED: [&str; 6] = ["=", "!=", "<", "<=", ">", ">="];
const OF_TEXT: [&str; 8] = ["=", "!=", "<", "<=", ">", ">=", "~", "!~"];
const OF_WORDS: [&str; 4] = ["=", "!=", "~", "!~"];

impl Typed {
    fn random(random: &mut Random) -> Self {
        let key = pick(
            random,
            &["name", "status", "awarded", "purchased", "balance", "created_at", "role", "mail", "domain"],
        );
        let operator = pick(
            random,
            match key {
                "name" | "domain" => &OF_TEXT,
                "status" | "role" => &OF_WORDS,
                "mail" => &ORDERED[..2],
                _ => &ORDERED[..],
            },
        );
        let is_list = matches!(operator, "=" | "!=");
        let many = if is_list { 1 + random.below(3) } else { 1 };
        let mut texts = |all: &[&str], parts: &[&str]| {
            let of = if operator.contains('~') { parts } else { all };
            (0..many).map(|_| pick(random, of).to_owned()).collect::<Vec<_>>()
        };
        let operands = match key {
            "name" if is_list => {
                Operands::Texts(texts(&["", "Ada", "ADA Ünal", "ünal, ada", "Straße", "nobody"], &[]))
            }
            "name" => {
                Operands::Texts(texts(&["Ada", "b", "ü", "zz"], &["ada", "ÜN", "%", "SS", "ß", "i", ", a"]))
            }
            "domain" => Operands::Texts(texts(&DOMAINS, &["EXAMPLE", "sub.", "acme", "x.y"])),
            "status" => {
                Operands::Texts(texts(&["active", "invited", "inactive", "erased"], &["ACTIVE", "vite", "x"]))
            }
            "role" if is_list => Operands::Roles(
                (0..many).map(|_| pick(random, &["", "partner", "agent", "finance", "admin"])).collect(),
            ),
            "role" => Operands::Roles(vec![pick(random, &["a", "PART", "in", "zz"])]),
            "mail" => Operands::Flag(random.below(2) == 0),
            "created_at" => Operands::Span(usize::try_from(random.below(SPANS.len() as u64)).unwrap()),
            _ => Operands::Numbers((0..many).map(|_| pick(random, &FIGURES)).collect()),
        };
        Self { key, operator, operands }
    }

    fn text(&self) -> String {
        let value = match &self.operands {
            Operands::Texts(texts) if self.operator.contains('~') => texts[0].clone(),
            Operands::Texts(texts) if self.operator.ends_with('=') && self.operator.len() < 3 => {
                let is_list = matches!(self.operator, "=" | "!=");
                let quoted = |text: &String| {
                    if is_list && text.contains(',') { format!("\"{text}\"") } else { text.clone() }
                };
                texts.iter().map(quoted).collect::<Vec<_>>().join(",")
            }
            Operands::Texts(texts) => texts[0].clone(),
            Operands::Numbers(numbers) => numbers.iter().map(i64::to_string).collect::<Vec<_>>().join(","),
            Operands::Span(span) => SPANS[*span].0.to_owned(),
            Operands::Roles(roles) => roles.join(","),
            Operands::Flag(flag) => if *flag { "yes" } else { "false" }.to_owned(),
        };
        format!("{}{}{value}", self.key, self.operator)
    }

    fn holds(&self, user: &User) -> bool {
        match self.operator.strip_prefix('!') {
            Some(opposite) => !self.holds_with(opposite, user),
            None => self.holds_with(self.operator, user),
        }
    }

    fn holds_with(&self, operator: &str, user: &User) -> bool {
        let order = |ordering: std::cmp::Ordering| match operator {
            "=" => ordering.is_eq(),
            "<" => ordering.is_lt(),
            "<=" => ordering.is_le(),
            ">" => ordering.is_gt(),
            _ => ordering.is_ge(),
        };
        match &self.operands {
            Operands::Texts(operands) => {
                let value = match self.key {
                    "name" => user.name.clone(),
                    "status" => Some(user.status.as_str().to_owned()),
                    _ => user.email.as_str().split('@').nth(1).map(str::to_owned),
                };
                operands.iter().any(|operand| match (&value, operator) {
                    (None, _) => operator == "=" && operand.is_empty(),
                    (Some(value), "~") => {
                        let folded = |text: &str| text.to_lowercase().to_uppercase();
                        folded(value).contains(&folded(operand))
                    }
                    (Some(_), _) if operand.is_empty() => false,
                    (Some(value), _) => order(value.as_str().cmp(operand)),
                })
            }
            Operands::Numbers(operands) => {
                let value = match self.key {
                    "awarded" => user.awarded.get(),
                    "purchased" => user.purchased.get(),
                    _ => user.balance(),
                };
                operands.iter().any(|operand| order(value.cmp(operand)))
            }
            Operands::Span(span) => {
                let (at, (_, first, last)) = (user.created_at.seconds(), SPANS[*span]);
                match operator {
                    "=" => seconds(first) <= at && at <= seconds(last),
                    "<" => at < seconds(first),
                    "<=" => at <= seconds(last),
                    ">" => at > seconds(last),
                    _ => at >= seconds(first),
                }
            }
            Operands::Roles(operands) => operands.iter().any(|operand| {
                let part = operand.to_lowercase();
                let mut held = user.roles.iter().map(Role::as_str);
                match operator {
                    "~" => held.any(|role| role.contains(&part)),
                    _ if operand.is_empty() => held.next().is_none(),
                    _ => held.any(|role| role == *operand),
                }
            }),
            Operands::Flag(flag) => user.mail == *flag,
        }
    }
}

fn listed(store: &mut Store, query: &ListQuery) -> Vec<User> {
    let mut users = Vec::new();
    let read = store.read(|reader| {
        reader.list_users(query, month("2026-11"), |user| {
            users.push(user.clone());
            Ok(())
        })
    });
    read.unwrap();
    users
}

#[test]
fn any_filter_finds_exactly_the_users_whom_an_evaluator_finds() {
    let mut random = Random::of("any_filter_finds_exactly_the_users_whom_an_evaluator_finds");
    let folder = TempDir::new().unwrap();
    let zone: Zone = "Europe/Berlin".parse().unwrap();
    let (path, made) = (folder.path().join("ledger.db"), "2026-09-01T00:00:00Z".parse().unwrap());
    let (mut store, _) = Store::create(&path, zone, made, Duration::from_secs(1)).unwrap();
    (0..60).for_each(|number| make(&mut store, &mut random, number));
    let all = listed(&mut store, &ListQuery::default());
    let (mut found_some, mut found_all) = (0, 0);
    for _ in 0..ROUNDS {
        let conditions: Vec<Typed> = (0..=random.below(3)).map(|_| Typed::random(&mut random)).collect();
        let typed: Vec<String> = conditions.iter().map(Typed::text).collect();
        let filter = Filter::parse(&typed, &filter_keys(USER_KEYS), zone, NOW.parse().unwrap())
            .unwrap_or_else(|faults| panic!("{typed:?}: {faults:?}"));
        let expected: Vec<&User> =
            all.iter().filter(|user| conditions.iter().all(|condition| condition.holds(user))).collect();
        let query = ListQuery { filter: filter.clone(), ..ListQuery::default() };
        let found = listed(&mut store, &query);
        assert_eq!(found.iter().collect::<Vec<_>>(), expected, "{typed:?}");
        let selection = Selection::new(vec![SelectionPart::Everybody]);
        let selection =
            selection.narrowed(Narrowing { typed: typed.clone(), filter, current: month("2026-11") });
        let (count, selected) = store
            .read(|reader| {
                let count = reader.count_users(&query, month("2026-11"))?;
                Ok((count, reader.select(&selection, LeaveOut::default())?.users))
            })
            .unwrap();
        assert_eq!((count, selected), (expected.len() as u64, expected.len() as u64), "{typed:?}");
        // Pages follow each other without a gap.
        let size = 1 + random.below(7);
        let pages = (0..)
            .step_by(usize::try_from(size).unwrap())
            .map(|offset| listed(&mut store, &ListQuery { limit: Some(size), offset, ..query.clone() }));
        let in_parts: Vec<User> = pages.take_while(|page| !page.is_empty()).flatten().collect();
        assert_eq!(in_parts, found, "{typed:?}");
        found_some += usize::from(!found.is_empty());
        found_all += usize::from(found.len() == all.len());
    }
    assert!(found_some > ROUNDS / 3 && found_all < ROUNDS / 3, "{found_some} {found_all}");
}

#[test]
fn every_key_with_an_order_sorts() {
    let home = Home::with_users();
    home.ok(&["credits", "award", "bob@example.org", "1"]);
    home.at("2026-12-15T09:00:00Z").ok(&["credits", "award", "bob@example.org", "2"]);
    home.ok(&["undo", "4"]);
    for (list, key) in [("log", "day"), ("log", "month_of"), ("history", "day"), ("history", "month_of")] {
        let line = if list == "log" { vec!["log"] } else { vec!["credits", "history"] };
        let sorted = |sort: &str| {
            let rows = home.json(&[&line[..], &["--sort", sort]].concat());
            rows.as_array()
                .unwrap()
                .iter()
                .map(|row| row[key].as_str().unwrap().to_owned())
                .collect::<Vec<_>>()
        };
        let mut expected = sorted(key);
        expected.sort();
        assert_eq!(sorted(key), expected, "{list} {key}");
        expected.reverse();
        assert_eq!(sorted(&format!("-{key}")), expected, "{list} -{key}");
    }
    assert_eq!(home.json(&["log", "--sort", "undone_by"])[0]["operation"], 4);
}

#[test]
fn a_title_in_capitals_leads_to_its_key() {
    let home = Home::with_users();
    for (line, near) in [
        (["users", "list", "--where", "EMAIL=a"], "did you mean 'email'?"),
        (["credits", "history", "--where", "BALANCE AFTER<1"], "did you mean 'balance_after'?"),
        (["users", "list", "--sort", "BALANCE"], "did you mean 'balance'?"),
    ] {
        let run = home.fails(2, &line);
        assert!(run.stderr.contains(near), "{run}");
    }
}
