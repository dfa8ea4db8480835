//! The chain of a user's entries, each of which names the one before it.

/// The beginning of a statement that reads the entries of user `?1`: `chain (id, previous)` holds them, the newest first. The cost
/// is that of their own entries, however large the ledger. Also where a read went back, the chain is today's.
pub(crate) const CHAIN_OF_USER: &str = "WITH RECURSIVE chain (id, previous) AS (
        SELECT e.id, e.previous FROM main.users u JOIN entries e ON e.id = u.last_entry WHERE u.id = ?1
        UNION ALL SELECT e.id, e.previous FROM chain c JOIN entries e ON e.id = c.previous)";
