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
    /// An operation to undo, or its effect on a selection. `None` is the newest operation.
    Undo { operation: Option<OperationId>, as_far_as_possible: bool, only: Option<&'a Selection> },
}

/// Adds the fingerprint to the key. The reason is not part of it: a person may type it later, and it is compared separately.
pub(super) fn sign(app: &mut App, about: &About, key: String, request: &KeyedRequest<'_>) -> Result<Key> {
    let fingerprint = app.ledger()?.0.read(|reader| {
        let is_erased = reader.stored_key(&key)? != key;
        fingerprint(&key, about, request, &|email| user_meant(reader, email, is_erased))
    })?;
    Ok(Key { key, fingerprint })
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
            encoder.optional_integer(operation.map(OperationId::get));
            encoder.boolean(*as_far_as_possible).boolean(only.is_some());
            if let Some(only) = only {
                add_selection(&mut encoder, only, user_of)?;
            }
        }
    }
    Ok(encoder.finish())
}

/// Adds the selection as it was written, without its users: those of a role may change between two attempts. A union is a set,
/// and so are the conditions: each enters as a digest, in the order of the digests.
fn add_selection(encoder: &mut Encoder, selection: &Selection, user_of: UserOf<'_>) -> Result<()> {
    let parts = selection.parts().iter().map(|part| {
        let mut encoder = Encoder::new("part");
        add_part(&mut encoder, part, user_of).map(|()| encoder.finish())
    });
    add_set(encoder, parts.collect::<Result<_>>()?);
    let condition = |condition: &String| {
        let mut encoder = Encoder::new("where");
        encoder.text(condition);
        encoder.finish()
    };
    add_set(encoder, selection.conditions().iter().map(condition).collect());
    Ok(())
}

fn add_set(encoder: &mut Encoder, mut digests: Vec<[u8; 32]>) {
    digests.sort_unstable();
    digests.dedup();
    encoder.count(digests.len() as u64);
    for digest in &digests {
        encoder.bytes(digest);
    }
}

fn add_part(encoder: &mut Encoder, part: &SelectionPart, user_of: UserOf<'_>) -> Result<()> {
    match part {
        SelectionPart::User(email) => add_user(encoder.text("user"), email, user_of)?,
        SelectionPart::All => _ = encoder.text("all"),
        SelectionPart::Everybody => _ = encoder.text("everybody"),
        SelectionPart::Role(role) => _ = encoder.text("role").text(role.as_str()),
        SelectionPart::Status(status) => _ = encoder.text("status").text(status.as_str()),
        SelectionPart::Domain(domain) => _ = encoder.text("domain").text(domain.as_str()),
        SelectionPart::Listed(list) => {
            encoder.text("listed");
            let users = list.addresses.iter().map(|(email, _)| {
                let mut encoder = Encoder::new("user");
                add_user(&mut encoder, email, user_of).map(|()| encoder.finish())
            });
            add_set(encoder, users.collect::<Result<_>>()?);
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
    use crate::store::ListedAddresses;

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
    #[allow(clippy::too_many_lines, reason = "a list of vectors")]
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
        let listed = |emails: &[&Email]| ListedAddresses {
            source: "list.txt".to_owned(),
            addresses: emails.iter().zip(1..).map(|(email, line)| ((*email).clone(), line)).collect(),
        };
        let third = OperationId::FIRST.next().next();
        let of_content = |on_fault| {
            hex("credits apply", None, &KeyedRequest::File { content: &[7; 32], on_fault, at_most: false })
        };
        let vectors = [
            (
                adjust(vec![SelectionPart::User(ada.clone())]),
                "2d7896c1f621dc2045c7022b3d33762c85c43bc6f1bca65ed51ff0de8f168edf",
            ),
            (
                adjust(vec![SelectionPart::All]),
                "0472dc4bf271ee69b5ffbf6569aca8e89752205a0166a489bc8c1770e218e75b",
            ),
            (
                adjust(vec![SelectionPart::Role(Role::Partner)]),
                "3e0b925acebf3b2f04bfe8d0a0f5200d8b8b371359538a794b3b976884cf0fb0",
            ),
            (
                adjust(vec![SelectionPart::Listed(listed(&[&bob, &ada, &ada]))]),
                "3e9297864644b1cc79bb0fbe570692fc5944dcb095f9ac2328aff670feb35619",
            ),
            (
                adjust(vec![
                    SelectionPart::Domain("example.org".parse().expect("a domain")),
                    SelectionPart::Status(Status::Invited),
                    SelectionPart::User("eve@example.org".parse().expect("an address")),
                ]),
                "7deef2f752901ada1c50e38fe339a2fe1f0f9d28c7a2ce84dbf1f9f8d695f9b2",
            ),
            (
                adjust(vec![SelectionPart::User("ada@example.net".parse().expect("an address"))]),
                "2d7896c1f621dc2045c7022b3d33762c85c43bc6f1bca65ed51ff0de8f168edf",
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
                "126f4b00113b54048afa17d130c1ab6ccdfa3446497cdd6cf91ba9ca4258918b",
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
                    &KeyedRequest::Undo { operation: Some(third), as_far_as_possible: false, only: None },
                ),
                "87e0e3c9052ee935129197019fb1cda5d3b7678b062cc4e5fd6116b537b11d63",
            ),
        ];
        let (found, expected): (Vec<_>, Vec<_>) = vectors.into_iter().unzip();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_union_is_a_set() {
        let asked = |users: &str| {
            let users = users.split(' ').map(|user| SelectionPart::User(user.parse().expect("an address")));
            let only = Selection::new(users.collect());
            hex(
                "undo",
                None,
                &KeyedRequest::Undo { operation: None, as_far_as_possible: false, only: Some(&only) },
            )
        };
        assert_eq!(asked("ada@example.org bob@example.org"), asked("bob@example.org ada@example.org"));
        assert_eq!(asked("ada@example.org"), asked("ada@example.org ada@example.net"));
        assert_ne!(asked("ada@example.org"), asked("bob@example.org"));
    }
}
