//! What a message can say: placeholders, and the facts that take their places.

use crate::domain::{Email, MessageKind};

/// A placeholder of a template: a name in braces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placeholder {
    /// The recipient's name, else the address.
    Name,
    /// The recipient's address.
    Email,
    /// The actor who invites.
    Inviter,
    /// The recipient's roles.
    Roles,
    /// The awarded balance; of an invitation, the credits that the account opens with.
    Awarded,
    /// The purchased balance.
    Purchased,
    /// Both balances together.
    Balance,
    /// Where an invitation is accepted. It holds the token: keep it out of logs.
    Link,
    /// Until when an invitation can be accepted.
    Expires,
    /// Below this the balance is low.
    Threshold,
    /// The signed change of the awarded balance.
    AwardedChange,
    /// The signed change of the purchased balance.
    PurchasedChange,
    /// The credits that a month granted.
    Credits,
    /// The month that was granted.
    Month,
    /// When the change was made.
    Date,
    /// Why, in the administrator's words: the built-in templates keep it to themselves.
    Reason,
}

use Placeholder as P;

impl Placeholder {
    /// The name in the braces.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            P::Name => "name",
            P::Email => "email",
            P::Inviter => "inviter",
            P::Roles => "roles",
            P::Awarded => "awarded",
            P::Purchased => "purchased",
            P::Balance => "balance",
            P::Link => "link",
            P::Expires => "expires",
            P::Threshold => "threshold",
            P::AwardedChange => "awarded_change",
            P::PurchasedChange => "purchased_change",
            P::Credits => "credits",
            P::Month => "month",
            P::Date => "date",
            P::Reason => "reason",
        }
    }

    /// Those that a message of this kind has facts for.
    pub(super) const fn of_kind(kind: MessageKind) -> &'static [Self] {
        match kind {
            MessageKind::Invitation => {
                &[P::Name, P::Email, P::Inviter, P::Roles, P::Awarded, P::Link, P::Expires]
            }
            MessageKind::LowBalance => {
                &[P::Name, P::Email, P::Balance, P::Awarded, P::Purchased, P::Threshold]
            }
            MessageKind::Granted => {
                &[P::Name, P::Email, P::Credits, P::Month, P::Balance, P::Awarded, P::Purchased, P::Date]
            }
            MessageKind::Adjusted | MessageKind::Corrected => &[
                P::Name,
                P::Email,
                P::AwardedChange,
                P::PurchasedChange,
                P::Balance,
                P::Awarded,
                P::Purchased,
                P::Date,
                P::Reason,
            ],
        }
    }
}

/// The facts of one message, in words. What is not there is empty.
#[derive(Clone)]
pub struct MessageFacts {
    /// What the message is about.
    pub kind: MessageKind,
    values: Vec<(Placeholder, String)>,
}

impl MessageFacts {
    /// Of a message to this person; the greeting takes the address where no name is known.
    pub fn new(kind: MessageKind, to: &Email, name: Option<&str>) -> Self {
        let name = name.filter(|name| !name.trim().is_empty()).unwrap_or(to.as_str());
        Self { kind, values: vec![(P::Name, name.to_owned()), (P::Email, to.to_string())] }
    }

    /// With one more fact.
    #[must_use]
    pub fn with(mut self, placeholder: Placeholder, value: impl Into<String>) -> Self {
        self.values.push((placeholder, value.into()));
        self
    }

    pub(super) fn value(&self, placeholder: Placeholder) -> &str {
        let found = self.values.iter().rev().find(|(known, _)| *known == placeholder);
        found.map_or("", |(_, value)| value)
    }
}
