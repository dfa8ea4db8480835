//! Values on their way to and from an engine, in neutral types.

use crate::domain::{
    Amount, Bucket, Credits, Digest, Email, EntryId, Kind, MessageKind, Month, OperationId, Roles, Status,
    Timestamp,
};
use crate::error::Result;
use crate::store::ids::UserId;

/// The value of a parameter or a column.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Value<'a> {
    Null,
    Integer(i64),
    Text(&'a str),
    Bytes(&'a [u8]),
}

/// A value that owns its content.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum OwnedValue {
    Null,
    Integer(i64),
    Text(String),
    Bytes(Vec<u8>),
}

impl From<Value<'_>> for OwnedValue {
    fn from(value: Value<'_>) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Integer(number) => Self::Integer(number),
            Value::Text(text) => Self::Text(text.to_owned()),
            Value::Bytes(bytes) => Self::Bytes(bytes.to_vec()),
        }
    }
}

impl ToValue for OwnedValue {
    fn to_value(&self) -> Value<'_> {
        match self {
            Self::Null => Value::Null,
            Self::Integer(number) => Value::Integer(*number),
            Self::Text(text) => Value::Text(text),
            Self::Bytes(bytes) => Value::Bytes(bytes),
        }
    }
}

/// A type that can be a parameter.
pub(crate) trait ToValue {
    fn to_value(&self) -> Value<'_>;
}

/// A type that a column can be read as; it may borrow from the row. Returns `None` if the value has another type or range.
pub(crate) trait FromValue<'r>: Sized {
    fn from_value(value: Value<'r>) -> Option<Self>;
}

/// The parameters of a statement, in the order of their numbers.
pub(crate) trait Values: Sized {
    fn each(self, bind: impl FnMut(Value<'_>) -> Result<()>) -> Result<()>;
}

impl Values for () {
    fn each(self, _: impl FnMut(Value<'_>) -> Result<()>) -> Result<()> {
        Ok(())
    }
}

impl<T: ToValue, const COUNT: usize> Values for [T; COUNT] {
    fn each(self, bind: impl FnMut(Value<'_>) -> Result<()>) -> Result<()> {
        self.as_slice().each(bind)
    }
}

impl<T: ToValue> Values for &[T] {
    fn each(self, mut bind: impl FnMut(Value<'_>) -> Result<()>) -> Result<()> {
        self.iter().try_for_each(|value| bind(value.to_value()))
    }
}

macro_rules! values_of_tuples {
    ($(($($name:ident)+))+) => {$(
        impl<$($name: ToValue),+> Values for ($($name,)+) {
            #[allow(non_snake_case, reason = "a type parameter names its field")]
            fn each(self, mut bind: impl FnMut(Value<'_>) -> Result<()>) -> Result<()> {
                let ($($name,)+) = self;
                $(bind($name.to_value())?;)+
                Ok(())
            }
        }
    )+};
}

values_of_tuples! {
    (A B) (A B C) (A B C D) (A B C D E) (A B C D E F) (A B C D E F G) (A B C D E F G H) (A B C D E F G H I)
    (A B C D E F G H I J) (A B C D E F G H I J K) (A B C D E F G H I J K L) (A B C D E F G H I J K L M)
}

impl<T: ToValue + ?Sized> ToValue for &T {
    fn to_value(&self) -> Value<'_> {
        (**self).to_value()
    }
}

impl<T: ToValue> ToValue for Option<T> {
    fn to_value(&self) -> Value<'_> {
        self.as_ref().map_or(Value::Null, ToValue::to_value)
    }
}

impl ToValue for Value<'_> {
    fn to_value(&self) -> Value<'_> {
        *self
    }
}

impl ToValue for str {
    fn to_value(&self) -> Value<'_> {
        Value::Text(self)
    }
}

impl ToValue for String {
    fn to_value(&self) -> Value<'_> {
        Value::Text(self)
    }
}

impl ToValue for [u8] {
    fn to_value(&self) -> Value<'_> {
        Value::Bytes(self)
    }
}

impl ToValue for [u8; 32] {
    fn to_value(&self) -> Value<'_> {
        Value::Bytes(self)
    }
}

/// A number above 63 bits counts nothing here, so it is stored as the greatest one.
impl ToValue for u64 {
    fn to_value(&self) -> Value<'_> {
        Value::Integer(i64::try_from(*self).unwrap_or(i64::MAX))
    }
}

macro_rules! to_value {
    ($($type:ty: |$value:ident| $into:expr;)+) => {$(
        impl ToValue for $type {
            fn to_value(&self) -> Value<'_> {
                let $value = self;
                $into
            }
        }
    )+};
}

to_value! {
    i64: |number| Value::Integer(*number);
    u32: |number| Value::Integer(i64::from(*number));
    bool: |flag| Value::Integer(i64::from(*flag));
    Amount: |amount| Value::Integer(amount.get());
    Credits: |credits| Value::Integer(credits.get());
    Month: |month| Value::Integer(month.number());
    EntryId: |id| Value::Integer(id.get());
    OperationId: |id| Value::Integer(id.get());
    Roles: |roles| Value::Integer(roles.bits());
    Timestamp: |time| Value::Integer(time.seconds());
    UserId: |id| Value::Integer(id.0);
    Digest: |digest| Value::Bytes(&digest.0);
}

impl<'r, T: FromValue<'r>> FromValue<'r> for Option<T> {
    fn from_value(value: Value<'r>) -> Option<Self> {
        if value == Value::Null { Some(None) } else { T::from_value(value).map(Some) }
    }
}

impl<'r> FromValue<'r> for Value<'r> {
    fn from_value(value: Value<'r>) -> Option<Self> {
        Some(value)
    }
}

impl<'r> FromValue<'r> for &'r str {
    fn from_value(value: Value<'r>) -> Option<Self> {
        if let Value::Text(text) = value { Some(text) } else { None }
    }
}

impl FromValue<'_> for i64 {
    fn from_value(value: Value<'_>) -> Option<Self> {
        if let Value::Integer(number) = value { Some(number) } else { None }
    }
}

impl FromValue<'_> for bool {
    fn from_value(value: Value<'_>) -> Option<Self> {
        i64::from_value(value).map(|number| number != 0)
    }
}

impl FromValue<'_> for String {
    fn from_value(value: Value<'_>) -> Option<Self> {
        if let Value::Text(text) = value { Some(text.to_owned()) } else { None }
    }
}

impl FromValue<'_> for Vec<u8> {
    fn from_value(value: Value<'_>) -> Option<Self> {
        if let Value::Bytes(bytes) = value { Some(bytes.to_owned()) } else { None }
    }
}

impl FromValue<'_> for [u8; 32] {
    fn from_value(value: Value<'_>) -> Option<Self> {
        if let Value::Bytes(bytes) = value { bytes.try_into().ok() } else { None }
    }
}

macro_rules! from_value {
    ($($type:ty: |$number:ident| $read:expr;)+) => {$(
        impl FromValue<'_> for $type {
            fn from_value(value: Value<'_>) -> Option<Self> {
                let $number = i64::from_value(value)?;
                $read
            }
        }
    )+};
}

from_value! {
    u8: |number| number.try_into().ok();
    u64: |number| number.try_into().ok();
    Amount: |number| Self::new(number);
    Credits: |number| Self::new(number);
    Month: |number| Self::from_number(number);
    EntryId: |number| Self::new(number);
    OperationId: |number| Self::new(number);
    Roles: |number| Some(Self::from_bits(number));
    Timestamp: |number| Some(Self::from_seconds(number));
    UserId: |number| Some(Self(number));
}

impl FromValue<'_> for Digest {
    fn from_value(value: Value<'_>) -> Option<Self> {
        FromValue::from_value(value).map(Self)
    }
}

/// Stores types as words. A word is parsed when it is read.
macro_rules! stored_as_word {
    ($($type:ty),+) => {$(
        impl $crate::store::engine::value::ToValue for $type {
            fn to_value(&self) -> $crate::store::engine::value::Value<'_> {
                $crate::store::engine::value::Value::Text(self.as_str())
            }
        }

        impl $crate::store::engine::value::FromValue<'_> for $type {
            fn from_value(value: $crate::store::engine::value::Value<'_>) -> Option<Self> {
                let $crate::store::engine::value::Value::Text(text) = value else { return None };
                text.parse().ok()
            }
        }
    )+};
}

stored_as_word!(Bucket, Email, Kind, MessageKind, Status);
