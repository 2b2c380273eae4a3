//! The macros that generated code calls.

/// An environment variable with origins, and its default. A function returns it, because a constant cannot refer to a
/// static with interior mutability.
#[doc(hidden)]
#[macro_export]
macro_rules! __environment {
    ($name:literal $(, default = [$($list:expr),*])?) => {
        $crate::__environment!(@ $name, $crate::__private::Environment::__new($name)$(.__default(&[$($list),*]))?)
    };
    (dev $name:literal $(, default = [$($list:expr),*])?) => {
        $crate::__environment!(@ $name, $crate::__private::Environment::__new($name)$(.__default(&[$($list),*]))?.__dev())
    };
    (@ $name:literal, $variable:expr) => {
        ::core::option::Option::Some($crate::__private::DynamicOrigins::environment($name, || {
            static __CORS_ENVIRONMENT: $crate::__private::Environment = $variable;
            &__CORS_ENVIRONMENT
        }))
    };
}

/// Expands to its input. If the path of the crate is wrong, the input is not compiled, and there is one error.
#[doc(hidden)]
#[macro_export]
macro_rules! __items {
    ($($items:tt)*) => { $($items)* };
}

/// A `use` of every name in an attribute, so that an editor shows docs and completions.
#[cfg(rust_analyzer)]
#[doc(hidden)]
#[macro_export]
macro_rules! __editor {
    ([$($key:ident)*] [$($allowance:ident)*]) => {
        const _: () = {
            #[allow(unused_imports)]
            mod keys {
                use $crate::__private::names::keys::*;
                use self::{$($key as _,)*};
            }
            #[allow(unused_imports)]
            mod allowances {
                use $crate::__private::names::allowances::*;
                use self::{$($allowance as _,)*};
            }
        };
    };
}

/// Expands to nothing outside an editor.
#[cfg(not(rust_analyzer))]
#[doc(hidden)]
#[macro_export]
macro_rules! __editor {
    ($($names:tt)*) => {};
}

#[cfg(test)]
mod tests {
    use cors_rules::{Allowance, Field};

    // `names.rs` is compiled only in an editor, so the test reads its text.
    #[test]
    fn editor_names_are_the_keys_and_the_opt_outs() {
        // No `use` can name `crate`.
        let keys = Field::KEYS.into_iter().filter(|key| *key != Field::Crate);
        let keys = keys.map(|key| format!("{key:?} as {key},"));
        let allowances = Allowance::ALL.iter();
        let allowances = allowances.map(|allowance| format!("{allowance:?} as {allowance},"));
        let expected: Vec<_> = keys.chain(allowances).collect();
        let names = include_str!("names.rs");
        for name in &expected {
            assert!(names.contains(name), "{name}");
        }
        assert_eq!(names.matches(" as ").count(), expected.len());
    }
}
