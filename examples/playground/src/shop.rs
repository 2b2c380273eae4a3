//! The texts of both APIs, which differ only in the framework.

/// Set by the page's server for `localhost`. Cookies ignore ports, so browsers send it to both APIs.
pub(crate) const COOKIE: &str = "playground_visitor";
pub(crate) const TOKEN: &str = "Bearer let-me-in";

pub(crate) const MENU: &str = "soup, bread, apple pie";
pub(crate) const TOTAL: &str = "3";
pub(crate) const ETAG: &str = "\"menu-1\"";
pub(crate) const ORDERS: &str = "no. 1: soup";
pub(crate) const CLEARED: &str = "all orders are gone";
pub(crate) const THANKS: &str = "thank you";
pub(crate) const SALES: &str = "17 soups today";
pub(crate) const SUBSCRIBED: &str = "subscribed";
pub(crate) const TRANSFERRED: &str = "transferred";
pub(crate) const METRICS: &str = "requests 42";
pub(crate) const HELP: &str = "call us";
pub(crate) const NO_COOKIE: &str = "there is no cookie, so no user is signed in";
pub(crate) const NO_TOKEN: &str = "a token is needed";

pub(crate) fn greeting(visitor: &str) -> String {
    format!("hello, {}", visitor.escape_debug())
}

pub(crate) fn ordered(item: &str) -> String {
    format!("ordered: {}", item.escape_debug())
}
