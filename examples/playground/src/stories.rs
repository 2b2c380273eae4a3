//! The columns and rows of the page: pages that make calls, and the calls.

use serde::Serialize;

/// The ports of the pages. They are fixed, since the policies name them.
pub const PAGE_PORTS: [u16; 4] = [4100, 4101, 4102, 4103];

/// The origin of the playground's page, which is also that of the front end.
pub const MAIN: &str = "http://localhost:4100";

/// A page of another origin, loaded in a frame that makes calls on request.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Page {
    /// The origin as browsers serialize it.
    pub origin: &'static str,
    /// The short name in the table.
    pub name: &'static str,
    /// The site that it represents.
    pub description: &'static str,
    /// The origin that the frame is loaded from.
    pub frame: &'static str,
    /// True if the frame has the attribute `sandbox`.
    pub sandboxed: bool,
}

/// All pages, one for each kind of origin.
pub const PAGES: [Page; 7] = [
    page(MAIN, "app", "your front end, allowed by most policies"),
    page(
        "http://localhost:4101",
        "admin",
        "the admin site, with its own rights",
    ),
    page(
        "http://localhost:4102",
        "dev",
        "a development server, allowed in debug builds only",
    ),
    page(
        "http://eu.partner.localhost:4100",
        "partner",
        "one of many partners, allowed by a pattern",
    ),
    page(
        "http://localhost:4103",
        "foreign",
        "any other site, not allowed by a list",
    ),
    page(
        "http://127.0.0.1:4100",
        "by number",
        "the same machine and port by number: another origin",
    ),
    Page {
        origin: "null",
        name: "null",
        description: "a sandboxed frame, which every site can make",
        frame: "http://localhost:4103",
        sandboxed: true,
    },
];

const fn page(origin: &'static str, name: &'static str, description: &'static str) -> Page {
    Page {
        origin,
        name,
        description,
        frame: origin,
        sandboxed: false,
    }
}

/// A call by a script of a page: `fetch(path, { method, headers, body, credentials })`.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Call {
    /// The identifier in URLs.
    pub id: &'static str,
    /// The heading of the row.
    pub title: &'static str,
    /// An explanation for the reader.
    pub story: &'static str,
    /// The method for `fetch`.
    pub method: &'static str,
    /// The path, the same on both servers.
    pub path: &'static str,
    /// The headers that the script sets.
    pub headers: &'static [(&'static str, &'static str)],
    /// The body, if any.
    pub body: Option<&'static str>,
    /// True for `credentials: "include"`.
    pub credentials: bool,
}

const GET: Call = Call {
    id: "",
    title: "",
    story: "",
    method: "GET",
    path: "",
    headers: &[],
    body: None,
    credentials: false,
};
const POST: Call = Call {
    method: "POST",
    headers: &[("content-type", "text/plain")],
    ..GET
};
const JSON: &[(&str, &str)] = &[("content-type", "application/json")];

/// The calls that each page makes.
pub const CALLS: [Call; 14] = [
    Call {
        id: "public",
        title: "Public",
        story: "Any page may call it, and read its header `x-total-count`, but not `etag`.",
        path: "/menu",
        ..GET
    },
    Call {
        id: "cookies",
        title: "With cookies",
        story: "One allowed origin, with credentials: the browser sends the user's cookie.",
        path: "/account",
        credentials: true,
        ..GET
    },
    Call {
        id: "readable-error",
        title: "A readable error",
        story: "The same without the cookie: 401. Errors have the CORS headers, too, so the app can read the reason.",
        path: "/account",
        ..GET
    },
    Call {
        id: "list",
        title: "Policies by method",
        story: "Each method has its own policy. The app and the admin site may read orders.",
        path: "/orders",
        ..GET
    },
    Call {
        id: "write",
        title: "JSON with a preflight",
        story: "The app may write orders. JSON needs a preflight; the policy lists `content-type`.",
        path: "/orders",
        headers: JSON,
        body: Some(r#"{"item":"soup"}"#),
        ..POST
    },
    Call {
        id: "clear",
        title: "With a token",
        story: "The admin site may delete orders, with the header `authorization`.",
        method: "DELETE",
        path: "/orders",
        headers: &[("authorization", crate::shop::TOKEN)],
        ..GET
    },
    Call {
        id: "simple-post",
        title: "No preflight",
        story: "A form could send plain text, so no preflight is needed. Any page may call the route.",
        path: "/feedback",
        body: Some("lovely soup"),
        ..POST
    },
    Call {
        id: "missing-header",
        title: "A header is not listed",
        story: "The same route with JSON. Its policy does not list `content-type`, so no page is allowed.",
        path: "/feedback",
        headers: JSON,
        body: Some(r#""lovely soup""#),
        ..POST
    },
    Call {
        id: "pattern",
        title: "A pattern",
        story: "`http://*.partner.localhost:4100` allows every subdomain, and nothing else.",
        path: "/sales",
        ..GET
    },
    Call {
        id: "hidden",
        title: "Hidden, but handled",
        story: "A POST without a preflight reaches the handler from any page: CORS only hides the response.",
        path: "/newsletter",
        body: Some("ada@example.com"),
        ..POST
    },
    Call {
        id: "enforce",
        title: "Enforced",
        story: "`enforce` refuses other origins with 403 before the handler runs.",
        path: "/transfer",
        body: Some("100 to Bob"),
        ..POST
    },
    Call {
        id: "disabled",
        title: "Disabled",
        story: "`#[cors(disabled)]` exempts a route from the default policy: no page of another origin may read it.",
        path: "/metrics",
        ..GET
    },
    Call {
        id: "default",
        title: "A default policy",
        story: "A handler without a policy has that of the function that returns the router.",
        path: "/help",
        ..GET
    },
    Call {
        id: "not-found",
        title: "A readable 404",
        story: "Unknown paths have the default policy, so the app can read the 404.",
        path: "/nowhere",
        ..GET
    },
];
