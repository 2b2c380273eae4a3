//! The texts about methods, header names and `max_age`.

use super::Texts;

pub(super) const METHODS_EMPTY: Texts = Texts {
    headline: "`{field}` is empty",
    note: "without a method no call is allowed, so the policy would do nothing",
    help: "write `methods = [GET]`, or remove `methods` to allow what the route serves",
    fix: "",
};

pub(super) const METHOD_NOT_TOKEN: Texts = Texts {
    headline: "`{entry}` is not a method",
    note: "one malformed name makes a browser discard the whole list, and every preflight fails",
    help: "write one method per entry, such as `methods = [GET, PUT]`",
    fix: "",
};

pub(super) const METHOD_FORBIDDEN: Texts = Texts {
    headline: "no script can send the method `{entry}`",
    note: "browsers forbid CONNECT, TRACE and TRACK, so allowing one has no effect",
    help: "remove the entry",
    fix: "",
};

pub(super) const METHOD_WRONG_CASE: Texts = Texts {
    headline: "method `{entry}` is not in upper case",
    note: "browsers compare methods byte by byte, so this does not allow the standard method",
    help: "write it in upper case",
    fix: "write `{fix}`",
};

pub(super) const METHOD_MIXED_WILDCARD: Texts = Texts {
    headline: "`{entry}` is mixed with other methods",
    note: "`*` allows every method, so the other entries would have no effect",
    help: "remove the `*`, or write `methods = any`",
    fix: "",
};

pub(super) const ROUTE_METHOD_MISSING: Texts = Texts {
    headline: "`methods` lacks `{entry}`, the method of the route itself",
    note: "a page may use only the methods of the list, so no page could call this route",
    help: "remove `methods`: without it the policy allows what the route serves",
    fix: "write `methods = {fix}`, or remove `methods`: without it the policy allows what the route serves",
};

pub(super) const HEADER_NOT_TOKEN: Texts = Texts {
    headline: "`{entry}` is not a header name",
    note: "one malformed name makes a browser discard the whole list, and every preflight fails",
    help: "write one name per entry and no value, such as `headers = [\"content-type\", \"x-request-id\"]`",
    fix: "",
};

pub(super) const HEADER_FORBIDDEN: Texts = Texts {
    headline: "no script can set the request header `{entry}`",
    note: "only the browser sets this header, so allowing it has no effect",
    help: "remove the entry; for cookies write `credentials`",
    fix: "",
};

pub(super) const HEADER_CORS_PROTOCOL: Texts = Texts {
    headline: "`{entry}` is a header of CORS itself, not one a script sets",
    note: "the policy and the browser write these headers, so allowing it has no effect",
    help: "remove the entry",
    fix: "",
};

pub(super) const HEADER_MIXED_WILDCARD: Texts = Texts {
    headline: "`{entry}` is mixed with other request headers",
    note: "`*` allows every header except `authorization`, so the other entries would have no effect",
    help: "remove the `*`, or write `headers = any` or `headers = [\"*\", \"authorization\"]`",
    fix: "",
};

pub(super) const EXPOSED_HEADER_NOT_TOKEN: Texts = Texts {
    headline: "`{entry}` is not a header name",
    note: "one malformed name makes a browser discard the whole list, and the script sees none of the headers",
    help: "write one name per entry and no value, such as `expose_headers = [\"etag\", \"location\"]`",
    fix: "",
};

pub(super) const EXPOSED_HEADER_FORBIDDEN: Texts = Texts {
    headline: "no script can read the response header `{entry}`",
    note: "browsers hide `Set-Cookie` from scripts, so exposing it has no effect",
    help: "remove the entry; cookies need `credentials`, not a header name",
    fix: "",
};

pub(super) const EXPOSED_HEADER_CORS_PROTOCOL: Texts = Texts {
    headline: "`{entry}` is a header of CORS itself, not one a script reads",
    note: "the browser reads these headers for itself, or sends them, so exposing it has no effect",
    help: "remove the entry",
    fix: "",
};

pub(super) const EXPOSED_HEADER_MIXED_WILDCARD: Texts = Texts {
    headline: "`{entry}` is mixed with other exposed headers",
    note: "`*` exposes every header, so the other entries would have no effect",
    help: "remove the `*`, or write `expose_headers = any`",
    fix: "",
};

pub(super) const MAX_AGE_NEGATIVE: Texts = Texts {
    headline: "`max_age` of `{entry}` is negative",
    note: "the header holds only digits, and a browser that cannot read it uses 5 seconds",
    help: "write `max_age = 0` for a preflight before each call",
    fix: "write `{fix}` for a preflight before each call",
};

pub(super) const MAX_AGE_TOO_LONG: Texts = Texts {
    headline: "`max_age` of `{entry}` is longer than a day",
    note: "Firefox caches a preflight for 86400 seconds at most, Chromium for 7200, Safari for 600",
    help: "write `max_age = 86400`",
    fix: "write `{fix}`",
};

pub(super) const MAX_AGE_UNREADABLE: Texts = Texts {
    headline: "`max_age` of `{entry}` is not a length of time",
    note: "browsers read a number of seconds and nothing else, so the value has to stand for one",
    help: "write seconds such as `max_age = 3600`, or a whole number and a unit: `\"30s\"`, `\"10m\"`, `\"24h\"`",
    fix: "write `{fix}`",
};
