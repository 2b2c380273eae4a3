//! Parses the keys of the attribute, with the span of each value.

mod allow;
mod computed;
mod entry;
mod form;
mod key;
mod list;
mod other_libraries;
mod repeated;
mod scalar;
mod split;
mod syntax;
mod unbracketed;
mod wrong_value;

use cors_rules::{Allowances, Field};
use darling::{FromMeta, ast::NestedMeta};
use proc_macro2::{Ident, TokenStream, TokenTree};

pub(crate) use self::{
    allow::Allow,
    entry::{Entry, EntryKind, Environment, Matching},
    form::KeyValue,
    key::{MisspelledKey, example, of as key_of},
    list::List,
    repeated::{RepeatedKey, RepeatedValue},
    scalar::{Flag, MaxAgeValue, PolicyPath},
    syntax::is_separator,
    unbracketed::{Shape, UnbracketedList},
};
use self::{
    form::take,
    split::{Pair, Split},
};
use crate::{crate_path::CratePath, diag::Diag};

/// The parsed part of an attribute.
#[derive(Debug)]
pub(crate) struct Args {
    /// All tokens of the attribute.
    pub(crate) tokens: TokenStream,
    /// True if some text belongs to no known key.
    pub(crate) unreadable: bool,
    /// Misspelled keys whose meaning is clear.
    pub(crate) misspelt: Vec<MisspelledKey>,
    /// The value of each key.
    pub(crate) keys: Keys,
    /// The keys in the attribute, in order.
    pub(crate) written: Vec<Field>,
    /// The keys that are in the attribute already, in order.
    pub(crate) repeated: Vec<RepeatedKey>,
}

/// The values of the keys. darling matches the names. Parsing a value never fails, so that all mistakes are reported.
#[derive(Debug, Default, FromMeta)]
pub(crate) struct Keys {
    pub(crate) origins: Option<KeyValue<List>>,
    pub(crate) dev_origins: Option<KeyValue<List>>,
    pub(crate) credentials: Option<KeyValue<Flag>>,
    pub(crate) methods: Option<KeyValue<List>>,
    pub(crate) headers: Option<KeyValue<List>>,
    pub(crate) expose_headers: Option<KeyValue<List>>,
    pub(crate) max_age: Option<KeyValue<MaxAgeValue>>,
    pub(crate) enforce: Option<KeyValue<Flag>>,
    pub(crate) allow: Option<KeyValue<Allow>>,
    pub(crate) policy: Option<KeyValue<PolicyPath>>,
    pub(crate) base: Option<KeyValue<PolicyPath>>,
    pub(crate) disabled: Option<KeyValue<Flag>>,
    #[darling(rename = "crate")]
    crate_path: Option<KeyValue<CratePath>>,
}

impl Args {
    /// Parses all keys, with the errors of all of them.
    pub(crate) fn read(tokens: TokenStream) -> (Self, Vec<Diag>) {
        let mut diags = Vec::new();
        let Split {
            pairs,
            misspelt,
            mut unreadable,
        } = split::split(tokens.clone(), &mut diags);
        let mut metas = Vec::new();
        let mut seen: Vec<Field> = Vec::new();
        let mut broken = Vec::new();
        let mut repeated = Vec::new();
        for pair in pairs {
            if seen.contains(&pair.field) {
                repeated.push(RepeatedKey::of(pair));
                continue;
            }
            let Pair {
                key, field, meta, ..
            } = pair;
            seen.push(field);
            match meta {
                Some(meta) => metas.push(NestedMeta::Meta(meta)),
                None => broken.push((field, key)),
            }
        }
        let mut keys = match Keys::from_list(&metas) {
            Ok(keys) => keys,
            Err(error) => {
                diags.push(Diag::new(&tokens, error.to_string()));
                unreadable = true;
                Keys::default()
            }
        };
        for (field, key) in broken {
            keys.note_broken(field, key);
        }
        keys.take_diags(&mut diags);
        let args = Self {
            tokens,
            unreadable,
            misspelt,
            keys,
            written: seen,
            repeated,
        };
        (args, diags)
    }

    /// The value of a key that takes a list.
    pub(crate) fn list(&self, field: Field) -> Option<&KeyValue<List>> {
        match field {
            Field::Origins => self.keys.origins.as_ref(),
            Field::DevOrigins => self.keys.dev_origins.as_ref(),
            Field::Methods => self.keys.methods.as_ref(),
            Field::Headers => self.keys.headers.as_ref(),
            Field::ExposeHeaders => self.keys.expose_headers.as_ref(),
            _ => None,
        }
    }

    /// True if the attribute has the key.
    pub(crate) fn has(&self, field: Field) -> bool {
        self.written.contains(&field)
    }

    /// True if the attribute has a key besides this one and `crate`.
    pub(crate) fn has_beside(&self, alone: Field) -> bool {
        let mut others = self.written.iter();
        others.any(|field| ![alone, Field::Crate].contains(field))
    }

    /// True if `disabled` is set, and not to `false`.
    pub(crate) fn disabled(&self) -> bool {
        is_on(self.keys.disabled.as_ref())
    }

    pub(crate) fn credentials(&self) -> bool {
        is_on(self.keys.credentials.as_ref())
    }

    pub(crate) fn enforce(&self) -> bool {
        is_on(self.keys.enforce.as_ref())
    }

    pub(crate) fn allow(&self) -> Allowances {
        self.keys
            .allow
            .as_ref()
            .and_then(|allow| allow.value.as_ref())
            .map_or_else(Allowances::default, |Allow(allow)| *allow)
    }

    /// The tokens of an opt-out of this name.
    pub(crate) fn written_allowance(&self, name: &str) -> Option<TokenStream> {
        let tokens = self.keys.allow.as_ref()?.tokens.clone();
        let names = tokens.into_iter().flat_map(|token| match token {
            TokenTree::Group(group) => group.stream(),
            token => token.into(),
        });
        let mut idents = names.filter(|token| matches!(token, TokenTree::Ident(_)));
        idents
            .find(|ident| ident.to_string() == name)
            .map(Into::into)
    }

    /// True if all opt-outs are valid.
    pub(crate) fn allow_is_valid(&self) -> bool {
        self.keys.allow.as_ref().is_none_or(|allow| allow.is_valid)
    }

    pub(crate) fn crate_path(&self) -> CratePath {
        self.keys
            .crate_path
            .as_ref()
            .and_then(|crate_path| crate_path.value.clone())
            .unwrap_or_default()
    }
}

impl Keys {
    /// Adds a key whose value cannot be parsed, so that no rule reports the key as missing.
    fn note_broken(&mut self, field: Field, key: Ident) {
        match field {
            Field::Origins => self.origins = Some(KeyValue::broken(key)),
            Field::DevOrigins => self.dev_origins = Some(KeyValue::broken(key)),
            Field::Allow => self.allow = Some(KeyValue::broken(key)),
            Field::Policy => self.policy = Some(KeyValue::broken(key)),
            Field::Base => self.base = Some(KeyValue::broken(key)),
            _ => {}
        }
    }

    fn take_diags(&mut self, diags: &mut Vec<Diag>) {
        for list in [
            &mut self.origins,
            &mut self.dev_origins,
            &mut self.methods,
            &mut self.headers,
            &mut self.expose_headers,
        ] {
            take(list, diags);
        }
        take(&mut self.credentials, diags);
        take(&mut self.max_age, diags);
        take(&mut self.enforce, diags);
        take(&mut self.allow, diags);
        take(&mut self.policy, diags);
        take(&mut self.base, diags);
        take(&mut self.disabled, diags);
        take(&mut self.crate_path, diags);
    }
}

fn is_on(switch: Option<&KeyValue<Flag>>) -> bool {
    matches!(
        switch,
        Some(KeyValue {
            value: Some(Flag(true)),
            ..
        })
    )
}
