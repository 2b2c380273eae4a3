//! Rocket's attributes: routes, catchers, `launch`.

use cors_rules::Need;
use proc_macro2::TokenTree;
use syn::{Attribute, LitStr, Meta, Path};

/// The route attributes named by a method.
const METHODS: [&str; 7] = ["get", "put", "post", "delete", "head", "options", "patch"];
const ROUTE: &str = "route";
const CATCH: &str = "catch";
const LAUNCH: &str = "launch";

/// The attribute that makes a route of a function.
pub(crate) struct RouteAttribute {
    /// Its index among the attributes.
    pub(crate) index: usize,
    /// The method of the route, if it is known.
    pub(crate) method: Option<String>,
    /// Its `format` if that is a type of request bodies which forms cannot send, and the need that follows from it.
    pub(crate) format: Option<(LitStr, Need)>,
    /// The argument named by its `data`, unless `format` fixes the type of the body.
    pub(crate) body: Option<String>,
    /// Its `data`, if forms of any site can send that body.
    pub(crate) form: Option<LitStr>,
}

impl RouteAttribute {
    /// The first route attribute.
    pub(crate) fn among(attributes: &[Attribute]) -> Option<Self> {
        attributes
            .iter()
            .enumerate()
            .find_map(|(index, attribute)| {
                let name = name_of(attribute)?;
                let method = match name.as_str() {
                    ROUTE => first_word(attribute),
                    name if METHODS.contains(&name) => Some(name.to_ascii_uppercase()),
                    _ => return None,
                };
                let payload = method.as_deref().is_some_and(has_payload);
                let format = text_of(attribute, "format").filter(|_| payload);
                let data = text_of(attribute, "data").filter(|_| payload);
                let body = data
                    .as_ref()
                    .filter(|_| {
                        format
                            .as_ref()
                            .is_none_or(|format| is_open(&format.value()))
                    })
                    .map(|data| data.value().trim_matches(['<', '>']).to_owned());
                let form = data.filter(|_| {
                    format
                        .as_ref()
                        .is_none_or(|format| is_form(&format.value()))
                });
                let format = format
                    .map(|format| (need_of(&format.value()), format))
                    .filter(|(need, _)| *need != Need::Nothing)
                    .map(|(need, format)| (format, need));
                Some(Self {
                    index,
                    method,
                    format,
                    body,
                    form,
                })
            })
    }
}

/// True for methods whose `format` Rocket compares with the `Content-Type` of the request.
fn has_payload(method: &str) -> bool {
    matches!(method, "PUT" | "POST" | "DELETE" | "PATCH")
}

/// The text in `format = "json"` or `data = "<note>"`.
fn text_of(attribute: &Attribute, wanted: &str) -> Option<LitStr> {
    let Meta::List(list) = &attribute.meta else {
        return None;
    };
    let tokens: Vec<TokenTree> = list.tokens.clone().into_iter().collect();
    tokens.windows(3).find_map(|window| match window {
        [
            TokenTree::Ident(key),
            TokenTree::Punct(sign),
            TokenTree::Literal(text),
        ] if key == wanted && sign.as_char() == '=' => {
            syn::parse2(TokenTree::from(text.clone()).into()).ok()
        }
        _ => None,
    })
}

/// The media type of a `format`, which may be one of Rocket's short names.
fn media_type(format: &str) -> String {
    let format = format.trim().to_ascii_lowercase();
    match format.as_str() {
        "form" => "application/x-www-form-urlencoded",
        "multipart" => "multipart/form-data",
        "plain" | "text" => "text/plain",
        "json" => "application/json",
        "any" | "*" => "*/*",
        other => other,
    }
    .to_owned()
}

/// The permission a page needs to send this `format`.
fn need_of(format: &str) -> Need {
    Need::of_media_type(&media_type(format))
}

/// True if a `format` has a wildcard.
fn is_open(format: &str) -> bool {
    media_type(format).contains('*')
}

/// True if a form can send this `format` without a preflight. Rocket reads `_method=put` in a form as `PUT`.
fn is_form(format: &str) -> bool {
    need_of(format) == Need::Nothing
}

/// The `catch` attribute.
pub(crate) fn catcher(attributes: &[Attribute]) -> Option<&Attribute> {
    attributes
        .iter()
        .find(|attribute| name_of(attribute).is_some_and(|name| name == CATCH))
}

/// True for `launch` and `rocket::launch`.
pub(crate) fn is_launch(attribute: &Attribute) -> bool {
    let Meta::Path(path) = &attribute.meta else {
        return false;
    };
    last_of_rocket(path).is_some_and(|name| name == LAUNCH)
}

/// The name of an attribute that may be Rocket's: `get(…)` or `rocket::get(…)`.
fn name_of(attribute: &Attribute) -> Option<String> {
    let Meta::List(list) = &attribute.meta else {
        return None;
    };
    last_of_rocket(&list.path)
}

fn last_of_rocket(path: &Path) -> Option<String> {
    let Path { segments, .. } = path;
    let of_rocket = segments.len() == 1 || segments.first()?.ident == "rocket";
    of_rocket.then(|| segments.last().map(|last| last.ident.to_string()))?
}

/// The method in `route(GET, uri = "/")`.
fn first_word(attribute: &Attribute) -> Option<String> {
    let Meta::List(list) = &attribute.meta else {
        return None;
    };
    match list.tokens.clone().into_iter().next()? {
        TokenTree::Ident(word) => Some(word.to_string().to_ascii_uppercase()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Need, need_of};

    #[test]
    fn format_that_forms_cannot_send_needs_content_type() {
        for form in [
            "form",
            "multipart/form-data; boundary=x",
            "Text/Plain; charset=utf-8",
            "text/*",
            "application/*",
            "any",
            "*/*",
        ] {
            assert_eq!(need_of(form), Need::Nothing, "{form}");
        }
        for json in [
            "json",
            "application/json; charset=utf-8",
            "application/vnd.api+JSON",
        ] {
            assert_eq!(need_of(json), Need::ContentType, "{json}");
        }
        for body in [
            "msgpack",
            "binary",
            "application/octet-stream",
            "image/png",
            "image/*",
            "image/svg+xml",
            "xml",
            "text/xml",
            "text/csv",
            "html",
        ] {
            assert_eq!(need_of(body), Need::BodyContentType, "{body}");
        }
    }
}
