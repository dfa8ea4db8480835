//! The argument USERS: which users a command affects.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use clap::Args;

use super::completes::Completes;
use crate::domain::{Domain, Email, Role, Status, nearest};

/// Help: what USERS can be.
pub const USERS_HELP: &str = "An address, all, role:ROLE, status:STATUS, domain:DOMAIN, @FILE or - (standard input); or several, with commas";

/// Help: how to narrow USERS.
pub const NARROWED_HELP: &str =
    "Only matching users, such as 'balance<10'; repeat it to narrow further. KEY is one of 'user list'";

// Conditions that narrow USERS.
#[derive(Args, Clone, Debug, Default)]
pub struct Narrowed {
    /// Only users for whom this holds
    #[arg(long = "where", value_name = "KEY OP VALUE", help = NARROWED_HELP, add = Completes::Condition)]
    pub conditions: Vec<String>,
}

// The users whose balances an adjustment changes.
#[derive(Args, Clone, Debug)]
pub struct Whom {
    /// Whom
    #[arg(value_name = "USERS", help = USERS_HELP, add = Completes::Users)]
    pub users: Users,
    #[command(flatten)]
    pub narrowed: Narrowed,
    /// Include inactive users of a selection or a file
    #[arg(long)]
    pub include_inactive: bool,
}

/// The union of its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Users(pub Vec<UsersPart>);

/// An address or a selector.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UsersPart {
    /// One user.
    User(Email),
    /// Everybody but inactive users.
    All,
    /// Everybody with the role.
    Role(Role),
    /// Everybody with the status.
    Status(Status),
    /// Everybody whose address has the domain.
    Domain(Domain),
    /// The addresses in a file.
    File(PathBuf),
    /// The addresses on standard input.
    Stdin,
}

impl Users {
    /// Returns the address if USERS is a single one.
    pub fn only_user(&self) -> Option<&Email> {
        match self.0.as_slice() {
            [UsersPart::User(email)] => Some(email),
            _ => None,
        }
    }
}

impl fmt::Display for Users {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, part) in self.0.iter().enumerate() {
            f.write_str(if index == 0 { "" } else { "," })?;
            match part {
                UsersPart::User(email) => write!(f, "{email}"),
                UsersPart::All => f.write_str("all"),
                UsersPart::Role(role) => write!(f, "role:{role}"),
                UsersPart::Status(status) => write!(f, "status:{status}"),
                UsersPart::Domain(domain) => write!(f, "domain:{domain}"),
                UsersPart::File(path) => write!(f, "@{}", path.display()),
                UsersPart::Stdin => f.write_str("-"),
            }?;
        }
        Ok(())
    }
}

impl FromStr for Users {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parts: Vec<UsersPart> = text.split(',').map(str::parse).collect::<Result<_, _>>()?;
        if parts.iter().filter(|part| **part == UsersPart::Stdin).count() > 1 {
            return Err("standard input, '-', can be read only once".to_owned());
        }
        Ok(Self(parts))
    }
}

impl FromStr for UsersPart {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.trim();
        match text.split_once(':') {
            Some(("role", role)) => return role.parse().map(Self::Role),
            Some(("status", status)) => return status.parse().map(Self::Status),
            Some(("domain", domain)) => return domain.parse().map(Self::Domain),
            _ => {}
        }
        match (text, text.strip_prefix('@')) {
            ("all", _) => Ok(Self::All),
            // Two of its names would read it twice, and find nothing the second time.
            ("-", _) | (_, Some("/dev/stdin" | "/dev/fd/0" | "/proc/self/fd/0")) => Ok(Self::Stdin),
            (_, Some("")) => Err("'@' needs the name of a file behind it".to_owned()),
            (_, Some(file)) => Ok(Self::File(file.into())),
            (_, None) => text.parse().map(Self::User).map_err(|message: String| match meant(text) {
                Some(meant) => {
                    format!("'{text}' is neither an address nor a selector: did you mean '{meant}'?")
                }
                None => format!(
                    "{message}; USERS is an address, all, role:ROLE, status:STATUS, domain:DOMAIN, @FILE or -"
                ),
            }),
        }
    }
}

/// Returns the selector nearest to a misspelt one.
fn meant(text: &str) -> Option<String> {
    let text = text.to_lowercase();
    match text.split_once(':') {
        Some((selector, name)) => {
            nearest(selector, ["role", "status", "domain"]).map(|selector| format!("{selector}:{name}"))
        }
        None => nearest(&text, ["all"]).map(str::to_owned),
    }
}
