//! Checks an attribute by the rules of `cors-rules`.

use cors_rules::{
    Allowances, Draft, Field, Finding, Lint, MaxAge, Names, Offer, Origins, Resolved, ResolvedNames,
};
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::Path;

use crate::{
    args::{
        Args, Entry, EntryKind, Flag, KeyValue, Keys, List, Matching, MaxAgeValue, MisspelledKey,
        PolicyPath,
    },
    correct,
    diag::Diag,
    expand::{FormAccess, Offers, PolicyFacts},
    signature,
};

/// A policy without mistakes, as far as a macro can see.
pub(crate) struct Checked {
    pub(crate) resolved: Resolved,
    /// The keys whose values are known only in const evaluation.
    pub(crate) constants: Constants,
    /// The policy it inherits from.
    pub(crate) base: Option<Path>,
    /// The keys that are written. The others are inherited.
    pub(crate) written: Vec<Field>,
    pub(crate) allow: Allowances,
    /// The findings of level warn.
    pub(crate) warnings: Vec<Diag>,
}

impl Checked {
    pub(crate) fn has(&self, field: Field) -> bool {
        self.written.contains(&field)
    }

    /// The needs of arguments that it satisfies. A constant or a base is read only in const evaluation.
    pub(crate) fn facts(&self) -> PolicyFacts {
        if self.base.is_some() {
            return PolicyFacts::CONST_EVAL;
        }
        PolicyFacts {
            offers: if self.constants.headers.is_some() {
                Offers::ConstEval
            } else {
                let headers = self.resolved.headers.as_ref();
                let headers = headers.map(ResolvedNames::header_value);
                let offer = Offer::of(&self.resolved).with(self.allow);
                Offers::Known(offer, headers.unwrap_or_default())
            },
            forms: self.forms(),
        }
    }

    fn forms(&self) -> FormAccess {
        let stated = self.has(Field::Enforce) || self.allow.form_enforce;
        if stated || !self.resolved.credentials {
            return FormAccess::Closed;
        }
        match &self.resolved.methods {
            _ if self.constants.methods.is_some() => FormAccess::ConstEval,
            Some(ResolvedNames::List(names)) if !names.iter().any(|name| name == "POST") => {
                FormAccess::Overridden
            }
            _ => FormAccess::Open,
        }
    }
}

/// The values of the keys that name constants.
#[derive(Default)]
pub(crate) struct Constants {
    pub(crate) origins: Option<Vec<Entry>>,
    pub(crate) dev_origins: Option<Vec<Entry>>,
    pub(crate) methods: Option<Vec<Entry>>,
    pub(crate) headers: Option<Vec<Entry>>,
    pub(crate) expose_headers: Option<Vec<Entry>>,
    pub(crate) max_age: Option<TokenStream>,
}

/// Returns the policy, or adds its mistakes to `diags`.
///
/// `route_method` is the method of the route under the attribute, if it is known.
pub(crate) fn resolve(
    args: &Args,
    route_method: Option<&str>,
    diags: &mut Vec<Diag>,
) -> Option<Checked> {
    let constants = constants(args);
    let draft = Draft {
        route_method,
        ..draft(args)
    };
    written_otherwise(args, &draft, diags);
    check_defaults(args, &draft, diags);
    match cors_rules::resolve(&draft) {
        Ok(resolved) => Some(Checked {
            resolved,
            constants,
            base: named(args.keys.base.as_ref()),
            written: args.written.clone(),
            allow: args.allow(),
            warnings: warnings(args, &draft),
        }),
        Err(findings) => {
            let findings = findings
                .iter()
                .filter(|finding| !follows_from_unreadable(args, finding));
            diags.extend(findings.map(|finding| diag(args, finding, &draft)));
            None
        }
    }
}

/// The findings of level warn, at their entries.
fn warnings(args: &Args, draft: &Draft<'_>) -> Vec<Diag> {
    cors_rules::warnings(draft)
        .iter()
        .filter_map(|finding| Some(Diag::finding(&entry(args, finding)?.tokens, finding)))
        .collect()
}

/// The entry of a finding. A draft holds only the entries with a text, so its indices count these.
fn entry<'a>(args: &'a Args, finding: &Finding) -> Option<&'a Entry> {
    list(args.list(finding.field()))?
        .with_text()
        .nth(finding.index()?)
}

/// Misspelled keys, and entries where lists belong; a key that is both is one mistake.
fn written_otherwise(args: &Args, draft: &Draft<'_>, diags: &mut Vec<Diag>) {
    let misspelt = |field| {
        args.misspelt
            .iter()
            .find(|misspelt| misspelt.field == field)
    };
    let loose = |field| match list(args.list(field)) {
        Some(List::Unbracketed(loose)) => Some(loose),
        _ => None,
    };
    for field in [
        Field::Origins,
        Field::DevOrigins,
        Field::Methods,
        Field::Headers,
        Field::ExposeHeaders,
    ] {
        let found = loose(field);
        diags.extend(found.map(|found| correct::loose(field, found, misspelt(field), draft)));
    }
    let misspelt = args.misspelt.iter();
    let alone = misspelt.filter(|misspelt| loose(misspelt.field).is_none());
    diags.extend(alone.map(MisspelledKey::diag));
}

fn diag(args: &Args, finding: &Finding, draft: &Draft<'_>) -> Diag {
    match entry(args, finding) {
        Some(entry) => correct::entry(entry, finding, draft),
        None if finding.field() == Field::MaxAge => correct::max_age(span(args, finding), finding),
        None => Diag::finding(span(args, finding), finding),
    }
}

fn constants(args: &Args) -> Constants {
    let entries = |reading: Option<&KeyValue<List>>| {
        let entries = list(reading)?.with_constants()?;
        Some(entries.to_vec())
    };
    let Keys {
        origins,
        dev_origins,
        methods,
        headers,
        expose_headers,
        max_age,
        ..
    } = &args.keys;
    Constants {
        origins: entries(origins.as_ref()),
        dev_origins: entries(dev_origins.as_ref()),
        methods: entries(methods.as_ref()),
        headers: entries(headers.as_ref()),
        expose_headers: entries(expose_headers.as_ref()),
        max_age: max_age
            .as_ref()
            .filter(|age| matches!(age.value, Some(MaxAgeValue::Constant)))
            .map(|age| age.tokens.clone()),
    }
}

/// The texts of the attribute, for the rules.
pub(crate) fn draft(args: &Args) -> Draft<'_> {
    let origins = list(args.keys.origins.as_ref()).and_then(|list| match list {
        List::Any => Some(Origins::Any),
        List::Entries(_) => Some(Origins::List(list.texts())),
        List::Unbracketed(_) => None,
    });
    Draft {
        origins,
        dev_origins: list(args.keys.dev_origins.as_ref()).and_then(|list| match list {
            List::Entries(_) => Some(list.texts()),
            List::Any | List::Unbracketed(_) => None,
        }),
        matching: matching(args).map(|(_, matching)| matching.text.as_str()),
        credentials: args.credentials(),
        methods: names(args.keys.methods.as_ref()),
        headers: names(args.keys.headers.as_ref()),
        expose_headers: names(args.keys.expose_headers.as_ref()),
        max_age: args
            .keys
            .max_age
            .as_ref()
            .and_then(|age| age.value.as_ref())
            .and_then(|age| match age {
                MaxAgeValue::Seconds(seconds) => Some(MaxAge::Seconds(*seconds)),
                MaxAgeValue::Text(text) => Some(MaxAge::Text(text)),
                MaxAgeValue::Constant => None,
            }),
        enforce: args.enforce(),
        allow: allow(args),
        route_method: None,
        incomplete: incomplete(args),
        inherits: args.has(Field::Base),
    }
}

/// The fields whose lists name constants, variables or functions.
fn incomplete(args: &Args) -> Vec<Field> {
    let lists = [
        Field::Origins,
        Field::DevOrigins,
        Field::Methods,
        Field::Headers,
        Field::ExposeHeaders,
    ];
    let has_names = |field: &Field| {
        let list = list(args.list(*field));
        list.is_some_and(|list| list.with_constants().is_some())
    };
    lists.into_iter().filter(has_names).collect()
}

/// The opt-outs, without `forwarded_host` if `enforce` is not known here: it may be on in the base, which is read in
/// const evaluation, or could not be parsed.
fn allow(args: &Args) -> Allowances {
    let mut allow = args.allow();
    allow.forwarded_host &= match &args.keys.enforce {
        Some(enforce) => enforce.value.is_some(),
        None => !args.has(Field::Base),
    };
    allow
}

/// Checks that `policy` or `disabled` has no other keys.
pub(crate) fn alone(args: &Args, field: Field, diags: &mut Vec<Diag>) {
    diags.extend(args.misspelt.iter().map(MisspelledKey::diag));
    let key = match field {
        Field::Policy => args.keys.policy.as_ref().map(|policy| &policy.key),
        _ => args.keys.disabled.as_ref().map(|disabled| &disabled.key),
    };
    if args.has_beside(field)
        && let Some(key) = key
    {
        let entry = match named(args.keys.policy.as_ref()) {
            Some(policy) if field == Field::Policy => {
                format!("{field} = {}", signature::text(policy))
            }
            _ => field.key().to_owned(),
        };
        diags.push(Diag::lint(key, Lint::ContradictoryKeys, field, entry));
    }
    if field == Field::Disabled
        && let Some(disabled) = &args.keys.disabled
        && matches!(disabled.value, Some(Flag(false)))
    {
        let instead = "`disabled` alone, or the keys of a policy";
        diags.push(Diag::lint_with(
            &disabled.tokens,
            Lint::WrongValueType,
            field,
            "",
            instead,
        ));
    }
}

/// The function among the origins, if there is one.
fn matching(args: &Args) -> Option<(&Entry, &Matching)> {
    let Some(List::Entries(entries)) = list(args.keys.origins.as_ref()) else {
        return None;
    };
    entries.iter().find_map(|entry| match &entry.kind {
        EntryKind::Matching(matching) => Some((entry, matching)),
        _ => None,
    })
}

/// Checks the `default` origins of variables.
fn check_defaults(args: &Args, draft: &Draft<'_>, diags: &mut Vec<Diag>) {
    for field in [Field::Origins, Field::DevOrigins] {
        let Some(List::Entries(entries)) = list(args.list(field)) else {
            continue;
        };
        let context = draft.context(field == Field::DevOrigins);
        let defaults = entries.iter().filter_map(|entry| match &entry.kind {
            EntryKind::Environment(variable) => variable.default.as_deref(),
            _ => None,
        });
        for default in defaults {
            let with_text = || default.iter().filter(|entry| entry.is_text());
            let texts: Vec<&str> = with_text().filter_map(Entry::text).collect();
            for finding in cors_rules::check_loaded_origins(&texts, field, context) {
                if let Some(entry) = finding.index().and_then(|index| with_text().nth(index)) {
                    diags.push(correct::entry(entry, &finding, draft));
                }
            }
        }
    }
}

/// The policy that a key names.
pub(crate) fn named(reading: Option<&KeyValue<PolicyPath>>) -> Option<Path> {
    let PolicyPath(path) = reading?.value.as_ref()?;
    Some(path.clone())
}

fn list(reading: Option<&KeyValue<List>>) -> Option<&List> {
    reading?.value.as_ref()
}

fn names(reading: Option<&KeyValue<List>>) -> Option<Names<'_>> {
    list(reading).and_then(|list| match list {
        List::Any => Some(Names::Any),
        List::Entries(_) => Some(Names::List(list.texts())),
        List::Unbracketed(_) => None,
    })
}

/// True if the finding follows from a value that could not be parsed, which is reported already.
fn follows_from_unreadable(args: &Args, finding: &Finding) -> bool {
    match finding.lint() {
        Lint::OriginsMissing => {
            args.unreadable || args.keys.origins.is_some() || args.keys.dev_origins.is_some()
        }
        Lint::OriginsEmpty | Lint::MethodsEmpty | Lint::RouteMethodMissing => args
            .list(finding.field())
            .is_some_and(|reading| !reading.is_valid),
        lint => lint.allowance().is_some() && !args.allow_is_valid(),
    }
}

/// The tokens of a finding without an entry: the key or its value.
fn span(args: &Args, finding: &Finding) -> TokenStream {
    let field = finding.field();
    if finding.lint() == Lint::UncheckedOrigins
        && let Some((entry, _)) = matching(args)
    {
        return entry.tokens.clone();
    }
    if let Some(reading) = args.list(field) {
        return match finding.lint() {
            Lint::AnyDevOrigins => reading.key.to_token_stream(),
            _ => reading.tokens.clone(),
        };
    }
    match field {
        Field::MaxAge => args.keys.max_age.as_ref().map(|age| age.tokens.clone()),
        Field::Enforce => args
            .keys
            .enforce
            .as_ref()
            .map(|enforce| enforce.key.to_token_stream()),
        Field::Credentials => args
            .keys
            .credentials
            .as_ref()
            .map(|credentials| credentials.key.to_token_stream()),
        Field::Allow => args.written_allowance(finding.entry()),
        _ => None,
    }
    .unwrap_or_else(|| args.tokens.clone())
}
