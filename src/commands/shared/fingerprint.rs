//! Computes the fingerprint that is stored with an idempotency key and stands for the request.
//!
//! The encoding is explicit and its test vectors are literal, because a used key has to mean the same in every later version of
//! the program.

use crate::app::{About, App};
use crate::domain::{Amount, Bucket, Credits, Email, OperationId};
use crate::encoding::Encoder;
use crate::error::Result;
use crate::store::{Key, OnFault, Reader, Selection, SelectionPart, Taking, UserId};

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
    let Some(Key { key, .. }) = &about.key else { return Ok(()) };
    let fingerprint = app.ledger()?.0.read(|reader| {
        let is_erased = reader.stored_key(key)? != *key;
        fingerprint(key, about, request, &|email| user_meant(reader, email, is_erased))
    })?;
    if let Some(key) = &mut about.key {
        key.fingerprint = fingerprint;
    }
    Ok(())
}

/// The user whom an address meant when the key was first used: an erased user, if the key was erased or if nobody has the
/// address today.
fn user_meant(reader: &Reader<'_>, email: &Email, is_key_erased: bool) -> Result<Option<UserId>> {
    if is_key_erased && let Some(user) = reader.erased_user(email)? {
        return Ok(Some(user));
    }
    reader.user_of(email)?.map_or_else(|| reader.erased_user(email), |user| Ok(Some(user)))
}

/// Finds the user with an address.
type UserOf<'a> = &'a dyn Fn(&Email) -> Result<Option<UserId>>;

fn fingerprint(
    key: &str,
    about: &About,
    request: &KeyedRequest<'_>,
    user_of: UserOf<'_>,
) -> Result<[u8; 32]> {
    let mut encoder = Encoder::new(NAME);
    // With the key, nobody can guess the rest from the hash after the key was erased.
    encoder.text(key).text(about.command).optional_text(about.reference.as_deref());
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
        let fingerprint = fingerprint("key-1", &about, request, &user_of).expect("a fingerprint");
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
                "baceb255f4a82505dda3cd89f8e81eef556e7b36d0585357330ff59a8b1eb80f",
            ),
            (
                adjust(vec![SelectionPart::All]),
                "b76916c74638873dfd5977ce16f2f1862c2b2e963469c810763b5574a7479350",
            ),
            (
                adjust(vec![SelectionPart::Role(Role::Partner)]),
                "e107d5509543a692b5b4aa7a499744f24214b43450c245c0cf7104f88eea12a2",
            ),
            (
                adjust(vec![SelectionPart::Listed(vec![bob, ada.clone(), ada.clone()])]),
                "4e706d24beb0857237ebb73b2d5b19d9b30b36878777a73fa75e9aec79ba50ca",
            ),
            (
                adjust(vec![
                    SelectionPart::Domain("example.org".parse().expect("a domain")),
                    SelectionPart::Status(Status::Invited),
                    SelectionPart::User("eve@example.org".parse().expect("an address")),
                ]),
                "74ee19edd13dfeaa5432df624238a0903898422180da1064be94a844e492eca1",
            ),
            (
                adjust(vec![SelectionPart::User("ada@example.net".parse().expect("an address"))]),
                "baceb255f4a82505dda3cd89f8e81eef556e7b36d0585357330ff59a8b1eb80f",
            ),
            (
                hex(
                    "credits set",
                    None,
                    &KeyedRequest::Balances { user: &ada, awarded: Some(credits("100")), purchased: None },
                ),
                "17dc564cba82334787b5c62812161277d719260ad78ecca596e70aa4032c34e6",
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
                "454a06abeeb0f9bbcb200b3d4d15dae59a355ed17caa729353e4c4be4bce588c",
            ),
            (
                hex(
                    "credits refund",
                    None,
                    &KeyedRequest::Refund { operation: OperationId::new(7), amount: Some(credits("3")) },
                ),
                "b8aed368e3170e1d99c2273b7d2b995952ff09a1f1e8d83355f8920f5005ecde",
            ),
            (of_content(OnFault::Stop), "e44dbdfc83902a3465675cc5aa322d0948004fad0adf53b34f3266d0e14625e2"),
            (
                of_content(OnFault::Continue),
                "132e5080d8bdbef2205c5768d658380f1225915079553af1bf9b37582aabf00b",
            ),
            (
                hex(
                    "undo",
                    None,
                    &KeyedRequest::Undo { operation: third, as_far_as_possible: false, only: None },
                ),
                "3e696497ec562f6b91d4998e8a42c52a12128e93a9ee1eb65a7a57d2c7b68898",
            ),
        ];
        for (found, expected) in vectors {
            assert_eq!(found, expected);
        }
    }
}
