//! A user, whole.

use serde::{Serialize, Serializer, ser::SerializeStruct};

use super::{Allowance, Credits, Email, Month, Policy, Role, Roles, Status, Timestamp};

/// One user with everything that a list shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// The address: unique.
    pub email: Email,
    /// The name, where one is known.
    pub name: Option<String>,
    /// The state of the account.
    pub status: Status,
    /// The roles.
    pub roles: Roles,
    /// The awarded balance.
    pub awarded: Credits,
    /// The purchased balance.
    pub purchased: Credits,
    /// The monthly allowance in force for the next grant; 0 where there is none.
    pub allowance: Credits,
    /// How a grant pays it.
    pub policy: Policy,
    /// The last month of it; `None` where nothing is planned for later.
    pub until: Option<Month>,
    /// Whether the user gets messages besides invitations.
    pub mail: bool,
    /// Grows with every change.
    pub version: i64,
    /// When the account was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl User {
    /// Whether the user has partner status.
    pub fn partner(&self) -> bool {
        self.roles.contains(Role::Partner)
    }

    /// The allowance whole.
    pub fn whole_allowance(&self) -> Allowance {
        Allowance { amount: self.allowance, policy: self.policy }
    }

    /// Both balances together.
    pub fn balance(&self) -> i64 {
        self.awarded.get() + self.purchased.get()
    }
}

/// Keys and order are stable: scripts rely on them.
impl Serialize for User {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut user = serializer.serialize_struct("User", 16)?;
        user.serialize_field("email", &self.email)?;
        user.serialize_field("name", &self.name)?;
        user.serialize_field("status", &self.status)?;
        user.serialize_field("roles", &self.roles)?;
        user.serialize_field("partner", &self.partner())?;
        user.serialize_field("awarded", &self.awarded)?;
        user.serialize_field("purchased", &self.purchased)?;
        user.serialize_field("balance", &self.balance())?;
        user.serialize_field("allowance", &self.allowance)?;
        user.serialize_field("policy", &self.policy)?;
        user.serialize_field("cap", &self.policy.cap())?;
        user.serialize_field("until", &self.until)?;
        user.serialize_field("mail", &self.mail)?;
        user.serialize_field("version", &self.version)?;
        user.serialize_field("created_at", &self.created_at)?;
        user.serialize_field("updated_at", &self.updated_at)?;
        user.end()
    }
}
