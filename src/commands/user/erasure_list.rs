//! Reads the list of `user erase --replay`, which `user erasures` printed.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use serde::Deserialize;

use crate::domain::erased_number;
use crate::error::{Code, Error, ErrorFault, Result};
use crate::input::Faults;
use crate::row::{FaultReason, RowFault};
use crate::store::ErasedAddresses;

/// The largest list of erasures.
const MAX_LIST_BYTES: u64 = 64 << 20;

/// An erasure of the list.
#[derive(Debug, Deserialize)]
struct ListedErasure {
    email: String,
    at: String,
    addresses: Vec<String>,
}

/// A key and what is wrong with its value.
type KeyFault = (&'static str, String);

impl ListedErasure {
    fn add_to(&self, erased: &mut ErasedAddresses) -> std::result::Result<(), KeyFault> {
        let at = self.at.parse().map_err(|what| ("at", what))?;
        let user = erased_number(&self.email)
            .ok_or_else(|| ("email", format!("'{}' stands for no erased user", self.email)))?;
        for address in &self.addresses {
            erased.insert((user, address.parse().map_err(|what| ("addresses", what))?), at);
        }
        Ok(())
    }
}

/// Reads the hashes of a list, each with the time of its erasure. Exit 2 with all faults if the file is no such list.
pub(super) fn read(list: &Path) -> Result<ErasedAddresses> {
    let name = list.display().to_string();
    let cannot = |error| Error::usage(format!("the list {name} cannot be read")).caused_by(error);
    let mut text = BufReader::new(File::open(list).map_err(cannot)?.take(MAX_LIST_BYTES + 1));
    if text.fill_buf().map_err(cannot)?.trim_ascii_start().starts_with(b"[") {
        return from_array(text, &name);
    }
    let (mut erased, mut faults) = (ErasedAddresses::new(), Faults::new(&name));
    let mut line = Vec::new();
    for number in 1.. {
        line.clear();
        if text.read_until(b'\n', &mut line).map_err(cannot)? == 0 {
            break;
        }
        if line.trim_ascii().is_empty() {
            continue;
        }
        let listed = serde_json::from_slice(&line)
            .map_err(|_| (None, "it is no line of 'user erasures -o jsonl'".to_owned()));
        let added = listed.and_then(|listed: ListedErasure| {
            listed.add_to(&mut erased).map_err(|(key, what)| (Some(key), what))
        });
        faults.extend(added.err().map(|(key, what)| RowFault::new(number, key, &what)));
    }
    if text.get_ref().limit() == 0 {
        let what = format!("{name} is larger than {} MiB", MAX_LIST_BYTES >> 20);
        return Err(Error::usage(what).hint("divide the list, and repeat each part"));
    }
    faults.into_result(Code::Usage)?;
    Ok(erased)
}

/// Reads the one array that `-o json` prints.
fn from_array(text: impl Read, name: &str) -> Result<ErasedAddresses> {
    let mut erased = ErasedAddresses::new();
    let listed: Vec<ListedErasure> = serde_json::from_reader(text).map_err(|error| {
        let what = format!("it is no list of 'user erasures -o json': {error}");
        let mut faults = Faults::new(name);
        faults.push(RowFault::new(error.line() as u64, None, &what));
        faults.into_result(Code::Usage).err().unwrap_or_else(|| Error::usage(what))
    })?;
    for listed in listed {
        listed.add_to(&mut erased).map_err(|(key, what)| {
            // The parser keeps no lines of the values.
            Error::usage(format!("{name}: {}: {key}: {what}", listed.email)).faults([ErrorFault {
                file: Some(name.to_owned()),
                line: None,
                column: Some(key.to_owned()),
                reason: FaultReason::Invalid.as_str(),
                message: what,
            }])
        })?;
    }
    Ok(erased)
}
