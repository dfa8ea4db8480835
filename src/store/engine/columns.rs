//! Names the columns of a statement, so that code reads a value by name, not by number.

/// Makes an enum of columns out of pairs of a name and its SQL: `sql` lists them, and `at` is the number of one.
macro_rules! columns {
    ($(#[$doc:meta])* $name:ident { $($column:ident = $sql:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy)]
        pub(crate) enum $name { $($column),+ }

        impl $name {
            const ALL: &[(Self, &str)] = &[$((Self::$column, $sql)),+];

            pub(crate) fn sql() -> String {
                Self::ALL.iter().map(|(_, sql)| *sql).collect::<Vec<_>>().join(", ")
            }

            pub(crate) const fn at(self) -> usize {
                self as usize
            }
        }
    };
}
