//! The entries of an operation lie between two numbers that its seal has.

/// SQL for whether a column, such as `e.id`, is the number of an entry of the operation.
///
/// Both bounds are values. If the seal were joined, a server would go through all entries in their order, or look for the seal
/// of each.
pub(crate) fn sql_is_entry_of(column: &str, operation: &str) -> String {
    let of_seal = |bound: &str| format!("(SELECT {bound} FROM seals WHERE operation = {operation})");
    format!("{column} >= {} AND {column} < {}", of_seal("first_entry"), of_seal("first_entry + entries"))
}
