//! The errors of loading dynamic origins, and `try_load`, which collects them.

use core::{cell::RefCell, error::Error, fmt};
use std::{
    collections::BTreeSet,
    sync::{Mutex, PoisonError},
};

use super::rejected::{RejectedOrigin, write_lines};

/// An error that stops a server at start, with every [`LoadProblem`].
///
/// The dynamic origins of a policy cannot be loaded, or a default policy does not fit the arguments of its handlers.
/// [`try_load`] and [`Policy::load`](crate::Policy::load) return the error. Elsewhere, building the router panics with
/// its text.
#[derive(Clone, PartialEq, Eq)]
pub struct LoadError {
    problems: Vec<LoadProblem>,
}

impl LoadError {
    pub(crate) fn of(problems: Vec<LoadProblem>) -> Result<(), Self> {
        if problems.is_empty() {
            return Ok(());
        }
        Err(Self { problems })
    }

    /// All problems; there is at least one.
    #[must_use]
    pub fn problems(&self) -> &[LoadProblem] {
        &self.problems
    }
}

// `main` and `expect` print the `Debug` of an error.
impl fmt::Debug for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_lines(&self.problems, f)
    }
}

impl Error for LoadError {}

/// One problem of a [`LoadError`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LoadProblem {
    /// The environment variable is not set, and the policy names no default.
    #[non_exhaustive]
    Unset {
        /// The name of the variable.
        variable: &'static str,
    },
    /// The value of the environment variable is not Unicode.
    #[non_exhaustive]
    NotUnicode {
        /// The name of the variable.
        variable: &'static str,
    },
    /// The environment variable has a list in another form, such as JSON, or with semicolons.
    #[non_exhaustive]
    Form {
        /// The name of the variable.
        variable: &'static str,
        /// The value in the right form, if its entries are accepted.
        correction: Option<String>,
    },
    /// An entry of the environment variable breaks a rule.
    #[non_exhaustive]
    Origin {
        /// The name of the variable.
        variable: &'static str,
        /// The entry, the rule, and what to write instead.
        rejected: RejectedOrigin,
    },
    /// The server has no set for a [`PerServer`](crate::PerServer).
    #[non_exhaustive]
    NoSet {
        /// The name of the declaration as the policy has it.
        declaration: &'static str,
    },
    /// The function in `matching(…)` accepts an origin that only an attacker has.
    #[non_exhaustive]
    Matching {
        /// The name of the function as the policy has it.
        function: &'static str,
        /// The origin it accepts.
        origin: String,
        /// The public suffix that the function compares with, if it accepts every name below.
        public_suffix: Option<String>,
    },
    /// The function in `matching(…)` accepts an origin that the rules reject, so it is never called with it.
    #[non_exhaustive]
    Overruled {
        /// The name of the function as the policy has it.
        function: &'static str,
        /// The origin it accepts, the rule, and what to write instead.
        rejected: RejectedOrigin,
    },
    /// The function in `matching(…)` compares a host with a text that is not a host.
    #[non_exhaustive]
    Host {
        /// The name of the function as the policy has it.
        function: &'static str,
        /// The text.
        host: String,
        /// The host that was probably meant, if there is one.
        correction: Option<String>,
    },
    /// The default policy of a router does not fit the arguments of handlers without a policy of their own.
    #[non_exhaustive]
    Arguments {
        /// The name of the rule that is broken, such as `json-content-type`.
        rule: &'static str,
        /// The handlers, the reason, and what to write instead.
        text: String,
    },
}

impl fmt::Display for LoadProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unset { variable } => write!(
                f,
                "the variable `{variable}` is not set\n  \
                 note: the policy reads its origins from it, so it would allow none\n  \
                 help: set `{variable}=https://app.example.com`, or write `env(\"{variable}\", default = [])` to start without it"
            ),
            Self::NotUnicode { variable } => write!(
                f,
                "the value of the variable `{variable}` is not Unicode\n  \
                 note: browsers send origins in ASCII, so an entry that is not Unicode would never match\n  \
                 help: set `{variable}=https://app.example.com`"
            ),
            Self::Form {
                variable,
                correction,
            } => write!(
                f,
                "the variable `{variable}` has quotes, brackets or separators that are not part of an origin\n  \
                 note: the entries are separated by commas or white space, without brackets and without quotes\n  \
                 help: set `{variable}={}`",
                correction
                    .as_deref()
                    .unwrap_or("https://a.example,https://b.example")
            ),
            Self::Origin { variable, rejected } => {
                write!(f, "in the variable `{variable}`: {rejected}")
            }
            Self::NoSet { declaration } => write!(
                f,
                "this server has no origins for `{declaration}`\n  \
                 note: the origins of `{declaration}` differ per server, and no origin could call a server without them\n  \
                 help: build the router inside \
                 `{declaration}.for_server([\"https://app.example.com\"])?.build(|| …)`"
            ),
            Self::Matching {
                function,
                origin,
                public_suffix: Some(suffix),
            } => write!(
                f,
                "the function `{function}` accepts `{origin}`\n  \
                 note: anyone can register a name below `{suffix}`, and its pages could read what the policy protects\n  \
                 help: compare whole hosts, such as `origin.host() == \"my-app.{suffix}\"`, or write \
                 `allow(public_suffixes)`"
            ),
            Self::Matching {
                function,
                origin,
                public_suffix: None,
            } => write!(
                f,
                "the function `{function}` accepts `{origin}`\n  \
                 note: anyone can register such a host, and its pages could read what the policy protects\n  \
                 help: compare whole hosts, with `origin.host() == \"…\"` or `origin.is_subdomain_of(\"…\")`, or write \
                 `origins = any` if every site may call"
            ),
            Self::Overruled { function, rejected } => write!(
                f,
                "the function `{function}` accepts an origin that this policy refuses: {rejected}"
            ),
            Self::Host {
                function,
                host,
                correction,
            } => {
                write!(
                    f,
                    "the function `{function}` compares with the host `{}`, which no browser sends\n  \
                     note: a host comes in lower case, without scheme, port, path and star\n  \
                     help: ",
                    host.escape_debug()
                )?;
                match correction {
                    Some(host) => write!(f, "compare with `{host}`"),
                    None => f.write_str(
                        "compare with a name such as `app.example.com`, or an address such as `127.0.0.1` or `[::1]`",
                    ),
                }
            }
            Self::Arguments { text, .. } => f.write_str(text),
        }
    }
}

impl Error for LoadProblem {}

thread_local! {
    /// The problems inside [`try_load`].
    static PROBLEMS: RefCell<Option<Vec<LoadProblem>>> = const { RefCell::new(None) };
}

/// Builds a router, and returns the problems of its policies as an error instead of a panic.
///
/// A policy with dynamic origins is loaded when a route with it is built. A problem then stops the start with a panic,
/// like every other mistake in an axum router. Inside `try_load` the problems of all routes are collected into one
/// error. A default policy that does not fit the arguments of its handlers is such a problem too.
///
/// ```
/// use cors_runtime::{axum::{CorsRouter, routing::get}, cors, try_load};
///
/// #[cors(origins = env("ORIGINS_OF_THE_EXAMPLE"))]
/// async fn list_users() -> &'static str { "…" }
///
/// fn app() -> CorsRouter {
///     CorsRouter::new().route("/users", get(list_users))
/// }
///
/// let error = try_load(app).expect_err("the variable is not set");
/// assert!(error.to_string().starts_with("the variable `ORIGINS_OF_THE_EXAMPLE` is not set"));
/// ```
///
/// `try_load` covers only the call of `app`. An `async` function returns before its body runs, so call
/// [`Policy::load`](crate::Policy::load) first there. Rocket does not need `try_load`: the launch fails, and the log
/// has every reason.
///
/// # Errors
///
/// All problems of the policies in the routes that `app` builds. The router is dropped.
pub fn try_load<T>(app: impl FnOnce() -> T) -> Result<T, LoadError> {
    struct RestoreOuter(Option<Vec<LoadProblem>>);

    // Restores the outer list also if `app` panics.
    impl Drop for RestoreOuter {
        fn drop(&mut self) {
            PROBLEMS.set(self.0.take());
        }
    }

    let outer = RestoreOuter(PROBLEMS.replace(Some(Vec::new())));
    let made = app();
    let problems = PROBLEMS.take().unwrap_or_default();
    drop(outer);
    LoadError::of(problems).map(|()| made)
}

/// Adds the problems to the [`try_load`] in progress. Returns the error without one.
pub(crate) fn refuse(error: LoadError) -> Result<(), LoadError> {
    PROBLEMS.with_borrow_mut(|problems| match problems {
        Some(problems) => {
            let new = |problem: &LoadProblem| !problems.contains(problem);
            let new: Vec<_> = error.problems.into_iter().filter(new).collect();
            problems.extend(new);
            Ok(())
        }
        None => Err(error),
    })
}

/// Warns once that a function accepts names below a public suffix.
pub(super) fn warn_shared(function: &'static str, domain: &str) {
    static WARNED: Mutex<BTreeSet<(&str, String)>> = Mutex::new(BTreeSet::new());
    let mut warned = WARNED.lock().unwrap_or_else(PoisonError::into_inner);
    if warned.insert((function, domain.to_owned())) {
        tracing::warn!(
            target: "cors",
            "the function `{function}` compares with names below `{domain}`, where anyone can register one\n  \
             note: anyone can register a name that begins or ends like yours (Public Suffix List)\n  \
             help: compare whole hosts, such as `origin.host() == \"my-app.{domain}\"`, or write \
             `allow(public_suffixes)`"
        );
    }
}
