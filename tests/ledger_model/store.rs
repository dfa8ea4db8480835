//! Compares the library's store with the model. It takes many more steps than the program could in the time, and batches.

use std::time::Duration;

use proptest::prelude::*;
use rad_admin::domain::{
    self, Allowance, Amount, Bucket, Credits, Kind, Month, OperationId, Role, Roles, Status, Timestamp, Zone,
};
use rad_admin::store::{
    Draft, Header, HistoryQuery, LeaveOut, ListQuery, LogQuery, Mode, NewUser, Reader, Request, Selection,
    SelectionPart, Source, Store, Taking, UndoScope, UndoState, UserId, Writer,
};
use rad_admin::{Code, Error, Result};
use tempfile::TempDir;

use super::model::{Model, Seen};
use super::step::{Fields, Policy, Step, Target, USERS, address, steps};

/// January 2027, as a number of months.
const START: i32 = 2027 * 12;

fn calendar(month: i32) -> Month {
    Month::from_number(i64::from(month / 12 * 100 + month % 12 + 1)).unwrap()
}

/// Returns the middle of the month in UTC.
fn time(month: i32) -> Timestamp {
    Timestamp::from_seconds(Zone::UTC.start_of(calendar(month)).seconds() + 14 * 86_400)
}

fn header(command: &'static str, month: i32) -> Header {
    Header {
        at: time(month),
        actor: "ops@example.org".to_owned(),
        os_user: "ops".to_owned(),
        command,
        reason: None,
        reference: None,
        key: None,
        arguments: "[]".to_owned(),
    }
}

/// Selections by role leave out inactive users.
const ACTIVE: LeaveOut<'_> = LeaveOut { actor: None, inactive: true };

fn selection(target: Target) -> Selection {
    match target {
        Target::User(user) => Selection::user(address(user).parse().unwrap()),
        Target::All => Selection::new(vec![SelectionPart::All]),
        Target::Partners => Selection::new(vec![SelectionPart::Role(Role::Partner)]),
    }
}

fn id(writer: &Writer<'_>, user: usize, month: i32) -> Result<UserId> {
    Ok(writer.user(&address(user).parse().unwrap(), calendar(month))?.0)
}

/// Returns the requests that set the balances.
fn differences(
    writer: &Writer<'_>,
    user: usize,
    month: i32,
    (kind, targets): (Kind, [Option<i64>; 2]),
) -> Result<Vec<Request>> {
    let (id, user) = writer.user(&address(user).parse().unwrap(), calendar(month))?;
    let balances = [(Bucket::Awarded, user.awarded), (Bucket::Purchased, user.purchased)];
    let request = |((bucket, balance), target): ((Bucket, Credits), Option<i64>)| {
        let amount = balance.difference_to(Credits::new(target?).unwrap());
        (amount.get() != 0).then_some(Request { user: id, bucket, kind, amount })
    };
    Ok(balances.into_iter().zip(targets).filter_map(request).collect())
}

/// Returns the kind that `credits apply` gives an adjustment.
fn adjustment(bucket: Bucket, amount: i64) -> (Kind, Amount) {
    let amount = Amount::new(amount).unwrap();
    (Kind::of_adjustment(bucket, amount), amount)
}

fn post(draft: &mut Draft<'_>, requests: &[Request]) -> Result<()> {
    if requests.is_empty() { Ok(()) } else { draft.post(Source::Requests(requests)) }
}

/// Does a step. The commands' own checks, such as those of roles, are left to the model.
fn take(writer: &Writer<'_>, step: &Step, model: &Model) -> Result<()> {
    let month = model.month;
    match step {
        Step::Add { user, partner, awarded, purchased } => {
            let roles = if *partner { Roles::default().with(Role::Partner) } else { Roles::default() };
            let email = address(*user).parse().unwrap();
            let mut draft = writer.begin(header("user add", month))?;
            draft.create_user(&NewUser { email, name: None, status: Status::Active, roles })?;
            post(
                &mut draft,
                &differences(writer, *user, month, (Kind::Opening, [Some(*awarded), Some(*purchased)]))?,
            )?;
            draft.seal().map(drop)
        }
        Step::Adjust { target, bucket, amount } => {
            writer.select(&selection(*target), ACTIVE)?;
            let mut draft = writer.begin(header("credits apply", month))?;
            let (kind, amount) = adjustment(*bucket, *amount);
            draft.post(Source::EachSelected { bucket: *bucket, kind, amount })?;
            draft.seal().map(drop)
        }
        Step::Batch(changes) => {
            let request = |(user, bucket, amount): &(usize, Bucket, i64)| {
                let (kind, amount) = adjustment(*bucket, *amount);
                Ok(Request { user: id(writer, *user, month)?, bucket: *bucket, kind, amount })
            };
            let requests = changes.iter().map(request).collect::<Result<Vec<_>>>()?;
            let mut draft = writer.begin(header("credits apply", month))?;
            draft.post(Source::Requests(&requests))?;
            draft.seal().map(drop)
        }
        Step::Spend { target, amount, at_most } => {
            writer.select(&selection(*target), ACTIVE)?;
            let mut draft = writer.begin(header("credits spend", month))?;
            draft.take(&Taking {
                kind: Kind::Spend,
                amount: Credits::new(*amount).unwrap(),
                only: None,
                leave: Credits::ZERO,
                at_most: *at_most,
            })?;
            draft.seal_if_changed().map(drop)
        }
        Step::Refund { amount } => {
            let amount = amount.map(|amount| Credits::new(amount).unwrap());
            writer.refund(header("credits refund", month), newest_spend(writer)?, amount)?.seal().map(drop)
        }
        Step::Undo => {
            let scope = UndoScope { selected_only: false, as_far_as_possible: false };
            writer.undo(header("undo", month), writer.newest_operation()?, scope).map(drop)
        }
        Step::UndoOlder { which, only, as_far } => {
            let operation = model.moved(*which).and_then(|moved| OperationId::new(moved.operation));
            let operation = operation.ok_or_else(|| Error::not_found("no such operation"))?;
            if let Some(user) = only {
                writer.select(&selection(Target::User(*user)), LeaveOut::default())?;
            }
            let scope = UndoScope { selected_only: only.is_some(), as_far_as_possible: *as_far };
            writer.undo(header("undo", month), operation, scope).map(drop)
        }
        Step::Edit { user, fields } => edit(writer, *user, fields, month),
        Step::Allow { .. } | Step::Pause { .. } => change_allowance(writer, step, model),
        Step::Skip { months_ago } => {
            let month = calendar(month - months_ago);
            let known = writer.months()?;
            if known.get(month).is_none() && known.owed(calendar(model.month)).contains(&month) {
                writer.skip_month(header("grant-monthly", model.month), month)?;
            }
            Ok(())
        }
        Step::Grant { months_ago } => grant(writer, month - months_ago, month),
        Step::GrantTo { user, months_ago } => {
            writer.select(&selection(Target::User(*user)), LeaveOut::default())?;
            writer
                .grant_month_to_selected(header("grant-monthly", month), calendar(month - months_ago))
                .map(drop)
        }
        Step::CatchUp => {
            let current = calendar(month);
            let owed = writer.months()?.owed(current).into_iter().filter(|owed| *owed < current);
            owed.collect::<Vec<_>>()
                .into_iter()
                .try_for_each(|owed| writer.grant_month(header("grant-monthly", month), owed).map(drop))?;
            grant(writer, month, month)
        }
        Step::Wait(_) => Ok(()),
    }
}

fn change_allowance(writer: &Writer<'_>, step: &Step, model: &Model) -> Result<()> {
    let month = model.month;
    match step {
        Step::Allow { target, amount, months_ahead, until_ahead, policy } => {
            let from =
                months_ahead.map_or_else(|| model.next_grant(), |ahead| model.first_open(month + ahead));
            writer.select(&selection(*target), ACTIVE)?;
            let mut draft = writer.begin(header("partner set", month))?;
            let credits = |credits: i64| Credits::new(credits).unwrap();
            let policy = match policy {
                Policy::Cap(cap) if *amount > 0 => domain::Policy::Cap(credits(*cap)),
                Policy::Reset if *amount > 0 => domain::Policy::Reset,
                _ => domain::Policy::Plain,
            };
            let allowance = Allowance { amount: credits(*amount), policy };
            let until = until_ahead.filter(|_| *amount > 0).map(|ahead| calendar(month + ahead));
            draft.set_allowances(calendar(from), allowance, until)?;
            draft.seal_if_changed().map(drop)
        }
        Step::Pause { target, until_ahead } => {
            writer.select(&selection(*target), ACTIVE)?;
            let mut draft = writer.begin(header("partner pause", month))?;
            let until = until_ahead.map(|ahead| calendar(month + ahead));
            draft.pause_allowances(calendar(model.next_grant()), until)?;
            draft.seal_if_changed().map(drop)
        }
        _ => unreachable!("another step"),
    }
}

fn newest_operation(store: &mut Store) -> i64 {
    store.read(|reader| Ok(reader.newest_sealed()?.map_or(0, |(newest, _)| newest.get()))).unwrap()
}

/// Returns the newest spend that is not undone; fails (exit 3) if there is none.
fn newest_spend(reader: &Reader<'_>) -> Result<OperationId> {
    let mut spends = Vec::new();
    reader.log(&LogQuery::default(), |operation| {
        if operation.command == "credits spend" && operation.undone == UndoState::No {
            spends.push(operation.operation);
        }
        Ok(())
    })?;
    spends.into_iter().max().ok_or_else(|| Error::not_found("no spend"))
}

fn grant(writer: &Writer<'_>, month: i32, current: i32) -> Result<()> {
    let known = writer.months()?;
    let is_owed = known.owed(calendar(current)).contains(&calendar(month));
    match known.get(calendar(month)) {
        None if is_owed || month == current => {
            writer.grant_month(header("grant-monthly", current), calendar(month)).map(drop)
        }
        _ => Ok(()),
    }
}

fn edit(writer: &Writer<'_>, user: usize, fields: &Fields, month: i32) -> Result<()> {
    let (id, before) = writer.user(&address(user).parse().unwrap(), calendar(month))?;
    let mut draft = writer.begin(header("user edit", month))?;
    let roles = match fields.partner {
        Some(true) => before.roles.with(Role::Partner),
        Some(false) => before.roles.without(Role::Partner),
        None => before.roles,
    };
    if roles != before.roles {
        draft.set_roles(id, before.roles, roles)?;
    }
    let status = fields.active.map_or(before.status, |on| if on { Status::Active } else { Status::Inactive });
    if status != before.status {
        draft.set_status(id, before.status, status)?;
    }
    let ended = (before.partner() && !roles.contains(Role::Partner)).then_some(0);
    if let Some(allowance) = ended.or(fields.allowance) {
        let next = writer.next_grant(calendar(month))?;
        draft.set_allowance(id, next, Credits::new(allowance).unwrap())?;
    }
    post(&mut draft, &differences(writer, user, month, (Kind::Set, [fields.awarded, fields.purchased]))?)?;
    draft.seal_if_changed().map(drop)
}

/// Returns the users, and checks that each balance is the sum of its entries and equals the last balance in them.
fn seen(store: &mut Store, month: i32) -> Vec<Seen> {
    let mut users = Vec::new();
    store
        .read(|reader| {
            reader.list_users(&ListQuery::default(), calendar(month), |user| {
                users.push(user.clone());
                Ok(())
            })?;
            for user in &users {
                let (mut sums, mut last) = ([0, 0], [None, None]);
                let query = HistoryQuery {
                    selection: Some(Selection::user(user.email.clone())),
                    ..HistoryQuery::default()
                };
                reader.history(&query, |entry| {
                    let bucket = usize::from(entry.bucket == Bucket::Purchased);
                    sums[bucket] += entry.amount;
                    last[bucket].get_or_insert(entry.balance_after);
                    Ok(())
                })?;
                assert_eq!(sums, [user.awarded.get(), user.purchased.get()], "{}", user.email);
                assert_eq!(last.map(Option::unwrap_or_default), sums, "{}", user.email);
            }
            Ok(())
        })
        .unwrap();
    let number = |email: &str| (0..USERS).find(|user| address(*user) == email).unwrap();
    users
        .iter()
        .map(|user| {
            let active = user.status == Status::Active;
            let figures = (user.awarded.get(), user.purchased.get(), user.allowance.get());
            (number(user.email.as_str()), figures.0, figures.1, active, user.partner(), figures.2)
        })
        .collect()
}

/// Returns the owed months, and every user's allowances from the current month on.
fn allowances(store: &mut Store, month: i32, months: i32) -> (Vec<Month>, Vec<Vec<i64>>) {
    let read = |reader: &Reader<'_>| {
        let mut users: Vec<_> = (0..USERS).map(|user| address(user).parse().unwrap()).collect();
        users.retain(|email| reader.has_user(email).unwrap());
        let of = |email| {
            let user = reader.user(email, calendar(month))?.0;
            (month..month + months).map(|month| Ok(reader.allowance(user, calendar(month))?.get())).collect()
        };
        Ok((reader.months()?.owed(calendar(month)), users.iter().map(of).collect::<Result<_>>()?))
    };
    store.read(read).unwrap()
}

#[test]
fn verify_finds_sealed_entries_of_a_wrong_kind_or_sign() {
    let amount = |amount| Amount::new(amount).unwrap();
    for (command, kind, bucket, credits) in [
        ("credits award", Kind::Spend, Bucket::Awarded, -1),
        ("credits award", Kind::Award, Bucket::Awarded, -1),
        ("credits award", Kind::Award, Bucket::Purchased, 1),
        ("credits deduct", Kind::Deduct, Bucket::Purchased, 1),
        ("credits refund", Kind::Refund, Bucket::Awarded, -1),
        ("user edit", Kind::Opening, Bucket::Awarded, 1),
        ("mail flush", Kind::Set, Bucket::Awarded, 1),
    ] {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("ledger.db");
        let (mut store, _) = Store::create(&path, Zone::UTC, time(START), Duration::ZERO).unwrap();
        let add = Step::Add { user: 0, partner: false, awarded: 5, purchased: 5 };
        let model = Model::new(START);
        let done = store.write(Mode::Real, |writer| {
            take(writer, &add, &model)?;
            let mut draft = writer.begin(header(command, START))?;
            let user = id(writer, 0, START)?;
            draft.post(Source::Requests(&[Request { user, bucket, kind, amount: amount(credits) }]))?;
            draft.seal().map(drop)
        });
        done.unwrap();
        let found = store.verify(None).unwrap().discrepancy.expect(command);
        assert_eq!(found.operation, OperationId::new(2), "{found:?}");
        assert!(found.what.starts_with("entry 3 "), "{}", found.what);
    }
}

proptest! {
    #![proptest_config(super::config(40, 25))]

    #[test]
    fn the_store_does_to_balances_what_the_model_does(steps in steps(50)) {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("ledger.db");
        let start = time(START);
        let (mut store, _) = Store::create(&path, Zone::UTC, start, Duration::ZERO).unwrap();
        let mut model = Model::new(START);
        for (step, dry_run) in &steps {
            let before = model.clone();
            let expected = model.apply(step, *dry_run);
            // A rule of the commands, not of the store: an allowance is a partner's, a grant by name is for who is due.
            let above = matches!(
                step,
                Step::Allow { .. } | Step::Pause { .. } | Step::Edit { .. } | Step::GrantTo { .. } | Step::Skip { .. }
            );
            if above && matches!(expected, Err(Code::Refused | Code::Usage)) {
                continue;
            }
            if matches!(step, Step::Undo) && !before.can_undo() {
                continue;
            }
            let operations = newest_operation(&mut store);
            let mode = if *dry_run { Mode::DryRun } else { Mode::Real };
            let done = store.write(mode, |writer| take(writer, step, &before));
            // The command, not the store, reports that only a part was done.
            let expected = if expected == Err(Code::Partial) { Ok(()) } else { expected };
            prop_assert_eq!(done.map_err(|error: Error| error.code()), expected, "{:?}", step);
            prop_assert_eq!(seen(&mut store, model.month), model.seen(), "{:?}", step);
            model.remember(&before, newest_operation(&mut store) - operations, step);
            let owed: Vec<Month> = model.owed().into_iter().map(calendar).collect();
            prop_assert_eq!(allowances(&mut store, model.month, 5), (owed, model.allowances(5)), "{:?}", step);
        }
        prop_assert_eq!(store.verify(None).unwrap().discrepancy, None);
    }
}
