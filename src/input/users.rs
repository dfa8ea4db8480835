//! Rows of `users import`.

use std::str::FromStr;

use super::columns::{ColumnOptions, ColumnSpec, Columns};
use super::row::FileRow;
use crate::domain::{Credits, Role, Roles, Status};
use crate::error;
use crate::row::{Given, RowFault, UserRow};

const EMAIL: usize = 0;
const NAME: usize = 1;
const STATUS: usize = 2;
const ACTIVE: usize = 3;
const ROLES: usize = 4;
/// The first of a column for each role.
const FIRST_ROLE: usize = 5;
const AWARDED: usize = FIRST_ROLE + Role::ALL.len();
const PURCHASED: usize = AWARDED + 1;
const BALANCE: usize = PURCHASED + 1;
const ALLOWANCE: usize = BALANCE + 1;
const MAIL: usize = ALLOWANCE + 1;

/// The columns of a file of users: those that a list of users has, and `active`. A wrong `--map` is exit 2.
pub fn user_columns(options: &ColumnOptions) -> error::Result<Columns> {
    let mut table = vec![
        ColumnSpec::required("email"),
        ColumnSpec::optional("name"),
        ColumnSpec::optional("status"),
        ColumnSpec::optional("active"),
        ColumnSpec::optional("roles"),
    ];
    table.extend(Role::ALL.map(|role| ColumnSpec::optional(role.as_str())));
    table.extend([
        ColumnSpec::optional("awarded"),
        ColumnSpec::optional("purchased"),
        ColumnSpec::optional("balance"),
        ColumnSpec::optional("allowance"),
        ColumnSpec::optional("mail"),
        // A list has these too. They are facts about the ledger it came from.
        ColumnSpec::optional("policy"),
        ColumnSpec::optional("cap"),
        ColumnSpec::optional("until"),
        ColumnSpec::optional("version"),
        ColumnSpec::optional("created_at"),
        ColumnSpec::optional("updated_at"),
    ]);
    Columns::new(table, options)
}

/// The user that a row describes, or everything that is wrong with the row.
pub fn parse_user<'a>(row: &FileRow<'a>) -> Result<UserRow<'a>, Vec<RowFault>> {
    row.collect(|faults| {
        let email = faults.keep(row.email(EMAIL));
        let name = faults.keep(row.text(NAME));
        let status = faults.keep(status(row));
        let roles = faults.keep(row.roles(ROLES));
        let flags = Role::ALL.into_iter().zip(FIRST_ROLE..);
        let flags: Vec<_> =
            flags.map(|(role, column)| Some((role, faults.keep(row.flag(column))?))).collect();
        let awarded = faults.keep(row.parsed(AWARDED));
        let purchased = faults.keep(row.parsed(PURCHASED));
        let balance = faults.keep(row.parsed(BALANCE));
        let allowance = faults.keep(row.parsed(ALLOWANCE));
        let mail = faults.keep(row.flag(MAIL));
        let user = UserRow {
            line: row.line(),
            email: email?,
            name: name?,
            status: status?,
            roles: roles?,
            role_flags: flags.into_iter().collect::<Option<_>>()?,
            awarded: awarded?,
            purchased: purchased?,
            allowance: allowance?,
            mail: mail?,
        };
        faults.keep(check_role_flags(row, &user));
        faults.keep(check_allowance(row, &user));
        faults.keep(check_balance(row, &user, balance?));
        Some(user)
    })
}

fn check_role_flags(row: &FileRow, user: &UserRow) -> Result<(), RowFault> {
    let Given::Value(roles) = user.roles else { return Ok(()) };
    let mut flags = user.role_flags.iter().zip(FIRST_ROLE..);
    let wrong = flags.find(|((role, flag), _)| *flag == Given::Value(false) && roles.contains(*role));
    wrong.map_or(Ok(()), |((role, _), column)| {
        Err(row.fault(column, &format!("is false, and 'roles' holds {role}")))
    })
}

fn check_allowance(row: &FileRow, user: &UserRow) -> Result<(), RowFault> {
    // Roles that the row leaves open may hold partner status.
    let partner = user.roles_over(Roles::default().with(Role::Partner)).contains(Role::Partner);
    match user.allowance {
        Given::Value(allowance) if allowance > Credits::ZERO && !partner => {
            Err(row.fault(ALLOWANCE, &format!("{allowance} credits a month need the role partner")))
        }
        _ => Ok(()),
    }
}

/// A balance that is given has to be the sum of its parts, and these have to be there: it does not say how to divide it.
fn check_balance(row: &FileRow, user: &UserRow, balance: Given<Sum>) -> Result<(), RowFault> {
    let Given::Value(Sum(balance)) = balance else { return Ok(()) };
    let (Given::Value(awarded), Given::Value(purchased)) = (user.awarded, user.purchased) else {
        return Err(
            row.fault(BALANCE, "needs 'awarded' and 'purchased' beside it: fill in both, or leave it out")
        );
    };
    let sum = awarded.get() + purchased.get();
    if balance != sum {
        return Err(row.fault(BALANCE, &format!("{balance} is not awarded + purchased, which is {sum}")));
    }
    Ok(())
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
fn status(row: &FileRow) -> Result<Given<Status>, RowFault> {
    let status: Given<Status> = row.parsed(STATUS)?;
    let active = row.flag(ACTIVE)?;
    match (status, active) {
        (Given::Value(status), Given::Value(active)) if active != (status == Status::Active) => {
            Err(row.fault(ACTIVE, &format!("is {active}, and 'status' is {status}")))
        }
        (Given::Value(_), _) | (_, Given::Absent) => Ok(status),
        (_, Given::Value(true)) => Ok(Given::Value(Status::Active)),
        (_, Given::Value(false)) => Ok(Given::Value(Status::Inactive)),
        (_, Given::Empty) => Ok(Given::Empty),
    }
}
