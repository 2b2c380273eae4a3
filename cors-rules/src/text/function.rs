//! The texts about keys, and about the function under the attribute.

use super::Texts;

pub(super) const UNKNOWN_KEY: Texts = Texts {
    headline: "there is no key `{entry}`",
    note: "if an unknown key were ignored, the policy would not do what it seems to",
    help: "write one of origins, dev_origins, credentials, methods, headers, expose_headers, max_age, enforce, allow, \
        policy, base, disabled, crate",
    fix: "write `{fix}`",
};

pub(super) const DUPLICATE_KEY: Texts = Texts {
    headline: "`{entry}` is written twice",
    note: "only one of the two could apply, and a reader would have to guess which",
    help: "keep one of them",
    fix: "write the key once: `{fix}`",
};

pub(super) const UNKNOWN_ALLOWANCE: Texts = Texts {
    headline: "there is no opt-out `{entry}`",
    note: "an unknown opt-out would have no effect",
    help: "opt-outs have the names of the lints in errors and warnings; `cors_runtime::guide::keys#opt-outs` lists the others",
    fix: "write `{fix}`",
};

pub(super) const WRONG_VALUE_TYPE: Texts = Texts {
    headline: "`{field}` does not take this value",
    note: "the policy is read while the program is compiled, so each key takes one form of value",
    help: "write the value in the form the documentation of `{field}` shows",
    fix: "write {fix}",
};

pub(super) const CONTRADICTORY_KEYS: Texts = Texts {
    headline: "`{entry}` cannot go with other keys",
    note: "it is the whole policy, so the other keys would have no effect",
    help: "keep `{entry}` alone, or remove it; `base = NAME` starts from a policy and takes other keys",
    fix: "",
};

pub(super) const NOT_A_HANDLER: Texts = Texts {
    headline: "the attribute is not on a function",
    note: "a policy belongs to a handler, because it decides who may call that handler",
    help: "put it on a function: `#[cors(origins = [\"https://app.example.com\"])] async fn list() { … }`",
    fix: "",
};

pub(super) const METHOD_RECEIVER: Texts = Texts {
    headline: "a handler cannot take `{entry}`",
    note: "the router calls a handler with what it extracts from a request, and there is no value for a receiver",
    help: "move the function out of the `impl` block and take `State(app): State<App>` as an argument",
    fix: "",
};

pub(super) const GENERIC_HANDLER: Texts = Texts {
    headline: "a handler with a policy cannot be generic",
    note: "a route names only the function, so its type parameters cannot be chosen",
    help: "write the types out, or call a generic function from the handler",
    fix: "",
};

pub(super) const IMPL_TRAIT_ARGUMENT: Texts = Texts {
    headline: "an argument of a handler cannot be `{entry}`",
    note: "the extractor is chosen by its type, and `impl` leaves the type open",
    help: "write the type of the extractor, such as `String` or `Json<NewUser>`",
    fix: "",
};

pub(super) const BORROWED_ARGUMENT: Texts = Texts {
    headline: "an argument of a handler cannot borrow: `{entry}`",
    note: "the request is dropped before the handler has finished, so extractors return owned values",
    help: "take an owned value, such as `String` or `HeaderMap`",
    fix: "",
};

pub(super) const UNSUPPORTED_FUNCTION: Texts = Texts {
    headline: "a handler cannot be `{entry}`",
    note: "the router calls a handler as an ordinary Rust function",
    help: "remove it, or call the function from a plain handler",
    fix: "",
};

pub(super) const NOT_ASYNC: Texts = Texts {
    headline: "the handler is not `async`",
    note: "the router awaits what a handler returns",
    help: "write `async fn`; for Rocket, write `#[get(\"…\")]` below `#[cors(…)]`",
    fix: "",
};

pub(super) const DEFAULT_METHODS_MISSING: Texts = Texts {
    headline: "a default policy for a plain axum router needs `methods`",
    note: "such a router does not report its methods, so a preflight could not be decided",
    help: "add `methods = [GET, POST]` with those that are served, or return `CorsRouter`, which reports them",
    fix: "",
};

pub(super) const BELOW_ROUTE_ATTRIBUTE: Texts = Texts {
    headline: "`#[cors]` stands below `#[{entry}]`",
    note: "the attribute above has already generated the route, so the route would have no policy",
    help: "swap the two: write `#[cors(…)]` above `#[{entry}]`",
    fix: "",
};

pub(super) const JSON_CONTENT_TYPE: Texts = Texts {
    headline: "`{entry}` takes JSON, and `content-type` is not in `headers`",
    note: "a browser sends a preflight before it sends JSON, and stops if the response does not list `content-type`",
    help: "write `headers = [\"content-type\"]`; if no browser sends it, `allow(json_content_type)`",
    fix: "write `headers = [{fix}]`; if no browser sends it, `allow(json_content_type)`",
};

pub(super) const BODY_CONTENT_TYPE: Texts = Texts {
    headline: "`{entry}` takes a body no form can send, and `content-type` is not in `headers`",
    note: "a browser sends a preflight before it sends such a body, and stops if the response does not list `content-type`",
    help: "write `headers = [\"content-type\"]`; if no browser sends it, `allow(body_content_type)`",
    fix: "write `headers = [{fix}]`; if no browser sends it, `allow(body_content_type)`",
};

pub(super) const BEARER_AUTHORIZATION: Texts = Texts {
    headline: "`{entry}` takes a token, and `authorization` is not in `headers`",
    note: "a browser sends a preflight first, and stops if the response does not list the header; `*` does not cover it",
    help: "write `headers = [\"authorization\"]`; if no browser sends it, `allow(bearer_authorization)`",
    fix: "write `headers = [{fix}]`; if no browser sends it, `allow(bearer_authorization)`",
};

pub(super) const COOKIES_CREDENTIALS: Texts = Texts {
    headline: "`{entry}` takes cookies, and the policy has no `credentials`",
    note: "without `credentials` a browser hides the response to a request of another origin that was sent with cookies",
    help: "add `credentials`; if pages of other origins send none, write `allow(cookies_credentials)`",
    fix: "",
};

pub(super) const WEBSOCKET_ENFORCE: Texts = Texts {
    headline: "`{entry}` opens a WebSocket, and the policy has no `enforce`",
    note: "CORS does not cover WebSockets: any site can open one with the user's cookies, and read it",
    help: "list the origins and add `enforce`; if any site may open it, write `allow(websocket_enforce)`",
    fix: "",
};

pub(super) const ANY_ALLOWED_ORIGIN: Texts = Texts {
    headline: "`{entry}` needs a list of origins, and the policy has none",
    note: "under `origins = any` or `disabled` no origin is looked up: the argument fails on every request, or is `None`",
    help: "list the origins: `origins = [\"https://app.example.com\"]`, or remove the argument",
    fix: "",
};
