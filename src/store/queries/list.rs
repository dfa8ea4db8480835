//! Lists users. The database filters, sorts and cuts the list; rows are handed over one by one.

use super::filter::{CompiledFilter, ListKey, order_by};
use super::list_query::ListQuery;
use crate::domain::{Condition, Month, Operand, Operator, Sort, Status, User, ValueKind};
use crate::error::Result;
use crate::store::engine::value::Value;
use crate::store::session::Reader;
use crate::store::users::listed_user::{
    ALLOWANCE, ALLOWANCE_JOINS, CAP, ListedUser, PAUSED, PAUSED_UNTIL, POLICY, UNTIL,
};

/// What users can be filtered and sorted by. In the SQL, `u` is the user and `?1` the month of the allowance.
pub const USER_KEYS: &[ListKey] = &[
    ListKey::new("email", ValueKind::Address, "u.email"),
    ListKey::new("name", ValueKind::Text, "u.name"),
    ListKey::new("status", ValueKind::Word(|| Status::ALL.map(Status::as_str).to_vec()), "u.status"),
    ListKey::new("roles", ValueKind::Roles, "u.roles"),
    ListKey::new("partner", ValueKind::Flag, "(u.roles & 1)"),
    ListKey::new("awarded", ValueKind::Integer, "u.awarded"),
    ListKey::new("purchased", ValueKind::Integer, "u.purchased"),
    ListKey::new("balance", ValueKind::Integer, "(u.awarded + u.purchased)"),
    ListKey::new("allowance", ValueKind::Integer, ALLOWANCE),
    ListKey::new("policy", ValueKind::Word(|| vec!["plain", "cap", "reset"]), POLICY),
    ListKey::new("cap", ValueKind::Integer, CAP),
    ListKey::new("until", ValueKind::Month, UNTIL),
    ListKey::new("paused", ValueKind::Flag, PAUSED),
    ListKey::new("paused_until", ValueKind::Month, PAUSED_UNTIL),
    ListKey::new("mail", ValueKind::Flag, "u.mail"),
    ListKey::new("version", ValueKind::Integer, "u.version"),
    ListKey::new("created_at", ValueKind::Time, "u.created_at"),
    ListKey::new("updated_at", ValueKind::Time, "u.updated_at"),
    DOMAIN,
    ROLE,
    ListKey::new(
        SEARCH,
        ValueKind::Text,
        "contains_folded(u.email, {part}) OR contains_folded(u.name, {part})
         OR u.id IN (SELECT c.user_id FROM changes c WHERE c.field = 'email' AND contains_folded(c.before, {part}))",
    ),
];

pub(crate) const DOMAIN: ListKey =
    ListKey::new("domain", ValueKind::Domain, "substr(u.email, instr(u.email, '@') + 1)");
/// The roles of user `u`, under the name that they have in all lists.
pub(crate) const ROLE: ListKey = ListKey::new("role", ValueKind::Roles, "u.roles");

/// The key of a text that is looked for in the name, the address and former addresses.
pub const SEARCH: &str = "search";

/// The default order, which also ends every other.
const BY_EMAIL: Sort = Sort { key: "email", descending: false };

/// The rows of the longest page, and one more, which shows whether there are more.
const PAGE: u64 = 10_001;

impl ListQuery {
    /// The condition that shows a user. An erased one is shown only if the filter has a condition on the status, or asks for an
    /// address such as the one that an erased user has.
    fn shown(&self) -> &'static str {
        if self.filter.mentions("status") || self.filter.conditions.iter().any(asks_for_erased) {
            "TRUE"
        } else if self.filter.is_empty() {
            // No row has to be read to pass over a user: the index of the few erased ones is enough.
            "u.id NOT IN (SELECT e.id FROM users e WHERE e.status = 'erased')"
        } else {
            "u.status <> 'erased'"
        }
    }

    /// Whether to read along the index of addresses. This is best for a page, because reading stops when the page is full. A
    /// longer list is sorted instead: to look up a million rows by address takes twice as long.
    fn along_addresses(&self) -> bool {
        self.limit.is_some_and(|limit| limit <= PAGE)
            && self.sort.first().is_none_or(|sort| sort.key == "email")
    }

    /// How to cut the list: an SQL clause, then how many rows of the statement to pass over, and how many to take. SQLite sorts
    /// with a limit in a tree in memory, which is quick for a page; a million rows are sorted quicker without a limit.
    fn cut_of_users(&self) -> (String, u64, u64) {
        let is_page = |limit: u64| self.along_addresses() || limit.saturating_add(self.offset) <= PAGE;
        match self.limit {
            Some(limit) if is_page(limit) => (self.cut(), 0, limit),
            limit => (String::new(), self.offset, limit.unwrap_or(u64::MAX)),
        }
    }
}

fn asks_for_erased(condition: &Condition) -> bool {
    let is_erased =
        |operand: &Operand| matches!(operand, Operand::Text(text) if text.to_lowercase().contains("erased"));
    matches!(condition.key, "email" | "domain" | SEARCH)
        && matches!(condition.operator, Operator::Equal | Operator::Contains)
        && condition.operands.iter().any(is_erased)
}

impl Reader<'_> {
    /// Hands over the users of the query one by one, each with the allowance in force in the first open month from `current`
    /// on. Ends with the first error of `each`.
    pub fn list_users(
        &self,
        query: &ListQuery,
        current: Month,
        mut each: impl FnMut(&User) -> Result<()>,
    ) -> Result<()> {
        let filter = CompiledFilter::new(&query.filter, USER_KEYS, 1)?;
        let shown = query.shown();
        // No two users share an address. So every order is total, and pages neither overlap nor leave gaps.
        let email = if query.along_addresses() { "u.email" } else { "+u.email" };
        let order = order_by(&query.sort, USER_KEYS, &BY_EMAIL, email);
        let (cut, mut passed_over, mut left) = query.cut_of_users();
        let users = format!("SELECT * FROM users u WHERE {shown} AND {}", filter.sql());
        // A page finds its users first, and then their allowances. So users who are passed over cost no look at theirs.
        let page = if cut.is_empty() { users } else { format!("{users} ORDER BY {order} {cut}") };
        let mut statement = self.session.prepare(&format!(
            "SELECT {} FROM ({page}) u {ALLOWANCE_JOINS} ORDER BY {order}",
            ListedUser::sql()
        ))?;
        let month = Value::Integer(self.next_grant(current)?.number());
        let mut rows = statement.query(filter.values(&[month]).as_slice())?;
        while left > 0
            && let Some(row) = rows.next()?
        {
            if passed_over > 0 {
                passed_over -= 1;
                continue;
            }
            each(&ListedUser::read(row)?.into_user()?)?;
            left -= 1;
        }
        Ok(())
    }

    pub fn count_users(&self, query: &ListQuery, current: Month) -> Result<u64> {
        let filter = CompiledFilter::with_parameter(&query.filter, USER_KEYS, &[])?;
        let month = Value::Integer(self.next_grant(current)?.number());
        self.session.value(
            &format!("SELECT count(*) FROM users u WHERE {} AND {}", query.shown(), filter.sql()),
            filter.values(&[month]).as_slice(),
        )
    }
}
