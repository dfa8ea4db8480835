//! Rows of `users import`.

use std::borrow::Cow;
use std::str::FromStr;

use super::columns::Column;
use super::{ColumnOptions, Columns, Fault, Field, Row};
use crate::domain::{Credits, Email, Role, Roles, Status};
use crate::error;

const EMAIL: usize = 0;
const NAME: usize = 1;
const STATUS: usize = 2;
const ACTIVE: usize = 3;
const ROLES: usize = 4;
const PARTNER: usize = 5;
const AWARDED: usize = 6;
const PURCHASED: usize = 7;
const BALANCE: usize = 8;
const ALLOWANCE: usize = 9;

/// One user that a file describes. Every field but the address may be left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserRow<'a> {
    /// The line on which the row begins, from 1.
    pub line: u64,
    /// The address.
    pub email: Email,
    /// The name.
    pub name: Field<Cow<'a, str>>,
    /// The status, from the column `status` or else `active`.
    pub status: Field<Status>,
    /// The roles, as the column `roles` has them; an empty cell is no role. See [`Self::roles_over`].
    pub roles: Field<Roles>,
    /// Whether the user has partner status. Never false beside `roles` that hold it.
    pub partner: Field<bool>,
    /// The awarded balance.
    pub awarded: Field<Credits>,
    /// The purchased balance.
    pub purchased: Field<Credits>,
    /// The monthly allowance. Never more than 0 beside roles without partner status; where the row says nothing of
    /// roles, whether the user holds it is for the caller to check.
    pub allowance: Field<Credits>,
}

impl<'a> UserRow<'a> {
    /// The columns of a file of users: those that a list of users has, and `active`. A wrong `--map` is exit 2.
    pub fn columns(options: &ColumnOptions) -> error::Result<Columns> {
        let table = vec![
            Column::required("email"),
            Column::optional("name"),
            Column::optional("status"),
            Column::optional("active"),
            Column::optional("roles"),
            Column::optional("partner"),
            Column::optional("awarded"),
            Column::optional("purchased"),
            Column::optional("balance"),
            Column::optional("allowance"),
            // A list has these too. They are facts about the database it came from.
            Column::optional("version"),
            Column::optional("created_at"),
            Column::optional("updated_at"),
        ];
        Columns::new(table, options)
    }

    /// The user that a row describes, or everything that is wrong with the row.
    pub fn parse(row: &Row<'a>) -> Result<Self, Vec<Fault>> {
        row.collect(|faults| {
            let email = faults.keep(row.email(EMAIL));
            let name = faults.keep(row.text(NAME));
            let status = faults.keep(status(row));
            let roles = faults.keep(row.roles(ROLES));
            let partner = faults.keep(row.flag(PARTNER));
            let awarded = faults.keep(row.parsed(AWARDED));
            let purchased = faults.keep(row.parsed(PURCHASED));
            let balance = faults.keep(row.parsed(BALANCE));
            let allowance = faults.keep(row.parsed(ALLOWANCE));
            let user = Self {
                line: row.line(),
                email: email?,
                name: name?,
                status: status?,
                roles: roles?,
                partner: partner?,
                awarded: awarded?,
                purchased: purchased?,
                allowance: allowance?,
            };
            faults.keep(user.check_partner(row));
            faults.keep(user.check_allowance(row));
            faults.keep(user.check_balance(row, balance?));
            Some(user)
        })
    }

    /// The roles that the user has once the row is imported over the present ones.
    pub fn roles_over(&self, present: Roles) -> Roles {
        let roles = match self.roles {
            Field::Absent => present,
            Field::Empty => Roles::default(),
            Field::Given(roles) => roles,
        };
        match self.partner {
            Field::Given(true) => roles.with(Role::Partner),
            Field::Given(false) => roles.without(Role::Partner),
            Field::Absent | Field::Empty => roles,
        }
    }

    fn check_partner(&self, row: &Row) -> Result<(), Fault> {
        let held = matches!(self.roles, Field::Given(roles) if roles.contains(Role::Partner));
        if held && self.partner == Field::Given(false) {
            return Err(row.fault(PARTNER, "is false, and 'roles' holds partner"));
        }
        Ok(())
    }

    fn check_allowance(&self, row: &Row) -> Result<(), Fault> {
        // Roles that the row leaves open may hold partner status.
        let partner = self.roles_over(Roles::default().with(Role::Partner)).contains(Role::Partner);
        match self.allowance {
            Field::Given(allowance) if allowance > Credits::ZERO && !partner => {
                Err(row.fault(ALLOWANCE, &format!("{allowance} credits a month need the role partner")))
            }
            _ => Ok(()),
        }
    }

    fn check_balance(&self, row: &Row, balance: Field<Sum>) -> Result<(), Fault> {
        let part = |field: Field<Credits>| field.given().unwrap_or_default().get();
        let sum = part(self.awarded) + part(self.purchased);
        match balance {
            Field::Given(Sum(balance)) if balance != sum => {
                Err(row.fault(BALANCE, &format!("{balance} is not awarded + purchased, which is {sum}")))
            }
            _ => Ok(()),
        }
    }
}

/// Both balances together, which may be more than one may be.
#[derive(Clone, Copy)]
struct Sum(i64);

impl FromStr for Sum {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        text.parse().map(Self).map_err(|_| "a balance is a whole number".to_owned())
    }
}

/// The status, from either column. Where both are given, `active` must be true of the active and of no other.
fn status(row: &Row) -> Result<Field<Status>, Fault> {
    let status: Field<Status> = row.parsed(STATUS)?;
    let active = row.flag(ACTIVE)?;
    match (status, active) {
        (Field::Given(status), Field::Given(active)) if active != (status == Status::Active) => {
            Err(row.fault(ACTIVE, &format!("is {active}, and 'status' is {status}")))
        }
        (Field::Given(_), _) | (_, Field::Absent) => Ok(status),
        (_, Field::Given(true)) => Ok(Field::Given(Status::Active)),
        (_, Field::Given(false)) => Ok(Field::Given(Status::Inactive)),
        (_, Field::Empty) => Ok(Field::Empty),
    }
}
