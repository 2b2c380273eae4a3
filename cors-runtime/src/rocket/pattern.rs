//! Which requests the URI of a route stands for.
//!
//! Rocket keeps its matching to itself, so it is written here again, for the few questions Rocket
//! does not answer: which routes a preflight could be about, and which routes hide others. A test
//! compares it with Rocket's on thousands of URIs.

use rocket::{
    Request, Route,
    form::ValueField,
    http::uri::{Origin, Query, Segments, fmt},
};

/// The URI of a route: `/users/<id>/<rest..>?<page>&sort=name`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pattern {
    segments: Vec<Segment>,
    /// `<rest..>` at the end, for any number of segments.
    trailing: bool,
    /// True if a segment has a name, whose argument may be of a type that forwards what it cannot
    /// read. `<_>` takes everything.
    picky: bool,
    /// The fields that have to be in the query, in any order.
    fields: Vec<(String, String)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Segment {
    Static(String),
    Dynamic,
}

/// The URI of a request, taken apart once for all patterns.
#[derive(Clone, Debug)]
pub(super) struct Target<'r> {
    path: Segments<'r, fmt::Path>,
    query: Option<Query<'r>>,
}

impl<'r> Target<'r> {
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
        let mut picky = false;
        let mut segments = Vec::new();
        for segment in route.uri.origin.path().raw_segments() {
            // PolicyHandler `<rest..>` Rocket counts segments, and looks at none.
            let is_rest = trailing;
            if trailing {
                segments.push(Segment::Dynamic);
            }
            let name = dynamic(segment.as_str());
            picky |= name.is_some_and(|name| !matches!(name, "_" | "_.."));
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
            picky,
            fields: fields.unwrap_or_default(),
        }
    }

    /// True if a request with this URI, a method of the route and a fitting format would be tried on
    /// the route.
    pub(super) fn matches(&self, target: &Target<'_>) -> bool {
        let asked = target.path.len();
        let fits = if self.trailing {
            asked >= self.segments.len()
        } else {
            asked == self.segments.len()
        };
        fits && self
            .segments
            .iter()
            .zip(target.path.clone())
            .all(|(own, asked)| match own {
                Segment::Static(text) => text == asked,
                Segment::Dynamic => true,
            })
            && self.fields.iter().all(|(name, value)| {
                target.query.is_some_and(|query| {
                    let mut fields = query.segments();
                    fields.any(|field| field == (name.as_str(), value.as_str()))
                })
            })
    }

    /// True if every request that `other` matches is matched here, too.
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

    /// True if there are requests that both match.
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

    /// True if the URI alone does not decide if the route takes a request.
    pub(super) fn is_picky(&self) -> bool {
        self.picky
    }

    /// A URI that the route matches. Rocket compares the text of a route with the decoded one of a
    /// request, so everything is encoded, `%` included.
    pub(super) fn sample(&self) -> String {
        let mut sample = String::new();
        for segment in &self.segments {
            sample.push('/');
            match segment {
                Segment::Static(text) => encode(text, &mut sample),
                Segment::Dynamic => sample.push_str(ANYTHING),
            }
        }
        if self.trailing {
            sample.push('/');
            sample.push_str(ANYTHING);
        }
        if sample.is_empty() {
            sample.push('/');
        }
        for (i, (name, value)) in self.fields.iter().enumerate() {
            sample.push(if i == 0 { '?' } else { '&' });
            encode(name, &mut sample);
            // Rocket passes over a field without a name, unless it has this.
            if name.is_empty() || !value.is_empty() {
                sample.push('=');
                encode(value, &mut sample);
            }
        }
        sample
    }
}

/// What stands for a dynamic segment in a sample.
const ANYTHING: &str = "cors-verify";

fn encode(text: &str, encoded: &mut String) {
    for &byte in text.as_bytes() {
        // These never need to be encoded: https://www.rfc-editor.org/rfc/rfc3986#section-2.3
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

/// The name in a segment `<name>` or `<name..>`.
fn dynamic(segment: &str) -> Option<&str> {
    segment.strip_prefix('<')?.strip_suffix('>')
}
