//! Parses `KEY OP VALUE` into a condition, and reports every fault of an expression.

use super::{Condition, Filter, FilterKey, Operand, Operator, ValueKind, as_key, find_key};
use crate::domain::{Day, Domain, Email, MAX_CREDITS, Month, Role, Roles, Timestamp, Zone, nearest};

/// The limits of a filter. SQL has limits too.
const MOST_OPERANDS: usize = 500;
const MOST_CONDITIONS: usize = 100;

/// A fault in a condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConditionError {
    /// The condition, as typed.
    pub typed: String,
    /// Says what is wrong with which part of the condition.
    pub message: String,
    /// Says what to do about it.
    pub hint: Option<String>,
}

type PartFault = (String, Option<String>);

impl Filter {
    /// Parses conditions on these keys. Dates are read in `zone`, and relative ones count back from `now`.
    pub fn parse(
        typed: &[String],
        keys: &[FilterKey],
        zone: Zone,
        now: Timestamp,
    ) -> Result<Self, Vec<ConditionError>> {
        let (mut filter, mut faults) = (Self::default(), Vec::new());
        for text in typed {
            match condition(text, keys, (zone, now)) {
                Ok(condition) => filter.conditions.push(condition),
                Err(found) => faults.extend(found.into_iter().map(|(message, hint)| ConditionError {
                    typed: text.clone(),
                    message,
                    hint,
                })),
            }
        }
        if typed.len() > MOST_CONDITIONS {
            let message = format!("there are more than {MOST_CONDITIONS} conditions");
            faults.push(ConditionError { typed: typed[MOST_CONDITIONS].clone(), message, hint: None });
        }
        if faults.is_empty() { Ok(filter) } else { Err(faults) }
    }
}

fn condition(text: &str, keys: &[FilterKey], clock: (Zone, Timestamp)) -> Result<Condition, Vec<PartFault>> {
    let is_sign = |c: char| matches!(c, '=' | '!' | '<' | '>' | '~');
    let Some(start) = text.find(is_sign) else {
        return Err(without_operator(text.trim(), keys));
    };
    let end = text[start..].find(|c| !is_sign(c)).map_or(text.len(), |length| start + length);
    let (name, signs, value) = (text[..start].trim(), &text[start..end], text[end..].trim());
    let mut faults = Vec::new();
    let key = find_key(keys, name);
    if key.is_none() {
        faults.push(unknown_key(name, keys));
    }
    let operator = Operator::named(signs);
    if operator.is_none() {
        faults.push(unknown_operator(&text[..start], signs, &text[end..], key));
    }
    let (Some(key), Some(operator)) = (key, operator) else { return Err(faults) };
    if !Operator::of(key.values).contains(&operator) {
        let known: Vec<_> = Operator::of(key.values).iter().map(|operator| operator.as_str()).collect();
        let message = format!("'{signs}' does not go with '{}'", key.name);
        return Err(vec![(message, Some(format!("'{}' takes {}", key.name, known.join(" "))))]);
    }
    let mut operands = Vec::new();
    for part in parts(value, operator).map_err(|fault| vec![fault])? {
        match read_operands(&part, key, operator, clock) {
            Ok(read) => operands.extend(read),
            Err(fault) => faults.push(fault),
        }
    }
    if operands.len() > MOST_OPERANDS {
        faults.push((format!("it lists more than {MOST_OPERANDS} values"), None));
    }
    if faults.is_empty() { Ok(Condition { key: key.name, operator, operands }) } else { Err(faults) }
}

/// Splits a value at its commas. A part in double quotes is taken as it stands; `""` in it is one quote.
fn parts(text: &str, operator: Operator) -> Result<Vec<String>, PartFault> {
    let (mut parts, mut rest) = (Vec::new(), Some(text));
    while let Some(text) = rest {
        let (value, behind) = first_part(text.trim())?;
        if !operator.takes_several() && behind.is_some() {
            // A comma means nothing here, but behind a quoted value.
            return if text.starts_with('"') { Err(behind_a_quote(text)) } else { Ok(vec![text.to_owned()]) };
        }
        parts.push(value);
        rest = behind;
    }
    Ok(parts)
}

/// Returns the first part, and the text behind the comma after it.
fn first_part(text: &str) -> Result<(String, Option<&str>), PartFault> {
    let Some(mut rest) = text.strip_prefix('"') else {
        let (value, behind) =
            text.split_once(',').map_or((text, None), |(value, behind)| (value, Some(behind)));
        return Ok((value.trim_end().to_owned(), behind));
    };
    let mut value = String::new();
    loop {
        let Some((before, behind)) = rest.split_once('"') else {
            let hint = r#"end the value with '"'; write '""' for a quote within it"#.to_owned();
            return Err((format!("the quote at the beginning of '{text}' is not closed"), Some(hint)));
        };
        value += before;
        let Some(more) = behind.strip_prefix('"') else {
            return match behind.trim_start().split_once(',') {
                None if behind.trim().is_empty() => Ok((value, None)),
                Some(("", behind)) => Ok((value, Some(behind))),
                _ => Err(behind_a_quote(text)),
            };
        };
        value.push('"');
        rest = more;
    }
}

fn behind_a_quote(text: &str) -> PartFault {
    let hint = r#"put the whole value in double quotes, and write '""' for a quote within it"#.to_owned();
    (format!("something stands behind the closing quote of '{text}'"), Some(hint))
}

/// Reads one part of a value. It is two operands if it is a time that the clocks show twice.
fn read_operands(
    text: &str,
    key: FilterKey,
    operator: Operator,
    clock: (Zone, Timestamp),
) -> Result<Vec<Operand>, PartFault> {
    match key.values {
        ValueKind::Time | ValueKind::Span if operator.takes_several() && !text.is_empty() => {
            let ((zone, now), day) = (clock, day(text)?);
            let range =
                |(first, last): (Timestamp, Timestamp)| Operand::Range(first.seconds(), last.seconds());
            Ok(zone.spans(day, now).into_iter().map(range).collect())
        }
        _ => operand(text, key, operator, clock).map(|operand| vec![operand]),
    }
}

fn operand(
    text: &str,
    key: FilterKey,
    operator: Operator,
    clock: (Zone, Timestamp),
) -> Result<Operand, PartFault> {
    if text.is_empty() {
        return if operator.compares() {
            Err((format!("'{}' needs a value behind '{}'", key.name, operator.as_str()), None))
        } else {
            Ok(Operand::Absent)
        };
    }
    let is_part = operator.without_not() == Operator::Contains;
    match key.values {
        ValueKind::Roles if is_part => {
            let part = text.to_lowercase();
            let held = Role::ALL.into_iter().filter(|role| role.as_str().contains(&part));
            Ok(Operand::Roles(held.collect::<Roles>()))
        }
        _ if is_part => Ok(Operand::Text(text.to_owned())),
        ValueKind::Text | ValueKind::Texts | ValueKind::Line => Ok(Operand::Text(text.to_owned())),
        ValueKind::Actor => {
            let canonical = text.parse::<Email>().map(|email| email.to_string());
            Ok(Operand::Text(canonical.unwrap_or_else(|_| text.to_owned())))
        }
        ValueKind::Address => {
            let canonical = text.parse::<Email>().map(|email| email.to_string());
            Ok(Operand::Text(canonical.unwrap_or_else(|_| text.to_lowercase())))
        }
        ValueKind::Domain => {
            let canonical = text.parse::<Domain>().map(|domain| domain.to_string());
            Ok(Operand::Text(canonical.unwrap_or_else(|_| text.to_lowercase())))
        }
        ValueKind::Word(words) => word(text, key, &words()),
        ValueKind::Integer | ValueKind::Integers => integer(text, key),
        ValueKind::Time | ValueKind::Span => seconds_of_day(text, clock),
        ValueKind::Month => match text.parse::<Month>() {
            Ok(month) => Ok(Operand::Range(month.number(), month.number())),
            Err(fault) => Err((format!("'{text}' is not a month"), Some(fault))),
        },
        ValueKind::Flag => match text {
            "true" | "on" | "yes" => Ok(Operand::Range(1, 1)),
            "false" | "off" | "no" => Ok(Operand::Range(0, 0)),
            _ => {
                Err((format!("'{text}' is no value of '{}'", key.name), Some("use true or false".to_owned())))
            }
        },
        ValueKind::Roles => {
            let role = text.parse::<Role>();
            role.map(|role| Operand::Roles(Roles::default().with(role))).map_err(|fault| (fault, None))
        }
    }
}

fn seconds_of_day(text: &str, (zone, now): (Zone, Timestamp)) -> Result<Operand, PartFault> {
    let day = day(text)?;
    Ok(Operand::Range(zone.first_second(day, now).seconds(), zone.last_second(day, now).seconds()))
}

fn day(text: &str) -> Result<Day, PartFault> {
    text.parse().map_err(|fault| (format!("'{text}' is not a date"), Some(fault)))
}

fn word(text: &str, key: FilterKey, words: &[&str]) -> Result<Operand, PartFault> {
    if words.contains(&text) {
        return Ok(Operand::Text(text.to_owned()));
    }
    let hint = match nearest(text, words.iter().copied()) {
        Some(near) => format!("did you mean '{near}'?"),
        None => format!("the values are {}", words.join(", ")),
    };
    Err((format!("'{text}' is no value of '{}'", key.name), Some(hint)))
}

fn integer(text: &str, key: FilterKey) -> Result<Operand, PartFault> {
    // A table prints 1000 as 1,000. Without this check, the 000 after the comma would count as a number.
    let is_plain = text.len() == 1 || !text.starts_with('0');
    let number = text.parse::<i64>().ok();
    let number = number.filter(|number| is_plain && number.unsigned_abs() <= MAX_CREDITS.unsigned_abs());
    match number {
        Some(number) => Ok(Operand::Range(number, number)),
        None => Err((
            format!("'{text}' is no value of '{}'", key.name),
            Some(format!("use a whole number without separators, at most {MAX_CREDITS}")),
        )),
    }
}

fn without_operator(text: &str, keys: &[FilterKey]) -> Vec<PartFault> {
    let example = find_key(keys, text).or(keys.first().copied()).map_or("email", |key| key.name);
    let signs = Operator::ALL.map(Operator::as_str).join(" ");
    vec![(
        format!("'{text}' has no operator"),
        Some(format!("write a condition as KEY OP VALUE, such as '{example}=…'; the operators are {signs}")),
    )]
}

fn unknown_key(name: &str, keys: &[FilterKey]) -> PartFault {
    let names: Vec<_> = keys.iter().map(|key| key.name).collect();
    let message = if name.is_empty() { "a key is missing".to_owned() } else { format!("no key '{name}'") };
    let hint = match nearest(&as_key(name), names.iter().copied()) {
        Some(near) => format!("did you mean '{near}'?"),
        None => format!("the keys are {}", names.join(", ")),
    };
    (message, Some(hint))
}

/// Says which sign is meant. A value may also begin with a sign, as in `name=<b>`.
fn unknown_operator(name: &str, signs: &str, value: &str, key: Option<FilterKey>) -> PartFault {
    let mut hint = match Operator::meant_by(signs) {
        Some(meant) => format!("did you mean '{}'?", meant.as_str()),
        None => format!("the operators are {}", Operator::ALL.map(Operator::as_str).join(" ")),
    };
    let is_text = |key: FilterKey| Operator::of(key.values).len() == Operator::ALL.len();
    let begins = |operator: &Operator| signs.starts_with(operator.as_str());
    let longest = Operator::ALL.into_iter().filter(begins).max_by_key(|operator| operator.as_str().len());
    let (sign, first) = signs.split_at(longest.map_or(0, |operator| operator.as_str().len()));
    // No value begins with = or ~ here: there they repeat the operator.
    if !sign.is_empty() && first.starts_with(['<', '>', '!']) && key.is_some_and(is_text) {
        let typed = format!("{name}{sign} {first}{value}");
        let end = if hint.ends_with('?') { "" } else { "." };
        hint = format!("{hint}{end} If the value begins with '{first}', write a space before it: '{typed}'");
    }
    (format!("no operator '{signs}'"), Some(hint))
}
