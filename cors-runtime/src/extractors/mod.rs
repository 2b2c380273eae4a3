//! Checks the extractors of plain handlers against their default policy.
//!
//! For a handler under `#[cors]`, the macro checks the extractors at compile time. A plain handler gets its policy when
//! the router is created, so the same rules are checked there.

mod cors_needs;
#[cfg(feature = "rocket")]
mod data_guards;
mod declared;
mod type_name;

use core::fmt;

use cors_rules::{Field, Finding, Lint, Need, check_argument, missing_headers};

use crate::{
    Policy,
    origins::LoadProblem,
    policy::const_eval::{at, each_form_by_name, headers_of, offer_of},
};

#[cfg(feature = "axum")]
pub(crate) use self::type_name::short as short_name;
pub use self::{cors_needs::CorsNeeds, declared::declare_needs};

/// The extractors of a plain handler or the guards of a route, as the name of the tuple of their types.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extractors(&'static str);

impl Extractors {
    /// Creates the value from a tuple type. Any other type stands for no known extractors.
    pub(crate) fn of<T>() -> Self {
        Self(core::any::type_name::<T>())
    }

    fn names(self) -> Vec<&'static str> {
        type_name::elements(self.0)
    }
}

/// A plain handler that gets a default policy.
#[derive(Debug)]
pub(crate) struct PlainHandler {
    /// The methods and the path, for messages.
    pub(crate) route: String,
    pub(crate) extractors: Option<Extractors>,
    /// The only media type that the route accepts, if it is limited to one.
    pub(crate) format: Option<String>,
    /// True if one of the extractors certainly reads the body.
    pub(crate) reads_body: bool,
    /// True if the policy allows one of its methods. Otherwise pages cannot call it, and it needs nothing else.
    pub(crate) is_granted: bool,
    /// True if an HTML form can submit to it.
    pub(crate) takes_forms: bool,
}

impl PlainHandler {
    fn names(&self) -> Vec<&'static str> {
        self.extractors.map(Extractors::names).unwrap_or_default()
    }

    /// Returns the needs of this handler, each with the argument that causes it.
    fn needs(&self, types: &KnownTypes) -> Vec<(Need, String)> {
        let format = self.format.iter().map(|format| {
            let need = Need::of_media_type(format);
            (need, format!("format = \"{format}\""))
        });
        let names = self.names().into_iter();
        let arguments = names.flat_map(|name| {
            let needs = types.needs(name).iter();
            needs.map(move |need| (at(*need, self.reads_body), type_name::short(name)))
        });
        format.chain(arguments).collect()
    }
}

/// A lint that a default policy violates for some handlers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct UnmetNeed {
    lint: Lint,
    /// The routes, each with the argument that causes the need.
    handlers: Vec<(String, String)>,
    /// The entries of `headers` that satisfy all handlers, for a help.
    headers: String,
}

impl UnmetNeed {
    fn finding(&self, argument: &str) -> Finding {
        Finding::new(
            self.lint,
            Field::Function,
            None,
            argument,
            Some(self.headers.clone()),
        )
    }
}

impl fmt::Display for UnmetNeed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (route, argument) in &self.handlers {
            let headline = self.finding(argument).headline();
            writeln!(f, "the default policy does not fit `{route}`: {headline}")?;
        }
        let finding = self.finding("");
        write!(
            f,
            "  note: {}\n  help: {}\n  help: if only one handler differs, give it its own policy with \
             `#[cors(…)]`\n  help: see {}",
            finding.note(),
            finding.help(),
            self.lint.address(),
        )
    }
}

/// Returns the lints that a policy violates for these handlers, without duplicates.
pub(crate) fn unmet_needs(policy: &Policy, handlers: &[PlainHandler]) -> Vec<UnmetNeed> {
    let types = KnownTypes::new();
    let offer = offer_of(policy);
    let mut all: Vec<UnmetNeed> = Vec::new();
    let mut needs = Vec::new();
    for handler in handlers {
        for (need, argument) in handler.needs(&types) {
            // WebSockets are not subject to CORS or `methods`, and a list of origins is needed for any method.
            let is_of_any_method = matches!(need, Need::Enforce | Need::OriginList);
            if !handler.is_granted && !is_of_any_method {
                continue;
            }
            let Err(lint) = check_argument(need, offer) else {
                continue;
            };
            needs.push(need);
            let handler = (handler.route.clone(), argument);
            match all.iter_mut().find(|unmet| unmet.lint == lint) {
                Some(unmet) => unmet.handlers.push(handler),
                None => all.push(UnmetNeed {
                    lint,
                    handlers: vec![handler],
                    headers: String::new(),
                }),
            }
        }
    }
    let headers = missing_headers(headers_of(policy), &needs, offer);
    for unmet in &mut all {
        headers.as_str().clone_into(&mut unmet.headers);
    }
    all
}

/// Logs the handlers that accept forms from any site, because the policy does not prevent it.
pub(crate) fn warn_about_forms(handlers: &[PlainHandler]) {
    if !cfg!(debug_assertions) {
        return;
    }
    let types = KnownTypes::new();
    for handler in handlers.iter().filter(|handler| handler.takes_forms) {
        let Some(name) = handler.names().into_iter().find(|name| types.is_form(name)) else {
            continue;
        };
        let finding = Finding::new(Lint::FormEnforce, Field::Function, None, "", None);
        tracing::warn!(
            target: "cors",
            warning = Lint::FormEnforce.name(),
            route = handler.route,
            argument = type_name::short(name),
            "{finding}"
        );
    }
}

/// The names of the types with known properties.
struct KnownTypes {
    needs: Vec<(&'static str, &'static [Need])>,
    forms: Vec<&'static str>,
    wrappers: Vec<&'static str>,
}

impl KnownTypes {
    fn new() -> Self {
        let mut needs = declared::declared();
        cors_needs::each_need_by_name(|name, need| needs.push((name, need)));
        let mut forms = Vec::new();
        each_form_by_name(|name| forms.push(name));
        #[cfg(feature = "rocket")]
        data_guards::each_data_guard_by_name(|name| forms.push(name));
        let wrappers = vec![
            path_of::<Option<()>>(),
            path_of::<Result<(), ()>>(),
            #[cfg(feature = "with-rejection")]
            path_of::<axum_extra::extract::WithRejection<(), ()>>(),
        ];
        Self {
            needs,
            forms,
            wrappers,
        }
    }

    fn needs(&self, name: &str) -> &'static [Need] {
        let name = self.unwrapped(name);
        let known = self
            .needs
            .iter()
            .find(|(known, _)| matches_type(name, known));
        known.map_or(&[], |(_, needs)| *needs)
    }

    fn is_form(&self, name: &str) -> bool {
        let name = self.unwrapped(name);
        self.forms.iter().any(|known| matches_type(name, known))
    }

    /// Returns the extractor inside `Option` or another known wrapper.
    fn unwrapped<'n>(&self, name: &'n str) -> &'n str {
        let wrapped = self.wrappers.contains(&type_name::path(name));
        let inside = wrapped.then(|| type_name::arguments(name).first().copied());
        inside.flatten().unwrap_or(name)
    }
}

fn path_of<T>() -> &'static str {
    type_name::path(core::any::type_name::<T>())
}

/// Returns true if a type name matches a known one. A `()` in the generic arguments of `known` matches any type.
fn matches_type(name: &str, known: &str) -> bool {
    if type_name::path(name) != type_name::path(known) {
        return false;
    }
    let (arguments, wanted) = (type_name::arguments(name), type_name::arguments(known));
    // The name omits arguments that equal the default of their parameter.
    if arguments.is_empty() && wanted.iter().all(|wanted| *wanted == "()") {
        return true;
    }
    arguments.len() == wanted.len()
        && arguments
            .iter()
            .zip(wanted)
            .all(|(argument, wanted)| wanted == "()" || matches_type(argument, wanted))
}

impl From<&UnmetNeed> for LoadProblem {
    fn from(unmet: &UnmetNeed) -> Self {
        Self::Arguments {
            rule: unmet.lint.name(),
            text: unmet.to_string(),
        }
    }
}

#[cfg(test)]
mod tests;
