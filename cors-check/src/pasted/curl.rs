//! "Copy as cURL".

use super::{Pasted, ansi_c::without_ansi_c, is_added_by_browser};
use crate::{
    check::Call,
    cli::{header, target},
};

/// Options of curl that have a value and do not change the result in a browser.
const IGNORED_WITH_VALUE: [&str; 16] = [
    "-o",
    "--output",
    "-A",
    "--user-agent",
    "-m",
    "--max-time",
    "--connect-timeout",
    "-w",
    "--write-out",
    "--retry",
    "-c",
    "--cookie-jar",
    "--max-redirs",
    "-x",
    "--proxy",
    "--cacert",
];

#[derive(Default)]
struct Command {
    url: Option<String>,
    method: Option<String>,
    headers: Vec<String>,
    data: Vec<String>,
    cookies: Vec<String>,
    referrer: Option<String>,
    data_in_query: bool,
    head: bool,
    insecure: bool,
}

pub(super) fn parse(text: &str) -> Result<Pasted, String> {
    let words = shlex::split(&without_ansi_c(&without_carets(text))?)
        .ok_or("the copied command has a quote without an end")?;
    let mut words = words.into_iter();
    if words
        .next()
        .is_none_or(|word| !matches!(word.as_str(), "curl" | "curl.exe"))
    {
        return Err("the copied text is neither a `curl` command nor a call of `fetch`".to_owned());
    }
    let mut command = Command::default();
    while let Some(word) = words.next() {
        command.read(&word, &mut words)?;
    }
    command.finish()
}

/// The form for `cmd.exe`, in which `^` is the escape.
fn without_carets(text: &str) -> String {
    if !text.contains("^\"") {
        return text.to_owned();
    }
    let mut plain = String::new();
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        if character != '^' {
            plain.push(character);
            continue;
        }
        match characters.next() {
            Some('\r') => {
                let _ = characters.next_if_eq(&'\n');
            }
            Some('\n') | None => {}
            Some(escaped) => plain.push(escaped),
        }
    }
    plain
}

impl Command {
    fn read(&mut self, word: &str, words: &mut impl Iterator<Item = String>) -> Result<(), String> {
        let (name, attached) = split(word);
        let mut value = || {
            attached
                .map(str::to_owned)
                .or_else(|| words.next())
                .ok_or_else(|| format!("`{name}` has no value"))
        };
        match name {
            "-X" | "--request" => self.method = Some(value()?),
            "-H" | "--header" => self.headers.push(value()?),
            "-d" | "--data" | "--data-raw" | "--data-binary" | "--data-ascii"
            | "--data-urlencode" => {
                self.data.push(value()?);
            }
            "--json" => {
                self.headers
                    .push("content-type: application/json".to_owned());
                self.data.push(value()?);
            }
            "-b" | "--cookie" => self.cookies.push(value()?),
            "-e" | "--referer" => self.referrer = Some(value()?),
            "--url" => self.url = Some(value()?),
            "-G" | "--get" => self.data_in_query = true,
            "-I" | "--head" => self.head = true,
            "-k" | "--insecure" => self.insecure = true,
            "-F" | "--form" | "-T" | "--upload-file" | "-u" | "--user" | "-K" | "--config" => {
                return Err(format!("the option `{name}` of curl is not supported"));
            }
            _ if IGNORED_WITH_VALUE.contains(&name) => {
                value()?;
            }
            // A group of short options, such as `-sSL`, which has no effect here.
            _ if name.starts_with('-') && name.len() > 1 => {
                if let Some(rest) = name.strip_prefix('-').filter(|rest| !rest.starts_with('-')) {
                    self.insecure |= rest.contains('k');
                    self.data_in_query |= rest.contains('G');
                    self.head |= rest.contains('I');
                }
            }
            _ => match self.url {
                None => self.url = Some(word.to_owned()),
                Some(_) => return Err(format!("`{word}` is a second URL")),
            },
        }
        Ok(())
    }

    fn finish(self) -> Result<Pasted, String> {
        let mut url = target(&self.url.ok_or("the copied command has no URL")?)?;
        let (mut headers, mut from) = (Vec::new(), self.referrer);
        let mut cookies: Vec<String> = Vec::new();
        let mut cookie_lines = self.cookies;
        let mut referrer = None;
        for line in &self.headers {
            let (name, value) = header(line)?;
            match name.as_str() {
                "origin" => from = Some(value),
                "referer" => referrer = Some(value),
                "cookie" => cookie_lines.push(value),
                _ if is_added_by_browser(&name, &value) => {}
                _ => headers.push((name, value)),
            }
        }
        for line in &cookie_lines {
            let pairs = line.split(';').map(|cookie| cookie.trim().to_owned());
            cookies.extend(pairs.filter(|cookie| !cookie.is_empty()));
        }
        let mut body = None;
        if !self.data.is_empty() {
            let data = self.data.join("&");
            if self.data_in_query {
                let query = url
                    .query()
                    .map_or(data.clone(), |query| format!("{query}&{data}"));
                url.set_query(Some(&query));
            } else {
                body = Some(data.into_bytes());
            }
        }
        if body.is_some() && !headers.iter().any(|(name, _)| name == "content-type") {
            let content_type = "application/x-www-form-urlencoded";
            headers.push(("content-type".to_owned(), content_type.to_owned()));
        }
        let default = match (self.head, &body) {
            (true, _) => "HEAD",
            (false, Some(_)) => "POST",
            (false, None) => "GET",
        };
        Ok(Pasted {
            call: Call {
                url,
                method: self.method.unwrap_or_else(|| default.to_owned()),
                headers,
                body,
                // A browser sends cookies to another origin only if the script includes credentials.
                cookies: cookies.clone(),
            },
            from: from.or(referrer),
            credentials: !cookies.is_empty(),
            insecure: self.insecure,
        })
    }
}

/// The name of an option, and the value that is attached to it: `-XPUT`, `--request=PUT`.
fn split(word: &str) -> (&str, Option<&str>) {
    if word.starts_with("--") {
        return match word.split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (word, None),
        };
    }
    let takes_value = [
        "-X", "-H", "-d", "-b", "-e", "-o", "-A", "-m", "-w", "-c", "-x", "-F", "-T", "-u", "-K",
    ];
    for name in takes_value {
        if let Some(value) = word.strip_prefix(name).filter(|value| !value.is_empty()) {
            return (name, Some(value));
        }
    }
    (word, None)
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
            (pasted.call.method.as_str(), pasted.insecure),
            ("DELETE", true)
        );
        assert_eq!(pasted.call.url.as_str(), "http://localhost:3000/a");
        let pasted = parse("curl -G -d a=1 -d b=2 https://a.example/?c").expect("a command");
        assert_eq!(pasted.call.url.as_str(), "https://a.example/?c&a=1&b=2");
        assert_eq!(pasted.call.body, None);
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
            "curl a b",
            "curl -H bad a",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
