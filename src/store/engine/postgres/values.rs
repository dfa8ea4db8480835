//! Converts values on their way to PostgreSQL and back.

use std::borrow::Cow;
use std::error::Error as StdError;

use tokio_postgres::types::private::BytesMut;
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type, accepts, to_sql_checked};

use crate::error;
use crate::store::engine::value::{OwnedValue, Value, Values};

/// What a statement takes for one of its places.
pub(super) trait Parameter: ToSql + Send + Sync + 'static {
    fn kind(&self) -> Type;
}

/// The type of an absent value does not matter, because no statement refers to it: see [`with_nulls`].
impl Parameter for OwnedValue {
    fn kind(&self) -> Type {
        match self {
            Self::Integer(_) => Type::INT8,
            Self::Null | Self::Text(_) => Type::TEXT,
            Self::Bytes(_) => Type::BYTEA,
        }
    }
}

/// A column of many rows, which travels as an array. Not all of its values are absent.
impl Parameter for Vec<OwnedValue> {
    fn kind(&self) -> Type {
        match self.iter().find(|value| **value != OwnedValue::Null) {
            Some(OwnedValue::Integer(_)) => Type::INT8_ARRAY,
            Some(OwnedValue::Bytes(_)) => Type::BYTEA_ARRAY,
            _ => Type::TEXT_ARRAY,
        }
    }
}

impl ToSql for OwnedValue {
    fn to_sql(&self, kind: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn StdError + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Integer(number) => number.to_sql(kind, out),
            Self::Text(text) => text.to_sql(kind, out),
            Self::Bytes(bytes) => bytes.to_sql(kind, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

/// The value of a column, borrowed from the row: integers of any width, texts, bytes and booleans.
#[derive(Clone, Copy, Debug)]
pub(super) struct PostgresValue<'a>(pub(super) Value<'a>);

impl<'a> FromSql<'a> for PostgresValue<'a> {
    fn from_sql(kind: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn StdError + Sync + Send>> {
        Ok(Self(match *kind {
            Type::INT8 => Value::Integer(i64::from_sql(kind, raw)?),
            Type::INT4 => Value::Integer(i32::from_sql(kind, raw)?.into()),
            Type::INT2 => Value::Integer(i16::from_sql(kind, raw)?.into()),
            Type::BOOL => Value::Integer(bool::from_sql(kind, raw)?.into()),
            Type::NUMERIC => {
                Value::Integer(whole_number(raw).ok_or("a number that is not whole, or too large")?)
            }
            Type::BYTEA => Value::Bytes(raw),
            _ => Value::Text(std::str::from_utf8(raw)?),
        }))
    }

    fn from_sql_null(_: &Type) -> Result<Self, Box<dyn StdError + Sync + Send>> {
        Ok(Self(Value::Null))
    }

    accepts!(INT8, INT4, INT2, BOOL, NUMERIC, BYTEA, TEXT, VARCHAR, NAME, UNKNOWN, BPCHAR);
}

/// Reads a `numeric`, which the sum of integers is: digits to the base of 10 000, most significant first. `None` if it is not
/// an integer of 64 bits.
fn whole_number(raw: &[u8]) -> Option<i64> {
    let mut words = raw.chunks_exact(2).map(|word| u16::from_be_bytes([word[0], word[1]]));
    let (count, weight, sign) = (words.next()?, words.next()?.cast_signed(), words.next()?);
    let _scale = words.next()?;
    let mut number = 0_i128;
    for place in 0..=i32::from(weight).max(-1) {
        let digit = if place < i32::from(count) { words.next()? } else { 0 };
        number = number.checked_mul(10_000)?.checked_add(digit.into())?;
    }
    if words.any(|digit| digit != 0) || !matches!(sign, 0 | 0x4000) {
        return None;
    }
    i64::try_from(if sign == 0 { number } else { -number }).ok()
}

pub(super) fn parameters(values: impl Values) -> error::Result<Vec<OwnedValue>> {
    let mut parameters = Vec::new();
    values.each(|value| {
        parameters.push(OwnedValue::from(value));
        Ok(())
    })?;
    Ok(parameters)
}

pub(super) fn with_nulls_of<'s>(sql: &'s str, parameters: &[OwnedValue]) -> Cow<'s, str> {
    let is_null = |number: usize| matches!(parameters.get(number.wrapping_sub(1)), Some(OwnedValue::Null));
    if (1..=parameters.len()).any(is_null) { with_nulls(sql, is_null).into() } else { sql.into() }
}

pub(super) fn typed<P: Parameter>(parameters: &[P]) -> Vec<(&(dyn ToSql + Sync), Type)> {
    parameters.iter().map(|parameter| (parameter as &(dyn ToSql + Sync), parameter.kind())).collect()
}

/// Replaces the absent parameters of a translated statement with NULL, because the server could not infer their types.
fn with_nulls(sql: &str, is_null: impl Fn(usize) -> bool) -> String {
    let mut text = String::with_capacity(sql.len());
    let mut rest = sql;
    while let Some(at) = rest.find(['$', '\'']) {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = if let Some(digits) = rest.strip_prefix('$') {
            digits.find(|c: char| !c.is_ascii_digit()).map_or(rest.len(), |end| end + 1)
        } else {
            rest[1..].find('\'').map_or(rest.len(), |end| end + 2)
        };
        let (token, after) = rest.split_at(end);
        let number = token.strip_prefix('$').and_then(|number| number.parse().ok());
        text.push_str(if number.is_some_and(&is_null) { "NULL" } else { token });
        rest = after;
    }
    text + rest
}

#[cfg(test)]
mod tests {
    use super::{whole_number, with_nulls};

    fn numeric(words: &[u16]) -> Vec<u8> {
        words.iter().flat_map(|word| word.to_be_bytes()).collect()
    }

    #[test]
    fn a_sum_is_a_whole_number() {
        assert_eq!(whole_number(&numeric(&[0, 0, 0, 0])), Some(0));
        assert_eq!(whole_number(&numeric(&[2, 1, 0, 0, 1, 2345])), Some(12_345));
        assert_eq!(whole_number(&numeric(&[1, 1, 0x4000, 0, 7])), Some(-70_000));
        assert_eq!(whole_number(&numeric(&[1, 0xffff, 0, 1, 5000])), None);
    }

    #[test]
    fn an_absent_parameter_is_null() {
        let sql = "SELECT '$1', $1, $12 WHERE $2 IS NULL";
        assert_eq!(
            with_nulls(sql, |number| number == 2 || number == 12),
            "SELECT '$1', $1, NULL WHERE NULL IS NULL"
        );
    }
}
