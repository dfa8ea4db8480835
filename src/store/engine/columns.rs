//! Reads the columns of a statement by name, not by number.

/// Makes a struct of the columns of a row: each field has its type and its SQL. `sql` lists the columns for a SELECT, `read`
/// takes a row that begins with them, and `COUNT` is the number of the column after them. Only a struct with a lifetime can
/// borrow from the row.
macro_rules! columns {
    (@read $row:ty, $($field:ident = $sql:literal,)+) => {
        #[allow(dead_code, reason = "most statements have no other columns")]
        pub(crate) const COUNT: usize = [$($sql),+].len();

        pub(crate) fn sql() -> String {
            [$($sql),+].join(", ")
        }

        pub(crate) fn read(row: $row) -> $crate::error::Result<Self> {
            let mut numbers = 0..;
            Ok(Self { $($field: row.get(numbers.next().unwrap_or(0))?,)+ })
        }
    };
    ($(#[$doc:meta])* $name:ident<$row:lifetime> {
        $($(#[$about:meta])* $field:ident: $type:ty = $sql:literal,)+
    }) => {
        $(#[$doc])*
        pub(crate) struct $name<$row> {
            $($(#[$about])* pub(crate) $field: $type,)+
        }

        impl<$row> $name<$row> {
            columns!(@read $crate::store::engine::session::Row<$row>, $($field = $sql,)+);
        }
    };
    ($(#[$doc:meta])* $name:ident {
        $($(#[$about:meta])* $field:ident: $type:ty = $sql:literal,)+
    }) => {
        $(#[$doc])*
        pub(crate) struct $name {
            $($(#[$about])* pub(crate) $field: $type,)+
        }

        impl $name {
            columns!(@read $crate::store::engine::session::Row<'_>, $($field = $sql,)+);
        }
    };
}
