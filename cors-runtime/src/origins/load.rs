//! The mistakes in a policy that is known only when the server starts.

use core::{cell::RefCell, error::Error, fmt};
use std::{
    collections::BTreeSet,
    sync::{Mutex, PoisonError},
};

use super::rejected::{RejectedOrigin, write_lines};

/// Why a policy cannot be served: its origins could not be loaded, or it is the default for handlers that it does
/// not fit. Every reason, not just the first.
///
/// A server does not start with it. Where it comes up in the middle of making a router, that panics with
/// this text; [`try_load`] returns it, and [`Policy::load`](crate::Policy::load) as well.
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

    /// Every reason; there is at least one.
    #[must_use]
    pub fn problems(&self) -> &[LoadProblem] {
        &self.problems
    }
}

// What `main` prints of an error, and `expect`, is for people as well.
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

/// One thing that is wrong with a policy, and known only when the server starts.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LoadProblem {
    /// The environment variable is not set, and the policy names no default.
    #[non_exhaustive]
    Unset {
        /// The name of the variable.
        variable: &'static str,
    },
    /// The value of the environment variable is no Unicode.
    #[non_exhaustive]
    NotUnicode {
        /// The name of the variable.
        variable: &'static str,
    },
    /// An entry of the environment variable breaks a rule.
    #[non_exhaustive]
    Origin {
        /// The name of the variable.
        variable: &'static str,
        /// The entry, the rule, and what to write instead.
        rejected: RejectedOrigin,
    },
    /// The function in `matching(…)` accepts an origin that nobody but an attacker has.
    #[non_exhaustive]
    Matching {
        /// The name of the function as the policy has it.
        function: &'static str,
        /// The origin it accepts.
        origin: String,
    },
    /// The function in `matching(…)` accepts an origin that such a policy refuses, so it is never asked about it.
    #[non_exhaustive]
    Overruled {
        /// The name of the function as the policy has it.
        function: &'static str,
        /// The origin it accepts, the rule, and what to write instead.
        rejected: RejectedOrigin,
    },
    /// The function in `matching(…)` compares a host with a text that no host is.
    #[non_exhaustive]
    Host {
        /// The name of the function as the policy has it.
        function: &'static str,
        /// The text.
        host: String,
        /// The host that was meant, where that is known.
        correction: Option<String>,
    },
    /// The default policy of a router does not fit the arguments of handlers without a policy of their own.
    #[non_exhaustive]
    Arguments {
        /// The name of the rule that is broken, such as `json-content-type`.
        rule: &'static str,
        /// The handlers, why, and what to write instead.
        text: String,
    },
}

impl fmt::Display for LoadProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unset { variable } => write!(
                f,
                "the variable `{variable}` is not set\n  \
                 note: the policy takes its origins from there, so nobody could call\n  \
                 help: set `{variable}=https://app.example.com`, or write `env(\"{variable}\", default = [])`"
            ),
            Self::NotUnicode { variable } => write!(
                f,
                "the value of the variable `{variable}` is no Unicode\n  \
                 note: browsers send origins in ASCII, so nothing in it could be told for sure\n  \
                 help: set `{variable}=https://app.example.com`"
            ),
            Self::Origin { variable, rejected } => {
                write!(f, "in the variable `{variable}`: {rejected}")
            }
            Self::Matching { function, origin } => write!(
                f,
                "the function `{function}` lets `{origin}` in\n  \
                 note: anybody can get such a host, and its pages could read what the policy protects\n  \
                 help: compare whole hosts, with `origin.host() == \"…\"` or `origin.is_subdomain_of(\"…\")`"
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
                    "the function `{function}` waits for the host `{}`, which no browser sends\n  \
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
    /// The problems met inside [`try_load`].
    static MET: RefCell<Option<Vec<LoadProblem>>> = const { RefCell::new(None) };
}

/// Makes a router, and returns what its policies cannot load in place of panicking.
///
/// A policy whose origins come from an environment variable or are judged by a function is loaded
/// where a route is made of it. What is wrong then stops the start with a panic, as everything does
/// that is wrong with a router of axum. Inside of `try_load` it is an error, and all of them are there
/// at once. So is a default policy that does not fit the arguments of the handlers it covers.
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
/// What `app` does after it has returned is not covered: an `async` function has done nothing yet. There,
/// [`Policy::load`](crate::Policy::load) is called first. On Rocket it is not needed: the launch fails, and
/// every reason is in its log.
///
/// # Errors
///
/// All problems with all policies that were made into routes by `app`. The router is dropped.
pub fn try_load<T>(app: impl FnOnce() -> T) -> Result<T, LoadError> {
    struct RestoreOuter(Option<Vec<LoadProblem>>);

    // Also if `app` panics.
    impl Drop for RestoreOuter {
        fn drop(&mut self) {
            MET.set(self.0.take());
        }
    }

    let outer = RestoreOuter(MET.replace(Some(Vec::new())));
    let made = app();
    let met = MET.take().unwrap_or_default();
    drop(outer);
    LoadError::of(met).map(|()| made)
}

/// Stops the start, or tells the [`try_load`] around.
#[track_caller]
pub(crate) fn refuse(error: LoadError) {
    let alone = MET.with_borrow_mut(|met| match met {
        Some(met) => {
            let new = |problem: &LoadProblem| !met.contains(problem);
            let new: Vec<_> = error.problems.into_iter().filter(new).collect();
            met.extend(new);
            None
        }
        None => Some(error),
    });
    if let Some(error) = alone {
        panic!("{error}");
    }
}

/// Warns once that a function looks at names below one that strangers share.
pub(super) fn warn_shared(function: &'static str, domain: &str) {
    static SAID: Mutex<BTreeSet<(&str, String)>> = Mutex::new(BTreeSet::new());
    let mut said = SAID.lock().unwrap_or_else(PoisonError::into_inner);
    if said.insert((function, domain.to_owned())) {
        tracing::warn!(
            target: "cors",
            "the function `{function}` looks at names below `{domain}`, where anybody can get one\n  \
             note: a stranger can take a name that begins or ends as yours do (Public Suffix List)\n  \
             help: compare whole hosts, such as `origin.host() == \"my-app.{domain}\"`, or write \
             `allow(public_suffixes)`"
        );
    }
}
