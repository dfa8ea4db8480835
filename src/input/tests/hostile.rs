use std::io::{self, Read};

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;

/// Returns the bytes in small pieces, with interruptions.
struct Trickle<'a> {
    bytes: &'a [u8],
    step: usize,
    reads: usize,
}

impl Read for Trickle<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.reads += 1;
        if self.reads.is_multiple_of(3) {
            return Err(io::ErrorKind::Interrupted.into());
        }
        let count = self.step.min(buffer.len()).min(self.bytes.len());
        let (now, later) = self.bytes.split_at(count);
        buffer.get_mut(..count).expect("room").copy_from_slice(now);
        self.bytes = later;
        Ok(count)
    }
}

/// Returns each row's line with its adjustment or faults.
fn outcome(source: impl Read, format: Option<InputFormat>) -> Result<Vec<String>, String> {
    let defaults = five_awarded();
    let columns = defaults.columns(&ignoring()).map_err(|error| error.message())?;
    let mut rows = FileRows::open(source, "x", format, columns).map_err(|error| error.message())?;
    let mut found = Vec::new();
    while let Some(row) = rows.next_row().map_err(|error| error.message())? {
        found.push(format!("{} {:?}", row.line(), defaults.parse(&row)));
    }
    Ok(found)
}

fn check(bytes: &[u8], step: usize) -> Result<(), TestCaseError> {
    for format in [None, Some(InputFormat::Csv), Some(InputFormat::JsonLines)] {
        let whole = outcome(bytes, format);
        let pieces = outcome(Trickle { bytes, step, reads: 0 }, format);
        prop_assert_eq!(&whole, &pieces);
        prop_assert!(whole.map_or(0, |rows| rows.len()) <= bytes.len());
    }
    if let Ok((_, written)) = rejects(bytes, five_awarded(), &ignoring()) {
        let wrong = open(bytes, &five_awarded(), &ignoring()).map(|mut rows| {
            let mut wrong = 0;
            while let Ok(Some(row)) = rows.next_row() {
                wrong += u64::from(five_awarded().parse(&row).is_err());
            }
            wrong
        });
        if wrong.as_ref().is_ok_and(|wrong| *wrong > 0) {
            let (good, again) =
                rejects(&written, five_awarded(), &ignoring()).expect("a rejects file is a table");
            prop_assert_eq!(good, 0, "a rejected row is not applied until it is corrected");
            prop_assert!(!again.is_empty());
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn any_bytes_are_read_to_their_end_the_same_whole_or_in_pieces(
        bytes in vec(any::<u8>(), 0..400),
        step in 1_usize..9,
    ) {
        check(&bytes, step)?;
    }

    #[test]
    fn anything_beneath_a_header_is_read_to_its_end(
        header in prop::sample::select(&["user,key,x", "user,line", "line,user,error", "user,line,error_code,error"]),
        rows in vec(r#"[a@x,"'\r\n=é0\x00-]{0,12}"#, 0..20),
        step in 1_usize..9,
    ) {
        check(format!("{header}\n{}", rows.concat()).as_bytes(), step)?;
    }

    #[test]
    fn anything_like_json_is_read_to_its_end(
        rows in vec(r#"(\{|\}|\[|\]|:|,|"|\\|\n|"user"|"a@x"|"key"|null|1e3|-0| |\{"user":"a@x"\}){0,9}"#, 0..20),
        step in 1_usize..9,
    ) {
        check(format!("{{\"user\":\"b@x\"}}\n{}", rows.concat()).as_bytes(), step)?;
    }
}

#[test]
fn a_file_that_cannot_be_read_is_a_failure_and_no_fault() {
    struct Broken;
    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("the disk is gone"))
        }
    }
    let header = &b"user\na@x\n"[..];
    let columns = || five_awarded().columns(&ColumnOptions::default()).expect("columns");
    let error = FileRows::open(header.chain(Broken), "x", None, columns()).err().expect("a failure");
    assert_eq!(
        (error.code(), error.message()),
        (Code::Failed, "x cannot be read: the disk is gone".to_owned())
    );
}

#[test]
fn an_endless_row_is_given_up_in_bounded_memory() {
    let endless = io::repeat(b',').take(8 << 20);
    let rows = outcome((&b"user\n"[..]).chain(endless), None).expect("rows");
    assert_eq!(rows.len(), 1);
    let endless = io::repeat(b'x').take(8 << 20);
    let rows = outcome((&b"user\n\""[..]).chain(endless), None).expect("rows");
    assert_eq!(rows.len(), 1);
    let endless = io::repeat(b'{').take(8 << 20);
    assert_eq!(outcome(endless, None).expect("rows").len(), 1);
}
