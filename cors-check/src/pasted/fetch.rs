//! "Copy as fetch": a call of `fetch` whose arguments are JSON.

use serde::Deserialize;
use serde_json::{Deserializer, Map, Value};

use super::{Connection, Pasted, is_added_by_browser};
use crate::{check::Call, cli::target};

/// The second argument of `fetch`.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Options {
    headers: Map<String, Value>,
    referrer: Option<String>,
    body: Option<String>,
    method: Option<String>,
    credentials: Option<String>,
}

pub(super) fn parse(text: &str) -> Result<Pasted, String> {
    let form = || {
        "the text is not a call such as `fetch(\"https://…\", { … })` with JSON, as \"Copy as fetch\" makes it"
            .to_owned()
    };
    let (_, arguments) = text.split_once("fetch(").ok_or_else(form)?;
    let mut values = Deserializer::from_str(arguments).into_iter::<Value>();
    let Some(Ok(Value::String(url))) = values.next() else {
        return Err(form());
    };
    let rest = arguments
        .get(values.byte_offset()..)
        .unwrap_or_default()
        .trim_start();
    let options = match rest.strip_prefix(',') {
        None => Options::default(),
        Some(rest) => {
            let mut options = Deserializer::from_str(rest).into_iter::<Options>();
            match options.next() {
                Some(Ok(options)) => options,
                Some(Err(error)) => {
                    return Err(format!(
                        "the second argument of `fetch` is not JSON: {error}"
                    ));
                }
                None => return Err(form()),
            }
        }
    };
    let mut headers = Vec::new();
    let is_url = |referrer: &String| referrer.contains("://");
    let mut from = options.referrer.filter(is_url);
    let (mut cookies, mut mode) = (Vec::new(), None);
    for (name, value) in options.headers {
        let name = name.to_ascii_lowercase();
        let value = match value {
            Value::String(value) => value,
            other => other.to_string(),
        };
        match name.as_str() {
            "origin" => from = Some(value),
            // The form for Node.js has the referrer and the cookies as headers.
            "referer" => from = from.or(Some(value).filter(is_url)),
            "cookie" => cookies.extend(value.split(';').map(|cookie| cookie.trim().to_owned())),
            "sec-fetch-mode" => mode = Some(value),
            _ if is_added_by_browser(&name, &value) => {}
            _ => headers.push((name, value)),
        }
    }
    Ok(Pasted {
        call: Call {
            url: target(&url)?,
            method: options.method.unwrap_or_else(|| "GET".to_owned()),
            headers,
            body: options.body.map(String::into_bytes),
            cookies: cookies.clone(),
            preflight_only: false,
        },
        from,
        credentials: options.credentials.as_deref() == Some("include") || !cookies.is_empty(),
        mode,
        connection: Connection::default(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fetch_of_chromium_has_its_parts() {
        let text = r#"fetch("https://api.example.com/users", {
  "headers": {
    "accept": "*/*",
    "content-type": "application/json",
    "sec-ch-ua": "\"Chromium\";v=\"148\""
  },
  "referrer": "https://app.example.com/",
  "body": "{\"a\":\"b)\"}",
  "method": "POST",
  "mode": "cors",
  "credentials": "include"
});"#;
        let pasted = parse(text).expect("a call");
        assert_eq!(pasted.call.method, "POST");
        assert_eq!(pasted.call.headers.len(), 2);
        assert_eq!(pasted.call.body.as_deref(), Some(&br#"{"a":"b)"}"#[..]));
        assert_eq!(pasted.from.as_deref(), Some("https://app.example.com/"));
        assert!(pasted.credentials);
    }

    #[test]
    fn fetch_of_node_has_its_page_and_cookies() {
        let text = r#"fetch("https://api.example.com/users", {
  "headers": { "accept": "*/*", "cookie": "a=1; b=2", "Referer": "https://app.example.com/",
    "Referrer-Policy": "strict-origin-when-cross-origin" },
  "body": null,
  "method": "GET"
});"#;
        let pasted = parse(text).expect("a call");
        assert_eq!(pasted.from.as_deref(), Some("https://app.example.com/"));
        assert_eq!(
            pasted.call.headers,
            [("accept".to_owned(), "*/*".to_owned())]
        );
        assert_eq!(pasted.call.cookies, ["a=1", "b=2"]);
        assert!(pasted.credentials);
    }

    #[test]
    fn fetch_without_options_is_a_get() {
        let pasted = parse("await fetch(\"https://api.example.com/\");").expect("a call");
        assert_eq!((pasted.call.method.as_str(), pasted.from), ("GET", None));
    }

    #[test]
    fn fetch_of_other_text_is_an_error() {
        for text in [
            "fetch(",
            "fetch(url)",
            "fetch(1)",
            "fetch(\"https://a\", {a: 1})",
            "fetch(\"https://a\",",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
