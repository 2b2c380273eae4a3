//! The place of a path in its router, so that `verify` can ask for it.

use super::RoutePolicies;

/// The place of a path in its router.
#[derive(Clone, Debug)]
pub(crate) struct RouteLocation {
    /// The path as the router knows it.
    pub(crate) template: String,
    /// The paths of an opaque part are unknown, so a 404 for the sample is no fault.
    pub(crate) is_guess: bool,
}

impl RouteLocation {
    /// Some path below a prefix.
    pub(crate) fn below(prefix: &str) -> Self {
        Self {
            template: format!("{prefix}/*"),
            is_guess: true,
        }
    }

    /// A path that matches the template, and is unlikely to match another route.
    pub(crate) fn sample(&self) -> String {
        sample(&self.template)
    }
}

impl RoutePolicies {
    pub(crate) fn located(mut self, location: RouteLocation) -> Self {
        self.route_location = Some(location);
        self
    }

    pub(crate) fn route_location(&self) -> Option<&RouteLocation> {
        self.route_location.as_ref()
    }
}

fn sample(path: &str) -> String {
    const SAMPLE: &str = "cors-verify";
    if let Some(prefix) = path.strip_suffix("/*") {
        return format!("{}/{SAMPLE}/{SAMPLE}", sample(prefix));
    }
    let mut sample = String::with_capacity(path.len());
    let mut rest = path;
    while let Some((before, after)) = rest.split_once(['{', '}']) {
        sample.push_str(before);
        let brace = &rest[before.len()..=before.len()];
        // A doubled brace is an escaped brace.
        if let Some(after) = after.strip_prefix(brace) {
            sample.push_str(brace);
            rest = after;
        } else {
            sample.push_str(SAMPLE);
            rest = after.split_once('}').map_or("", |(_, after)| after);
        }
    }
    sample + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sample_fills_parameters_and_unescapes_braces() {
        assert_eq!(sample("/users"), "/users");
        assert_eq!(
            sample("/{tenant}/users/{id}"),
            "/cors-verify/users/cors-verify"
        );
        assert_eq!(sample("/files/{*rest}"), "/files/cors-verify");
        assert_eq!(sample("/a{id}.json"), "/acors-verify.json");
        assert_eq!(sample("/{{raw}}/{id}"), "/{raw}/cors-verify");
    }
}
