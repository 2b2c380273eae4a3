//! Responses as raw lines.

use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, BufReader},
    net::TcpStream,
};

/// The last line of the explanation that a debug build adds to a refused preflight.
const EXPLAINED: &[u8] = b"(Release builds omit this text.)\n";

/// A response as received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawResponse {
    /// The status code.
    pub status: u16,
    /// Every header line, in order, with names as received.
    pub lines: Vec<(String, Vec<u8>)>,
    /// The body, without the framing of chunks.
    pub body: Vec<u8>,
}

impl RawResponse {
    /// Reads the response to a request with this method, or `None` if the server closed the connection.
    pub(crate) async fn read(stream: &mut BufReader<TcpStream>, method: &str) -> Option<Self> {
        let status_line = line(stream).await?;
        let mut words = status_line.split(|&byte| byte == b' ');
        assert_eq!(words.next(), Some(&b"HTTP/1.1"[..]));
        let status = words.next().and_then(|word| str::from_utf8(word).ok());
        let status = status.expect("a status").parse().expect("a number");

        let mut response = Self {
            status,
            lines: Vec::new(),
            body: Vec::new(),
        };
        loop {
            let header = line(stream).await.expect("the end of the headers");
            if header.is_empty() {
                break;
            }
            let colon = header
                .iter()
                .position(|&byte| byte == b':')
                .expect("a colon");
            let (name, value) = header.split_at(colon);
            response.lines.push((
                String::from_utf8(name.to_vec()).expect("an ascii name"),
                value[1..].trim_ascii().to_vec(),
            ));
        }
        let bodiless = method == "HEAD" || status < 200 || status == 204 || status == 304;
        if !bodiless {
            response.read_body(stream).await;
        }
        Some(response)
    }

    async fn read_body(&mut self, stream: &mut BufReader<TcpStream>) {
        if let [length] = &self.all("content-length")[..] {
            self.body = vec![0; length.parse().expect("a length")];
            stream
                .read_exact(&mut self.body)
                .await
                .expect("the whole body");
        } else if self.all("transfer-encoding") == ["chunked"] {
            loop {
                let size = line(stream).await.expect("a chunk size");
                let size = str::from_utf8(&size).expect("ascii");
                let size = usize::from_str_radix(size, 16).expect("a hexadecimal size");
                let mut chunk = vec![0; size + 2];
                stream.read_exact(&mut chunk).await.expect("a whole chunk");
                if size == 0 {
                    break;
                }
                self.body.extend_from_slice(&chunk[..size]);
            }
        } else {
            stream
                .read_to_end(&mut self.body)
                .await
                .expect("the whole body");
        }
    }

    /// Every value of this header, escaped.
    #[must_use]
    pub fn all(&self, name: &str) -> Vec<String> {
        self.lines
            .iter()
            .filter(|(other, _)| other.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.escape_ascii().to_string())
            .collect()
    }

    /// Every `Access-Control-*` and `Vary` line, sorted. A superfluous line fails a test like a missing one.
    #[must_use]
    pub fn cors(&self) -> Vec<String> {
        let mut lines: Vec<_> = self
            .lines
            .iter()
            .map(|(name, value)| (name.to_ascii_lowercase(), value))
            .filter(|(name, _)| name.starts_with("access-control-") || name == "vary")
            .map(|(name, value)| format!("{name}: {}", value.escape_ascii()))
            .collect();
        lines.sort();
        lines
    }

    /// The methods of all `Allow` lines, sorted.
    #[must_use]
    pub fn allow(&self) -> Vec<String> {
        let lines = self.all("allow").join(",");
        let mut methods: Vec<_> = lines
            .split(',')
            .map(|method| method.trim().to_owned())
            .filter(|method| !method.is_empty())
            .collect();
        methods.sort();
        methods
    }

    /// The body as text.
    #[must_use]
    pub fn text(&self) -> &str {
        str::from_utf8(&self.body).expect("text")
    }

    /// The response of a release build, without the explanation that a debug build adds to a refused preflight, to a
    /// preflight for a header that is not granted, or to a response that the page may not read.
    #[must_use]
    pub fn unexplained(mut self) -> Self {
        if cfg!(debug_assertions) {
            for explanation in self.all("cors-explanation") {
                assert!(explanation.len() <= 2048, "{explanation}");
                assert!(explanation.bytes().all(|byte| matches!(byte, b' '..=b'~')));
            }
            self.lines
                .retain(|(name, _)| !name.eq_ignore_ascii_case("cors-explanation"));
        }
        if cfg!(debug_assertions) && self.body.ends_with(EXPLAINED) {
            assert_eq!(self.status, 403);
            assert_eq!(self.all("content-type"), ["text/plain; charset=utf-8"]);
            self.body.clear();
            self.lines
                .retain(|(name, _)| !name.eq_ignore_ascii_case("content-type"));
            for (name, value) in &mut self.lines {
                if name.eq_ignore_ascii_case("content-length") {
                    *value = b"0".to_vec();
                }
            }
        }
        self
    }

    /// The response without its `Date`.
    #[must_use]
    pub fn undated(mut self) -> Self {
        self.lines
            .retain(|(name, _)| !name.eq_ignore_ascii_case("date"));
        self
    }
}

/// One line without its end; `None` at the end of the stream.
async fn line(stream: &mut BufReader<TcpStream>) -> Option<Vec<u8>> {
    let mut line = Vec::new();
    stream.read_until(b'\n', &mut line).await.ok()?;
    line.strip_suffix(b"\r\n").map(<[u8]>::to_vec)
}
