//! The texts about entries that are right alone and wrong together with other keys.

use super::Texts;

pub(super) const ORIGINS_CREDENTIALS: Texts = Texts {
    headline: "`{entry}` in `{field}` cannot go with `credentials`",
    note: "browsers refuse `*` for requests with credentials, and echoing each origin would allow every site to read the responses",
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
    note: "it would allow every extension the user has installed to read responses with the user's data",
    help: "remove `credentials` and have the extension send a token, or remove the entry",
    fix: "",
};

pub(super) const INSECURE_ORIGIN_CREDENTIALS: Texts = Texts {
    headline: "`{entry}` is plain http and cannot go with `credentials`",
    note: "anyone on the network can put a script into a page over http, and read the user's data with it",
    help: "use https, move the origin to `dev_origins`, or write `allow(insecure_origins)`",
    fix: "write `{fix}`, move the origin to `dev_origins`, or write `allow(insecure_origins)`",
};

pub(super) const PUBLIC_SUFFIX_CREDENTIALS: Texts = Texts {
    headline: "`{entry}` matches sites of other owners and cannot go with `credentials`",
    note: "anyone can get a name that matches, and could then read the user's data",
    help: "list your own hosts, such as `https://my-app.example.com`, or write `allow(public_suffixes)`",
    fix: "",
};

pub(super) const NULL_CREDENTIALS: Texts = Texts {
    headline: "the origin `null` cannot go with `credentials`",
    note: "any site can send `null` from a sandboxed frame, and could then read the user's data",
    help: "list the origins that call, such as `https://app.example.com`, or remove `credentials`",
    fix: "",
};

pub(super) const NULL_ENFORCE: Texts = Texts {
    headline: "the origin `null` cannot go with `enforce`",
    note: "any site can send `null` from a sandboxed frame, so `enforce` would refuse no site",
    help: "list the origins that call, such as `https://app.example.com`, or remove `enforce`",
    fix: "",
};

pub(super) const EXTENSION_WILDCARD_ENFORCE: Texts = Texts {
    headline: "`{entry}` cannot go with `enforce`",
    note: "it allows every extension the user has installed, so `enforce` would refuse none of them",
    help: "remove `enforce` or the entry; if `enforce` is for sites only, write `allow(extension_wildcard)`",
    fix: "",
};

pub(super) const PUBLIC_SUFFIX_ENFORCE: Texts = Texts {
    headline: "`{entry}` matches sites of other owners and cannot go with `enforce`",
    note: "anyone can get a name that matches, so `enforce` would not refuse their sites",
    help: "list your own hosts, such as `https://my-app.example.com`, or write `allow(public_suffixes)`",
    fix: "",
};

pub(super) const UNCHECKED_ORIGINS: Texts = Texts {
    headline: "`matching({entry})` with `credentials` is not checked",
    note: "no rule can check which origins a function accepts, and one mistake allows another site to read the user's data",
    help: "write `origins = [\"https://app.example.com\"]`, keep them in a `LiveOrigins`, or add `allow(unchecked_origins)`",
    fix: "",
};

pub(super) const LIVE_ORIGINS_CREDENTIALS: Texts = Texts {
    headline: "`{entry}` is not declared for `credentials`",
    note: "it would accept origins that are not safe with cookies, such as plain http",
    help: "declare it as a `LiveOrigins<WithCredentials>`, which `LiveOrigins::with_credentials()` makes",
    fix: "",
};

pub(super) const ANY_DEV_ORIGINS: Texts = Texts {
    headline: "`dev_origins` cannot go with `origins = any`",
    note: "`any` allows every origin in every build, so there is nothing to add in debug builds",
    help: "remove `dev_origins`, or list the origins: `origins = [\"https://app.example.com\"]`",
    fix: "",
};

pub(super) const ANY_ENFORCE: Texts = Texts {
    headline: "`enforce` cannot go with `origins = any`",
    note: "`any` allows every origin, so `enforce` would refuse none",
    help: "list the origins: `origins = [\"https://app.example.com\"]`, or remove `enforce`",
    fix: "",
};

pub(super) const DEV_ORIGINS_WILDCARD: Texts = Texts {
    headline: "`{entry}` in `dev_origins` allows every site",
    note: "a developer's browser also visits other sites, and each could read the responses of the server under test",
    help: "write the origin of the dev server: `dev_origins = [\"http://localhost:*\"]`",
    fix: "",
};

pub(super) const FORWARDED_HOST_ENFORCE: Texts = Texts {
    headline: "`{entry}` has no effect without `enforce`",
    note: "only `enforce` compares the origin of a page with the host that a proxy forwards",
    help: "add `enforce`, or remove `allow(forwarded_host)`",
    fix: "remove `{fix}`: `enforce` cannot go with `origins = any`",
};
