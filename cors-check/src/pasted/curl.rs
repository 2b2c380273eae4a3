//! "Copy as cURL", and other commands of curl.

use super::{Connection, Pasted, ansi_c::without_ansi_c, cmd, is_added_by_browser};
use crate::{
    check,
    cli::{RequestArguments, header, target},
};

/// Options that have a value and are read.
const READ: [&str; 27] = [
    "X",
    "request",
    "H",
    "header",
    "d",
    "data",
    "data-ascii",
    "data-binary",
    "data-raw",
    "data-urlencode",
    "json",
    "b",
    "cookie",
    "e",
    "referer",
    "r",
    "range",
    "url",
    "resolve",
    "cacert",
    "x",
    "proxy",
    "F",
    "form",
    "T",
    "u",
    "user",
];

/// Options that have a value and do not change the result in a browser.
const IGNORED: [&str; 26] = [
    "o",
    "output",
    "A",
    "user-agent",
    "m",
    "max-time",
    "connect-timeout",
    "w",
    "write-out",
    "retry",
    "retry-delay",
    "retry-max-time",
    "c",
    "cookie-jar",
    "max-redirs",
    "D",
    "dump-header",
    "E",
    "cert",
    "key",
    "capath",
    "ciphers",
    "interface",
    "limit-rate",
    "noproxy",
    "stderr",
];

#[derive(Default)]
struct Command {
    url: Option<String>,
    request: RequestArguments,
    referrer: Option<String>,
    connection: Connection,
}

pub(super) fn parse(text: &str) -> Result<Pasted, String> {
    let words = if cmd::is_cmd(text) {
        cmd::words(text)
    } else {
        shlex::split(&without_ansi_c(text)?)
    };
    let words = words.ok_or("the copied command has a quote without an end")?;
    let mut words = words.into_iter().peekable();
    words.next_if(|word| word == "$");
    if words
        .next()
        .is_none_or(|word| !matches!(word.as_str(), "curl" | "curl.exe"))
    {
        return Err(super::NOT_A_REQUEST.to_owned());
    }
    let mut command = Command::default();
    while let Some(word) = words.next() {
        match word.as_str() {
            // The output goes to another program or file.
            "|" => break,
            _ if word.trim_start_matches(['1', '2', '&']).starts_with('>') => break,
            ";" | "&" | "&&" | "||" if words.peek().is_none() => break,
            ";" | "&" | "&&" | "||" => {
                return Err(
                    "the copied text has more than one command: copy a single request".to_owned(),
                );
            }
            _ => command.read(&word, &mut words)?,
        }
    }
    command.finish()
}

impl Command {
    fn read(&mut self, word: &str, words: &mut impl Iterator<Item = String>) -> Result<(), String> {
        let mut value = |name: &str, attached: Option<&str>| {
            attached
                .map(str::to_owned)
                .or_else(|| words.next())
                .ok_or_else(|| format!("`{name}` has no value"))
        };
        if let Some(long) = word.strip_prefix("--") {
            let (name, attached) = match long.split_once('=') {
                Some((name, value)) => (name, Some(value)),
                None => (long, None),
            };
            if READ.contains(&name) || IGNORED.contains(&name) {
                return self.option(name, value(word, attached)?);
            }
            self.flag(name);
            return Ok(());
        }
        let Some(letters) = word.strip_prefix('-').filter(|rest| !rest.is_empty()) else {
            if self.url.is_some() {
                return Err(format!(
                    "`{word}` is a second URL, or the value of an option that is not supported"
                ));
            }
            self.url = Some(word.to_owned());
            return Ok(());
        };
        // A group, such as `-sSX PUT`: the first letter that has a value ends it.
        for (index, letter) in letters.char_indices() {
            let (name, rest) = letters[index..].split_at(letter.len_utf8());
            if READ.contains(&name) || IGNORED.contains(&name) {
                return self.option(name, value(word, Some(rest).filter(|it| !it.is_empty()))?);
            }
            self.flag(name);
        }
        Ok(())
    }

    fn flag(&mut self, name: &str) {
        match name {
            "G" | "get" => self.request.get = true,
            "I" | "head" => self.request.head = true,
            "k" | "insecure" => self.connection.insecure = true,
            _ => {}
        }
    }

    fn option(&mut self, name: &str, value: String) -> Result<(), String> {
        let request = &mut self.request;
        match name {
            "X" | "request" => request.method = Some(value),
            "H" | "header" => request.headers.push(value),
            "d" | "data" | "data-ascii" => request.data.push(value),
            "data-binary" => request.data_binary.push(value),
            "data-raw" | "data-urlencode" => request.data_raw.push(value),
            "json" => {
                let content_type = "content-type: application/json".to_owned();
                request.headers.push(content_type);
                request.data.push(value);
            }
            "b" | "cookie" => request.cookies.push(value),
            "r" | "range" => request.headers.push(format!("range: bytes={value}")),
            "e" | "referer" => self.referrer = Some(value),
            "url" => self.url = Some(value),
            "resolve" => self.connection.resolve.push(value.parse()?),
            "cacert" => self.connection.cacert = Some(value.into()),
            "x" | "proxy" => self.connection.proxy = Some(value),
            "F" | "form" => {
                return Err("forms of curl are not supported: replace them by \
                     `-H 'content-type: multipart/form-data' -d ''`, which is the same for CORS"
                    .to_owned());
            }
            "u" | "user" => {
                return Err(
                    "the user of curl is not supported: replace it by `-H 'authorization: …'`"
                        .to_owned(),
                );
            }
            "T" => {
                return Err("uploads of curl are not supported: use `-X PUT -d @FILE`".to_owned());
            }
            _ => {}
        }
        Ok(())
    }

    fn finish(self) -> Result<Pasted, String> {
        let mut url = self.url.ok_or("the copied command has no URL")?;
        // curl would expand these, so that Chromium escapes them.
        for bracket in ["[", "]", "{", "}"] {
            url = url.replace(&format!("\\{bracket}"), bracket);
        }
        let url = target(&url)?;
        let mut request = self.request;
        let (mut from, mut referrer, mut mode) = (self.referrer, None, None);
        for line in core::mem::take(&mut request.headers) {
            let (name, value) = header(&line)?;
            match name.as_str() {
                "origin" => from = Some(value),
                "referer" => referrer = Some(value),
                "sec-fetch-mode" => mode = Some(value),
                "cookie" => request.cookies.push(value),
                _ if is_added_by_browser(&name, &value) => {}
                _ => request.headers.push(line),
            }
        }
        let call = check::call(url, request)?;
        Ok(Pasted {
            // A browser sends cookies to another origin only if the script includes credentials.
            credentials: !call.cookies.is_empty(),
            call,
            from: from.or(referrer),
            mode,
            connection: self.connection,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn curl_of_chromium_has_its_parts() {
        let pasted = parse(
            r#"curl 'https://api.example.com/users?a=1' \
  -X 'PUT' \
  -H 'accept: */*' \
  -H 'content-type: application/json' \
  -b 'session=1; theme=dark' \
  -H 'origin: https://app.example.com' \
  -H 'priority: u=1, i' \
  -H 'sec-ch-ua: "Chromium";v="148"' \
  -H 'user-agent: Mozilla/5.0' \
  --data-raw $'{"name":"Ada\'s"}'"#,
        )
        .expect("a command");
        assert_eq!(
            pasted.call.url.as_str(),
            "https://api.example.com/users?a=1"
        );
        assert_eq!(pasted.call.method, "PUT");
        let names: Vec<&str> = pasted
            .call
            .headers
            .iter()
            .map(|(name, _)| name.as_str())
            .collect();
        assert_eq!(names, ["accept", "content-type"]);
        assert_eq!(pasted.call.cookies, ["session=1", "theme=dark"]);
        assert_eq!(
            pasted.call.body.as_deref(),
            Some(&br#"{"name":"Ada's"}"#[..])
        );
        assert_eq!(pasted.from.as_deref(), Some("https://app.example.com"));
        assert!(pasted.credentials);
    }

    #[test]
    fn curl_of_windows_has_its_parts() {
        let pasted = parse(
            "curl ^\"https://api.example.com/^\" ^\r\n  -H ^\"x-a: 1^\" ^\r\n  --data-raw ^\"^{^\\^\"a^\\^\":1^}^\"",
        )
        .expect("a command");
        assert_eq!(pasted.call.body.as_deref(), Some(&br#"{"a":1}"#[..]));
        assert_eq!(pasted.call.headers[0], ("x-a".to_owned(), "1".to_owned()));
    }

    #[test]
    fn curl_options_have_their_short_forms() {
        let pasted =
            parse("curl -sSkL -XDELETE -Hx-a:1 --compressed localhost:3000/a").expect("a command");
        assert_eq!(
            (pasted.call.method.as_str(), pasted.connection.insecure),
            ("DELETE", true)
        );
        assert_eq!(pasted.call.url.as_str(), "http://localhost:3000/a");
        let pasted = parse("curl -G -d a=1 -d b=2 https://a.example/?c").expect("a command");
        assert_eq!(pasted.call.url.as_str(), "https://a.example/?c&a=1&b=2");
        assert_eq!(pasted.call.body, None);
    }

    #[test]
    fn curl_of_older_windows_has_its_parts() {
        let pasted = parse(
            "curl \"https://api.example.com/\" ^\r\n  -H \"x-a: 1\" ^\r\n  --data-raw \"{\\\"a\\\":1}\" ^\r\n  --compressed",
        )
        .expect("a command");
        assert_eq!(pasted.call.body.as_deref(), Some(&br#"{"a":1}"#[..]));
    }

    #[test]
    fn curl_brackets_of_a_url_are_literal() {
        let pasted = parse(r"curl 'https://a.example/?q=\[1\]\{2\}'").expect("a command");
        assert_eq!(pasted.call.url.query(), Some("q=[1]{2}"));
    }

    #[test]
    fn curl_groups_end_with_a_value() {
        let pasted =
            parse("curl -sSkX PUT -Hx-a:1 -o /dev/null -D - localhost:3000").expect("a command");
        assert_eq!(
            (pasted.call.method.as_str(), pasted.connection.insecure),
            ("PUT", true)
        );
        assert_eq!(pasted.call.headers, [("x-a".to_owned(), "1".to_owned())]);
    }

    #[test]
    fn curl_connection_is_kept() {
        let pasted = parse(
            "curl --resolve a.example:80:127.0.0.1 -x http://proxy:1 --cacert ca.pem a.example",
        );
        let connection = pasted.expect("a command").connection;
        assert_eq!(connection.resolve.len(), 1);
        assert_eq!(connection.proxy.as_deref(), Some("http://proxy:1"));
        assert!(connection.cacert.is_some());
    }

    #[test]
    fn curl_of_a_pipeline_is_its_first_command() {
        for text in [
            "$ curl a.example | jq .",
            "curl a.example > file",
            "curl a.example 2>/dev/null",
            "curl a.example ;",
        ] {
            assert_eq!(
                parse(text).expect("a command").call.url.as_str(),
                "http://a.example/",
                "{text}"
            );
        }
        let error = parse("curl a.example ;\ncurl b.example").expect_err("two commands");
        assert!(error.contains("more than one command"), "{error}");
    }

    #[test]
    fn curl_mistakes_are_errors() {
        for text in [
            "",
            "wget a",
            "curl",
            "curl 'a",
            "curl -H",
            "curl a -F x=y",
            "curl a -u x:y",
            "curl a --resolve b",
            "curl a b",
            "curl -H bad a",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
