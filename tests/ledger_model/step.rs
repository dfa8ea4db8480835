//! The steps of the model, and how random ones are made.

use std::ops::Range;

use proptest::option::weighted;
use proptest::prelude::*;
use rad_admin::domain::{Bucket, MAX_CREDITS};

pub(crate) const USERS: usize = 4;

pub(crate) fn address(user: usize) -> String {
    format!("user{user}@example.org")
}

/// The users of a step.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Target {
    User(usize),
    /// All active users.
    All,
    /// All active partners.
    Partners,
}

/// How a grant pays an allowance.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Policy {
    #[default]
    Plain,
    Cap(i64),
    Reset,
}

/// The fields of an edit; `None`: left alone.
#[derive(Clone, Debug)]
pub(crate) struct Fields {
    pub(crate) partner: Option<bool>,
    pub(crate) active: Option<bool>,
    pub(crate) awarded: Option<i64>,
    pub(crate) purchased: Option<i64>,
    pub(crate) allowance: Option<i64>,
}

/// One step. Amounts are credits.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    Add {
        user: usize,
        partner: bool,
        awarded: i64,
        purchased: i64,
    },
    Adjust {
        target: Target,
        bucket: Bucket,
        amount: i64,
    },
    /// Several changes of existing users in one operation, which only the library can do.
    Batch(Vec<(usize, Bucket, i64)>),
    /// Takes awarded credits first, then purchased ones.
    Spend {
        target: Target,
        amount: i64,
        at_most: bool,
    },
    /// Refunds the rest of the newest spend, or a part of it.
    Refund {
        amount: Option<i64>,
    },
    /// Undoes the newest operation completely.
    Undo,
    /// Takes back an earlier operation that moved credits or closed a month, of everybody or of one user.
    UndoOlder {
        which: usize,
        only: Option<usize>,
        as_far: bool,
    },
    Edit {
        user: usize,
        fields: Fields,
    },
    Allow {
        target: Target,
        amount: i64,
        months_ahead: Option<i32>,
        until_ahead: Option<i32>,
        policy: Policy,
    },
    Pause {
        target: Target,
        until_ahead: Option<i32>,
    },
    /// Closes the month that many months ago for nobody.
    Skip {
        months_ago: i32,
    },
    /// Grants the month this many months ago.
    Grant {
        months_ago: i32,
    },
    GrantTo {
        user: usize,
        months_ago: i32,
    },
    CatchUp,
    /// Lets this many months pass.
    Wait(i32),
}

fn user() -> Range<usize> {
    0..USERS
}

fn bucket() -> impl Strategy<Value = Bucket> {
    prop_oneof![Just(Bucket::Awarded), Just(Bucket::Purchased)]
}

fn target() -> impl Strategy<Value = Target> {
    prop_oneof![6 => user().prop_map(Target::User), 1 => Just(Target::All), 1 => Just(Target::Partners)]
}

/// Mostly small amounts, so that overdrafts happen, and some near the limit.
fn credits() -> impl Strategy<Value = i64> {
    prop_oneof![20 => 0..60_i64, 1 => MAX_CREDITS - 60..=MAX_CREDITS]
}

fn change() -> impl Strategy<Value = i64> {
    (credits(), any::<bool>()).prop_map(|(credits, add)| if add { credits.max(1) } else { -credits.max(1) })
}

fn policy() -> impl Strategy<Value = Policy> {
    prop_oneof![3 => Just(Policy::Plain), 1 => (1..120_i64).prop_map(Policy::Cap), 1 => Just(Policy::Reset)]
}

fn fields() -> impl Strategy<Value = Fields> {
    let switch = || weighted(0.5, any::<bool>());
    let figure = || weighted(0.2, credits());
    (switch(), switch(), figure(), figure(), figure())
        .prop_map(|(partner, active, awarded, purchased, allowance)| Fields {
            partner,
            active,
            awarded,
            purchased,
            allowance,
        })
        .prop_filter("an edit names a field", |fields| {
            let figures = [fields.awarded, fields.purchased, fields.allowance];
            fields.partner.is_some() || fields.active.is_some() || figures.iter().any(Option::is_some)
        })
}

/// Makes one step, and whether it is a dry run.
fn step() -> impl Strategy<Value = (Step, bool)> {
    let months_ago = || prop_oneof![3 => Just(0), 1 => 1..3_i32];
    let step = prop_oneof![
        1 => (user(), any::<bool>(), credits(), credits())
            .prop_map(|(user, partner, awarded, purchased)| Step::Add { user, partner, awarded, purchased }),
        4 => (target(), bucket(), change())
            .prop_map(|(target, bucket, amount)| Step::Adjust { target, bucket, amount }),
        3 => (target(), 1..60_i64, any::<bool>())
            .prop_map(|(target, amount, at_most)| Step::Spend { target, amount, at_most }),
        2 => weighted(0.5, 1..40_i64).prop_map(|amount| Step::Refund { amount }),
        3 => Just(Step::Undo),
        4 => (any::<prop::sample::Index>(), weighted(0.3, user()), any::<bool>())
            .prop_map(|(which, only, as_far)| Step::UndoOlder { which: which.index(100), only, as_far }),
        2 => prop::collection::vec((user(), bucket(), change()), 1..6).prop_map(Step::Batch),
        5 => (user(), fields()).prop_map(|(user, fields)| Step::Edit { user, fields }),
        5 => (target(), credits(), weighted(0.4, 0..4_i32), weighted(0.2, 0..5_i32), policy())
            .prop_map(|(target, amount, months_ahead, until_ahead, policy)| Step::Allow {
                target,
                amount,
                months_ahead,
                until_ahead,
                policy,
            }),
        3 => (target(), weighted(0.7, 0..4_i32))
            .prop_map(|(target, until_ahead)| Step::Pause { target, until_ahead }),
        1 => months_ago().prop_map(|months_ago| Step::Skip { months_ago }),
        3 => months_ago().prop_map(|months_ago| Step::Grant { months_ago }),
        2 => (user(), months_ago()).prop_map(|(user, months_ago)| Step::GrantTo { user, months_ago }),
        1 => Just(Step::CatchUp),
        3 => (1..3_i32).prop_map(Step::Wait),
    ];
    (step, prop::bool::weighted(0.15))
}

/// Starts with two partners who have an allowance and another user. Random steps follow.
pub(crate) fn steps(max: usize) -> impl Strategy<Value = Vec<(Step, bool)>> {
    let add = |user, partner| Step::Add { user, partner, awarded: 40, purchased: 20 };
    let begin = [
        add(0, true),
        add(1, true),
        add(2, false),
        Step::Allow {
            target: Target::Partners,
            amount: 50,
            months_ahead: None,
            until_ahead: None,
            policy: Policy::Plain,
        },
    ];
    prop::collection::vec(step(), 1..max)
        .prop_map(move |steps| begin.clone().into_iter().map(|step| (step, false)).chain(steps).collect())
}
