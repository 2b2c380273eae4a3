//! Fetch, "header list", and the values extracted from one.

use http::HeaderMap;

use crate::bytes::{is_token, trim};

/// Fetch, "header list".
///
/// `http::HeaderMap` keeps neither the order of different names nor values that HTTP does not allow, which a script
/// can set.
#[derive(Clone, Debug, Default)]
pub(crate) struct HeaderList(Vec<(String, Vec<u8>)>);

/// The error of a header value that does not match its grammar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Malformed;

impl HeaderList {
    pub(crate) fn append(&mut self, name: &str, value: &[u8]) {
        self.0.push((name.to_owned(), value.to_vec()));
    }

    pub(crate) fn contains(&self, name: &str) -> bool {
        self.lines(name).next().is_some()
    }

    pub(crate) fn remove(&mut self, name: &str) {
        self.0
            .retain(|(other, _)| !other.eq_ignore_ascii_case(name));
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.0
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_slice()))
    }

    fn lines<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a [u8]> {
        self.iter()
            .filter(move |(other, _)| other.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    }

    /// Fetch, "get" from a header list: the values joined by a comma and a space.
    pub(crate) fn get(&self, name: &str) -> Option<Vec<u8>> {
        let lines: Vec<&[u8]> = self.lines(name).collect();
        (!lines.is_empty()).then(|| lines.join(&b", "[..]))
    }

    /// Fetch, "extract header list values" for `#method` and `#field-name`; `None` if the header is absent.
    pub(crate) fn tokens(&self, name: &str) -> Result<Option<Vec<String>>, Malformed> {
        let mut tokens = None;
        for line in self.lines(name) {
            let tokens = tokens.get_or_insert_with(Vec::new);
            for element in line.split(|byte| *byte == b',').map(trim) {
                match str::from_utf8(element) {
                    Ok("") => {}
                    Ok(token) if is_token(element) => tokens.push(token.to_owned()),
                    _ => return Err(Malformed),
                }
            }
        }
        Ok(tokens)
    }

    /// Fetch, "extract header list values" for `delta-seconds`. A number beyond `u64` counts as its maximum.
    pub(crate) fn seconds(&self, name: &str) -> Result<Option<u64>, Malformed> {
        let mut lines = self.lines(name);
        match (lines.next(), lines.next()) {
            (None, _) => Ok(None),
            (Some(digits), None) if !digits.is_empty() && digits.iter().all(u8::is_ascii_digit) => {
                let number = str::from_utf8(digits).map_err(|_| Malformed)?;
                Ok(Some(number.parse().unwrap_or(u64::MAX)))
            }
            _ => Err(Malformed),
        }
    }
}

impl From<&HeaderMap> for HeaderList {
    /// Trims the values, as an HTTP parser does.
    fn from(map: &HeaderMap) -> Self {
        let lines = map.iter();
        Self(
            lines
                .map(|(name, value)| (name.to_string(), trim(value.as_bytes()).to_vec()))
                .collect(),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(lines: &[&str]) -> HeaderList {
        let mut list = HeaderList::default();
        for line in lines {
            list.append("X-A", line.as_bytes());
        }
        list
    }

    #[test]
    fn extract_header_list_values_of_names() {
        let tokens = |lines: &[&str]| list(lines).tokens("x-a").map(Option::unwrap_or_default);
        assert_eq!(list(&[]).tokens("x-a"), Ok(None));
        assert_eq!(
            tokens(&[",X-A , ,\tx-b,,"]).expect("a list"),
            ["X-A", "x-b"]
        );
        assert_eq!(
            tokens(&["x-a", "*,x-b"]).expect("a list"),
            ["x-a", "*", "x-b"]
        );
        assert_eq!(tokens(&[""]), Ok(Vec::new()));
        for malformed in ["x-a, bad name", "GET,@@", "\"a\"", "a;b", "é"] {
            assert_eq!(tokens(&["x-b", malformed]), Err(Malformed), "{malformed}");
        }
    }

    #[test]
    fn extract_header_list_values_of_seconds() {
        let seconds = |lines: &[&str]| list(lines).seconds("x-a");
        assert_eq!(seconds(&[]), Ok(None));
        assert_eq!(seconds(&["0"]), Ok(Some(0)));
        assert_eq!(seconds(&["007"]), Ok(Some(7)));
        assert_eq!(seconds(&["99999999999999999999999999"]), Ok(Some(u64::MAX)));
        for malformed in ["", "-1", "+1", "1.5", "5, 10", "abc"] {
            assert_eq!(seconds(&[malformed]), Err(Malformed), "{malformed}");
        }
        assert_eq!(seconds(&["5", "5"]), Err(Malformed));
    }

    #[test]
    fn concept_header_list_get_joins_lines() {
        assert_eq!(list(&[]).get("x-a"), None);
        assert_eq!(list(&["a", "b"]).get("x-A").as_deref(), Some(&b"a, b"[..]));
    }
}
