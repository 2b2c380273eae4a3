//! The keys of the attribute as they were written, each value with its span.

mod allow;
mod computed;
mod entry;
mod form;
mod key;
mod list;
mod other_libraries;
mod scalar;
mod split;
mod syntax;
mod unbracketed;
mod wrong_value;

use cors_rules::{Allowances, Field};
use darling::{FromMeta, ast::NestedMeta};
use proc_macro2::{Ident, TokenStream, TokenTree};

use self::{
    allow::Allow,
    form::take,
    split::{Pair, Split},
};
pub(crate) use self::{
    entry::{Entry, Environment, Kind, Matching},
    form::Reading,
    key::{Misspelt, example, of as key_of},
    list::List,
    scalar::{Age, Named, Switch},
    syntax::is_separator,
    unbracketed::{Loose, Shape},
};
use crate::{crate_path::CratePath, diag::Diag};

/// Everything that could be read of an attribute.
#[derive(Debug)]
pub(crate) struct Args {
    /// All tokens of the attribute.
    pub(crate) tokens: TokenStream,
    /// True if there is text whose key is not known.
    pub(crate) unreadable: bool,
    /// The keys that were understood and are written otherwise.
    pub(crate) misspelt: Vec<Misspelt>,
    /// What each key says.
    pub(crate) keys: Keys,
    /// The keys that were written.
    pub(crate) written: Vec<Field>,
}

/// The fields darling fills: it matches names, the values read themselves and never fail, so that
/// no key hides the mistakes of another.
#[derive(Debug, Default, FromMeta)]
pub(crate) struct Keys {
    pub(crate) origins: Option<Reading<List>>,
    pub(crate) dev_origins: Option<Reading<List>>,
    pub(crate) credentials: Option<Reading<Switch>>,
    pub(crate) methods: Option<Reading<List>>,
    pub(crate) headers: Option<Reading<List>>,
    pub(crate) expose_headers: Option<Reading<List>>,
    pub(crate) max_age: Option<Reading<Age>>,
    pub(crate) enforce: Option<Reading<Switch>>,
    allow: Option<Reading<Allow>>,
    pub(crate) policy: Option<Reading<Named>>,
    pub(crate) base: Option<Reading<Named>>,
    pub(crate) disabled: Option<Reading<Switch>>,
    #[darling(rename = "crate")]
    crate_path: Option<Reading<CratePath>>,
}

impl Args {
    /// Reads all keys, and says what is wrong with any of them.
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
        for Pair { key, field, meta } in pairs {
            if seen.contains(&field) {
                diags.push(key::duplicate(&key, field));
                continue;
            }
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
        };
        (args, diags)
    }

    /// The reading of a key whose value is a list.
    pub(crate) fn list(&self, field: Field) -> Option<&Reading<List>> {
        match field {
            Field::Origins => self.keys.origins.as_ref(),
            Field::DevOrigins => self.keys.dev_origins.as_ref(),
            Field::Methods => self.keys.methods.as_ref(),
            Field::Headers => self.keys.headers.as_ref(),
            Field::ExposeHeaders => self.keys.expose_headers.as_ref(),
            _ => None,
        }
    }

    /// True if the key was written.
    pub(crate) fn has(&self, field: Field) -> bool {
        self.written.contains(&field)
    }

    /// True if another key than `crate` was written beside this one.
    pub(crate) fn has_beside(&self, alone: Field) -> bool {
        let mut others = self.written.iter();
        others.any(|field| ![alone, Field::Crate].contains(field))
    }

    /// True if `disabled` was written, and not switched off.
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

    /// The name of an opt-out as it was written.
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

    /// True if every opt-out that was written could be read.
    pub(crate) fn allow_is_whole(&self) -> bool {
        self.keys.allow.as_ref().is_none_or(|allow| allow.whole)
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
    /// A key whose value cannot be read is there all the same: no rule may miss it.
    fn note_broken(&mut self, field: Field, key: Ident) {
        match field {
            Field::Origins => self.origins = Some(Reading::broken(key)),
            Field::DevOrigins => self.dev_origins = Some(Reading::broken(key)),
            Field::Allow => self.allow = Some(Reading::broken(key)),
            Field::Policy => self.policy = Some(Reading::broken(key)),
            Field::Base => self.base = Some(Reading::broken(key)),
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

fn is_on(switch: Option<&Reading<Switch>>) -> bool {
    matches!(
        switch,
        Some(Reading {
            value: Some(Switch(true)),
            ..
        })
    )
}
