//! Reads the columns of a statement by name, not by number.

/// Makes a struct of the columns of a row: each field has its type and its SQL. `sql` lists the columns for a SELECT, and
/// `read` takes a row that begins with them.
macro_rules! columns {
    ($(#[$doc:meta])* $name:ident<$row:lifetime> {
        $($(#[$about:meta])* $field:ident: $type:ty = $sql:literal,)+
    }) => {
        $(#[$doc])*
        pub(crate) struct $name<$row> {
            $($(#[$about])* pub(crate) $field: $type,)+
        }

        impl<$row> $name<$row> {
            pub(crate) fn sql() -> String {
                [$($sql),+].join(", ")
            }

            pub(crate) fn read(row: $crate::store::engine::session::Row<$row>) -> $crate::error::Result<Self> {
                let mut numbers = 0..;
                Ok(Self { $($field: row.get(numbers.next().unwrap_or(0))?,)+ })
            }
        }
    };
}
