//! Corrections of entries: the origin that a browser would make of the text.

use alloc::{
    borrow::Cow,
    format,
    string::{String, ToString},
};

use super::{
    OriginPattern, Port, authority, extension, host, ipv4, ipv6, port, scheme, userinfo_length,
};

/// The text to write in place of an entry, with every mistake corrected; `None` where it is not clear. The caller
/// checks it by the rules.
pub(crate) fn correct(text: &str) -> Option<String> {
    let typed = text.trim_matches(|c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '"' | '\'' | '`' | '<' | '>' | ',' | ';' | '\u{200b}' | '\u{feff}'
            )
    });
    if typed.eq_ignore_ascii_case("null") {
        Some("null".into())
    } else {
        correct_origin(typed)
    }
}

/// The same host over TLS; `None` if a port is written, because TLS uses another one.
pub(crate) fn secure(text: &str) -> Option<String> {
    let rest = text.strip_prefix("http://")?;
    let pattern = OriginPattern::parse(text).ok()?;
    (pattern.port() == Port::Default).then(|| format!("https://{rest}"))
}

/// The name under which browsers trust the same server without TLS.
pub(crate) fn local(text: &str) -> Option<String> {
    let rest = text
        .strip_prefix("http://0.0.0.0")
        .or_else(|| text.strip_prefix("http://[::]"))?;
    Some(format!("http://localhost{rest}"))
}

fn correct_origin(typed: &str) -> Option<String> {
    // Perhaps a list, and it is not clear which entry is meant.
    if typed.contains(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '|')) {
        return None;
    }
    let typed = without_outer_scheme(typed)?;
    let (scheme, rest) = split_scheme(typed)?;
    let authority = rest.split(['/', '?', '#', '\\']).next()?;
    let (_, authority) = authority.split_at(userinfo_length(authority.as_bytes()));
    if let Some(scheme) = &scheme
        && extension::is_extension(scheme)
    {
        return correct_extension(scheme, authority);
    }
    let (name, digits) = split_port(authority)?;
    let name = match (scheme.as_deref(), name) {
        // The pages of an app have one origin.
        (Some("capacitor" | "ionic" | "tauri"), "*") => "localhost".into(),
        _ => correct_host(name)?,
    };
    let digits = correct_port(digits)?;
    // `https://https//example.com`: a scheme where the host should be.
    if matches!(name.as_str(), "https" | "http") {
        return None;
    }
    let scheme = match scheme {
        Some(scheme) => scheme,
        None => Cow::Borrowed(usual_scheme(&name, digits, typed.starts_with("//"))?),
    };
    if is_guessed(typed) && matches!((&*scheme, digits), ("http", "443") | ("https", "80")) {
        return None;
    }
    let default = port::default_port(&scheme).map(|port| port.to_string());
    if digits.is_empty() || Some(digits) == default.as_deref() {
        Some(format!("{scheme}://{name}"))
    } else {
        Some(format!("{scheme}://{name}:{digits}"))
    }
}

/// The text, without the first scheme of `https://https://…`; `None` if a second `://` has another reason, because then
/// it is not clear which part is meant.
fn without_outer_scheme(typed: &str) -> Option<&str> {
    let Some((outer, rest)) = typed.split_once("://") else {
        return Some(typed);
    };
    let Some((inner, behind)) = rest.split_once("://") else {
        return Some(typed);
    };
    let doubled = scheme::is_common(outer) && scheme::is_common(inner) && !behind.contains("://");
    doubled.then_some(rest)
}

/// True if the scheme was corrected: with a port of another scheme, neither of them is certain.
fn is_guessed(typed: &str) -> bool {
    typed
        .split_once("://")
        .is_some_and(|(before, _)| scheme::meant(before.as_bytes()).is_some())
}

/// The corrected scheme, `None` if there is none, and the text after it.
fn split_scheme(typed: &str) -> Option<(Option<Cow<'_, str>>, &str)> {
    if let Some((before, rest)) = typed.split_once("://") {
        if before.is_empty() {
            return Some((None, rest));
        }
        let before = before.to_ascii_lowercase();
        let meant = scheme::meant(before.as_bytes()).map_or(Cow::Owned(before), Cow::Borrowed);
        return Some((Some(meant), rest));
    }
    if let Some(rest) = typed.strip_prefix("//") {
        return Some((None, rest));
    }
    // A colon or a slash is missing, or there are backslashes.
    for scheme in ["https", "http"] {
        let Some((head, tail)) = typed.split_at_checked(scheme.len()) else {
            continue;
        };
        if head.eq_ignore_ascii_case(scheme) && tail.starts_with([':', '/', '\\']) {
            let rest = tail.trim_start_matches([':', '/', '\\']);
            let is_port =
                tail.starts_with(':') && rest.starts_with(|c: char| c.is_ascii_digit() || c == '*');
            return (!is_port).then_some((Some(Cow::Borrowed(scheme)), rest));
        }
    }
    Some((None, typed))
}

/// The scheme of a host that was written without one.
fn usual_scheme(name: &str, digits: &str, relative: bool) -> Option<&'static str> {
    let local = name == "localhost" || name.ends_with(".localhost");
    let address = name.starts_with('[') || ipv4::ends_in_a_number(name.as_bytes());
    match digits {
        "80" => Some("http"),
        "443" => Some("https"),
        _ if local || address => Some("http"),
        _ if name.contains('.') || relative => Some("https"),
        _ => None,
    }
}

fn correct_extension(scheme: &str, id: &str) -> Option<String> {
    if !extension::has_random_ids(scheme) {
        Some(format!("{scheme}://{}", id.to_ascii_lowercase()))
    } else if id.contains('*') && id != "*" {
        None
    } else {
        Some(format!("{scheme}://*"))
    }
}

/// Host and port; `None` if the end of an IPv6 address without brackets could be either.
fn split_port(authority: &str) -> Option<(&str, Option<&str>)> {
    if ipv6::parse(authority.as_bytes()).is_some() {
        let ambiguous = authority.rsplit_once(':').is_some_and(|(address, end)| {
            ipv6::parse(address.as_bytes()).is_some() && end.bytes().all(|b| b.is_ascii_digit())
        });
        return (!ambiguous).then_some((authority, None));
    }
    Some(authority::split(authority))
}

/// The port without leading zeros, empty if there is none to write.
fn correct_port(digits: Option<&str>) -> Option<&str> {
    match digits {
        None | Some("") => Some(""),
        Some("*") => Some("*"),
        Some(digits) => {
            let sound = digits.bytes().all(|byte| byte.is_ascii_digit());
            let number = digits.trim_start_matches('0');
            (sound && !number.is_empty()).then_some(number)
        }
    }
}

fn correct_host(typed: &str) -> Option<String> {
    // One star already matches labels at any depth.
    let below = typed
        .strip_prefix("**.")
        .or_else(|| typed.strip_prefix("*."));
    if let Some(name) = below {
        return correct_host(name).map(|name| format!("*.{name}"));
    }
    let inner = typed
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
        .unwrap_or(typed);
    if let Some(pieces) = ipv6::parse(inner.as_bytes()) {
        let text = ipv6::Ipv6Text::of(&pieces);
        return Some(format!("[{}]", core::str::from_utf8(text.as_bytes()).ok()?));
    }
    let name = if typed.is_ascii() {
        typed.to_ascii_lowercase()
    } else {
        ascii(typed)?
    };
    if !ipv4::ends_in_a_number(name.as_bytes()) {
        return (name.len() <= host::LONGEST_NAME).then_some(name);
    }
    let text = ipv4::Ipv4Text::of(ipv4::parse(name.as_bytes())?);
    core::str::from_utf8(text.as_bytes()).ok().map(String::from)
}

#[cfg(feature = "punycode")]
fn ascii(name: &str) -> Option<String> {
    crate::punycode::host_to_ascii(name)
}

#[cfg(not(feature = "punycode"))]
fn ascii(_: &str) -> Option<String> {
    None
}
