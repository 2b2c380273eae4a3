//! Matches request URIs against the URIs of routes.
//!
//! Rocket's own matching is private. A preflight needs it to find the route of the request that follows, and the
//! launch checks need it to find routes that overlap. A test compares the results with Rocket's on thousands of URIs.

use rocket::{
    Request, Route,
    form::ValueField,
    http::{
        Method,
        uri::{Origin, Query, Segments, fmt},
    },
};

/// The URI of the route that handles preflights.
pub(super) const PREFLIGHT_URI: &str = "/<_..>";

/// The rank of the route that handles preflights. Rocket rejects a second route with this method, URI and rank.
pub(super) const PREFLIGHT_RANK: isize = isize::MIN;

/// True if this is the route that handles preflights.
pub(super) fn is_preflight_route(route: &Route) -> bool {
    route.rank == PREFLIGHT_RANK && route.method == Method::Options && route.uri == PREFLIGHT_URI
}

/// The URI of a route: `/users/<id>/<rest..>?<page>&sort=name`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pattern {
    segments: Vec<Segment>,
    /// `<rest..>` at the end, for any number of segments.
    trailing: bool,
    /// True if a segment has a name. The type of its argument may forward values that it cannot parse; `<_>` never
    /// does.
    may_forward: bool,
    /// The fields that the query must contain, in any order.
    fields: Vec<(String, String)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Segment {
    Static(String),
    Dynamic,
}

/// The URI of a request, split once and matched against many patterns.
#[derive(Clone, Debug)]
pub(super) struct RequestUri<'r> {
    path: Segments<'r, fmt::Path>,
    query: Option<Query<'r>>,
}

impl<'r> RequestUri<'r> {
    pub(super) fn of(request: &'r Request<'_>) -> Self {
        Self::of_uri(request.uri())
    }

    pub(super) fn of_uri(uri: &'r Origin<'_>) -> Self {
        Self {
            path: uri.path().segments(),
            query: uri.query(),
        }
    }
}

impl Pattern {
    pub(super) fn of(route: &Route) -> Self {
        let mut trailing = false;
        let mut may_forward = false;
        let mut segments = Vec::new();
        for segment in route.uri.origin.path().raw_segments() {
            // Rocket counts the segments after `<rest..>` and compares none of them.
            let is_rest = trailing;
            if trailing {
                segments.push(Segment::Dynamic);
            }
            let name = dynamic(segment.as_str());
            may_forward |= name.is_some_and(|name| !matches!(name, "_" | "_.."));
            trailing = name.is_some_and(|name| name.ends_with(".."));
            match name {
                _ if trailing => {}
                None if !is_rest => segments.push(Segment::Static(segment.as_str().to_owned())),
                _ => segments.push(Segment::Dynamic),
            }
        }
        let query = route.uri.origin.query();
        let fields = query.map(|query| {
            let fields = query.raw_segments();
            fields
                .filter(|field| dynamic(field.as_str()).is_none())
                .map(|field| ValueField::parse(field.as_str()))
                .map(|field| (field.name.source().to_string(), field.value.to_owned()))
                .collect()
        });
        Self {
            segments,
            trailing,
            may_forward,
            fields: fields.unwrap_or_default(),
        }
    }

    /// True if the route accepts requests with this URI, as far as method and `format` match too.
    pub(super) fn matches(&self, uri: &RequestUri<'_>) -> bool {
        let length = uri.path.len();
        let fits = if self.trailing {
            length >= self.segments.len()
        } else {
            length == self.segments.len()
        };
        fits && self
            .segments
            .iter()
            .zip(uri.path.clone())
            .all(|(own, requested)| match own {
                Segment::Static(text) => text == requested,
                Segment::Dynamic => true,
            })
            && self.fields.iter().all(|(name, value)| {
                uri.query.is_some_and(|query| {
                    let mut fields = query.segments();
                    fields.any(|field| field == (name.as_str(), value.as_str()))
                })
            })
    }

    /// True if this pattern matches every request that `other` matches.
    pub(super) fn covers(&self, other: &Self) -> bool {
        let fits = if self.trailing {
            other.segments.len() >= self.segments.len()
        } else {
            !other.trailing && other.segments.len() == self.segments.len()
        };
        fits && self
            .segments
            .iter()
            .zip(&other.segments)
            .all(|(own, other)| *own == Segment::Dynamic || own == other)
            && self.fields.iter().all(|field| other.fields.contains(field))
    }

    /// True if some request matches both patterns.
    pub(super) fn overlaps(&self, other: &Self) -> bool {
        let fits = match (self.trailing, other.trailing) {
            (false, false) => self.segments.len() == other.segments.len(),
            (true, false) => self.segments.len() <= other.segments.len(),
            (false, true) => other.segments.len() <= self.segments.len(),
            (true, true) => true,
        };
        let is_dynamic = |segment: &Segment| *segment == Segment::Dynamic;
        fits && self
            .segments
            .iter()
            .zip(&other.segments)
            .all(|(own, other)| own == other || is_dynamic(own) || is_dynamic(other))
    }

    /// True if the route may forward a request because of its URI.
    pub(super) fn may_forward(&self) -> bool {
        self.may_forward
    }

    /// A URI that matches the route. Rocket compares the text of a route with the decoded text of a request, so
    /// everything is encoded, `%` included.
    pub(super) fn sample(&self) -> String {
        let mut sample = String::new();
        for segment in &self.segments {
            sample.push('/');
            match segment {
                Segment::Static(text) => encode(text, &mut sample),
                Segment::Dynamic => sample.push_str(SAMPLE_SEGMENT),
            }
        }
        if self.trailing {
            sample.push('/');
            sample.push_str(SAMPLE_SEGMENT);
        }
        if sample.is_empty() {
            sample.push('/');
        }
        for (i, (name, value)) in self.fields.iter().enumerate() {
            sample.push(if i == 0 { '?' } else { '&' });
            encode(name, &mut sample);
            // Rocket skips a field without a name, unless it has a `=`.
            if name.is_empty() || !value.is_empty() {
                sample.push('=');
                encode(value, &mut sample);
            }
        }
        sample
    }
}

/// The value of a dynamic segment in a sample.
const SAMPLE_SEGMENT: &str = "cors-verify";

fn encode(text: &str, encoded: &mut String) {
    for &byte in text.as_bytes() {
        // Unreserved characters are never encoded: https://www.rfc-editor.org/rfc/rfc3986#section-2.3
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            percent_encode(byte, encoded);
        }
    }
}

pub(super) fn percent_encode(byte: u8, encoded: &mut String) {
    const DIGITS: [char; 16] = [
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F',
    ];
    encoded.push('%');
    encoded.push(DIGITS[usize::from(byte >> 4)]);
    encoded.push(DIGITS[usize::from(byte & 15)]);
}

/// The name in `<name>` or `<name..>`.
fn dynamic(segment: &str) -> Option<&str> {
    segment.strip_prefix('<')?.strip_suffix('>')
}
