//! Writes many rows into one table.

use super::postgres::connection::Connection as ServerConnection;
use super::rows::Statement;
use super::session::Session;
use super::value::{OwnedValue, Value, Values};
use crate::error::Result;

/// About how many bytes go to a server in one statement.
const BYTES_AT_ONCE: usize = 128 << 10;

/// What a value takes besides its text.
const BYTES_A_VALUE: usize = 8;

/// Writes rows one by one into a file, or many at once to a server. Call [`RowBatch::finish`] at the end, which writes the last
/// of them.
pub(crate) struct RowBatch<'s>(Way<'s>);

enum Way<'s> {
    /// The statement writes one row.
    File(Statement<'s>),
    /// Each column of many rows travels as an array, so the text of the statement stays short.
    Server {
        connection: &'s ServerConnection,
        target: &'static str,
        columns: Vec<Vec<OwnedValue>>,
        bytes: usize,
    },
}

impl<'s> RowBatch<'s> {
    /// Begins a batch of rows with `width` values. The target is a table, followed by its columns in parentheses unless all are
    /// meant.
    pub(crate) fn new(session: &'s Session, target: &'static str, width: usize) -> Result<Self> {
        Ok(Self(match session.server() {
            None => Way::File(session.prepare(&insert_row(target, width))?),
            Some(connection) => {
                Way::Server { connection, target, columns: vec![Vec::new(); width], bytes: 0 }
            }
        }))
    }

    pub(crate) fn add(&mut self, row: impl Values) -> Result<()> {
        let (columns, bytes) = match &mut self.0 {
            Way::File(statement) => return statement.run(row),
            Way::Server { columns, bytes, .. } => (columns, bytes),
        };
        let mut places = columns.iter_mut();
        row.each(|value| {
            *bytes += BYTES_A_VALUE + length(value);
            places.next().into_iter().for_each(|column| column.push(value.into()));
            Ok(())
        })?;
        if *bytes >= BYTES_AT_ONCE {
            self.flush();
        }
        Ok(())
    }

    pub(crate) fn finish(mut self) {
        self.flush();
    }

    fn flush(&mut self) {
        let Way::Server { connection, target, columns, bytes } = &mut self.0 else { return };
        if *bytes == 0 {
            return;
        }
        *bytes = 0;
        let rows: Vec<_> = columns.iter_mut().map(std::mem::take).collect();
        let is_there: Vec<bool> =
            rows.iter().map(|column| column.iter().any(|value| *value != OwnedValue::Null)).collect();
        let sql = insert_columns(target, &is_there);
        let columns =
            rows.into_iter().zip(is_there).filter_map(|(column, is_there)| is_there.then_some(column));
        connection.send_columns(&connection.translated(&sql), columns.collect());
    }
}

fn length(value: Value<'_>) -> usize {
    match value {
        Value::Null | Value::Integer(_) => 0,
        Value::Text(text) => text.len(),
        Value::Bytes(bytes) => bytes.len(),
    }
}

fn insert_row(target: &str, width: usize) -> String {
    let places: Vec<String> = (1..=width).map(|number| format!("?{number}")).collect();
    format!("INSERT INTO {target} VALUES ({})", places.join(", "))
}

/// An array without any value has no type, so a column that is not there is NULL.
fn insert_columns(target: &str, is_there: &[bool]) -> String {
    let (mut values, mut places, mut names) = (Vec::new(), Vec::new(), Vec::new());
    for &is_there in is_there {
        if is_there {
            let number = names.len() + 1;
            places.push(format!("?{number}"));
            names.push(format!("c{number}"));
        }
        values.push(if is_there { names[names.len() - 1].clone() } else { "NULL".to_owned() });
    }
    let [values, places, names] = [values, places, names].map(|words| words.join(", "));
    format!("INSERT INTO {target} SELECT {values} FROM unnest({places}) AS r ({names})")
}

#[cfg(test)]
mod tests {
    use super::{insert_columns, insert_row};

    #[test]
    fn rows_are_written_one_by_one_or_column_by_column() {
        assert_eq!(insert_row("t (a, b)", 2), "INSERT INTO t (a, b) VALUES (?1, ?2)");
        assert_eq!(
            insert_columns("t", &[true, false, true]),
            "INSERT INTO t SELECT c1, NULL, c2 FROM unnest(?1, ?2) AS r (c1, c2)"
        );
    }
}
