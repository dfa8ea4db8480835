//! Which kinds of entries a command makes.

use crate::domain::{Bucket, Kind};

/// Of each command that moves credits.
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

/// The kinds of entries that this command makes.
pub(super) fn of_command(command: &str) -> &'static [Kind] {
    KINDS.iter().find(|(known, _)| *known == command).map_or(&[], |(_, kinds)| kinds)
}

/// What is wrong with the kind of an entry, of a command that makes these kinds.
pub(super) fn fault(id: i64, kinds: &[Kind], kind: &str, awarded: bool, amount: i64) -> Option<String> {
    let Some(known) = kinds.iter().find(|known| known.as_str() == kind) else {
        return Some(format!("entry {id} is of the kind '{kind}', which its command does not make"));
    };
    let bucket = if awarded { Bucket::Awarded } else { Bucket::Purchased };
    (!known.fits(bucket, amount)).then(|| {
        format!("entry {id} changes the {} balance by {amount}, which a {kind} cannot", bucket.as_str())
    })
}
