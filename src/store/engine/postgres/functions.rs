//! The functions that a ledger on a server has, besides those of the schema's triggers.

use super::dialect::quoted;

/// Whether a text holds a part, which is folded already, as `domain::case_folded` does it. ICU makes the last σ of a word a ς.
const CONTAINS_FOLDED: &str =
    "CREATE FUNCTION contains_folded(text, text) RETURNS boolean LANGUAGE sql IMMUTABLE AS
    $$ SELECT strpos(replace(lower(upper(lower($1 COLLATE \"und-x-icu\"))), 'ς', 'σ'), $2) > 0 $$";

/// Stands for the reference of an entry to its repayment. The server would check a reference also for the entries that have
/// none, which takes a third of the time of writing them. Deferrable, because a copy of a whole ledger checks it at the end.
pub(super) const REPAYMENT_TRIGGER: &str =
    "CREATE CONSTRAINT TRIGGER entries_follow_repayment AFTER INSERT ON entries DEFERRABLE
    FOR EACH ROW WHEN (NEW.attempt IS NOT NULL) EXECUTE FUNCTION entries_follow_repayment()";

const REPAYMENT: &str = "entries_follow_repayment() RETURNS trigger LANGUAGE plpgsql";
const REPAYMENT_BODY: &str = "BEGIN
  IF NOT EXISTS (SELECT 1 FROM repayments r
                 WHERE r.month = NEW.month AND r.user_id = NEW.user_id AND r.attempt = NEW.attempt) THEN
    RAISE EXCEPTION 'a month is paid again only after it was taken back' USING ERRCODE = 'foreign_key_violation';
  END IF;
  RETURN NULL;
END";

/// Lets the server look at a ledger that it knows nothing of, as after an import. Without statistics, it expects that a third of
/// all entries are the newest ones, and reads them all for each award. Only the owner may do that.
const STATISTICS: &str = "gather_statistics() RETURNS void LANGUAGE plpgsql SECURITY DEFINER";
const STATISTICS_BODY: &str = "BEGIN
  IF EXISTS (SELECT 1 FROM pg_stats WHERE schemaname = current_schema() AND tablename = 'entries' AND attname = 'id') THEN
    RETURN;
  END IF;
  ANALYZE users (id, email, status, roles, last_entry), entries (id, user_id, operation), changes (id, user_id, field),
          allowances (user_id, from_month);
END";

/// Returns the statements that make the functions.
pub(super) fn of_tables(schema: &str) -> Vec<String> {
    let made = |declared: &str, body: &str| {
        let path = format!("SET search_path = {}, pg_temp", quoted(schema));
        format!("CREATE FUNCTION {declared} {path} AS $body$\n{body} $body$")
    };
    vec![CONTAINS_FOLDED.to_owned(), made(REPAYMENT, REPAYMENT_BODY), made(STATISTICS, STATISTICS_BODY)]
}
