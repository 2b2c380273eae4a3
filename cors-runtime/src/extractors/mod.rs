//! Compares the arguments of plain handlers with the default policy that covers them.
//!
//! The macro checks the arguments of a handler under `#[cors]` while the program is compiled. A plain handler
//! gets its policy from the router, when that is made: so the same rules are checked there.

mod type_name;

use core::fmt;

use cors_rules::{Field, Finding, Lint, Need};

use crate::{
    Policy,
    origins::LoadProblem,
    policy::const_eval::{check_need_of, each_form_by_name, each_need_by_name},
};

/// The extractors of a plain handler, or the guards of a route, by the name of the tuple of their types.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extractors(&'static str);

impl Extractors {
    /// `T` is a tuple of them; nothing is known of any other type.
    pub(crate) fn of<T>() -> Self {
        Self(core::any::type_name::<T>())
    }

    fn names(self) -> Vec<&'static str> {
        type_name::elements(self.0)
    }
}

/// A plain handler that is about to get a default policy.
#[derive(Debug)]
pub(crate) struct Covered {
    /// The methods and the path, as a message shows them.
    pub(crate) route: String,
    pub(crate) extractors: Option<Extractors>,
    /// The media type that its route takes, if it takes no other.
    pub(crate) format: Option<String>,
    /// True if one of the extractors reads the body, and nothing else could be meant.
    pub(crate) reads_body: bool,
    /// True if pages may use one of its methods: else they need nothing to do so.
    pub(crate) is_granted: bool,
    /// True if a form can be submitted to it.
    pub(crate) takes_forms: bool,
}

impl Covered {
    fn names(&self) -> Vec<&'static str> {
        self.extractors.map(Extractors::names).unwrap_or_default()
    }

    /// The needs of this handler, each with the text that shows it.
    fn needs(&self, known: &Known) -> Vec<(Need, String)> {
        let format = self.format.iter().map(|format| {
            let need = Need::of_media_type(format);
            (need, format!("format = \"{format}\""))
        });
        let names = self.names().into_iter();
        let arguments = names.map(|name| (known.need(name), type_name::short(name)));
        let arguments = arguments.filter(|(need, _)| {
            let is_of_body = matches!(need, Need::ContentType | Need::BodyContentType);
            self.reads_body || !is_of_body
        });
        format.chain(arguments).collect()
    }
}

/// A rule that a default policy breaks, with the handlers it breaks it for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unmet {
    rule: Lint,
    /// Each with the argument that needs more.
    handlers: Vec<(String, String)>,
}

impl Unmet {
    fn finding(&self, argument: &str) -> Finding {
        Finding::new(self.rule, Field::Function, None, argument, None)
    }
}

impl fmt::Display for Unmet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (route, argument) in &self.handlers {
            let headline = self.finding(argument).headline();
            writeln!(f, "the default policy does not fit `{route}`: {headline}")?;
        }
        let finding = self.finding("");
        write!(
            f,
            "  note: {}\n  help: {}\n  help: if one handler alone differs, give it its own policy: write \
             `#[cors(…)]` above it\n  help: see {}",
            finding.note(),
            finding.help(),
            self.rule.address(),
        )
    }
}

/// The rules that a policy breaks for these handlers, each once.
pub(crate) fn unmet(policy: &Policy, handlers: &[Covered]) -> Vec<Unmet> {
    let known = Known::new();
    let mut all: Vec<Unmet> = Vec::new();
    for handler in handlers {
        for (need, argument) in handler.needs(&known) {
            // CORS does not cover WebSockets, so neither do `methods`; a list is missing for each of them.
            let is_of_any_method = matches!(need, Need::Enforce | Need::OriginList);
            if !handler.is_granted && !is_of_any_method {
                continue;
            }
            let Err(rule) = check_need_of(policy, need) else {
                continue;
            };
            let handler = (handler.route.clone(), argument);
            match all.iter_mut().find(|unmet| unmet.rule == rule) {
                Some(unmet) => unmet.handlers.push(handler),
                None => all.push(Unmet {
                    rule,
                    handlers: vec![handler],
                }),
            }
        }
    }
    all
}

/// Logs which of these handlers any site can submit a form to, under a policy that lets forms through.
pub(crate) fn warn_of_forms(handlers: &[Covered]) {
    if !cfg!(debug_assertions) {
        return;
    }
    let known = Known::new();
    for handler in handlers.iter().filter(|handler| handler.takes_forms) {
        let Some(name) = handler.names().into_iter().find(|name| known.is_form(name)) else {
            continue;
        };
        let advice = Finding::new(Lint::FormEnforce, Field::Function, None, "", None);
        tracing::warn!(
            target: "cors",
            warning = Lint::FormEnforce.name(),
            route = handler.route,
            argument = type_name::short(name),
            "{advice}"
        );
    }
}

/// The types that something is known of, by their names.
struct Known {
    needs: Vec<(&'static str, Need)>,
    forms: Vec<&'static str>,
    wrappers: Vec<&'static str>,
}

impl Known {
    fn new() -> Self {
        let mut needs = Vec::new();
        each_need_by_name(|name, need| needs.push((name, need)));
        let mut forms = Vec::new();
        each_form_by_name(|name| forms.push(name));
        #[cfg(feature = "rocket")]
        crate::rocket::each_data_guard_by_name(|name| forms.push(name));
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

    fn need(&self, name: &str) -> Need {
        let name = self.unwrapped(name);
        let known = self.needs.iter().find(|(known, _)| is(name, known));
        known.map_or(Need::Nothing, |(_, need)| *need)
    }

    fn is_form(&self, name: &str) -> bool {
        let name = self.unwrapped(name);
        self.forms.iter().any(|known| is(name, known))
    }

    /// The extractor inside of `Option` and its like.
    fn unwrapped<'n>(&self, name: &'n str) -> &'n str {
        let wrapped = self.wrappers.contains(&type_name::path(name));
        let inside = wrapped.then(|| type_name::arguments(name).first().copied());
        inside.flatten().unwrap_or(name)
    }
}

fn path_of<T>() -> &'static str {
    type_name::path(core::any::type_name::<T>())
}

/// True if the type of a name is a known one. A `()` among the arguments of that stands for any type.
fn is(name: &str, known: &str) -> bool {
    if type_name::path(name) != type_name::path(known) {
        return false;
    }
    let (arguments, wanted) = (type_name::arguments(name), type_name::arguments(known));
    // An argument that is the default of its parameter has no name.
    if arguments.is_empty() && wanted.iter().all(|wanted| *wanted == "()") {
        return true;
    }
    arguments.len() == wanted.len()
        && arguments
            .iter()
            .zip(wanted)
            .all(|(argument, wanted)| wanted == "()" || is(argument, wanted))
}

impl From<&Unmet> for LoadProblem {
    fn from(unmet: &Unmet) -> Self {
        Self::Arguments {
            rule: unmet.rule.name(),
            text: unmet.to_string(),
        }
    }
}

#[cfg(test)]
mod tests;
