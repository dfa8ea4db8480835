//! Grants the rights on the server: to the owner of the tables, to operators who write, and to readers.

use super::dialect::quoted;

/// The tables, or columns of tables, that an operator may update.
const UPDATED: [&str; 12] = [
    // A write locks this row and stores the key of the schema in it.
    "turn (id, catalog)",
    "ledger (moved_to)",
    "users",
    "allowances",
    "months",
    "reversals",
    "invitations",
    "outbox",
    "mail_state",
    // The columns that an erasure changes. Triggers allow no other change.
    "operations (actor, reason, reference, key, arguments, salt)",
    "entries (reason, reference, key, salt)",
    "changes (before, after, person, salt)",
];

const DELETED: [&str; 5] = ["allowances", "months", "invitations", "invitation_tokens", "outbox"];

/// Makes the three roles, unless they exist. They come before the tables.
pub(super) fn make(schema: &str) -> Vec<String> {
    let mut script: Vec<String> = ["owner", "operator", "reader"]
        .map(|role| {
            let role = format!("{schema}_{role}");
            format!(
                "DO $role$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}') THEN CREATE ROLE {} NOLOGIN; END IF;
                 EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $role$",
                quoted(&role)
            )
        })
        .into();
    // Whoever makes a ledger has to give it to the owner.
    script.push(format!(
        "DO $role$ BEGIN IF NOT pg_has_role(current_user, '{schema}_owner', 'MEMBER') THEN
           EXECUTE format('GRANT {} TO %I', current_user); END IF; END $role$",
        quoted(&format!("{schema}_owner"))
    ));
    script
}

/// Returns the statement that makes the schema. The owner has it from the beginning, because a user without all rights could
/// not give it away later.
pub(super) fn make_schema(schema: &str) -> String {
    format!(
        "CREATE SCHEMA IF NOT EXISTS {} AUTHORIZATION {}",
        quoted(schema),
        quoted(&format!("{schema}_owner"))
    )
}

/// Gives the tables and functions to the owner, and the other roles their rights.
pub(super) fn grant(schema: &str, tables: &[&str], functions: &[&str]) -> Vec<String> {
    let [owner, operator, reader] =
        ["owner", "operator", "reader"].map(|role| quoted(&format!("{schema}_{role}")));
    let name = quoted(schema);
    let mut script = vec![
        format!("GRANT USAGE ON SCHEMA {name} TO {operator}, {reader}"),
        format!("GRANT SELECT ON ALL TABLES IN SCHEMA {name} TO {operator}, {reader}"),
        format!("GRANT INSERT ON ALL TABLES IN SCHEMA {name} TO {operator}"),
        format!("REVOKE INSERT ON turn, ledger FROM {operator}"),
        format!("GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA {name} TO {operator}"),
        format!("GRANT DELETE ON {} TO {operator}", DELETED.join(", ")),
        // Proofs, reports and reads of the past fill temporary tables. By default everybody may make these. Where this was
        // revoked, only the owner of the database can grant it.
        format!(
            "DO $role$ BEGIN EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO {operator}, {reader}', current_database());
             EXCEPTION WHEN insufficient_privilege THEN NULL; END $role$"
        ),
    ];
    for table in UPDATED {
        script.push(match table.split_once(' ') {
            Some((table, columns)) => format!("GRANT UPDATE {columns} ON {table} TO {operator}"),
            None => format!("GRANT UPDATE ON {table} TO {operator}"),
        });
    }
    for table in tables {
        script.push(format!("ALTER TABLE {table} OWNER TO {owner}"));
    }
    for function in functions {
        script.push(format!("ALTER FUNCTION {function} OWNER TO {owner}"));
    }
    script
}

/// Keeps an operator from writing in the name of another account. The owner may, to bring in a ledger from elsewhere.
pub(super) const GUARD: [&str; 2] = [
    "CREATE FUNCTION operations_name_account() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $trigger$
BEGIN
  IF NEW.os_user <> session_user
     AND NOT pg_has_role(session_user, (SELECT c.relowner FROM pg_class c WHERE c.oid = TG_RELID), 'MEMBER') THEN
    RAISE EXCEPTION 'an operation names the account of its session' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $trigger$",
    "CREATE TRIGGER operations_name_account BEFORE INSERT ON operations
     FOR EACH ROW EXECUTE FUNCTION operations_name_account()",
];
