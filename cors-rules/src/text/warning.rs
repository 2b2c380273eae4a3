//! The texts of the lints of level warn.

use super::Texts;

pub(super) const FORM_ENFORCE: Texts = Texts {
    headline: "any site can submit a form to this handler, with the user's cookies",
    note: "browsers ask for no permission before they send a form: the handler runs, and only its answer is hidden",
    help: "write `enforce` in the policy; if something else refuses such requests, `enforce = false` or `allow(form_enforce)`",
    fix: "",
};

pub(super) const LOOPBACK_ORIGINS: Texts = Texts {
    headline: "`{entry}` is let in by release builds, too",
    note: "whatever listens on that port of a user's own machine could then read the answers",
    help: "move it to `dev_origins`; if production needs it, write `allow(loopback_origins)`",
    fix: "",
};

pub(super) const WEBVIEW_ORIGINS: Texts = Texts {
    headline: "`{entry}` is the app on some systems alone",
    note: "on other systems the web view gives the same app another origin",
    help: "add the app's other origin, or write `allow(webview_origins)` if it is not built for them",
    fix: "add `\"{fix}\"`, or write `allow(webview_origins)` if the app is not built for them",
};

pub(super) const DUPLICATE_ENTRIES: Texts = Texts {
    headline: "`{entry}` stands in `{field}` twice",
    note: "the second changes nothing, and may have been meant to be another",
    help: "remove it, or write `allow(duplicate_entries)`",
    fix: "",
};

pub(super) const COVERED_ORIGINS: Texts = Texts {
    headline: "`{entry}` is let in by another entry already",
    note: "it adds nothing, and to remove it one day would keep nobody out",
    help: "remove it, or write `allow(covered_origins)`",
    fix: "remove it or `\"{fix}\"`, or write `allow(covered_origins)`",
};

pub(super) const UNREADABLE_HEADERS: Texts = Texts {
    headline: "pages of other origins cannot read `{entry}` of this answer",
    note: "browsers hide a header from a script of another origin, unless the policy exposes it",
    help: "list it in `expose_headers`; if no script reads it, write `allow(unreadable_headers)`",
    fix: "write `{fix}`, without what no script reads; else write `allow(unreadable_headers)`",
};

pub(super) const DROPPED_COOKIES: Texts = Texts {
    headline: "browsers drop the cookie `{entry}`: the page is of another site",
    note: "such a page gets and sends cookies with `SameSite=None; Secure` alone, in browsers that let it at all",
    help: "write `.same_site(SameSite::None).secure(true)` on the cookie, or `allow(dropped_cookies)` in the policy",
    fix: "",
};

pub(super) const IGNORED_COOKIES: Texts = Texts {
    headline: "no other origin gets the cookie `{entry}` and this answer without `credentials`",
    note: "a page of another origin that may read the answer without `credentials` gets and sends no cookies",
    help: "write `credentials`; if pages of other origins need no cookies, write `allow(ignored_cookies)`",
    fix: "",
};

pub(super) const PUBLIC_CACHE: Texts = Texts {
    headline: "`Cache-Control: {entry}` stands on an answer that differs by origin",
    note: "many shared caches ignore `Vary: Origin`, and hand the answer for one origin to pages of another",
    help: "write `private`, or `origins = any` if everybody may read it; else write `allow(public_cache)`",
    fix: "",
};

pub(super) const FOREIGN_REDIRECT: Texts = Texts {
    headline: "a script is sent on to `{entry}`, another origin",
    note: "after such a redirect browsers send `Origin: null`, which no list of origins should let in",
    help: "answer with the address, for the page to fetch; if no script follows it, write `allow(foreign_redirect)`",
    fix: "",
};
