//! Compares the program with the model.

use proptest::prelude::*;
use rad_admin::Code;
use rad_admin::domain::Bucket;

use super::model::{Model, Seen};
use super::step::{Fields, Policy, Step, Target, USERS, address, steps};
use crate::harness::Home;

/// January 2027, as a number of months.
pub(super) const START: i32 = 2027 * 12;

pub(super) fn month_name(month: i32) -> String {
    format!("{:04}-{:02}", month / 12, month % 12 + 1)
}

/// Returns the words of a step on the command line; `None` if the program has no such command.
pub(super) fn words(step: &Step, model: &Model) -> Option<Vec<String>> {
    let month = model.month;
    let users = |target: &Target| match target {
        Target::User(user) => address(*user),
        Target::All => "all".to_owned(),
        Target::Partners => "role:partner".to_owned(),
    };
    let line = match step {
        Step::Add { user, partner, awarded, purchased } => {
            let role = if *partner { " --role partner" } else { "" };
            format!("user add {} --awarded {awarded} --purchased {purchased}{role}", address(*user))
        }
        Step::Adjust { target, bucket, amount: amount @ ..=-1 } => {
            format!("credits deduct {} {} --from {}", users(target), amount.abs(), bucket.as_str())
        }
        Step::Adjust { target, bucket: Bucket::Awarded, amount } => {
            format!("credits award {} {amount}", users(target))
        }
        Step::Adjust { target, bucket: Bucket::Purchased, amount } => {
            format!("credits purchase {} {amount}", users(target))
        }
        Step::Edit { user, fields } => edit(*user, fields),
        Step::Allow { target, amount: 0, months_ahead: None, .. } => {
            format!("partner clear {}", users(target))
        }
        Step::Allow { target, amount, months_ahead, until_ahead, policy } => {
            let flag = |flag: &str, ahead: Option<i32>| {
                ahead.map(|ahead| format!(" --{flag} {}", month_name(month + ahead))).unwrap_or_default()
            };
            let policy = match policy {
                Policy::Plain => String::new(),
                Policy::Cap(cap) => format!(" --cap {cap}"),
                Policy::Reset => " --reset".to_owned(),
            };
            let rest = if *amount == 0 { String::new() } else { flag("until", *until_ahead) + &policy };
            format!("partner set {} {amount}{}{rest}", users(target), flag("from", *months_ahead))
        }
        Step::Pause { target, until_ahead } => {
            let until = until_ahead.map(|ahead| format!(" --until {}", month_name(month + ahead)));
            format!("partner pause {}{}", users(target), until.unwrap_or_default())
        }
        Step::Skip { months_ago } => {
            format!("grant-monthly --skip {} --reason none", month_name(month - months_ago))
        }
        Step::Grant { months_ago: 0 } => "grant-monthly".to_owned(),
        Step::Grant { months_ago } => format!("grant-monthly --month {}", month_name(month - months_ago)),
        Step::GrantTo { user, months_ago } => {
            format!("grant-monthly --user {} --month {}", address(*user), month_name(month - months_ago))
        }
        Step::CatchUp => "grant-monthly --catch-up".to_owned(),
        Step::Spend { target, amount, at_most } => {
            let at_most = if *at_most { " --at-most" } else { "" };
            let number = model.spends + 1;
            format!("credits spend {} {amount} --reference spend-{number}{at_most}", users(target))
        }
        Step::Refund { amount } => {
            let number = model.spend.as_ref()?.number;
            let amount = amount.map(|amount| format!(" --amount {amount}")).unwrap_or_default();
            format!("credits refund --reference spend-{number}{amount}")
        }
        Step::Undo if model.can_undo() => "undo last".to_owned(),
        Step::UndoOlder { which, only, as_far } => {
            let only = only.map(|user| format!(" --only {}", address(user))).unwrap_or_default();
            let as_far = if *as_far { " --as-far-as-possible" } else { "" };
            format!("undo {}{only}{as_far}", model.moved(*which)?.operation)
        }
        Step::Undo | Step::Batch(_) | Step::Wait(_) => return None,
    };
    Some(line.split(' ').map(str::to_owned).collect())
}

fn edit(user: usize, fields: &Fields) -> String {
    let switch = |on: bool| if on { "on" } else { "off" }.to_owned();
    let flags = [
        ("partner", fields.partner.map(switch)),
        ("active", fields.active.map(switch)),
        ("awarded", fields.awarded.map(|credits| credits.to_string())),
        ("purchased", fields.purchased.map(|credits| credits.to_string())),
        ("allowance", fields.allowance.map(|credits| credits.to_string())),
    ];
    let given = flags.into_iter().filter_map(|(flag, value)| Some(format!(" --{flag} {}", value?)));
    // `credits set` sets balances without other fields.
    let only_balances = fields.partner.is_none() && fields.active.is_none() && fields.allowance.is_none();
    let command = if only_balances { "credits set" } else { "user edit" };
    format!("{command} {}{}", address(user), given.collect::<String>())
}

fn seen(home: &Home) -> Vec<Seen> {
    let users = home.json(&["users", "list"]);
    let seen = |user: &serde_json::Value| {
        let number = |key: &str| user[key].as_i64().unwrap();
        let email = user["email"].as_str().unwrap();
        (
            (0..USERS).find(|user| address(*user) == email).unwrap(),
            number("awarded"),
            number("purchased"),
            user["status"] == "active",
            user["partner"] == true,
            number("allowance"),
        )
    };
    users.as_array().unwrap().iter().map(seen).collect()
}

proptest! {
    #![proptest_config(super::config(12, 10))]

    #[test]
    fn the_program_does_to_balances_what_the_model_does(steps in steps(20)) {
        let home = Home::new();
        let config = home.write("config.toml", "[limits]\nconfirm_above = 0\nmonths_at_once = 1200\n");
        let home = home.with("RAD_ADMIN_CONFIG", &config);
        // The ledger begins well before the first step, because months before it are refused.
        home.at("2026-01-15T12:00:00Z").ok(&["init", "--timezone", "UTC"]);
        let mut home = home.at("2027-01-15T12:00:00Z");
        let mut model = Model::new(START);
        for (step, dry_run) in &steps {
            if let Some(words) = words(step, &model) {
                let (before, operations) = (model.clone(), home.operations());
                let mut words: Vec<&str> = words.iter().map(String::as_str).collect();
                words.push("--yes");
                words.extend(dry_run.then_some("--dry-run"));
                let expected = model.apply(step, *dry_run).map_or_else(Code::exit_status, |()| 0);
                let run = home.run(&words);
                prop_assert_eq!(run.status, i32::from(expected), "{}", run);
                prop_assert_eq!(seen(&home), model.seen(), "{}", run);
                let written = i64::try_from(home.operations() - operations).unwrap();
                model.remember(&before, written, step);
            } else if matches!(step, Step::Wait(_)) {
                prop_assert!(model.apply(step, false).is_ok());
                home = home.at(&format!("{}-15T12:00:00Z", month_name(model.month)));
            }
        }
    }
}
