//! The roles of users on the platform. Partner is one of them.

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};

/// One role. The discriminant is its bit in a stored [`Roles`] set and never changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Receives a monthly allowance.
    Partner = 1,
    Agent = 2,
    Finance = 4,
    Support = 8,
    Trainer = 16,
    /// The last active one cannot be removed.
    Admin = 32,
}

impl Role {
    /// Every role, in the order of lists.
    pub const ALL: [Self; 6] =
        [Self::Partner, Self::Agent, Self::Finance, Self::Support, Self::Trainer, Self::Admin];

    /// Returns the name that is typed and printed.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Partner => "partner",
            Self::Agent => "agent",
            Self::Finance => "finance",
            Self::Support => "support",
            Self::Trainer => "trainer",
            Self::Admin => "admin",
        }
    }

    /// Returns the role's bit in a stored set.
    pub const fn bit(self) -> i64 {
        self as i64
    }
}

impl FromStr for Role {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let names = Self::ALL.map(Self::as_str);
        Self::ALL.into_iter().find(|role| role.as_str() == text).ok_or_else(|| {
            match super::nearest(text, names) {
                _ if text.contains([';', '|', '/', ' ']) => {
                    format!("'{text}' is not a role: separate roles with commas")
                }
                Some(near) => format!("'{text}' is not a role: did you mean '{near}'?"),
                None => format!("'{text}' is not a role: the roles are {}", names.join(", ")),
            }
        })
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A set of roles, stored as one small number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Roles(i64);

impl Roles {
    pub const ALL: Self = {
        let (mut all, mut index) = (0, 0);
        while index < Role::ALL.len() {
            all |= Role::ALL[index].bit();
            index += 1;
        }
        Self(all)
    };

    /// Reads the stored number. Bits that stand for no role are dropped.
    pub const fn from_bits(bits: i64) -> Self {
        Self(bits & Self::ALL.0)
    }

    /// Returns the stored number.
    pub const fn bits(self) -> i64 {
        self.0
    }

    pub const fn contains(self, role: Role) -> bool {
        self.0 & role.bit() != 0
    }

    #[must_use]
    pub const fn with(self, role: Role) -> Self {
        Self(self.0 | role.bit())
    }

    #[must_use]
    pub const fn without(self, role: Role) -> Self {
        Self(self.0 & !role.bit())
    }

    /// Returns the roles in the order of lists.
    pub fn iter(self) -> impl Iterator<Item = Role> {
        Role::ALL.into_iter().filter(move |role| self.contains(*role))
    }
}

impl FromIterator<Role> for Roles {
    fn from_iter<I: IntoIterator<Item = Role>>(roles: I) -> Self {
        roles.into_iter().fold(Self::default(), Self::with)
    }
}

impl Serialize for Roles {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl fmt::Display for Roles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, role) in self.iter().enumerate() {
            if index > 0 {
                f.write_str(",")?;
            }
            f.write_str(role.as_str())?;
        }
        Ok(())
    }
}

/// Reads names separated by commas, as [`Roles`] prints them. An empty text means no roles.
impl FromStr for Roles {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        text.split(',').map(str::trim).filter(|name| !name.is_empty()).map(Role::from_str).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_of_roles_is_written_in_one_order_and_read_back() {
        let roles: Roles = "admin, partner".parse().expect("roles");
        assert_eq!(roles.to_string(), "partner,admin");
        assert_eq!(Roles::from_bits(roles.bits()), roles);
        assert_eq!(roles.without(Role::Admin).to_string(), "partner");
        assert_eq!("".parse(), Ok(Roles::default()));
    }

    #[test]
    fn another_separator_of_roles_leads_to_the_comma() {
        for text in ["partner;agent", "partner|agent", "partner agent"] {
            assert_eq!(
                text.parse::<Roles>(),
                Err(format!("'{text}' is not a role: separate roles with commas"))
            );
        }
    }

    #[test]
    fn an_unknown_role_is_answered_with_the_nearest() {
        assert_eq!("partnr".parse::<Role>(), Err("'partnr' is not a role: did you mean 'partner'?".into()));
    }
}
