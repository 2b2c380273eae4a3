//! The attributes by which Rocket makes a route of a function.

use std::fs;

use cors_rules::Need;
use proc_macro2::{Span, TokenTree};
use syn::{Attribute, LitStr, Meta, Path, spanned::Spanned};

use crate::{feature, item::Function};

/// Rocket's attributes on functions that answer requests.
const METHODS: [&str; 7] = ["get", "put", "post", "delete", "head", "options", "patch"];
const ROUTE: &str = "route";
const CATCH: &str = "catch";
const LAUNCH: &str = "launch";

/// The attribute that makes a route of a function.
pub(crate) struct RouteAttribute {
    /// Its place among the attributes.
    pub(crate) index: usize,
    /// The method it serves, if that can be read.
    pub(crate) method: Option<String>,
    /// Its `format`, if that is the one of the requests, and no form can send it; and what it needs.
    pub(crate) format: Option<(LitStr, Need)>,
    /// The argument that its `data` names, if no `format` tells what that is.
    pub(crate) body: Option<String>,
    /// Its `data`, if that may be what a form of any site sends.
    pub(crate) form: Option<LitStr>,
}

impl RouteAttribute {
    /// The first of these attributes that is one.
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

/// The methods whose `format` Rocket compares with the `Content-Type` of the request.
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

/// The media type that a `format` stands for: Rocket has short names for some.
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

/// The need that a page must meet to send this `format`.
fn need_of(format: &str) -> Need {
    Need::of_media_type(&media_type(format))
}

/// True if a `format` leaves open which type it is.
fn is_open(format: &str) -> bool {
    media_type(format).contains('*')
}

/// True if a `format` is one that a form of a page sends without asking. A form may say `_method=put`, and
/// Rocket takes it for a `PUT`.
fn is_form(format: &str) -> bool {
    need_of(format) == Need::Nothing
}

/// The attribute that makes a catcher of a function.
pub(crate) fn catcher(attributes: &[Attribute]) -> Option<&Attribute> {
    attributes
        .iter()
        .find(|attribute| name_of(attribute).is_some_and(|name| is_catch(&name)))
}

/// True if this attribute makes a `main` of a function: `launch` or `rocket::launch`.
pub(crate) fn is_launch(attribute: &Attribute) -> bool {
    let Meta::Path(path) = &attribute.meta else {
        return false;
    };
    last_of_rocket(path).is_some_and(|name| name == LAUNCH)
}

/// The name of an attribute that can be Rocket's: `get(…)` or `rocket::get(…)`.
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

/// The route attribute in the lines above `#[cors]`.
///
/// Rocket has replaced it by its items then, and nothing in the tokens tells that it was there: only
/// the file does. This is for the words of an error alone.
pub(crate) fn route_attribute_above() -> Option<String> {
    above(is_route)
}

/// True if `#[catch]` stands in the lines above `#[cors]`.
pub(crate) fn catch_attribute_above() -> bool {
    above(is_catch).is_some()
}

/// True if `#[launch]` has made a `main` of this function already.
///
/// It leaves the function under an `#[allow(dead_code)]` that stands where the body does, and nobody
/// else can write an attribute there.
pub(crate) fn is_below_launch(function: &Function) -> bool {
    if !proc_macro::is_available() {
        return false;
    }
    let place = |span: Span| {
        let span = span.unwrap();
        let (start, end) = (span.start(), span.end());
        (
            span.file(),
            [start.line(), start.column(), end.line(), end.column()],
        )
    };
    let body = place(function.body.span());
    function
        .attrs
        .iter()
        .any(|attribute| place(attribute.path().span()) == body)
}

/// True if `#[launch]` stands in the lines above `#[cors]`: for a version of Rocket that leaves the
/// function otherwise.
pub(crate) fn launch_attribute_above() -> bool {
    above(|name| name == LAUNCH).is_some()
}

fn is_route(name: &str) -> bool {
    name == ROUTE || METHODS.contains(&name)
}

fn is_catch(name: &str) -> bool {
    name == CATCH
}

fn above(wanted: fn(&str) -> bool) -> Option<String> {
    // Reading the file for every handler of it is not for free.
    if !feature::ROCKET || !proc_macro::is_available() {
        return None;
    }
    let start = proc_macro::Span::call_site().start();
    let file = fs::read_to_string(start.local_file()?).ok()?;
    attribute_above(&file, start.line(), start.column(), wanted)
}

/// The attribute of a wanted name that ends before this place, counted as the compiler counts.
fn attribute_above(
    file: &str,
    line: usize,
    column: usize,
    wanted: fn(&str) -> bool,
) -> Option<String> {
    let start: usize = file
        .split_inclusive('\n')
        .take(line.checked_sub(1)?)
        .map(str::len)
        .sum();
    let in_line = file
        .get(start..)?
        .char_indices()
        .nth(column.checked_sub(1)?)?;
    let mut before = file.get(..start + in_line.0)?;
    loop {
        before = before.trim_end();
        let last_line = before.rsplit('\n').next()?;
        if last_line.trim_start().starts_with("//") {
            before = before.strip_suffix(last_line)?;
            continue;
        }
        let attribute = attribute_at_end(before)?;
        let inside = attribute.strip_prefix("#[")?.trim_start();
        let name = inside
            .split(|end: char| !end.is_alphanumeric() && end != ':' && end != '_')
            .next()?;
        let last = name.rsplit("::").next()?;
        if wanted(last) {
            return Some(attribute.strip_prefix("#[")?.strip_suffix(']')?.to_owned());
        }
        before = before.strip_suffix(attribute)?;
    }
}

/// The attribute a text ends with.
fn attribute_at_end(text: &str) -> Option<&str> {
    let mut depth = 0;
    for (index, letter) in text.char_indices().rev() {
        match letter {
            ']' => depth += 1,
            '[' => depth -= 1,
            _ if depth == 0 => return None,
            _ => {}
        }
        if depth == 0 {
            let begin = text[..index].strip_suffix('#')?.len();
            return Some(&text[begin..]);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{Need, attribute_above, is_route, need_of};

    #[test]
    fn every_format_but_those_of_forms_needs_a_content_type() {
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

    /// The attribute above the first `#[cors` of a file.
    fn above(file: &str) -> Option<String> {
        let at = file.find("#[cors").expect("the attribute");
        let line = file[..at].matches('\n').count() + 1;
        let column = file[..at]
            .chars()
            .rev()
            .take_while(|&letter| letter != '\n')
            .count()
            + 1;
        attribute_above(file, line, column, is_route)
    }

    #[test]
    fn a_route_attribute_is_seen_above_whatever_stands_between() {
        let route = Some("get(\"/ü/[x]\")".to_owned());
        assert_eq!(above("#[get(\"/ü/[x]\")]\n#[cors()]\nfn x() {}"), route);
        assert_eq!(above("#[get(\"/ü/[x]\")] /**/ #[cors()] fn x() {}"), None);
        assert_eq!(above("  #[get(\"/ü/[x]\")] #[cors()] fn x() {}"), route);
        let between =
            "fn a() {}\n\n#[get(\"/ü/[x]\")]\n/// Docs.\n// more\n#[allow(dead_code)]\n#[cors()]\n";
        assert_eq!(above(between), route);
        let full = "#[rocket::route(GET, uri = \"/\")]\n#[cors()]\n";
        assert_eq!(
            above(full).as_deref(),
            Some("rocket::route(GET, uri = \"/\")")
        );
    }

    #[test]
    fn other_code_above_is_left_alone() {
        for file in [
            "#[cors()]\nfn x() {}",
            "let a = b[0]\n#[cors()]",
            "#[get(\"/\")]\nfn a() {}\n#[cors()]\nfn x() {}",
            "#![get(\"/\")]\n#[cors()]",
            "#[getter]\n#[cors()]",
            "]\n#[cors()]",
            "#[derive(Debug)]\n#[cors()]",
        ] {
            assert_eq!(above(file), None, "{file}");
        }
    }
}
