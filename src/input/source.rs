//! Opens the bytes of a file and detects its format.

use std::fmt;
use std::io::{self, BufReader, Chain, Cursor, ErrorKind, Read};
use std::str::FromStr;

use crate::error::{Error, Result};

/// The longest file: tens of millions of rows. The limit stops an endless file.
const MAX_FILE_BYTES: u64 = 4 << 30;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InputFormat {
    /// A header line and values, separated by commas, semicolons or tabs.
    Csv,
    /// Our own TSV: separated by tabs, with backslash escapes instead of quotes.
    Tsv,
    /// One JSON object per line.
    JsonLines,
}

impl InputFormat {
    pub const ALL: [Self; 3] = [Self::Csv, Self::Tsv, Self::JsonLines];

    /// Returns the name, as typed.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Tsv => "tsv",
            Self::JsonLines => "jsonl",
        }
    }
}

impl FromStr for InputFormat {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|format| format.as_str() == text);
        found.ok_or_else(|| "an input format is 'csv', 'tsv' or 'jsonl'".to_owned())
    }
}

impl fmt::Display for InputFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// The buffered bytes of a file, without a byte-order mark.
pub(super) type FileSource<R> = Chain<Cursor<Vec<u8>>, BufReader<Counted<R>>>;

/// Counts what is read, and retries after an interruption.
pub(super) struct Counted<R> {
    inner: R,
    bytes: u64,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            match self.inner.read(buffer) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
                Ok(read) => {
                    self.bytes += read as u64;
                    if self.bytes > MAX_FILE_BYTES {
                        let what = format!("it is longer than {MAX_FILE_BYTES} bytes");
                        return Err(io::Error::new(ErrorKind::FileTooLarge, what));
                    }
                    return Ok(read);
                }
            }
        }
    }
}

/// Returns the source and its format: the one that was asked for, else the detected one.
pub(super) fn open<R: Read>(
    source: R,
    name: &str,
    asked: Option<InputFormat>,
) -> Result<(FileSource<R>, InputFormat)> {
    const BUFFER_BYTES: usize = 64 << 10;
    const HEAD_BYTES: u64 = 4 << 10;
    let mut rest = BufReader::with_capacity(BUFFER_BYTES, Counted { inner: source, bytes: 0 });
    let mut head = Vec::new();
    rest.by_ref().take(HEAD_BYTES).read_to_end(&mut head).map_err(|error| unreadable(name, error))?;
    if head.starts_with(b"\xEF\xBB\xBF") {
        head.drain(..3);
    }
    let format = match asked {
        Some(format) => format,
        None => guess(&head, name)?,
    };
    Ok((Cursor::new(head).chain(rest), format))
}

/// Detects the format of a file that begins with `head`. Names common mistakes, such as UTF-16.
fn guess(head: &[u8], name: &str) -> Result<InputFormat> {
    if head.starts_with(b"\xFF\xFE") || head.starts_with(b"\xFE\xFF") {
        return Err(Error::usage(format!("{name} is in UTF-16")).hint("save it as UTF-8"));
    }
    if head.starts_with(b"PK\x03\x04") {
        return Err(
            Error::usage(format!("{name} is a workbook or an archive")).hint("save it as CSV (UTF-8)")
        );
    }
    if head.split(|byte| *byte == b'\n').next().is_some_and(|line| line.contains(&0)) {
        return Err(Error::usage(format!("{name} is not a text file: its first line has NUL characters"))
            .hint("save it as UTF-8"));
    }
    match head.iter().find(|byte| !byte.is_ascii_whitespace()) {
        Some(b'{') => Ok(InputFormat::JsonLines),
        Some(b'[') => Err(Error::usage(format!("{name} is one JSON array, not an object a line"))
            .hint("turn it into JSON Lines: jq -c '.[]'")),
        Some(_) => Ok(InputFormat::Csv),
        None => Err(Error::usage(format!("{name} is empty"))
            .hint("if an empty file is normal here, add --input-format jsonl")),
    }
}

/// Returns the error for a failed read: exit 2 if the file is too long, else exit 1.
pub(super) fn unreadable(name: &str, error: io::Error) -> Error {
    let what = format!("{name} cannot be read");
    match error.kind() {
        ErrorKind::FileTooLarge => Error::usage(what).caused_by(error).hint("split it into several files"),
        _ => Error::failed(what, error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guessed(bytes: &[u8]) -> Result<InputFormat> {
        open(bytes, "x", None).map(|(_, format)| format)
    }

    #[test]
    fn the_first_byte_that_is_not_blank_decides_the_format() {
        assert_eq!(guessed(b"\xEF\xBB\xBF\r\n {\"a\":1}").ok(), Some(InputFormat::JsonLines));
        assert_eq!(guessed(b"\xEF\xBB\xBFuser,amount\n").ok(), Some(InputFormat::Csv));
        assert_eq!(guessed(b"\"user\"\n").ok(), Some(InputFormat::Csv));
    }

    #[test]
    fn files_that_other_programs_save_by_mistake_are_named_with_a_fix() {
        for wrong in
            [&b"\xFF\xFEu\0s\0"[..], b"PK\x03\x04...", b" [\n{}]", b"", b"\xEF\xBB\xBF \n", b"u\0s\0"]
        {
            let error = guessed(wrong).expect_err("refused");
            assert_eq!((error.code().exit_status(), error.hints().len()), (2, 1), "{error}");
        }
    }

    #[test]
    fn a_file_that_never_ends_is_given_up() {
        let mut endless = Counted { inner: io::repeat(b'x'), bytes: MAX_FILE_BYTES - 5 };
        let error = unreadable("x", endless.read_to_end(&mut Vec::new()).expect_err("too long"));
        assert_eq!(error.message(), "x cannot be read: it is longer than 4294967296 bytes");
        assert_eq!(error.code(), crate::Code::Usage);
    }

    #[test]
    fn an_empty_file_whose_format_is_given_is_no_mistake_yet() {
        assert!(open(&b""[..], "x", Some(InputFormat::JsonLines)).is_ok());
    }
}
