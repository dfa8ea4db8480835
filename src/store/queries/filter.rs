//! Compiles filters to SQL with bound values, for every list and for USERS.
//!
//! A list declares its keys in one table: the name, the kind of values, and the SQL expression. Only `!=` and `!~` are wrapped
//! in a NOT, so that an index serves all other conditions.

use std::fmt::Write as _;

use crate::domain::{Condition, Filter, FilterKey, Operand, Operator, Sort, ValueKind, case_folded};
use crate::error::{Code, Error, Result};
use crate::store::engine::value::{OwnedValue, ToValue, Value};

/// A key of a list, and its SQL expression.
#[derive(Debug)]
pub struct ListKey {
    /// The name, and the kind of its values.
    pub key: FilterKey,
    /// What is compared. Of [`ValueKind::Integers`] and [`ValueKind::Texts`] a query, whose column is named `value`. With [`PART`] in it, the whole
    /// condition that a part is found.
    sql: &'static str,
}

/// The place of the part to look for.
const PART: &str = "{part}";

/// A filter as SQL, and the values to bind.
#[derive(Debug, Default)]
pub(crate) struct CompiledFilter {
    sql: String,
    values: Vec<OwnedValue>,
    /// The number of parameters that the statement has before those of the filter.
    before: usize,
}

impl ListKey {
    pub(crate) const fn new(name: &'static str, values: ValueKind, sql: &'static str) -> Self {
        Self { key: FilterKey { name, values }, sql }
    }
}

/// Returns the keys that somebody can type, without their SQL.
pub fn filter_keys(keys: &[ListKey]) -> Vec<FilterKey> {
    keys.iter().filter(|key| !key.sql.contains(PART)).map(|key| key.key).collect()
}

impl CompiledFilter {
    /// Compiles all conditions. `parameters` is the number of parameters that the statement already has. Fails if one has none of
    /// these keys: a condition that is not compiled would let every row through.
    pub(crate) fn new(filter: &Filter, keys: &[ListKey], parameters: usize) -> Result<Self> {
        let is_known = |key| keys.iter().any(|known| known.key.name == key);
        match filter.conditions.iter().find(|condition| !is_known(condition.key)) {
            None => Ok(Self::of_these(filter, keys, parameters)),
            Some(Condition { key, .. }) => {
                Err(Error::new(Code::Failed, format!("no row here has the key '{key}' to filter by")))
            }
        }
    }

    /// Compiles the conditions on these keys, and leaves out all others.
    pub(crate) fn of_these(filter: &Filter, keys: &[ListKey], parameters: usize) -> Self {
        let mut compiled = Self { before: parameters, ..Self::default() };
        for condition in &filter.conditions {
            if let Some(key) = keys.iter().find(|key| key.key.name == condition.key) {
                if !compiled.sql.is_empty() {
                    compiled.sql.push_str(" AND ");
                }
                compiled.add(condition, key);
            }
        }
        compiled
    }

    /// Does the same for a statement that mentions the parameter `?1` of the keys only where it filters or sorts: binds it only
    /// if a condition or a sort does.
    pub(crate) fn with_parameter(filter: &Filter, keys: &[ListKey], sort: &[Sort]) -> Result<Self> {
        let filtered = filter.conditions.iter().map(|condition| condition.key);
        let mut used = filtered.chain(sort.iter().map(|sort| sort.key));
        let mentions = |name| keys.iter().any(|key| key.key.name == name && key.sql.contains("?1"));
        Self::new(filter, keys, usize::from(used.any(mentions)))
    }

    /// Returns the condition; `TRUE` if the filter is empty.
    pub(crate) fn sql(&self) -> &str {
        if self.sql.is_empty() { "TRUE" } else { &self.sql }
    }

    /// Returns the values of the whole statement: those of `before` that it mentions, then the filter's own.
    pub(crate) fn values<'v>(&'v self, before: &[Value<'v>]) -> Vec<Value<'v>> {
        before.iter().take(self.before).copied().chain(self.values.iter().map(ToValue::to_value)).collect()
    }

    fn add(&mut self, condition: &Condition, key: &ListKey) {
        let is_not = condition.operator.is_not();
        self.sql.push_str(if is_not { "NOT coalesce((" } else { "(" });
        let operator = condition.operator.without_not();
        let singles: Vec<_> = condition.operands.iter().filter_map(single).collect();
        // Any number of plain values become one IN.
        let as_list = operator == Operator::Equal && singles.len() > 1 && can_be_listed(key);
        let mut terms = 0;
        for operand in condition.operands.iter().filter(|operand| !as_list || single(operand).is_none()) {
            self.or(&mut terms);
            self.term(key, operator, operand);
        }
        if as_list {
            self.or(&mut terms);
            let _ = write!(self.sql, "{} IN (", key.sql);
            for (index, value) in singles.into_iter().enumerate() {
                self.sql.push_str(if index > 0 { ", " } else { "" });
                self.bind(value);
            }
            self.sql.push(')');
        }
        self.sql.push_str(if is_not { "), FALSE)" } else { ")" });
    }

    fn or(&mut self, terms: &mut usize) {
        if *terms > 0 {
            self.sql.push_str(" OR ");
        }
        *terms += 1;
    }

    fn term(&mut self, key: &ListKey, operator: Operator, operand: &Operand) {
        let sql = key.sql;
        match (key.key.values, operand) {
            (ValueKind::Integers | ValueKind::Texts, Operand::Absent) => {
                let _ = write!(self.sql, "NOT EXISTS ({sql})");
            }
            (ValueKind::Integers | ValueKind::Texts, operand) => {
                let _ = write!(self.sql, "EXISTS (SELECT 1 FROM ({sql}) several WHERE ");
                self.one_value("several.value", operator, operand);
                self.sql.push(')');
            }
            (ValueKind::Line, Operand::Text(word)) if operator == Operator::Equal => {
                // The columns are JSON arrays of texts, so a quoted word between commas is one of them.
                let word = serde_json::Value::from(word.as_str());
                let _ = write!(self.sql, "instr(',' || substr({sql}, 2, length({sql}) - 2) || ',', ");
                self.bind(OwnedValue::Text(format!(",{word},")));
                self.sql.push_str(") > 0");
            }
            (ValueKind::Roles, Operand::Absent) => {
                let _ = write!(self.sql, "{sql} = 0");
            }
            (_, Operand::Roles(roles)) => {
                let _ = write!(self.sql, "({sql} & ");
                self.bind(OwnedValue::Integer(roles.bits()));
                self.sql.push_str(") <> 0");
            }
            (_, Operand::Absent) => {
                let _ = write!(self.sql, "{sql} IS NULL");
            }
            (ValueKind::Line, operand) => {
                // The words, with a blank between them.
                let line = format!(r#"replace(substr({sql}, 3, length({sql}) - 4), '","', ' ')"#);
                self.one_value(&line, operator, operand);
            }
            (_, operand) => self.one_value(sql, operator, operand),
        }
    }

    fn one_value(&mut self, sql: &str, operator: Operator, operand: &Operand) {
        match operand {
            Operand::Text(part) if operator == Operator::Contains => {
                self.values.push(OwnedValue::Text(case_folded(part)));
                let parameter = format!("?{}", self.before + self.values.len());
                if sql.contains(PART) {
                    self.sql.push_str(&sql.replace(PART, &parameter));
                } else {
                    let _ = write!(self.sql, "contains_folded({sql}, {parameter})");
                }
            }
            operand => self.compare(sql, operator, operand),
        }
    }

    fn compare(&mut self, sql: &str, operator: Operator, operand: &Operand) {
        self.sql.push_str(sql);
        match (operator, operand) {
            (Operator::Equal, Operand::Range(first, last)) if first != last => {
                self.sql.push_str(" BETWEEN ");
                self.bind(OwnedValue::Integer(*first));
                self.sql.push_str(" AND ");
                self.bind(OwnedValue::Integer(*last));
            }
            (operator, Operand::Range(first, last)) => {
                let _ = write!(self.sql, " {} ", operator.as_str());
                let before_or_from = matches!(operator, Operator::Less | Operator::GreaterOrEqual);
                self.bind(OwnedValue::Integer(if before_or_from { *first } else { *last }));
            }
            (operator, Operand::Text(text)) => {
                let _ = write!(self.sql, " {} ", operator.as_str());
                self.bind(OwnedValue::Text(text.clone()));
            }
            (_, Operand::Absent | Operand::Roles(_)) => self.sql.push_str(" IS NULL"),
        }
    }

    fn bind(&mut self, value: OwnedValue) {
        self.values.push(value);
        let _ = write!(self.sql, "?{}", self.before + self.values.len());
    }
}

/// Returns the terms of ORDER BY for these keys. They end with the key `unique`, so that the order is total.
pub(crate) fn order_by(sort: &[Sort], keys: &[ListKey], unique: &Sort, unique_sql: &str) -> String {
    let mut terms = Vec::new();
    for sort in sort.iter().chain([unique]) {
        let direction = if sort.descending { " DESC" } else { "" };
        if sort.key == unique.key {
            terms.push(format!("{unique_sql}{direction}"));
            break;
        }
        let Some(key) = keys.iter().find(|key| key.key.name == sort.key) else { continue };
        terms.push(match key.key.values {
            ValueKind::Text | ValueKind::Actor => format!("lower({}){direction} NULLS LAST", key.sql),
            ValueKind::Texts | ValueKind::Line | ValueKind::Roles => continue,
            ValueKind::Integers => {
                format!("(SELECT min(value) FROM ({}) several){direction} NULLS LAST", key.sql)
            }
            _ => format!("{}{direction} NULLS LAST", key.sql),
        });
    }
    terms.join(", ")
}

/// Whether several values of the key can become one IN.
fn can_be_listed(key: &ListKey) -> bool {
    !matches!(key.key.values, ValueKind::Integers | ValueKind::Texts | ValueKind::Line | ValueKind::Roles)
}

/// Returns the operand's value if it is a single one.
fn single(operand: &Operand) -> Option<OwnedValue> {
    match operand {
        Operand::Text(text) => Some(OwnedValue::Text(text.clone())),
        Operand::Range(first, last) if first == last => Some(OwnedValue::Integer(*first)),
        Operand::Range(..) | Operand::Absent | Operand::Roles(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_condition_on_an_unknown_key_is_an_error_and_lets_no_row_through() {
        const KEYS: &[ListKey] = &[ListKey::new("kind", ValueKind::Text, "e.kind")];
        let filter = Filter::default().and(Condition::is_text("kind", "award"));
        assert!(CompiledFilter::new(&filter, KEYS, 0).is_ok());
        let filter = filter.and(Condition::is_text("actor", "ada@example.org"));
        assert_eq!(CompiledFilter::new(&filter, KEYS, 0).err().map(|error| error.code()), Some(Code::Failed));
        assert_eq!(CompiledFilter::of_these(&filter, KEYS, 0).sql(), "(e.kind = ?1)");
    }
}
