//! The pages that call, and what they call: the columns and the rows of the page.

use serde::Serialize;

/// Where the pages are. The policies name these ports, so they are fixed.
pub const PAGE_PORTS: [u16; 4] = [4100, 4101, 4102, 4103];

/// The page that shows everything, which is also the page of the application.
pub const MAIN: &str = "http://localhost:4100";

/// A page on an origin of its own, shown in a frame that does what it is told.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Page {
    /// As browsers write it.
    pub origin: &'static str,
    /// What it is called on the page.
    pub name: &'static str,
    /// Who that would be in real life.
    pub says: &'static str,
    /// Where the frame is loaded from.
    pub frame: &'static str,
    /// True if the frame has the attribute `sandbox`.
    pub sandboxed: bool,
}

/// Every origin that this machine can show.
pub const PAGES: [Page; 7] = [
    page(MAIN, "app", "your front end, listed by most policies"),
    page(
        "http://localhost:4101",
        "admin",
        "the administration, with rights of its own",
    ),
    page(
        "http://localhost:4102",
        "dev",
        "a development server, let in by debug builds alone",
    ),
    page(
        "http://eu.partner.localhost:4100",
        "partner",
        "one of many partners, let in by a pattern",
    ),
    page(
        "http://localhost:4103",
        "stranger",
        "any other site, on no list",
    ),
    page(
        "http://127.0.0.1:4100",
        "by number",
        "the app's own machine and port, spelt otherwise: another origin",
    ),
    Page {
        origin: "null",
        name: "null",
        says: "a sandboxed frame, which every site can make",
        frame: "http://localhost:4103",
        sandboxed: true,
    },
];

const fn page(origin: &'static str, name: &'static str, says: &'static str) -> Page {
    Page {
        origin,
        name,
        says,
        frame: origin,
        sandboxed: false,
    }
}

/// What a script of a page does: `fetch(path, { method, headers, body, credentials })`.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Call {
    /// Names it in addresses.
    pub id: &'static str,
    /// The heading of its row.
    pub title: &'static str,
    /// What it teaches.
    pub story: &'static str,
    /// As `fetch` takes it.
    pub method: &'static str,
    /// The same on both servers.
    pub path: &'static str,
    /// Those that the script sets.
    pub headers: &'static [(&'static str, &'static str)],
    /// `None` for none.
    pub body: Option<&'static str>,
    /// True if the script says `credentials: "include"`.
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

/// Every call that each page makes.
pub const CALLS: [Call; 14] = [
    Call {
        id: "public",
        title: "Public",
        story: "Open to any page. Of its headers a page may read `x-total-count`, and not `etag`.",
        path: "/menu",
        ..GET
    },
    Call {
        id: "cookies",
        title: "With cookies",
        story: "One listed origin, with credentials: the user's cookie goes along.",
        path: "/account",
        credentials: true,
        ..GET
    },
    Call {
        id: "readable-error",
        title: "An error one can read",
        story: "The same without the cookie: 401. The headers stay on it, so the app can tell why.",
        path: "/account",
        ..GET
    },
    Call {
        id: "list",
        title: "Policies by method",
        story: "Reading, writing and deleting orders have a policy each. Reading is for the app and the administration.",
        path: "/orders",
        ..GET
    },
    Call {
        id: "write",
        title: "JSON, asked for first",
        story: "Writing is for the app. JSON makes a browser ask by a preflight; `content-type` is listed.",
        path: "/orders",
        headers: JSON,
        body: Some(r#"{"item":"soup"}"#),
        ..POST
    },
    Call {
        id: "clear",
        title: "With a token",
        story: "Deleting is for the administration, which sends `authorization`.",
        method: "DELETE",
        path: "/orders",
        headers: &[("authorization", crate::shop::TOKEN)],
        ..GET
    },
    Call {
        id: "simple-post",
        title: "No need to ask",
        story: "Plain text is what a form could send: no preflight, on a route open to any page.",
        path: "/feedback",
        body: Some("lovely soup"),
        ..POST
    },
    Call {
        id: "missing-header",
        title: "A header is missing",
        story: "The same route, and JSON. Its policy does not list `content-type`, so nobody gets through.",
        path: "/feedback",
        headers: JSON,
        body: Some(r#""lovely soup""#),
        ..POST
    },
    Call {
        id: "pattern",
        title: "A pattern",
        story: "`http://*.partner.localhost:4100` lets in every name below, and nothing beside.",
        path: "/sales",
        ..GET
    },
    Call {
        id: "hidden",
        title: "Hidden, and yet done",
        story: "A post that needs no asking reaches the handler of every caller: CORS hides answers only.",
        path: "/newsletter",
        body: Some("ada@example.com"),
        ..POST
    },
    Call {
        id: "enforce",
        title: "Enforced",
        story: "`enforce` turns strangers away with 403 before the handler runs.",
        path: "/transfer",
        body: Some("100 to Bob"),
        ..POST
    },
    Call {
        id: "disabled",
        title: "Disabled",
        story: "`#[cors(disabled)]` takes a route out of its router's policy: no page of another origin.",
        path: "/metrics",
        ..GET
    },
    Call {
        id: "default",
        title: "The router's policy",
        story: "A plain handler has the policy of the function that returns the router.",
        path: "/help",
        ..GET
    },
    Call {
        id: "not-found",
        title: "A 404 one can read",
        story: "Unknown paths have the router's policy, so the app sees the 404 and no bare failure.",
        path: "/nowhere",
        ..GET
    },
];
