//! Finds the entries and changes of an operation: they lie between numbers that its seal has.

/// SQL for whether the entry of this alias is sealed by the seal of that alias.
pub(crate) fn sql_is_sealed_entry(entry: &str, seal: &str) -> String {
    format!("{entry}.id >= {seal}.first_entry AND {entry}.id < {seal}.first_entry + {seal}.entries")
}

/// SQL for whether the change of this alias is sealed by the seal of that alias.
pub(crate) fn sql_is_sealed_change(change: &str, seal: &str) -> String {
    format!("{change}.id >= {seal}.first_change AND {change}.id < {seal}.first_change + {seal}.changes")
}

/// SQL for whether a column, such as `e.id`, is the number of an entry of the operation.
///
/// Both bounds are values. If the seal were joined, a server would go through all entries in their order, or look for the seal
/// of each.
pub(crate) fn sql_is_entry_of(column: &str, operation: &str) -> String {
    let of_seal = |bound: &str| format!("(SELECT {bound} FROM seals WHERE operation = {operation})");
    format!("{column} >= {} AND {column} < {}", of_seal("first_entry"), of_seal("first_entry + entries"))
}
