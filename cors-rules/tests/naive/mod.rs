//! Patterns of origins read a second time, without haste and without the code of the crate. The fuzz targets
//! in `fuzz` read it too.

/// Scheme, host and port of an origin, by nothing but splits.
fn parts(origin: &str) -> Option<(&str, &str, Option<&str>)> {
    let (scheme, rest) = origin.split_once("://")?;
    match rest.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => Some((scheme, host, Some(port))),
        _ => Some((scheme, rest, None)),
    }
}

/// The definition of a pattern, read as it is written.
pub(crate) fn naive(pattern: &str, origin: &str) -> bool {
    let (Some(pattern), Some(origin)) = (parts(pattern), parts(origin)) else {
        return false;
    };
    let host = match pattern.1.strip_prefix("*.") {
        Some(base) => origin
            .1
            .strip_suffix(base)
            .and_then(|labels| labels.strip_suffix('.'))
            .is_some_and(|labels| {
                let letter =
                    |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
                origin.1.len() <= 253
                    && labels
                        .split('.')
                        .all(|label| (1..=63).contains(&label.len()) && label.chars().all(letter))
            }),
        None => origin.1 == pattern.1,
    };
    let default = match pattern.0 {
        "http" => "80",
        "https" => "443",
        _ => "",
    };
    let port = match (pattern.2, origin.2) {
        (Some("*"), None) => true,
        (Some("*"), Some(port)) => {
            port != default
                && port
                    .parse::<u16>()
                    .is_ok_and(|number| number > 0 && number.to_string() == port)
        }
        (pattern, origin) => pattern == origin,
    };
    pattern.0 == origin.0 && host && port
}
