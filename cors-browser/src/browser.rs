//! A browser, the page that it shows, and the servers that it reaches.

use core::{
    cell::{RefCell, RefMut},
    fmt,
    future::Future,
    pin::pin,
    task::{Context as TaskContext, Poll, Waker},
};
use std::{
    sync::Arc,
    task::Wake,
    thread::{self, Thread},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use url::Url;

use crate::{
    address::{Origin, Sites},
    blocked::{Blocked, Failure, Report, Stage},
    cache::Cache,
    conversation::{Conversation, Exchange},
    cookies::{Context, Jar},
    engine::Engine,
    form::Form,
    request::Request,
    response::Response,
    server::{Endpoint, Server},
    set_cookie::SetCookie,
    shared_cache::SharedCache,
};

/// A browser that shows one page, for a test that asks what this page may do.
///
/// It behaves as the [Fetch standard](https://fetch.spec.whatwg.org/) says, over servers in the same
/// process: it sends what a browser sends, preflights included, and shows the page what a browser
/// shows. It keeps cookies, and remembers preflights by a clock that only the test moves.
///
/// See [the module](super) for a whole test. Its futures stay on the thread that polls them.
pub struct Browser {
    origin: Origin,
    /// The address of the page; `None` if it has an opaque origin.
    page: Option<Url>,
    servers: Vec<(Url, Box<dyn Endpoint>)>,
    engine: Engine,
    sites: Sites,
    release: bool,
    /// Since 1970, at the browser's own zero.
    started: Duration,
    state: RefCell<State>,
}

/// What a fetch changes.
#[derive(Debug, Default)]
pub(crate) struct State {
    pub(crate) clock: Duration,
    pub(crate) cookies: Jar,
    pub(crate) cache: Cache,
    pub(crate) log: Conversation,
    pub(crate) shared_cache: Option<SharedCache>,
}

impl Browser {
    /// A browser that shows a page of this origin, or at this address. Pages of `file:` and `data:` have
    /// the origin `null`.
    ///
    /// # Panics
    ///
    /// If it is no address.
    #[track_caller]
    pub fn at(page: impl AsRef<str>) -> Self {
        let url = parsed(page.as_ref());
        let origin = Origin::of(&url);
        let page = matches!(origin, Origin::Tuple { .. }).then_some(url);
        Self::showing(origin, page)
    }

    /// A browser that shows a page of the origin `null`: a frame with `sandbox`, which every site can
    /// make.
    #[must_use]
    pub fn sandboxed() -> Self {
        Self::showing(Origin::Opaque, None)
    }

    fn showing(origin: Origin, page: Option<Url>) -> Self {
        Self {
            origin,
            page,
            servers: Vec::new(),
            engine: Engine::default(),
            sites: Sites::default(),
            release: false,
            started: SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .unwrap_or_default(),
            state: RefCell::default(),
        }
    }

    /// Puts a server at an address, such as `https://api.example.com`. Any number of them may be there,
    /// for redirects between them; paths without an origin go to the first.
    ///
    /// The address decides what is of the same origin and of the same site, and whether `Secure` cookies
    /// go there. No connection is made, and no certificate is needed.
    ///
    /// # Panics
    ///
    /// If it is no address of `http` or `https`.
    #[must_use]
    #[track_caller]
    pub fn open_at<K>(mut self, address: impl AsRef<str>, server: impl Server<K>) -> Self {
        let url = parsed(address.as_ref());
        assert!(
            matches!(url.scheme(), "http" | "https"),
            "`{url}` is no address of http or https"
        );
        self.servers.push((url, server.into_opened().0));
        self
    }

    /// Puts a server that runs elsewhere at its own address, such as `http://localhost:3000`: the same as
    /// `open_at(address, address)`.
    ///
    /// ```no_run
    /// use cors_browser::{Browser, get};
    ///
    /// let browser = Browser::at("https://app.example.com").open("http://localhost:3000");
    /// browser.fetch_blocking(get("/users")).expect("the front end may");
    /// ```
    ///
    /// # Panics
    ///
    /// If it is no address of `http`, or goes on after the port.
    #[cfg(feature = "http")]
    #[must_use]
    #[track_caller]
    pub fn open(self, address: impl AsRef<str>) -> Self {
        let address = address.as_ref();
        self.open_at(address, address)
    }

    /// Takes the ways of one engine where browsers differ. The default is the strictest of all.
    #[must_use]
    pub fn engine(mut self, engine: Engine) -> Self {
        self.engine = engine;
        self
    }

    /// Asks for the responses of a release build: without the origins of `dev_origins`, and without the
    /// reason in the body of a refused preflight. Servers of `cors-runtime` comply; its docs have an example.
    ///
    /// It goes along with each request, so tests that run at the same time do not see it, and nothing that
    /// comes over a network can say it. It reaches the policies behind an axum app, a local client of
    /// Rocket, and a function that hands the request on with its extensions. What else a build decides, such
    /// as `cfg!(debug_assertions)` of your own, and which methods the answer to a preflight names
    /// together, stays as it was compiled.
    #[must_use]
    pub fn as_release(mut self) -> Self {
        self.release = true;
        self
    }

    /// Declares a suffix under which strangers register, such as `co.uk` or `github.io`: hosts below
    /// it are of different sites. Without it a site is the last two labels of a host.
    #[must_use]
    pub fn public_suffix(mut self, suffix: impl AsRef<str>) -> Self {
        self.sites.declare(suffix.as_ref());
        self
    }

    /// Puts a cache in front of all servers, as a CDN that is told to keep everything: it keeps every
    /// answer to a `GET` that no header forbids to keep, for an hour or as long as `Cache-Control` says,
    /// and gives it to whomever its `Vary` permits. So a test sees what a page gets of an answer that was
    /// made for another one.
    #[must_use]
    pub fn through_shared_cache(self) -> Self {
        self.state().shared_cache = Some(SharedCache::default());
        self
    }

    /// Shows another page. Cookies stay, and what preflights have permitted to the page that was left.
    ///
    /// # Panics
    ///
    /// If it is no address.
    #[must_use]
    #[track_caller]
    pub fn go_to(self, page: impl AsRef<str>) -> Self {
        let Self { origin, page, .. } = Self::at(page);
        // Pages of opaque origins share nothing, though all of them are called `null`.
        self.state().cache.forget("null");
        Self {
            origin,
            page,
            ..self
        }
    }

    /// Fetches as a script of the page does.
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
    /// let blocked = browser.fetch(get("/users")).await.expect_err("it names no origin");
    /// assert_eq!(blocked.reason(), Reason::OriginNotAllowed);
    /// # });
    /// ```
    ///
    /// # Errors
    ///
    /// [`Blocked`], whose text names the step that failed and what would pass: what makes `fetch`
    /// reject, and what the console says.
    pub async fn fetch(&self, request: Request) -> Result<Response, Blocked> {
        self.prepare(request)?.run().await
    }

    /// [`fetch`](Self::fetch) without an asynchronous test: for Rocket's blocking client, and for servers
    /// that need no runtime.
    ///
    /// # Errors
    ///
    /// As `fetch`.
    ///
    /// # Panics
    ///
    /// If the server needs a runtime that is not there, or is blocking inside of one.
    pub fn fetch_blocking(&self, request: Request) -> Result<Response, Blocked> {
        block_on(self.fetch(request))
    }

    /// Submits a form of the page, or follows a link: the user is taken to the answer. No CORS is
    /// involved, whatever the origin; of cookies `SameSite` decides.
    ///
    /// # Errors
    ///
    /// [`Blocked`] if there is no server, it fails, or it redirects to nowhere.
    pub async fn submit(&self, form: Form) -> Result<Response, Blocked> {
        self.prepare_form(&form)?.run().await
    }

    /// [`submit`](Self::submit) without an asynchronous test.
    ///
    /// # Errors
    ///
    /// As `submit`.
    ///
    /// # Panics
    ///
    /// As [`fetch_blocking`](Self::fetch_blocking).
    pub fn submit_blocking(&self, form: Form) -> Result<Response, Blocked> {
        block_on(self.submit(form))
    }

    /// Keeps a cookie, written as in `Set-Cookie`, as if the user had visited the address before.
    ///
    /// # Panics
    ///
    /// If no browser would keep it, with the reason.
    #[track_caller]
    pub fn set_cookie(&self, address: impl AsRef<str>, set_cookie: impl AsRef<[u8]>) {
        let url = parsed(address.as_ref());
        let line = set_cookie.as_ref();
        let shown = line.escape_ascii();
        let mut state = self.state();
        let state = &mut *state;
        let kept = match SetCookie::parse(line, state.clock, self.started) {
            Some(set) => state
                .cookies
                .set(&url, set, Context::VISIT, &self.sites, state.clock),
            None => Err("it has neither name nor value"),
        };
        if let Err(why) = kept {
            panic!("no browser keeps the cookie `{shown}` of {url}: {why}");
        }
    }

    /// The `Cookie` header of a user who visits the address, if there is one.
    ///
    /// # Panics
    ///
    /// If it is no address.
    #[must_use]
    #[track_caller]
    pub fn cookies(&self, address: impl AsRef<str>) -> Option<String> {
        let url = parsed(address.as_ref());
        let state = self.state();
        state.cookies.header(&url, Context::VISIT, state.clock).0
    }

    /// Moves the clock, by which preflights and cookies grow old. It stands still otherwise.
    pub fn advance(&self, time: Duration) {
        let mut state = self.state();
        state.clock = state.clock.saturating_add(time);
    }

    /// The whole conversation since the browser was opened, request by request: what was sent, why,
    /// what came back, and what the page may do with it.
    #[must_use]
    pub fn explain(&self) -> String {
        self.state().log.text()
    }

    /// The requests on the wire since the browser was opened, preflights included.
    #[must_use]
    pub fn exchanges(&self) -> Vec<Exchange> {
        self.state().log.exchanges().cloned().collect()
    }

    pub(crate) fn origin(&self) -> &Origin {
        &self.origin
    }

    pub(crate) fn page(&self) -> Option<&Url> {
        self.page.as_ref()
    }

    pub(crate) fn sites(&self) -> &Sites {
        &self.sites
    }

    pub(crate) fn chosen_engine(&self) -> Engine {
        self.engine
    }

    pub(crate) fn wants_release(&self) -> bool {
        self.release
    }

    pub(crate) fn started(&self) -> Duration {
        self.started
    }

    /// Never held while a server answers.
    pub(crate) fn state(&self) -> RefMut<'_, State> {
        self.state.borrow_mut()
    }

    pub(crate) fn first_server(&self) -> Option<&Url> {
        self.servers.first().map(|(url, _)| url)
    }

    pub(crate) fn server(&self, url: &Url) -> Option<&dyn Endpoint> {
        let origin = Origin::of(url);
        let mut servers = self.servers.iter();
        let (_, server) = servers.find(|(address, _)| Origin::of(address).is_same(&origin))?;
        Some(&**server)
    }

    /// What the page gets for a failure.
    pub(crate) fn blocked(
        &self,
        failure: Failure,
        stage: Stage,
        request: String,
        log: &mut Conversation,
    ) -> Blocked {
        log.note(format!("blocked: {}", failure.what));
        let page = match &self.page {
            Some(_) => format!("a page of `{}`", self.origin.serialize()),
            None => "a page of the origin `null`".to_owned(),
        };
        Blocked::from(Report {
            failure,
            stage,
            request,
            page,
            conversation: log.text(),
        })
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
        Err(error) => panic!("`{address}` is no address: {error}"),
    }
}

/// Waits on this thread.
fn block_on<F: Future>(future: F) -> F::Output {
    struct Unpark(Thread);

    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }

    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut context = TaskContext::from_waker(&waker);
    let mut future = pin!(future);
    loop {
        match future.as_mut().poll(&mut context) {
            Poll::Ready(output) => return output,
            Poll::Pending => thread::park(),
        }
    }
}
