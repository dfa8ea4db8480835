//! Reads a user's entries: each entry names the one before it.

/// The beginning of a statement about the entries of user `?1`: `chain (id, previous)` has them, newest first. It costs as much
/// as the user has entries, however large the ledger is. In a read as of the past, too, the chain begins with today's newest
/// entry (`main.users`).
pub(crate) const CHAIN_OF_USER: &str = "WITH RECURSIVE chain (id, previous) AS (
        SELECT e.id, e.previous FROM main.users u JOIN entries e ON e.id = u.last_entry WHERE u.id = ?1
        UNION ALL SELECT e.id, e.previous FROM chain c JOIN entries e ON e.id = c.previous)";
