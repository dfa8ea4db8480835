//! The query of a report.

use crate::domain::{ReportKey, Timestamp};
use crate::store::engine::value::Value;
use crate::store::users::selection::Selection;

/// Says what a report covers.
#[derive(Clone, Debug)]
pub struct ReportQuery {
    /// The users; `None` for everybody.
    pub selection: Option<Selection>,
    /// The first second of the period.
    pub since: Timestamp,
    /// The last second of the period.
    pub until: Timestamp,
    /// Only what this actor did is a flow.
    pub actor: Option<String>,
    /// The keys that flows are grouped by.
    pub by: Vec<ReportKey>,
    /// Whether credits that came and credits that went are separate flows. If so, a last key has the value `in` or `out`.
    pub by_direction: bool,
    /// Whether to show undone operations and their undos, instead of netting them out.
    pub gross: bool,
}

impl ReportQuery {
    /// Returns the condition that the operation is the actor's, after another one, and the value for its parameter.
    pub(super) fn and_actor(&self, operation: &str, parameter: usize) -> (String, Option<Value<'_>>) {
        let Some(actor) = &self.actor else { return (String::new(), None) };
        (format!("AND {operation}.actor = ?{parameter}"), Some(Value::Text(actor)))
    }
}
