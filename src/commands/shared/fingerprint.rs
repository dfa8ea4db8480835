//! Computes the fingerprint that is stored with an idempotency key and stands for the request.
//!
//! The encoding is explicit and its test vectors are literal, because a used key has to mean the same in every later version of
//! the program.

use crate::app::{About, App};
use crate::domain::{Amount, Bucket, Credits, Email, OperationId};
use crate::encoding::Encoder;
use crate::error::Result;
use crate::store::{OnFault, Selection, SelectionPart, Taking, UserId};

/// Names the encoding. Change the name with the encoding.
const NAME: &str = "rad-admin request 1";

/// The request of a command, without its name and its reference.
pub(crate) enum KeyedRequest<'a> {
    /// The same change for each user of a selection.
    Adjustment { bucket: Bucket, amount: Amount, users: &'a Selection, include_inactive: bool },
    /// Credits to take from each user of a selection.
    Taking { taking: &'a Taking, users: &'a Selection, include_inactive: bool },
    /// A spend to give back, whole or in part, by its number or its reference.
    Refund { operation: Option<OperationId>, amount: Option<Credits> },
    /// Balances to set.
    Balances { user: &'a Email, awarded: Option<Credits>, purchased: Option<Credits> },
    /// The rows of a file, by their content hash.
    File { content: &'a [u8; 32], on_fault: OnFault, at_most: bool },
    /// An operation to undo, or its effect on a selection.
    Undo { operation: OperationId, as_far_as_possible: bool, only: Option<&'a Selection> },
}

/// Fills in the fingerprint if there is a key. The reason is not part of it: a person may type it later, and it is compared
/// separately.
pub(crate) fn sign(app: &mut App, about: &mut About, request: &KeyedRequest<'_>) -> Result<()> {
    if about.key.is_none() {
        return Ok(());
    }
    let fingerprint =
        app.ledger()?.0.read(|reader| fingerprint(about, request, &|email| reader.user_of(email)))?;
    if let Some(key) = &mut about.key {
        key.fingerprint = fingerprint;
    }
    Ok(())
}

/// Finds the user with an address.
type UserOf<'a> = &'a dyn Fn(&Email) -> Result<Option<UserId>>;

fn fingerprint(about: &About, request: &KeyedRequest<'_>, user_of: UserOf<'_>) -> Result<[u8; 32]> {
    let mut encoder = Encoder::new(NAME);
    encoder.text(about.command).optional_text(about.reference.as_deref());
    match request {
        KeyedRequest::Adjustment { bucket, amount, users, include_inactive } => {
            encoder.text(bucket.as_str()).integer(amount.get()).boolean(*include_inactive);
            add_selection(&mut encoder, users, user_of)?;
        }
        KeyedRequest::Taking { taking, users, include_inactive } => {
            encoder.text("take").optional_text(taking.only.map(Bucket::as_str)).integer(taking.amount.get());
            encoder.integer(taking.leave.get()).boolean(taking.at_most).boolean(*include_inactive);
            add_selection(&mut encoder, users, user_of)?;
        }
        KeyedRequest::Refund { operation, amount } => {
            encoder
                .optional_integer(operation.map(OperationId::get))
                .optional_integer(amount.map(Credits::get));
        }
        KeyedRequest::Balances { user, awarded, purchased } => {
            add_user(&mut encoder, user, user_of)?;
            encoder.optional_integer(awarded.map(Credits::get)).optional_integer(purchased.map(Credits::get));
        }
        KeyedRequest::File { content, on_fault, at_most } => {
            encoder.bytes(*content).text(on_fault.as_str()).boolean(*at_most);
        }
        KeyedRequest::Undo { operation, as_far_as_possible, only } => {
            encoder.integer(operation.get()).boolean(*as_far_as_possible).boolean(only.is_some());
            if let Some(only) = only {
                add_selection(&mut encoder, only, user_of)?;
            }
        }
    }
    Ok(encoder.finish())
}

/// Adds the selection as it was written, without its users: those of a role may change between two attempts.
fn add_selection(encoder: &mut Encoder, selection: &Selection, user_of: UserOf<'_>) -> Result<()> {
    encoder.count(selection.parts().len() as u64);
    for part in selection.parts() {
        match part {
            SelectionPart::User(email) => add_user(encoder.text("user"), email, user_of)?,
            SelectionPart::All => _ = encoder.text("all"),
            SelectionPart::Everybody => _ = encoder.text("everybody"),
            SelectionPart::Role(role) => _ = encoder.text("role").text(role.as_str()),
            SelectionPart::Status(status) => _ = encoder.text("status").text(status.as_str()),
            SelectionPart::Domain(domain) => _ = encoder.text("domain").text(domain.as_str()),
            SelectionPart::Listed(emails) => {
                let mut emails: Vec<&Email> = emails.iter().collect();
                emails.sort_unstable();
                emails.dedup();
                encoder.text("listed").count(emails.len() as u64);
                emails.into_iter().try_for_each(|email| add_user(encoder, email, user_of))?;
            }
        }
    }
    if !selection.conditions().is_empty() {
        encoder.text("where").count(selection.conditions().len() as u64);
        for condition in selection.conditions() {
            encoder.text(condition);
        }
    }
    Ok(())
}

/// Adds the user's number, because the address may change between two attempts. An address that nobody ever had is added as
/// text.
fn add_user(encoder: &mut Encoder, email: &Email, user_of: UserOf<'_>) -> Result<()> {
    match user_of(email)? {
        Some(user) => encoder.boolean(true).integer(user.0),
        None => encoder.boolean(false).text(email.as_str()),
    };
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Kind, Role, Status};

    /// Computes a fingerprint. Ada is user 1, also under a former address, and Bob is user 2.
    fn hex(command: &'static str, reference: Option<&str>, request: &KeyedRequest<'_>) -> String {
        let about = About { command, reference: reference.map(str::to_owned), key: None };
        let users = [("ada@example.org", 1), ("ada@example.net", 1), ("bob@example.org", 2)];
        let user_of = |email: &Email| {
            let known = users.into_iter().find(|(known, _)| *known == email.as_str());
            Ok(known.map(|(_, id)| UserId(id)))
        };
        let fingerprint = fingerprint(&about, request, &user_of).expect("a fingerprint");
        fingerprint.map(|byte| format!("{byte:02x}")).concat()
    }

    fn credits(text: &str) -> Credits {
        text.parse().expect("credits")
    }

    #[test]
    fn a_fingerprint_never_changes_for_the_same_request() {
        let ada: Email = "ada@example.org".parse().expect("an address");
        let bob: Email = "bob@example.org".parse().expect("an address");
        let five = Amount::from(credits("5"));
        let adjust = |parts: Vec<SelectionPart>| {
            hex(
                "credits award",
                Some("ticket-7"),
                &KeyedRequest::Adjustment {
                    bucket: Bucket::Awarded,
                    amount: five,
                    users: &Selection::new(parts),
                    include_inactive: false,
                },
            )
        };
        let taking = Taking {
            kind: Kind::Spend,
            amount: credits("5"),
            only: Some(Bucket::Awarded),
            leave: credits("20"),
            at_most: true,
        };
        let third = OperationId::FIRST.next().next();
        let of_content = |on_fault| {
            hex("credits apply", None, &KeyedRequest::File { content: &[7; 32], on_fault, at_most: false })
        };
        let vectors = [
            (
                adjust(vec![SelectionPart::User(ada.clone())]),
                "288dc27319357cc0d800465f018ec8ab5c3ed96f97361fd5a24d7f4aa17a727a",
            ),
            (
                adjust(vec![SelectionPart::All]),
                "71dc770096cb29f26bf01b2dfdc623e498bcb47398d4dcfd432a39802bccd363",
            ),
            (
                adjust(vec![SelectionPart::Role(Role::Partner)]),
                "23e82bb606b744fd18aec9f5247a7dfbdc69798714711b2914b1c2b173396977",
            ),
            (
                adjust(vec![SelectionPart::Listed(vec![bob, ada.clone(), ada.clone()])]),
                "61e9dff323d7d2305d4d39eac60fee46d07fa2bccaa7cecf91cba7d6ac5fc213",
            ),
            (
                adjust(vec![
                    SelectionPart::Domain("example.org".parse().expect("a domain")),
                    SelectionPart::Status(Status::Invited),
                    SelectionPart::User("eve@example.org".parse().expect("an address")),
                ]),
                "a3439b811abaec946b8ae19dc8c9b85f835ae1a9aa82030a231c1e19bb1a7aa7",
            ),
            (
                adjust(vec![SelectionPart::User("ada@example.net".parse().expect("an address"))]),
                "288dc27319357cc0d800465f018ec8ab5c3ed96f97361fd5a24d7f4aa17a727a",
            ),
            (
                hex(
                    "credits set",
                    None,
                    &KeyedRequest::Balances { user: &ada, awarded: Some(credits("100")), purchased: None },
                ),
                "234730972a15a3d3e13af88f30f2bda56ce16d9f915097863dafc4b81b3a007a",
            ),
            (
                hex(
                    "credits spend",
                    Some("job-1"),
                    &KeyedRequest::Taking {
                        taking: &taking,
                        users: &Selection::user(ada.clone()),
                        include_inactive: false,
                    },
                ),
                "4616b13c2fa3e6a20aba3f9e3b4c0c2f2a9eb59e5d69d2f292c44466f91dda1b",
            ),
            (
                hex(
                    "credits refund",
                    None,
                    &KeyedRequest::Refund { operation: OperationId::new(7), amount: Some(credits("3")) },
                ),
                "e1a985bccefe2195c5c44996306d88d9eade06ba074f3e473570984a02750966",
            ),
            (of_content(OnFault::Stop), "8dec75254cef2efc1fd4d11388e9d05a3a4ad17bb9f6d5560bdd99055a77c80a"),
            (
                of_content(OnFault::Continue),
                "dce83d857f19b95ada51334bd0bf4961082555b454862f5eb584db1ac463b36e",
            ),
            (
                hex(
                    "undo",
                    None,
                    &KeyedRequest::Undo { operation: third, as_far_as_possible: false, only: None },
                ),
                "673dcdd06000b4ff48c6a2ec5bb7c10be1c821112c11aa0f3c06fb405c77a042",
            ),
        ];
        for (found, expected) in vectors {
            assert_eq!(found, expected);
        }
    }
}
