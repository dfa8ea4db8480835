//! A user with all fields.

use serde::{Serialize, Serializer, ser::SerializeStruct};

use super::{Credits, Email, Month, Policy, Role, Roles, Status, Timestamp};

/// One user, with everything that a list shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// Unique among all users.
    pub email: Email,
    pub name: Option<String>,
    pub status: Status,
    pub roles: Roles,
    pub awarded: Credits,
    pub purchased: Credits,
    /// The monthly allowance that the next grant pays, 0 if there is none.
    pub allowance: Credits,
    /// How a grant pays the allowance.
    pub policy: Policy,
    /// The last month of the allowance; `None` if no later change is planned.
    pub until: Option<Month>,
    /// Whether a pause holds the allowance back; `until` is its last month then.
    pub is_paused: bool,
    /// Whether the user gets messages other than invitations.
    pub mail: bool,
    /// Grows with every change.
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

impl User {
    pub fn partner(&self) -> bool {
        self.roles.contains(Role::Partner)
    }

    /// Returns the last month of the pause; `None` without a pause, and for one without an end.
    pub fn paused_until(&self) -> Option<Month> {
        self.until.filter(|_| self.is_paused)
    }

    /// Returns the sum of both balances.
    pub fn balance(&self) -> i64 {
        self.awarded.get() + self.purchased.get()
    }
}

/// Keys and order are stable, because scripts rely on them.
impl Serialize for User {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut user = serializer.serialize_struct("User", 18)?;
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
        user.serialize_field("paused", &self.is_paused)?;
        user.serialize_field("paused_until", &self.paused_until())?;
        user.serialize_field("mail", &self.mail)?;
        user.serialize_field("version", &self.version)?;
        user.serialize_field("created_at", &self.created_at)?;
        user.serialize_field("updated_at", &self.updated_at)?;
        user.end()
    }
}
