//! Puts the facts of a message into words.

use crate::domain::{MessageKind, Role, Timestamp, Zone};
use crate::mail::{MessageFacts, Placeholder};
use crate::output::grouped;
use crate::store::{CreditChange, MessageCause, OutgoingMessage};

/// Returns the facts of a message from the outbox. Only an invitation uses `link`.
pub(crate) fn facts_of(outgoing: &OutgoingMessage, link: &str, zone: Zone) -> MessageFacts {
    let facts = |kind| MessageFacts::new(kind, &outgoing.email, outgoing.name.as_deref());
    let balances = |facts: MessageFacts| {
        let (awarded, purchased) = (outgoing.awarded.get(), outgoing.purchased.get());
        facts
            .with(Placeholder::Awarded, grouped(awarded))
            .with(Placeholder::Purchased, grouped(purchased))
            .with(Placeholder::Balance, grouped(awarded + purchased))
    };
    match &outgoing.cause {
        MessageCause::Invitation { inviter, expires_at } => facts(MessageKind::Invitation)
            .with(Placeholder::Inviter, inviter)
            .with(Placeholder::Roles, outgoing.roles.iter().map(Role::as_str).collect::<Vec<_>>().join(", "))
            .with(Placeholder::Awarded, some_credits(outgoing.awarded.get()))
            .with(Placeholder::Link, link)
            .with(Placeholder::Expires, moment(*expires_at, zone)),
        MessageCause::LowBalance { threshold } => {
            balances(facts(MessageKind::LowBalance)).with(Placeholder::Threshold, grouped(*threshold))
        }
        MessageCause::Change(change) => changed(balances(facts(change.kind)), change, zone),
    }
}

fn changed(facts: MessageFacts, change: &CreditChange, zone: Zone) -> MessageFacts {
    let CreditChange { at, awarded, purchased, month, reason, .. } = change;
    facts
        .with(Placeholder::AwardedChange, signed(*awarded))
        .with(Placeholder::PurchasedChange, signed(*purchased))
        .with(Placeholder::Credits, grouped(*awarded))
        .with(Placeholder::Month, month.map(|month| month.to_string()).unwrap_or_default())
        .with(Placeholder::Date, moment(*at, zone))
        .with(Placeholder::Reason, reason.clone().unwrap_or_default())
}

/// Prints a time with its zone.
pub(crate) fn moment(at: Timestamp, zone: Zone) -> String {
    format!("{} ({zone})", zone.format(at))
}

/// Returns an empty text for 0, so that a template leaves out a line without other facts.
pub(crate) fn some_credits(credits: i64) -> String {
    if credits == 0 { String::new() } else { grouped(credits) }
}

fn signed(change: i64) -> String {
    if change > 0 { format!("+{}", grouped(change)) } else { some_credits(change) }
}
