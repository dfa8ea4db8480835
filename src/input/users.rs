//! Parses the rows of `user import`.

use std::str::FromStr;

use super::columns::{ColumnOptions, ColumnSpec, Columns};
use super::row::FileRow;
use crate::domain::{Credits, Role, Roles, Status};
use crate::error;
use crate::row::{RowFault, RowValue, UserRow};

const EMAIL: usize = 0;
const NAME: usize = 1;
const STATUS: usize = 2;
const ACTIVE: usize = 3;
const ROLES: usize = 4;
/// The first of the columns for roles, one per role.
const FIRST_ROLE: usize = 5;
const AWARDED: usize = FIRST_ROLE + Role::ALL.len();
const PURCHASED: usize = AWARDED + 1;
const BALANCE: usize = PURCHASED + 1;
const ALLOWANCE: usize = BALANCE + 1;
const MAIL: usize = ALLOWANCE + 1;
const POLICY: usize = MAIL + 1;

/// Returns the columns of a file of users: those of `user list`, `active`, and one for each role. Exit 2 for a wrong `--map`.
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
        // `user list` prints these too. They describe the ledger it came from, so they are not imported.
        ColumnSpec::optional("policy"),
        ColumnSpec::optional("cap"),
        ColumnSpec::optional("until"),
        ColumnSpec::optional("paused"),
        ColumnSpec::optional("paused_until"),
        ColumnSpec::optional("version"),
        ColumnSpec::optional("created_at"),
        ColumnSpec::optional("updated_at"),
    ]);
    Columns::new(table, options)
}

/// Returns the user that a row describes, or all faults of the row.
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
        faults.keep(policy(row));
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

/// Whether the row says that the allowance has a cap or resets, which an import does not take over.
pub fn has_policy(row: &FileRow) -> bool {
    policy(row).is_ok_and(|policy| policy)
}

fn policy(row: &FileRow) -> Result<bool, RowFault> {
    match row.text(POLICY)? {
        RowValue::Value(name) if name == "cap" || name == "reset" => Ok(true),
        RowValue::Value(name) if name != "plain" => Err(row.fault(POLICY, "is not plain, cap or reset")),
        _ => Ok(false),
    }
}

fn check_role_flags(row: &FileRow, user: &UserRow) -> Result<(), RowFault> {
    let RowValue::Value(roles) = user.roles else { return Ok(()) };
    let mut flags = user.role_flags.iter().zip(FIRST_ROLE..);
    let wrong = flags.find(|((role, flag), _)| *flag == RowValue::Value(false) && roles.contains(*role));
    wrong.map_or(Ok(()), |((role, _), column)| {
        Err(row.fault(column, &format!("is false, and 'roles' holds {role}")))
    })
}

fn check_allowance(row: &FileRow, user: &UserRow) -> Result<(), RowFault> {
    // A role that the row does not mention may be partner.
    let partner = user.roles_over(Roles::default().with(Role::Partner)).contains(Role::Partner);
    match user.allowance {
        RowValue::Value(allowance) if allowance > Credits::ZERO && !partner => {
            Err(row.fault(ALLOWANCE, &format!("{allowance} credits a month need the role partner")))
        }
        _ => Ok(()),
    }
}

/// A balance must be the sum of `awarded` and `purchased`, and both must be given: it does not say how to divide
/// itself.
fn check_balance(row: &FileRow, user: &UserRow, balance: RowValue<Sum>) -> Result<(), RowFault> {
    let RowValue::Value(Sum(balance)) = balance else { return Ok(()) };
    let (RowValue::Value(awarded), RowValue::Value(purchased)) = (user.awarded, user.purchased) else {
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

/// The sum of both balances, which may exceed the limit of one.
#[derive(Clone, Copy)]
struct Sum(i64);

impl FromStr for Sum {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        text.parse().map(Self).map_err(|_| "a balance is a whole number".to_owned())
    }
}

/// Returns the status from either column. If both are given, `active` must be true if and only if the status is active.
fn status(row: &FileRow) -> Result<RowValue<Status>, RowFault> {
    let status: RowValue<Status> = row.parsed(STATUS)?;
    let active = row.flag(ACTIVE)?;
    match (status, active) {
        (RowValue::Value(status), RowValue::Value(active)) if active != (status == Status::Active) => {
            Err(row.fault(ACTIVE, &format!("is {active}, and 'status' is {status}")))
        }
        (RowValue::Value(_), _) | (_, RowValue::NoColumn) => Ok(status),
        (_, RowValue::Value(true)) => Ok(RowValue::Value(Status::Active)),
        (_, RowValue::Value(false)) => Ok(RowValue::Value(Status::Inactive)),
        (_, RowValue::EmptyCell) => Ok(RowValue::EmptyCell),
    }
}
