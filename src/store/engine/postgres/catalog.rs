//! Describes a schema on the server, in the server's own words.

/// Selects a line for each part of a schema. `{schema}` is the number of the schema, `{only}` a condition on the names of
/// tables. The lines name tables without their schema.
const LINES: &str = r"
SELECT concat_ws(' ', 'table', c.relname, c.relkind,
                 CASE c.relpersistence WHEN 't' THEN 'p' ELSE c.relpersistence END, c.relrowsecurity, c.relforcerowsecurity) AS line
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
SELECT concat_ws(' ', 'constraint', k.conname, 'of', c.relname, 'by', p.proname, t.tgenabled, t.tgtype)
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
     JOIN pg_constraint k ON k.oid = t.tgconstraint
WHERE c.relnamespace = {schema} AND t.tgisinternal AND {only}
UNION ALL
SELECT concat_ws(' ', 'inheritance', o.relname, 'of', c.relname)
FROM pg_inherits h JOIN pg_class c ON c.oid IN (h.inhparent, h.inhrelid)
     JOIN pg_class o ON o.oid = CASE c.oid WHEN h.inhparent THEN h.inhrelid ELSE h.inhparent END
WHERE c.relnamespace = {schema} AND {only}
UNION ALL
SELECT concat_ws(' ', 'function', p.proname, l.lanname, p.prosecdef, p.proconfig, md5(p.prosrc))
FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang WHERE p.pronamespace = {schema}
UNION ALL
SELECT concat_ws(' ', 'rule', r.rulename, 'of', c.relname, r.ev_enabled)
FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class WHERE c.relnamespace = {schema} AND {only}
UNION ALL
SELECT concat_ws(' ', 'policy', o.polname, 'of', c.relname)
FROM pg_policy o JOIN pg_class c ON c.oid = o.polrelid WHERE c.relnamespace = {schema} AND {only}";

/// Returns the query for the lines of a schema. `only` is a condition on the names of tables, `c.relname`.
pub(super) fn lines(schema: &str, only: &str) -> String {
    LINES.replace("{schema}", schema).replace("{only}", only)
}

/// Hashes the versions of the catalog's rows that make up the schema. Every change of a row makes a new version, at another
/// place and by another transaction. Figures that the server keeps there, such as sizes, are written in place and change no
/// version.
const KEY: &str = "
(WITH relations AS MATERIALIZED (
     SELECT c.oid, c.relkind, ROW(c.tableoid, c.ctid, c.xmin) AS version
     FROM pg_class c WHERE c.relnamespace = {schema})
 SELECT count(*) || ' ' || bit_xor(hash_record_extended(version, 0)) || ' ' || sum(hash_record_extended(version, 0))
 FROM (SELECT version FROM relations
       UNION ALL SELECT ROW(x.tableoid, x.ctid, x.xmin) FROM relations c JOIN pg_attribute x ON x.attrelid = c.oid
                 WHERE x.attnum > 0 AND c.relkind <> 'i'
       UNION ALL SELECT ROW(x.tableoid, x.ctid, x.xmin) FROM pg_attrdef x WHERE x.adrelid IN (SELECT oid FROM relations)
       UNION ALL SELECT ROW(x.tableoid, x.ctid, x.xmin) FROM pg_constraint x WHERE x.conrelid IN (SELECT oid FROM relations)
       UNION ALL SELECT ROW(x.tableoid, x.ctid, x.xmin) FROM pg_index x WHERE x.indrelid IN (SELECT oid FROM relations)
       UNION ALL SELECT ROW(x.tableoid, x.ctid, x.xmin) FROM pg_trigger x WHERE x.tgrelid IN (SELECT oid FROM relations)
       UNION ALL SELECT ROW(x.tableoid, x.ctid, x.xmin) FROM pg_proc x WHERE x.pronamespace = {schema}
       UNION ALL SELECT ROW(x.tableoid, x.ctid, x.xmin) FROM pg_rewrite x WHERE x.ev_class IN (SELECT oid FROM relations)
       UNION ALL SELECT ROW(x.tableoid, x.ctid, x.xmin) FROM pg_policy x WHERE x.polrelid IN (SELECT oid FROM relations)
       UNION ALL SELECT ROW(x.tableoid, x.ctid, x.xmin) FROM pg_inherits x
                 WHERE x.inhrelid IN (SELECT oid FROM relations) OR x.inhparent IN (SELECT oid FROM relations)) versions)";

/// Returns an SQL expression for the versions of all that this schema has, as one text.
pub(super) fn key(schema: &str) -> String {
    KEY.replace("{schema}", &format!("'{schema}'::regnamespace"))
}
