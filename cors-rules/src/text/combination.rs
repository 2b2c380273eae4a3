//! What is said about entries that are fine alone and wrong beside others.

use super::Texts;

pub(super) const ORIGINS_CREDENTIALS: Texts = Texts {
    headline: "`{entry}` in `{field}` cannot go with `credentials`",
    note: "browsers refuse `*` for requests with credentials, and sending each origin back would let every site read the answers",
    help: "list the origins: `{field} = [\"https://app.example.com\"]`, or remove `credentials`",
    fix: "",
};

pub(super) const METHODS_CREDENTIALS: Texts = Texts {
    headline: "`{entry}` in `{field}` cannot go with `credentials`",
    note: "with credentials browsers take `*` for the name of a method, so it would allow nothing",
    help: "remove `methods` to allow what the route serves, or list them: `methods = [GET, PUT]`",
    fix: "",
};

pub(super) const HEADERS_CREDENTIALS: Texts = Texts {
    headline: "`{entry}` in `{field}` cannot go with `credentials`",
    note: "with credentials browsers take `*` for the name of a header, so it would allow nothing",
    help: "list the headers: `headers = [\"content-type\", \"x-request-id\"]`, or remove `credentials`",
    fix: "",
};

pub(super) const EXPOSE_HEADERS_CREDENTIALS: Texts = Texts {
    headline: "`{entry}` in `{field}` cannot go with `credentials`",
    note: "with credentials browsers take `*` for the name of a header, so it would expose nothing",
    help: "list the headers: `expose_headers = [\"etag\", \"location\"]`, or remove `credentials`",
    fix: "",
};

pub(super) const EXTENSION_WILDCARD_CREDENTIALS: Texts = Texts {
    headline: "`{entry}` cannot go with `credentials`",
    note: "it lets every extension the user has installed read answers that carry the user's cookies",
    help: "remove `credentials` and have the extension send a token, or remove the entry",
    fix: "",
};

pub(super) const INSECURE_ORIGIN_CREDENTIALS: Texts = Texts {
    headline: "`{entry}` is plain http and cannot go with `credentials`",
    note: "anyone on the network can put a script into a page over http and read the user's answers with it",
    help: "use https, move the origin to `dev_origins`, or write `allow(insecure_origins)`",
    fix: "write `{fix}`, move the origin to `dev_origins`, or write `allow(insecure_origins)`",
};

pub(super) const PUBLIC_SUFFIX_CREDENTIALS: Texts = Texts {
    headline: "`{entry}` covers sites of strangers and cannot go with `credentials`",
    note: "anyone can get a name that it covers, and could then read the user's answers",
    help: "list your own hosts, such as `https://my-app.example.com`, or write `allow(public_suffixes)`",
    fix: "",
};

pub(super) const NULL_CREDENTIALS: Texts = Texts {
    headline: "the origin `null` cannot go with `credentials`",
    note: "any site can send `null` from a sandboxed frame, and could then read the user's answers",
    help: "list the origins that call, such as `https://app.example.com`, or remove `credentials`",
    fix: "",
};

pub(super) const NULL_ENFORCE: Texts = Texts {
    headline: "the origin `null` cannot go with `enforce`",
    note: "any site can send `null` from a sandboxed frame, so `enforce` would keep nobody out",
    help: "list the origins that call, such as `https://app.example.com`, or remove `enforce`",
    fix: "",
};

pub(super) const EXTENSION_WILDCARD_ENFORCE: Texts = Texts {
    headline: "`{entry}` cannot go with `enforce`",
    note: "it stands for every extension the user has installed, so `enforce` would let in those of strangers",
    help: "remove `enforce` or the entry; if only sites are to be kept out, write `allow(extension_wildcard)`",
    fix: "",
};

pub(super) const PUBLIC_SUFFIX_ENFORCE: Texts = Texts {
    headline: "`{entry}` covers sites of strangers and cannot go with `enforce`",
    note: "anyone can get a name that it covers, so `enforce` would let strangers in",
    help: "list your own hosts, such as `https://my-app.example.com`, or write `allow(public_suffixes)`",
    fix: "",
};

pub(super) const UNCHECKED_ORIGINS: Texts = Texts {
    headline: "`{entry}` decides alone, beside `credentials`",
    note: "no rule looks at what a function accepts, and one slip lets a stranger read the user's answers",
    help: "write `origins = [\"https://app.example.com\"]`, keep them in a `LiveOrigins`, or add `allow(unchecked_origins)`",
    fix: "",
};

pub(super) const LIVE_ORIGINS_CREDENTIALS: Texts = Texts {
    headline: "`{entry}` is not declared for `credentials`",
    note: "it would take origins that are too weak beside cookies, such as plain http",
    help: "declare it as a `LiveOrigins<WithCredentials>`, which `LiveOrigins::with_credentials()` makes",
    fix: "",
};

pub(super) const ANY_DEV_ORIGINS: Texts = Texts {
    headline: "`dev_origins` stands beside `origins = any`",
    note: "`any` lets in every origin in every build, so there is nothing to add in debug builds",
    help: "remove `dev_origins`, or list the origins: `origins = [\"https://app.example.com\"]`",
    fix: "",
};

pub(super) const ANY_ENFORCE: Texts = Texts {
    headline: "`enforce` stands beside `origins = any`",
    note: "`any` lets in every origin, so there is nobody left to refuse",
    help: "list the origins: `origins = [\"https://app.example.com\"]`, or remove `enforce`",
    fix: "",
};

pub(super) const DEV_ORIGINS_WILDCARD: Texts = Texts {
    headline: "`{entry}` in `dev_origins` lets in every site",
    note: "a developer's browser also visits other sites, and each could read what the server under test answers",
    help: "write the origin of the dev server: `dev_origins = [\"http://localhost:*\"]`",
    fix: "",
};

pub(super) const FORWARDED_HOST_ENFORCE: Texts = Texts {
    headline: "`{entry}` has no effect without `enforce`",
    note: "only `enforce` compares the origin of a page with the host that a proxy forwards",
    help: "add `enforce`, or remove `allow(forwarded_host)`",
    fix: "remove `{fix}`: `enforce` needs a list of origins",
};
