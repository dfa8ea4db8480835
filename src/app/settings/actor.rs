//! Determines the actor (rule *Actor*, docs/rules.md).

use super::file::{ConfigFile, FileValue};
use super::origin::{Origin, Sourced};
use super::table::{ACTOR, ACTORS, ACTORS_ANY};
use crate::app::environment;
use crate::cli::{Globals, values};
use crate::error::{Error, Result};

/// Longer names of accounts are cut off in the record.
const ACCOUNT_CHARACTERS_MAX: usize = 100;

#[derive(Debug)]
pub(super) struct Actor {
    pub(super) name: Sourced<String>,
    pub(super) refusal: Option<Refusal>,
}

/// Why an account may not write. Reading needs no actor, so this becomes an error only when a command writes.
#[derive(Debug)]
pub(super) enum Refusal {
    /// A flag or a variable names an actor, but `actors` decides for this account.
    NamesAnother(Origin),
    NoAddress,
}

impl Refusal {
    pub(super) fn error(&self) -> Error {
        let account = account();
        match self {
            Self::NamesAnother(origin) => Error::refused(format!(
                "the account '{account}' may not name an actor, and {origin} does: actors in the configuration decides"
            ))
            .reason("actor_not_allowed")
            .datum("account", account)
            .hint("leave it out, or have the account added to actors_any"),
            Self::NoAddress => Error::setup(format!("the account '{account}' has no address in the configuration"))
                .reason("no_actor")
                .datum("account", account.clone())
                .hint(format!("add it: actors = {{ {account} = \"ADDRESS\" }}")),
        }
    }
}

/// Returns the actor: from the flag, else the variable, else the file, else the login name. With `actors` in the file,
/// the account decides.
pub(super) fn actor(globals: &Globals, file: &ConfigFile, config: &str) -> Result<Actor> {
    let named = named(globals)?;
    if let Some(FileValue::Map(actors)) = file.get(&ACTORS) {
        let account = account();
        let may_name = match file.get(&ACTORS_ANY) {
            Some(FileValue::Texts(accounts)) => accounts.contains(&account),
            _ => false,
        };
        let own = match actors.get(&account) {
            Some(address) => Some(of_account(&account, address, config)?),
            None => None,
        };
        let refusal = match (&named, &own) {
            (Some(named), _) if !may_name => Some(Refusal::NamesAnother(named.origin)),
            (None, None) => Some(Refusal::NoAddress),
            _ => None,
        };
        let own = own.map(|value| Sourced { value, origin: Origin::File });
        let name = named.filter(|_| may_name).or(own);
        let name = name.unwrap_or(Sourced { value: account, origin: Origin::Default });
        return Ok(Actor { name, refusal });
    }
    let name = match (named, file.get(&ACTOR)) {
        (Some(named), _) => named,
        (None, Some(FileValue::Text(name))) => {
            Sourced { value: checked(name, "actor", config)?, origin: Origin::File }
        }
        (None, _) => Sourced { value: account(), origin: Origin::Default },
    };
    Ok(Actor { name, refusal: None })
}

/// Returns the actor that the flag or the variable names.
fn named(globals: &Globals) -> Result<Option<Sourced<String>>> {
    const VARIABLE: &str = "RAD_ADMIN_ACTOR";
    if let Some(value) = globals.actor.clone() {
        return Ok(Some(Sourced { value, origin: Origin::Flag("--actor") }));
    }
    let Some(name) = environment::text(VARIABLE)? else { return Ok(None) };
    let value = values::actor(&name).map_err(|what| Error::usage(format!("{VARIABLE}: {what}")))?;
    Ok(Some(Sourced { value, origin: Origin::Environment(VARIABLE) }))
}

fn checked(name: &str, key: &str, config: &str) -> Result<String> {
    values::actor(name).map_err(|what| Error::setup(format!("{config}: {key}: {what}")))
}

/// Returns the address of an account. A plain name is not enough: rule *Guards* knows people by their addresses.
fn of_account(account: &str, address: &str, config: &str) -> Result<String> {
    let email = values::email(address);
    let email = email.map_err(|what| Error::setup(format!("{config}: actors.{account}: {what}")))?;
    Ok(email.to_string())
}

/// Returns the operating system account that runs the program.
fn account() -> String {
    whoami::username().unwrap_or_else(|_| "unknown".to_owned())
}

/// Returns the account as operations record it, with the one that called sudo.
pub(in crate::app) fn recorded_account() -> String {
    let account = account();
    let sudo = environment::lossy("SUDO_USER").filter(|user| *user != account);
    let Some(user) = sudo else { return account };
    let user: String =
        user.chars().filter(|character| !character.is_control()).take(ACCOUNT_CHARACTERS_MAX).collect();
    format!("{account} (SUDO_USER {user})")
}

/// Checks every address of the file. Exit 7 if one is invalid.
pub(super) fn check_addresses(file: &ConfigFile, config: &str) -> Result<()> {
    if let Some(FileValue::Text(name)) = file.get(&ACTOR) {
        checked(name, "actor", config)?;
    }
    if let Some(FileValue::Map(actors)) = file.get(&ACTORS) {
        for (account, address) in actors {
            of_account(account, address, config)?;
        }
    }
    Ok(())
}
