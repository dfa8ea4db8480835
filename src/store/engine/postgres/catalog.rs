//! All that a schema on the server has, in the server's own words.

/// A line for each part of a schema: `{schema}` is its number, `{only}` a condition on the table's name. Names do not say where
/// their table is.
const LINES: &str = r"
SELECT concat_ws(' ', 'table', c.relname, c.relkind, c.relrowsecurity, c.relforcerowsecurity) AS line
FROM pg_class c WHERE c.relnamespace = {schema} AND c.relkind IN ('r', 'v', 'm', 'f', 'p') AND {only}
UNION ALL
SELECT concat_ws(' ', 'column', c.relname || '.' || a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
                 a.attidentity, a.attgenerated, l.collname, pg_get_expr(d.adbin, d.adrelid))
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
     LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
     LEFT JOIN pg_collation l ON l.oid = a.attcollation
WHERE c.relnamespace = {schema} AND c.relkind IN ('r', 'v', 'm', 'f', 'p') AND {only}
UNION ALL
SELECT concat_ws(' ', 'constraint', k.conname, 'of', c.relname, k.convalidated,
                 replace(replace(pg_get_constraintdef(k.oid), quote_ident(n.nspname) || '.', ''), 'pg_temp.', ''))
FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relnamespace = {schema} AND {only}
UNION ALL
SELECT concat_ws(' ', 'index', i.relname, 'of', c.relname, x.indisvalid,
                 replace(replace(pg_get_indexdef(x.indexrelid), quote_ident(n.nspname) || '.', ''), 'pg_temp.', ''))
FROM pg_index x JOIN pg_class c ON c.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid
     JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relnamespace = {schema} AND {only} AND c.relkind = 'r'
UNION ALL
SELECT concat_ws(' ', 'trigger', t.tgname, 'of', c.relname, t.tgenabled, t.tgtype, t.tgattr, t.tgqual IS NULL, p.proname)
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
WHERE c.relnamespace = {schema} AND NOT t.tgisinternal AND {only}
UNION ALL
SELECT concat_ws(' ', 'function', p.proname, l.lanname, p.prosecdef, p.proconfig, md5(p.prosrc))
FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang WHERE p.pronamespace = {schema}
UNION ALL
SELECT concat_ws(' ', 'rule', r.rulename, 'of', c.relname, r.ev_enabled)
FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class WHERE c.relnamespace = {schema} AND {only}
UNION ALL
SELECT concat_ws(' ', 'policy', o.polname, 'of', c.relname)
FROM pg_policy o JOIN pg_class c ON c.oid = o.polrelid WHERE c.relnamespace = {schema} AND {only}";

/// The lines of a schema; `only` is a condition on the names of tables, `c.relname`.
pub(super) fn lines(schema: &str, only: &str) -> String {
    LINES.replace("{schema}", schema).replace("{only}", only)
}

/// An expression: the digest of the schema of this name.
pub(super) fn digest(schema: &str) -> String {
    format!(
        "(SELECT md5(string_agg(line, chr(10) ORDER BY line COLLATE \"C\")) FROM ({}) lines)",
        lines(&format!("'{schema}'::regnamespace"), "TRUE")
    )
}
