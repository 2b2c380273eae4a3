//! The texts of the lints of level warn.

use super::Texts;

pub(super) const FORM_ENFORCE: Texts = Texts {
    headline: "any site can submit a form to this handler, with the user's cookies",
    note: "browsers send no preflight before a form: the handler runs, and only its response is hidden",
    help: "write `enforce` in the policy; if something else refuses such requests, `enforce = false` or `allow(form_enforce)`",
    fix: "",
};

pub(super) const LOOPBACK_ORIGINS: Texts = Texts {
    headline: "`{entry}` is allowed in release builds, too",
    note: "any program that listens on that port of a user's machine could then read the responses",
    help: "move it to `dev_origins`; if production needs it, write `allow(loopback_origins)`",
    fix: "",
};

pub(super) const WEBVIEW_ORIGINS: Texts = Texts {
    headline: "`{entry}` is the origin of the app on some systems only",
    note: "on other systems the web view gives the same app another origin",
    help: "add the app's other origin, or write `allow(webview_origins)` if it is not built for those systems",
    fix: "add `\"{fix}\"`, or write `allow(webview_origins)` if the app is not built for those systems",
};

pub(super) const DUPLICATE_ENTRIES: Texts = Texts {
    headline: "`{entry}` is in `{field}` twice",
    note: "the second has no effect, and another entry may have been meant",
    help: "remove it, or write `allow(duplicate_entries)`",
    fix: "",
};

pub(super) const COVERED_ORIGINS: Texts = Texts {
    headline: "`{entry}` is already allowed by another entry",
    note: "the other entry allows this origin with or without it",
    help: "remove it, or write `allow(covered_origins)`",
    fix: "remove it or `\"{fix}\"`, or write `allow(covered_origins)`",
};

pub(super) const UNREADABLE_HEADERS: Texts = Texts {
    headline: "pages of other origins cannot read `{entry}` of this response",
    note: "browsers hide a header from a script of another origin, unless the policy exposes it",
    help: "list it in `expose_headers`; if no script reads it, write `allow(unreadable_headers)`",
    fix: "write `{fix}`, without headers that no script reads; or write `allow(unreadable_headers)`",
};

pub(super) const DROPPED_COOKIES: Texts = Texts {
    headline: "browsers drop the cookie `{entry}`: the page is of another site",
    note: "for such a page browsers store and send only cookies with `SameSite=None; Secure`, and some browsers none",
    help: "write `.same_site(SameSite::None).secure(true)` on the cookie, or `allow(dropped_cookies)` in the policy",
    fix: "",
};

pub(super) const IGNORED_COOKIES: Texts = Texts {
    headline: "no page can read this response and store the cookie `{entry}`",
    note: "the policy has no `credentials`: a page may read the response only if it sent none, and then browsers ignore `Set-Cookie`",
    help: "write `credentials`; if pages of other origins need no cookies, write `allow(ignored_cookies)`",
    fix: "",
};

pub(super) const PUBLIC_CACHE: Texts = Texts {
    headline: "`Cache-Control: {entry}` is on a response that differs by origin",
    note: "many shared caches ignore `Vary: Origin`, and serve the response for one origin to pages of another",
    help: "send `Cache-Control: private`, or write `origins = any` if every site may read it, or `allow(public_cache)`",
    fix: "",
};

pub(super) const FOREIGN_REDIRECT: Texts = Texts {
    headline: "this redirects scripts to `{entry}`, another origin",
    note: "after such a redirect browsers send `Origin: null`, which no list of origins should allow",
    help: "respond with 200 and the URL in the body, for the script to fetch; if no script follows the redirect, write `allow(foreign_redirect)`",
    fix: "",
};
