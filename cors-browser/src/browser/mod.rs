//! A browser that shows a page and has servers to send requests to.

mod internals;

use core::{cell::RefCell, fmt};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use url::Url;

use self::internals::State;
use crate::{
    blocked::Blocked,
    cookie_context::CookieContext,
    engine::Engine,
    form::Form,
    log::{Exchange, Step},
    origin::Origin,
    request::Request,
    response::Response,
    server::{Endpoint, Server},
    set_cookie::SetCookie,
    shared_cache::SharedCache,
    site::SiteRules,
};

/// A browser that shows one page, for tests of what this page may do.
///
/// It implements the [Fetch standard](https://fetch.spec.whatwg.org/) over servers in the same process: it sends the
/// requests of a browser, preflights included, and returns what a script can read. Cookies and the CORS-preflight cache
/// expire by a clock that only the test advances.
///
/// Its futures are not `Send`.
pub struct Browser {
    origin: Origin,
    /// The URL of the page; `None` if its origin is opaque.
    page: Option<Url>,
    servers: Vec<(Url, Box<dyn Endpoint>)>,
    /// The server of all other origins.
    network: Option<Box<dyn Endpoint>>,
    engine: Engine,
    allows_third_party_cookies: bool,
    sites: SiteRules,
    release: bool,
    /// The time since 1970 at which the browser's clock was zero.
    started: Duration,
    state: RefCell<State>,
}

impl Browser {
    /// A browser that shows the page at this URL, or some page of this origin. Pages of `file:` and `data:` have the
    /// origin `null`.
    ///
    /// # Panics
    ///
    /// If it is not a URL.
    #[track_caller]
    pub fn at(page: impl AsRef<str>) -> Self {
        let url = parsed(page.as_ref());
        let origin = Origin::of(&url);
        let page = matches!(origin, Origin::Tuple { .. }).then_some(url);
        Self::showing(origin, page)
    }

    /// A browser that shows a page of the origin `null`, such as a frame with `sandbox`. Every site can make one.
    #[must_use]
    pub fn sandboxed() -> Self {
        Self::showing(Origin::Opaque, None)
    }

    fn showing(origin: Origin, page: Option<Url>) -> Self {
        Self {
            origin,
            page,
            servers: Vec::new(),
            network: None,
            engine: Engine::default(),
            allows_third_party_cookies: false,
            sites: SiteRules::default(),
            release: false,
            started: SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .unwrap_or_default(),
            state: RefCell::default(),
        }
    }

    /// Adds a server at an origin, such as `https://api.example.com`. A browser can have several servers, for example
    /// for redirects between them. Requests for a path go to the first one.
    ///
    /// The origin decides what is same-origin and same-site, and whether `Secure` cookies are sent. No connection is
    /// made, and no certificate is needed.
    ///
    /// # Panics
    ///
    /// If it is not a URL of `http` or `https`.
    #[must_use]
    #[track_caller]
    pub fn open_at<K>(mut self, address: impl AsRef<str>, server: impl Server<K>) -> Self {
        let url = parsed(address.as_ref());
        assert!(
            matches!(url.scheme(), "http" | "https"),
            "`{url}` is not a URL of http or https"
        );
        self.servers.push((url, server.into_endpoint().0));
        self
    }

    /// Adds a server for all origins that have none of their own, such as an HTTP client that forwards each request.
    /// The URI of a request that it gets is absolute.
    #[must_use]
    pub fn with_network<K>(mut self, network: impl Server<K>) -> Self {
        self.network = Some(network.into_endpoint().0);
        self
    }

    /// Adds a running server at its own address, such as `http://localhost:3000`. The same as
    /// `open_at(address, address)`.
    ///
    /// ```no_run
    /// use cors_browser::{Browser, get};
    ///
    /// let browser = Browser::at("https://app.example.com").open("http://localhost:3000");
    /// browser.fetch_blocking(get("/users")).expect("the front end is allowed");
    /// ```
    ///
    /// # Panics
    ///
    /// If it is not a URL of `http`, or has a path, a query or a fragment.
    #[cfg(feature = "http")]
    #[must_use]
    #[track_caller]
    pub fn open(self, address: impl AsRef<str>) -> Self {
        let address = address.as_ref();
        self.open_at(address, address)
    }

    /// Sets the engine whose behaviour applies where browsers differ. The default is [`Engine::Strictest`].
    #[must_use]
    pub fn engine(mut self, engine: Engine) -> Self {
        self.engine = engine;
        self
    }

    /// Sends third-party cookies, which belong to another site than the page, also where the [engine](Self::engine) leaves
    /// them out. Users of Firefox and Safari can allow them.
    #[must_use]
    pub fn allow_third_party_cookies(mut self) -> Self {
        self.allows_third_party_cookies = true;
        self
    }

    /// Requests the responses of a release build from a server of `cors-runtime`: without `dev_origins`, and without
    /// the reason in the body of a refused preflight.
    ///
    /// Each request carries a mark in its extensions. So the setting does not affect concurrent tests, and a request
    /// from a network cannot have it. It works for an axum app, a local client of Rocket, and a function that passes
    /// the extensions on. Everything else stays as it was compiled: `cfg!(debug_assertions)` in your own code, and the
    /// set of methods that a preflight response lists.
    #[must_use]
    pub fn as_release(mut self) -> Self {
        self.release = true;
        self
    }

    /// Declares a public suffix, such as `co.uk` or `github.io`: each host below it is a site of its own. Without
    /// declarations a site is the last two labels of a host.
    #[must_use]
    pub fn public_suffix(mut self, suffix: impl AsRef<str>) -> Self {
        self.sites.declare(suffix.as_ref());
        self
    }

    /// Adds a shared cache in front of all servers, like a CDN that caches everything. It stores each response to a
    /// `GET` unless a header forbids it, for one hour or as `Cache-Control` says, and reuses it as `Vary` allows. A
    /// test then sees a response that was made for another page.
    #[must_use]
    pub fn through_shared_cache(self) -> Self {
        self.state().shared_cache = Some(SharedCache::default());
        self
    }

    /// Shows another page. Cookies and the CORS-preflight cache stay.
    ///
    /// # Panics
    ///
    /// If it is not a URL.
    #[must_use]
    #[track_caller]
    pub fn go_to(self, page: impl AsRef<str>) -> Self {
        let Self { origin, page, .. } = Self::at(page);
        // Two opaque origins are not the same, although both serialize to `null`.
        self.state().preflight_cache.remove_origin("null");
        Self {
            origin,
            page,
            ..self
        }
    }

    /// Fetches like a script of the page.
    ///
    /// ```
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// use cors_browser::{Browser, Reason, get};
    /// use http::{Request, Response};
    ///
    /// async fn api(_request: Request<Vec<u8>>) -> Response<Vec<u8>> {
    ///     Response::new(b"for my own pages".to_vec())
    /// }
    ///
    /// let browser = Browser::at("https://evil.example").open_at("https://api.example.com", api);
    /// let blocked = browser.fetch(get("/users")).await.expect_err("no origin is allowed");
    /// assert_eq!(blocked.reason(), Reason::OriginNotAllowed);
    /// # });
    /// ```
    ///
    /// # Errors
    ///
    /// [`Blocked`] where `fetch` would reject. Its text names the step that failed and a correction.
    pub async fn fetch(&self, request: Request) -> Result<Response, Blocked> {
        self.prepare(request)?.run().await
    }

    /// Like [`fetch`](Self::fetch), for tests that are not asynchronous: with Rocket's blocking client, or with a
    /// server that needs no runtime.
    ///
    /// # Errors
    ///
    /// Like `fetch`.
    ///
    /// # Panics
    ///
    /// If the server needs a runtime and there is none, or if it blocks inside of one.
    pub fn fetch_blocking(&self, request: Request) -> Result<Response, Blocked> {
        pollster::block_on(self.fetch(request))
    }

    /// Submits a form of the page, or follows a link, and opens the response as a new document. CORS does not apply,
    /// for any origin. `SameSite` decides which cookies are sent.
    ///
    /// # Errors
    ///
    /// [`Blocked`] if there is no server, if it fails, or if it redirects to an invalid URL.
    pub async fn submit(&self, form: Form) -> Result<Response, Blocked> {
        self.prepare_form(&form)?.run().await
    }

    /// Like [`submit`](Self::submit), for tests that are not asynchronous.
    ///
    /// # Errors
    ///
    /// Like `submit`.
    ///
    /// # Panics
    ///
    /// Like [`fetch_blocking`](Self::fetch_blocking).
    pub fn submit_blocking(&self, form: Form) -> Result<Response, Blocked> {
        pollster::block_on(self.submit(form))
    }

    /// Stores a cookie, written as in `Set-Cookie`, as if the user had visited the URL.
    ///
    /// # Panics
    ///
    /// If a browser would not store it. The message has the reason.
    #[track_caller]
    pub fn set_cookie(&self, address: impl AsRef<str>, set_cookie: impl AsRef<[u8]>) {
        let address = address.as_ref();
        if let Err(why) = self.try_set_cookie(address, set_cookie.as_ref()) {
            let line = set_cookie.as_ref().escape_ascii();
            panic!("a browser does not store the cookie `{line}` of {address}: {why}");
        }
    }

    /// Like [`set_cookie`](Self::set_cookie), for cookies that a test did not write itself.
    ///
    /// # Errors
    ///
    /// The reason, if a browser would not store it.
    ///
    /// # Panics
    ///
    /// If the address is not a URL.
    #[track_caller]
    pub fn try_set_cookie(
        &self,
        address: impl AsRef<str>,
        set_cookie: impl AsRef<[u8]>,
    ) -> Result<(), &'static str> {
        let url = parsed(address.as_ref());
        let mut state = self.state();
        let state = &mut *state;
        let set = SetCookie::parse(set_cookie.as_ref(), state.clock, self.started)
            .ok_or("it has neither name nor value")?;
        state.cookies.set(
            &url,
            set,
            CookieContext::visit(self.chosen_engine()),
            &self.sites,
            state.clock,
        )
    }

    /// The `Cookie` header that is sent when the user opens the URL, if any.
    ///
    /// # Panics
    ///
    /// If it is not a URL.
    #[must_use]
    #[track_caller]
    pub fn cookies(&self, address: impl AsRef<str>) -> Option<String> {
        let url = parsed(address.as_ref());
        let state = self.state();
        state
            .cookies
            .header(
                &url,
                CookieContext::visit(self.chosen_engine()),
                state.clock,
            )
            .0
    }

    /// Advances the clock by which cookies and the CORS-preflight cache expire. It does not advance on its own.
    pub fn advance(&self, time: Duration) {
        let mut state = self.state();
        state.clock = state.clock.saturating_add(time);
    }

    /// All HTTP exchanges of this browser as text, with the reason for each preflight and the result of each fetch.
    #[must_use]
    pub fn explain(&self) -> String {
        self.state().log.text()
    }

    /// The steps of all fetches of this browser: what [`explain`](Self::explain) prints, as values.
    #[must_use]
    pub fn steps(&self) -> Vec<Step> {
        self.state().log.steps().to_vec()
    }

    /// All HTTP exchanges of this browser, preflights included.
    #[must_use]
    pub fn exchanges(&self) -> Vec<Exchange> {
        self.state().log.exchanges().cloned().collect()
    }
}

impl fmt::Debug for Browser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Browser")
            .field("origin", &self.origin.serialize())
            .field("engine", &self.engine)
            .finish_non_exhaustive()
    }
}

#[track_caller]
fn parsed(address: &str) -> Url {
    match Url::parse(address) {
        Ok(url) => url,
        Err(error) => panic!("`{address}` is not a URL: {error}"),
    }
}
