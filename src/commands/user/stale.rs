//! Checks the version of an edit: rule *Stale edits* (docs/rules.md).

use serde_json::{Value, json};

use crate::cli::user::UserFields;
use crate::domain::{Role, User};
use crate::error::{Error, Result};
use crate::text::shell_word;

/// Fails (exit 4) if the user has another version than the edit expects. The error lists the fields of the edit with their
/// present and requested values, and both versions.
pub(crate) fn check_version(user: &User, expected: Option<i64>, fields: &UserFields) -> Result<()> {
    let Some(expected) = expected.filter(|expected| *expected != user.version) else { return Ok(()) };
    let fields = edited_fields(user, fields);
    let values = fields.iter().fold(String::new(), |values, (name, found, requested)| {
        format!("{values}{name} is {} and was to be {}; ", shown(found), shown(requested))
    });
    let version = user.version;
    let data: Vec<Value> = fields
        .iter()
        .map(|(name, found, requested)| json!({"field": name, "found": found, "asked": requested}))
        .collect();
    Err(Error::refused(format!(
        "'{}' changed since: {values}--if-version says {expected}, the version is {version}",
        user.email
    ))
    .reason("stale")
    .datum("fields", data)
    .datum("expected", expected)
    .datum("version", version)
    .hint(format!("look again with: rad-admin user show {}", shell_word(&user.email))))
}

/// Returns the fields of an edit: name, present value, requested value.
fn edited_fields(user: &User, fields: &UserFields) -> Vec<(&'static str, Value, Value)> {
    let roles: Vec<&str> = user.roles.iter().map(Role::as_str).collect();
    let role_changes: Vec<String> = fields
        .add_role
        .iter()
        .map(|role| format!("+{}", role.as_str()))
        .chain(fields.remove_role.iter().map(|role| format!("-{}", role.as_str())))
        .collect();
    let status = |active: bool| if active { "active" } else { "inactive" };
    let rows = [
        ("name", json!(user.name), fields.name.as_ref().map(|name| json!(name))),
        ("email", json!(user.email), fields.email.as_ref().map(|email| json!(email))),
        ("roles", json!(roles), (!role_changes.is_empty()).then(|| json!(role_changes))),
        ("partner", json!(user.partner()), fields.partner.map(Value::from)),
        ("status", json!(user.status), fields.active.map(|active| json!(status(active)))),
        ("mail", json!(user.mail), fields.mail.map(Value::from)),
        ("awarded", json!(user.awarded), fields.awarded.map(|credits| json!(credits))),
        ("purchased", json!(user.purchased), fields.purchased.map(|credits| json!(credits))),
        ("allowance", json!(user.allowance), fields.allowance.map(|credits| json!(credits))),
    ];
    rows.into_iter().filter_map(|(name, found, requested)| Some((name, found, requested?))).collect()
}

/// Prints a value for people.
fn shown(value: &Value) -> String {
    match value {
        Value::Null => "none".to_owned(),
        Value::Bool(on) => (if *on { "on" } else { "off" }).to_owned(),
        Value::String(text) => format!("'{text}'"),
        Value::Array(names) if names.is_empty() => "none".to_owned(),
        Value::Array(names) => names.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(","),
        other => other.to_string(),
    }
}
