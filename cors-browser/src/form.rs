//! Forms and links, which need no CORS.

use url::form_urlencoded;

/// A `<form>` or a link of a page: a request that another site can make a user's browser send without CORS.
///
/// ```
/// use cors_browser::Form;
///
/// let form = Form::post("/transfer").field("to", "mallory").field("amount", "1000");
/// // The body is `{"to":"mallory","a=":1}`, and no preflight is sent:
/// let json = Form::post("/transfer").text_plain().field(r#"{"to":"mallory","a"#, r#"":1}"#);
/// ```
#[derive(Clone, Debug)]
#[must_use = "it is sent by `Browser::submit`"]
pub struct Form {
    pub(crate) method: &'static str,
    pub(crate) target: String,
    fields: Vec<(String, String)>,
    encoding: Encoding,
}

#[derive(Clone, Copy, Debug)]
enum Encoding {
    UrlEncoded,
    Multipart,
    TextPlain,
}

const BOUNDARY: &str = "----WebKitFormBoundaryA1b2C3d4E5f6G7h8";

impl Form {
    fn new(method: &'static str, target: impl Into<String>) -> Self {
        let target = target.into();
        Self {
            method,
            target,
            fields: Vec::new(),
            encoding: Encoding::UrlEncoded,
        }
    }

    /// A form with the method `GET`, whose fields become the query; without fields it is a link.
    pub fn get(target: impl Into<String>) -> Self {
        Self::new("GET", target)
    }

    /// A form with the method `POST`, whose fields become the body.
    pub fn post(target: impl Into<String>) -> Self {
        Self::new("POST", target)
    }

    /// Adds a field.
    pub fn field(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.fields.push((name.into(), value.into()));
        self
    }

    /// Sets `enctype="text/plain"`: lines of `name=value`, without escaping.
    pub fn text_plain(mut self) -> Self {
        self.encoding = Encoding::TextPlain;
        self
    }

    /// Sets `enctype="multipart/form-data"`.
    pub fn multipart(mut self) -> Self {
        self.encoding = Encoding::Multipart;
        self
    }

    /// The query of a `GET` form; `None` without fields, when the query of the URL stays.
    pub(crate) fn query(&self) -> Option<String> {
        (!self.fields.is_empty()).then(|| self.url_encoded())
    }

    fn url_encoded(&self) -> String {
        form_urlencoded::Serializer::new(String::new())
            .extend_pairs(&self.fields)
            .finish()
    }

    /// The `Content-Type` and the body of a `POST` form.
    pub(crate) fn body(&self) -> (String, Vec<u8>) {
        match self.encoding {
            Encoding::UrlEncoded => (
                "application/x-www-form-urlencoded".to_owned(),
                self.url_encoded().into_bytes(),
            ),
            Encoding::TextPlain => {
                let lines = self
                    .fields
                    .iter()
                    .map(|(name, value)| format!("{name}={value}\r\n"));
                (
                    "text/plain".to_owned(),
                    lines.collect::<String>().into_bytes(),
                )
            }
            Encoding::Multipart => {
                let quoted = |name: &str| {
                    name.replace('\r', "%0D")
                        .replace('\n', "%0A")
                        .replace('"', "%22")
                };
                let parts = self.fields.iter().map(|(name, value)| {
                    let name = quoted(name);
                    format!(
                        "--{BOUNDARY}\r\nContent-Disposition: form-data; \
                         name=\"{name}\"\r\n\r\n{value}\r\n"
                    )
                });
                let body = parts
                    .chain([format!("--{BOUNDARY}--\r\n")])
                    .collect::<String>();
                (
                    format!("multipart/form-data; boundary={BOUNDARY}"),
                    body.into_bytes(),
                )
            }
        }
    }
}
