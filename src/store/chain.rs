//! Reads a user's entries: each entry names the one before it.

/// A column of the table `chain`: its name, its value at the user's newest entry, and its value one entry further back. There, the
/// chain is `c`, and `e` is the entry that was just left.
pub(crate) type Carried<'a> = (&'a str, &'a str, &'a str);

/// SQL for the table `chain (id, ..)`, for use after `WITH RECURSIVE`: the numbers of the users' entries, newest first, and 0
/// after the oldest. It costs as much as the users have entries, however large the ledger is.
///
/// `users` names the users as `u`. In a read as of the past, a chain begins with today's newest entry if it is that of
/// `main.users`. The chain goes on as long as the entry that it leaves fits `while_entry`.
pub(crate) fn sql_chain(users: &str, carried: &[Carried<'_>], while_entry: &str) -> String {
    let list = |part: fn(&Carried<'_>) -> String| carried.iter().map(part).collect::<String>();
    format!(
        "chain (id{}) AS (
             SELECT u.last_entry{} FROM {users}
             UNION ALL SELECT e.previous{} FROM chain c JOIN entries e ON e.id = c.id WHERE {while_entry})",
        list(|(name, ..)| format!(", {name}")),
        list(|(_, at_newest, _)| format!(", {at_newest}")),
        list(|(_, _, further_back)| format!(", {further_back}"))
    )
}

/// The beginning of a statement about the entries of user `?1`, as `chain (id)`.
pub(crate) fn with_chain_of_user() -> String {
    format!("WITH RECURSIVE {}", sql_chain("main.users u WHERE u.id = ?1", &[], "TRUE"))
}
