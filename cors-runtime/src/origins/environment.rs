//! Origins in an environment variable.

use std::{
    collections::BTreeSet,
    env::{self, VarError},
    sync::{Mutex, OnceLock, PoisonError},
};

use cors_rules::{Field, OriginContext, check_loaded_origins};

use super::{
    LoadProblem,
    rejected::RejectedOrigin,
    set::{OriginSet, warn_empty},
    source::{Lists, OriginSource, SourceIdentity},
    validation_cache::ValidationCache,
};

/// An environment variable with origins, separated by commas or white space. It is read once.
#[doc(hidden)]
#[derive(Debug)]
pub struct Environment {
    name: &'static str,
    /// The origins if the variable is not set.
    default: Option<Lists>,
    /// True if the variable is in `dev_origins`.
    dev: bool,
    loaded: OnceLock<Result<Loaded, VarError>>,
    validated: ValidationCache,
}

#[derive(Debug)]
struct Loaded {
    /// The entries as the variable has them.
    entries: Vec<String>,
    set: OriginSet,
    /// True if the variable has a list in another form, such as JSON.
    is_other_form: bool,
}

impl Loaded {
    fn of<'e>(entries: impl Iterator<Item = &'e str>) -> Self {
        let entries: Vec<String> = entries.map(ToOwned::to_owned).collect();
        Self {
            set: OriginSet::of(entries.iter().map(String::as_str)),
            entries,
            is_other_form: false,
        }
    }
}

/// True if the value has separators, quotes or brackets that are not those of the list.
fn is_other_form(text: &str) -> bool {
    let text = text.trim();
    let is_bracketed = text.starts_with('[') && text.ends_with(']') && text.contains("://");
    let is_reference = text.contains("${");
    is_bracketed || is_reference || text.contains([';', '|', '"', '\'', '\\'])
}

/// The value in the form of the list, if all its entries are accepted then.
fn in_form(entries: &[String], field: Field, context: OriginContext) -> Option<String> {
    // An escaped line break that was not replaced.
    let text = entries.join(",").replace("\\n", ",");
    let text = text.strip_prefix('[').unwrap_or(&text);
    let text = text.strip_suffix(']').unwrap_or(text);
    let separator = |letter: char| matches!(letter, ',' | ';' | '|' | '"' | '\'' | '\\');
    let entries: Vec<&str> = text
        .split(separator)
        .filter(|entry| !entry.is_empty())
        .collect();
    let is_right = check_loaded_origins(&entries, field, context).is_empty();
    (is_right && !entries.is_empty()).then(|| entries.join(","))
}

impl Environment {
    #[must_use]
    pub const fn __new(name: &'static str) -> Self {
        Self {
            name,
            default: None,
            dev: false,
            loaded: OnceLock::new(),
            validated: ValidationCache::new(),
        }
    }

    #[must_use]
    pub const fn __default(mut self, lists: Lists) -> Self {
        self.default = Some(lists);
        self
    }

    /// Marks a variable in `dev_origins`, where a variable that is not set adds nothing.
    #[must_use]
    pub const fn __dev(mut self) -> Self {
        self.dev = true;
        if self.default.is_none() {
            self.default = Some(&[]);
        }
        self
    }

    fn read(&self) -> &Result<Loaded, VarError> {
        self.loaded.get_or_init(|| match env::var(self.name) {
            Ok(text) => {
                let separator = |letter: char| letter == ',' || letter.is_whitespace();
                let entries = text.split(separator).filter(|entry| !entry.is_empty());
                Ok(Loaded {
                    is_other_form: is_other_form(&text),
                    ..Loaded::of(entries)
                })
            }
            Err(VarError::NotPresent) if self.default.is_some() => {
                let lists = self.default.iter().flat_map(|lists| lists.iter());
                Ok(Loaded::of(lists.flat_map(|list| list.iter().copied())))
            }
            Err(error) => Err(error),
        })
    }

    /// The value, if the policy was loaded and the variable can be read.
    fn loaded(&self) -> Option<&Loaded> {
        self.loaded.get()?.as_ref().ok()
    }
}

impl OriginSource for Environment {
    fn allows(&self, origin: &[u8], context: OriginContext) -> bool {
        self.loaded()
            .is_some_and(|loaded| loaded.set.allows(origin))
            && !self.validated.is_wrong(context)
    }

    fn is_validated(&self, context: OriginContext) -> bool {
        self.validated.is_known(context)
    }

    fn entries(&self) -> Vec<String> {
        self.loaded()
            .map(|loaded| loaded.entries.clone())
            .unwrap_or_default()
    }

    fn load(
        &self,
        _: &'static str,
        mut context: OriginContext,
        _: &[String],
        problems: &mut Vec<LoadProblem>,
    ) {
        let field = if self.dev {
            Field::DevOrigins
        } else {
            Field::Origins
        };
        context.dev = self.dev;
        let before = problems.len();
        match self.read() {
            Ok(loaded) if loaded.entries.is_empty() => {
                // An empty default is intended.
                if self.default.is_none() {
                    self.warn_empty();
                }
            }
            Ok(loaded) if loaded.is_other_form => problems.push(LoadProblem::Form {
                variable: self.name,
                correction: in_form(&loaded.entries, field, context),
            }),
            Ok(loaded) => {
                let entries: Vec<&str> = loaded.entries.iter().map(String::as_str).collect();
                let findings = check_loaded_origins(&entries, field, context);
                problems.extend(findings.into_iter().map(|finding| LoadProblem::Origin {
                    variable: self.name,
                    rejected: RejectedOrigin { finding },
                }));
            }
            Err(VarError::NotPresent) => problems.push(LoadProblem::Unset {
                variable: self.name,
            }),
            Err(VarError::NotUnicode(_)) => problems.push(LoadProblem::NotUnicode {
                variable: self.name,
            }),
        }
        self.validated.note(context, problems.len() == before);
    }
    fn identity(&self) -> SourceIdentity {
        SourceIdentity::Environment(self.name, self.default)
    }
}

impl Environment {
    /// Warns once per variable, which many policies may use.
    fn warn_empty(&self) {
        static WARNED: Mutex<BTreeSet<&str>> = Mutex::new(BTreeSet::new());
        let mut warned = WARNED.lock().unwrap_or_else(PoisonError::into_inner);
        if warned.insert(self.name) {
            warn_empty(&format!("the variable `{}`", self.name));
        }
    }
}
