//! The placeholders of templates, and the facts that fill them.

use crate::domain::{Email, MessageKind};

/// A placeholder of a template, written as a name in braces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placeholder {
    /// The recipient's name, or the address if there is no name.
    Name,
    /// The recipient's address.
    Email,
    /// The actor who invites.
    Inviter,
    Roles,
    /// The awarded balance; in an invitation, the credits that the account starts with.
    Awarded,
    Purchased,
    /// The sum of both balances.
    Balance,
    /// The web address that accepts an invitation. It holds the token, so keep it out of logs.
    Link,
    /// When the invitation expires.
    Expires,
    /// A balance below this is low.
    Threshold,
    /// The signed change of the awarded balance.
    AwardedChange,
    /// The signed change of the purchased balance.
    PurchasedChange,
    /// The credits that the grant of a month paid.
    Credits,
    /// The granted month.
    Month,
    /// When the change was made.
    Date,
    /// The administrator's reason. The built-in templates do not show it.
    Reason,
}

use Placeholder as P;

impl Placeholder {
    /// Returns the name within the braces.
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

    /// Returns the placeholders that messages of this kind can fill.
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

/// The facts of one message, in words. A missing fact is an empty text.
#[derive(Clone)]
pub struct MessageFacts {
    pub kind: MessageKind,
    values: Vec<(Placeholder, String)>,
}

impl MessageFacts {
    /// Starts the facts of a message to this person. Without a name, the greeting uses the address.
    pub fn new(kind: MessageKind, to: &Email, name: Option<&str>) -> Self {
        let name = name.filter(|name| !name.trim().is_empty()).unwrap_or(to.as_str());
        Self { kind, values: vec![(P::Name, name.to_owned()), (P::Email, to.to_string())] }
    }

    /// Adds a fact.
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
