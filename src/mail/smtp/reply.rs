//! Reads the replies of a server, within limits.

use std::io::Read;

use super::error::SmtpCause;

/// The limit of a line (RFC 5321, 4.5.3.1.5). The rest of a longer line is dropped, but counts towards the limit of the reply.
const LINE_BYTES_MAX: usize = 512;
const REPLY_BYTES_MAX: usize = 64 * 1024;
const CHUNK_BYTES: usize = 4096;

/// One reply, with one or more lines.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Reply {
    pub(super) code: u16,
    lines: Vec<String>,
}

impl Reply {
    /// Joins the lines. An enhanced status code (RFC 2034) begins every line and is printed once.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        let status = self.lines[0].split(' ').next().filter(|word| word.contains('.'));
        for (position, line) in self.lines.iter().enumerate() {
            let rest = status.filter(|_| position > 0).and_then(|status| line.strip_prefix(status));
            let line = rest.filter(|rest| rest.starts_with(' ')).unwrap_or(line);
            if position > 0 {
                text.push(' ');
            }
            text.push_str(line.trim());
        }
        text
    }

    /// Returns the words after a keyword in the reply to EHLO; `None` if the server does not offer it.
    pub(super) fn offer(&self, keyword: &str) -> Option<impl Iterator<Item = &str>> {
        self.lines.iter().skip(1).find_map(|line| {
            let mut words = line.split_ascii_whitespace();
            words.next().filter(|word| word.eq_ignore_ascii_case(keyword)).map(|_| words)
        })
    }
}

/// Bytes from the server that are not read yet.
#[derive(Default)]
pub(super) struct ReplyReader {
    received: Vec<u8>,
    position: usize,
}

impl ReplyReader {
    /// Whether the server has sent more than the replies read so far.
    pub(super) fn has_more(&self) -> bool {
        self.position < self.received.len()
    }

    /// Reads one reply. Later bytes stay in the reader.
    pub(super) fn read(&mut self, stream: &mut impl Read) -> Result<Reply, SmtpCause> {
        let mut left = REPLY_BYTES_MAX;
        let mut lines = Vec::new();
        let mut reply_code = None;
        loop {
            let line = self.line(stream, &mut left)?;
            let (code, goes_on, text) = parse_line(&line).ok_or(SmtpCause::NotSmtp)?;
            if reply_code.is_some_and(|known| known != code) {
                return Err(SmtpCause::NotSmtp);
            }
            reply_code = Some(code);
            lines.push(text);
            if !goes_on {
                return Ok(Reply { code, lines });
            }
        }
    }

    fn line(&mut self, stream: &mut impl Read, left: &mut usize) -> Result<Vec<u8>, SmtpCause> {
        let mut line = Vec::new();
        loop {
            if !self.has_more() {
                self.received.resize(CHUNK_BYTES, 0);
                let count = stream.read(&mut self.received);
                self.received.truncate(*count.as_ref().unwrap_or(&0));
                self.position = 0;
                match count {
                    Ok(0) => return Err(SmtpCause::Closed),
                    Ok(_) => {}
                    Err(error) => return Err(SmtpCause::of(&error)),
                }
            }
            let byte = self.received[self.position];
            self.position += 1;
            *left = left.checked_sub(1).ok_or(SmtpCause::EndlessReply)?;
            if byte == b'\n' {
                return Ok(line);
            }
            if line.len() < LINE_BYTES_MAX {
                line.push(byte);
            }
        }
    }
}

/// Returns the code, whether more lines follow, and the text.
fn parse_line(line: &[u8]) -> Option<(u16, bool, String)> {
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    let (code, rest) = line.split_at_checked(3)?;
    let code = str::from_utf8(code).ok().filter(|code| code.bytes().all(|byte| byte.is_ascii_digit()))?;
    let code = code.parse().ok().filter(|code| (200..600).contains(code))?;
    let goes_on = match rest.first() {
        None | Some(b' ') => false,
        Some(b'-') => true,
        Some(_) => return None,
    };
    Some((code, goes_on, String::from_utf8_lossy(rest.get(1..).unwrap_or_default()).into_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Result<Reply, SmtpCause> {
        ReplyReader::default().read(&mut &*bytes)
    }

    #[test]
    fn a_reply_is_its_code_and_its_lines_with_the_status_said_once() {
        let reply = read(b"550-5.1.1 nobody of that name\r\n550 5.1.1 lives here\r\n").expect("a reply");
        assert_eq!((reply.code, reply.text().as_str()), (550, "5.1.1 nobody of that name lives here"));
        assert_eq!(read(b"250\r\n").expect("a bare code").text(), "");
        assert_eq!(read(b"250 ok\n").expect("a bare line end").text(), "ok");
    }

    #[test]
    fn bytes_after_a_reply_are_not_part_of_it() {
        let mut reader = ReplyReader::default();
        let mut stream: &[u8] = b"220 go\r\n250 injected\r\n";
        assert_eq!(reader.read(&mut stream).expect("a reply").text(), "go");
        assert!(reader.has_more());
    }

    #[test]
    fn an_offer_is_found_in_any_case_and_a_blank_line_offers_nothing() {
        let reply =
            read(b"250-mx greets\r\n250-   \r\n250-starttls\r\n250 AUTH PLAIN LOGIN\r\n").expect("a reply");
        assert!(reply.offer("STARTTLS").is_some() && reply.offer("SMTPUTF8").is_none());
        assert_eq!(reply.offer("AUTH").expect("offered").collect::<Vec<_>>(), ["PLAIN", "LOGIN"]);
        assert!(reply.offer("mx").is_none(), "the server's name is no offer");
    }

    #[test]
    fn a_long_line_is_cut_and_a_reply_without_end_is_refused() {
        let long = format!("250 {}\r\n", "x".repeat(5000));
        assert_eq!(read(long.as_bytes()).expect("a reply").text().len(), LINE_BYTES_MAX - 4);
        assert!(matches!(read(&vec![b'2'; 1 << 20]), Err(SmtpCause::EndlessReply)));
        assert!(matches!(read(&b"250-x\r\n".repeat(1 << 16)), Err(SmtpCause::EndlessReply)));
    }

    #[test]
    fn lines_that_are_no_reply_are_refused() {
        for wrong in
            ["HTTP/1.1 400 Bad Request\r\n", "\r\n", "25\r\n", "250x\r\n", "999 x\r\n", "250-a\r\n550 b\r\n"]
        {
            assert!(matches!(read(wrong.as_bytes()), Err(SmtpCause::NotSmtp)), "{wrong:?}");
        }
        assert!(matches!(read(b"250-a\r\n"), Err(SmtpCause::Closed)));
    }
}
