//! The texts about a single origin.

use super::Texts;
use crate::Field;

pub(super) const ORIGINS_MISSING: Texts = Texts {
    headline: "no `origins` are given",
    note: "without an origin no site may read the response, so the policy would do nothing",
    help: "add `origins = [\"https://app.example.com\"]`, or `origins = any` for a public resource",
    fix: "",
};

/// The texts about an empty list.
pub(super) const fn empty(field: Field) -> Texts {
    match field {
        Field::DevOrigins => DEV_ORIGINS_EMPTY,
        _ => ORIGINS_EMPTY,
    }
}

const ORIGINS_EMPTY: Texts = Texts {
    headline: "`{field}` is empty",
    note: "without an origin no other site may read the response, so the list would allow none",
    help: "write `{field} = [\"https://app.example.com\"]`, such as the server's own for `enforce`; for no \
        CORS, `disabled` alone",
    fix: "",
};

const DEV_ORIGINS_EMPTY: Texts = Texts {
    headline: "`{field}` is empty",
    note: "an empty list adds no origin in debug builds",
    help: "write `{field} = [\"http://localhost:*\"]`, or remove `{field}`",
    fix: "",
};

pub(super) const EMPTY: Texts = Texts {
    headline: "an entry of `{field}` is empty",
    note: "no browser sends an empty `Origin`, so this would never match",
    help: "write an origin such as `https://app.example.com`, or remove the entry",
    fix: "",
};

pub(super) const MALFORMED: Texts = Texts {
    headline: "`{entry}` is not an origin",
    note: "browsers send a scheme, `://` and a host, such as `https://app.example.com`, and nothing else would match",
    help: "write an origin such as `https://app.example.com`; for every origin write `origins = any`",
    fix: "write `{fix}`",
};

pub(super) const SEVERAL: Texts = Texts {
    headline: "`{entry}` holds several origins",
    note: "browsers send one origin at a time and compare it byte by byte, so this would never match",
    help: "write each origin as an entry of its own: `[\"https://a.example\", \"https://b.example\"]`",
    fix: "",
};

pub(super) const REGULAR_EXPRESSION: Texts = Texts {
    headline: "`{entry}` looks like a regular expression",
    note: "origins are compared byte by byte: a regular expression without an anchor would allow other sites",
    help: "list the hosts, or write `https://*.example.com` for every subdomain; for others a function: \
        `matching(is_preview)`",
    fix: "",
};

pub(super) const SCHEME_MISSING: Texts = Texts {
    headline: "origin `{entry}` has no scheme",
    note: "browsers send an origin with its scheme, so this would never match",
    help: "write the scheme, `://` and the host, such as `https://app.example.com`",
    fix: "write `{fix}`",
};

pub(super) const SCHEME_NEVER_SENT: Texts = Texts {
    headline: "no browser sends an origin with the scheme of `{entry}`",
    note: "a page of such a scheme sends `null`, and a WebSocket sends the http or https origin of its page",
    help: "write the origin of the page that calls, such as `https://app.example.com`",
    fix: "write `{fix}`",
};

pub(super) const SCHEME_MALFORMED: Texts = Texts {
    headline: "origin `{entry}` has a malformed scheme",
    note: "no browser sends this: a scheme is a letter followed by at most 63 letters, digits, `+`, `-` or `.`",
    help: "write a scheme that exists, such as `https://app.example.com` or `tauri://localhost`",
    fix: "write `{fix}`",
};

pub(super) const FILE: Texts = Texts {
    headline: "`{entry}` is a file, and files have no origin",
    note: "browsers send `null` for pages opened from a file, and some apps send `file://`: neither identifies a site",
    help: "serve the page, and write where it is served, such as `http://localhost:3000`",
    fix: "",
};

pub(super) const NULL: Texts = Texts {
    headline: "the origin `null` does not identify a site",
    note: "any site can send `null` from a sandboxed frame, so this would allow every site to read the response",
    help: "list the origins that call, write `origins = any` if every site may read it, or write `allow(null_origin)`",
    fix: "",
};

pub(super) const TRAILING_SLASH: Texts = Texts {
    headline: "origin `{entry}` ends in a slash",
    note: "browsers send an origin without a slash at its end, so this would never match",
    help: "remove the slash",
    fix: "write `{fix}`",
};

pub(super) const PATH: Texts = Texts {
    headline: "origin `{entry}` has a path, a query or a fragment",
    note: "browsers send the scheme, host and port of a page and no more, so this would never match",
    help: "write the scheme, host and port alone, such as `https://app.example.com`",
    fix: "write `{fix}`",
};

pub(super) const USERINFO: Texts = Texts {
    headline: "origin `{entry}` has a user name",
    note: "browsers leave user names and passwords out of an origin, so this would never match",
    help: "write the scheme, host and port alone, such as `https://app.example.com`",
    fix: "write `{fix}`",
};

pub(super) const WHITE_SPACE: Texts = Texts {
    headline: "origin `{entry}` has white space",
    note: "browsers send an origin without white space, so this would never match",
    help: "write an origin such as `https://app.example.com`",
    fix: "write `{fix}`",
};

pub(super) const UPPER_CASE: Texts = Texts {
    headline: "origin `{entry}` has upper-case letters",
    note: "browsers send origins in lower case and compare them byte by byte, so this would never match",
    help: "write it in lower case",
    fix: "write `{fix}`",
};

pub(super) const UNICODE_HOST: Texts = Texts {
    headline: "the host of `{entry}` is written in Unicode",
    note: "browsers send the punycode of such a host, so this would never match",
    help: "open the page, and copy the value of `location.origin` from the browser's console: its host is punycode, `xn--…`",
    fix: "write `{fix}`",
};

pub(super) const HOST_MALFORMED: Texts = Texts {
    headline: "the host of `{entry}` is malformed",
    note: "each label of a host has 1 to 63 of `a-z`, `0-9`, `-` and `_`, and the whole name has at most 253 bytes",
    help: "write a host such as `https://app.example.com`",
    fix: "write `{fix}`",
};

pub(super) const PUNYCODE: Texts = Texts {
    headline: "the host of `{entry}` has a label that is not punycode",
    note: "a label that begins with `xn--` encodes Unicode, and browsers open no URL with one that cannot be decoded",
    help: "open the page by its Unicode name, and copy the value of `location.origin` from the browser's console",
    fix: "",
};

pub(super) const DEFAULT_PORT: Texts = Texts {
    headline: "origin `{entry}` spells out the default port",
    note: "browsers leave out port 80 of http and port 443 of https, so this would never match",
    help: "remove the port",
    fix: "write `{fix}`",
};

pub(super) const PORT_MALFORMED: Texts = Texts {
    headline: "the port of `{entry}` is not a number as browsers write it",
    note: "browsers send a port as digits without leading zeros, so this would never match",
    help: "write a port such as `https://app.example.com:8443`, or `:*` for any port",
    fix: "write `{fix}`",
};

pub(super) const PORT_OUT_OF_RANGE: Texts = Texts {
    headline: "the port of `{entry}` does not exist",
    note: "ports go from 1 to 65535, so no page has this origin",
    help: "write a port such as `https://app.example.com:8443`, or `:*` for any port",
    fix: "",
};

pub(super) const PORT_BLOCKED: Texts = Texts {
    headline: "browsers refuse to open the port of `{entry}`",
    note: "it belongs to another protocol and is on the list of bad ports of the Fetch standard, so no page loads from it",
    help: "serve the page from another port and write that one, such as `http://localhost:3000`",
    fix: "",
};

pub(super) const IPV4_NOT_CANONICAL: Texts = Texts {
    headline: "the IPv4 address of `{entry}` is not in the form browsers send",
    note: "a host that ends in a number is an IPv4 address, and browsers send it as four plain decimal numbers",
    help: "write an address such as `http://127.0.0.1:3000`",
    fix: "write `{fix}`",
};

pub(super) const IPV6_NOT_CANONICAL: Texts = Texts {
    headline: "the IPv6 address of `{entry}` is not in the form browsers send",
    note: "browsers send it in brackets, shortened, in lower case, without a zone id or an IPv4 address at its end",
    help: "write an address such as `http://[::1]:3000`",
    fix: "write `{fix}`",
};

pub(super) const IP_WILDCARD: Texts = Texts {
    headline: "`{entry}` is not one IP address",
    note: "an address has no subdomains, and a range would allow every machine that gets one of its addresses",
    help: "write each address, such as `http://192.168.0.10:3000`, or `:*` for any port; for a network a function: \
        `matching(is_local)`",
    fix: "",
};

pub(super) const UNSPECIFIED_ADDRESS: Texts = Texts {
    headline: "`{entry}` is an address to listen on and cannot go with `credentials`",
    note: "browsers do not trust it like `localhost`: a proxy on the network may respond with a script of its own",
    help: "write `http://localhost:3000`, and open the page there; or use `dev_origins` or `allow(insecure_origins)`",
    fix: "write `{fix}`, and open the page there; or use `dev_origins` or `allow(insecure_origins)`",
};

pub(super) const MISPLACED_WILDCARD: Texts = Texts {
    headline: "`{entry}` has a `*` in the wrong place",
    note: "`*` stands for whole labels before a host, or for the port; elsewhere it could allow other sites, or none",
    help: "write `https://*.example.com` for subdomains, `http://localhost:*` for any port, `origins = any` for all; for \
        others `matching(is_preview)`",
    fix: "write `{fix}`",
};

pub(super) const MIXED_WILDCARD: Texts = Texts {
    headline: "`{entry}` is mixed with other origins",
    note: "`*` allows every origin, so the other entries would have no effect",
    help: "remove the `*`, or write `{field} = any`",
    fix: "",
};

pub(super) const EXTENSION_ID: Texts = Texts {
    headline: "`{entry}` does not identify an extension",
    note: "an extension has a fixed id of 32 letters from `a` to `p` in Chromium, and a random id per install elsewhere",
    help: "for Chromium write the id from its extensions page: `chrome-extension://abcdefghijklmnopabcdefghijklmnop`",
    fix: "write `{fix}`, which allows every extension the user has installed",
};

pub(super) const LOADED_WILDCARD: Texts = Texts {
    headline: "`{entry}` cannot be an entry of a list that is loaded at run time",
    note: "only the policy in the code can allow every site to read the responses",
    help: "list the origins, such as `https://app.example.com`, or write `{field} = any` in the policy",
    fix: "",
};

pub(super) const ENVIRONMENT_NAME: Texts = Texts {
    headline: "`{entry}` cannot be the name of a variable",
    note: "a name has letters, digits, `_`, `-` and `.`; some systems cannot set others, so the server might never start",
    help: "write the name of a variable, such as `ALLOWED_ORIGINS`",
    fix: "",
};
