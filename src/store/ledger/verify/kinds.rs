//! Says which kinds of entries a command makes.

use crate::domain::{Bucket, Kind};

/// The commands that move credits, and the kinds of their entries.
const KINDS: &[(&str, &[Kind])] = &[
    ("credits award", &[Kind::Award]),
    ("credits purchase", &[Kind::Purchase]),
    ("credits deduct", &[Kind::Deduct]),
    ("credits spend", &[Kind::Spend]),
    ("credits refund", &[Kind::Refund]),
    ("credits set", &[Kind::Set]),
    ("credits apply", &[Kind::Award, Kind::Purchase, Kind::Deduct]),
    ("user add", &[Kind::Opening]),
    ("user edit", &[Kind::Set]),
    ("user import", &[Kind::Opening, Kind::Set]),
    ("user erase", &[Kind::Forfeit]),
    ("invite", &[Kind::Opening]),
    ("grant-monthly", &[Kind::Monthly, Kind::Expire]),
    ("undo", &[Kind::Undo]),
];

pub(super) fn of_command(command: &str) -> &'static [Kind] {
    KINDS.iter().find(|(known, _)| *known == command).map_or(&[], |(_, kinds)| kinds)
}

/// Describes what is wrong with the kind of an entry. `kinds` are those that its command makes.
pub(super) fn discrepancy(id: i64, kinds: &[Kind], kind: &str, awarded: bool, amount: i64) -> Option<String> {
    let Some(known) = kinds.iter().find(|known| known.as_str() == kind) else {
        return Some(format!("entry {id} is of the kind '{kind}', which its command does not make"));
    };
    let bucket = if awarded { Bucket::Awarded } else { Bucket::Purchased };
    (!known.fits(bucket, amount)).then(|| {
        format!("entry {id} changes the {} balance by {amount}, which a {kind} cannot", bucket.as_str())
    })
}
