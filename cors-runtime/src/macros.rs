//! The macros that generated code calls.

/// A variable with origins, and the lists that stand in for it. It is named by a function, since a
/// constant refers to nothing that changes.
#[doc(hidden)]
#[macro_export]
macro_rules! __environment {
    ($name:literal $(, default = [$($list:expr),*])?) => {
        $crate::__environment!(@ $crate::__private::Environment::__new($name)$(.__default(&[$($list),*]))?)
    };
    (dev $name:literal $(, default = [$($list:expr),*])?) => {
        $crate::__environment!(@ $crate::__private::Environment::__new($name)$(.__default(&[$($list),*]))?.__dev())
    };
    (@ $variable:expr) => {
        ::core::option::Option::Some($crate::__private::DynamicOrigins::Environment(|| {
            static __CORS_ENVIRONMENT: $crate::__private::Environment = $variable;
            &__CORS_ENVIRONMENT
        }))
    };
}

/// What it is given. Nothing of that is looked at where the crate itself is not found.
#[doc(hidden)]
#[macro_export]
macro_rules! __items {
    ($($items:tt)*) => { $($items)* };
}

/// A `use` of every name in an attribute, where an editor shows what they mean and what else there is.
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

/// Nothing: names are looked up for an editor alone.
#[cfg(not(rust_analyzer))]
#[doc(hidden)]
#[macro_export]
macro_rules! __editor {
    ($($names:tt)*) => {};
}

#[cfg(test)]
mod tests {
    use cors_rules::Allowance;

    /// The names an editor shows are compiled for an editor alone.
    #[test]
    fn an_editor_knows_every_key_and_every_opt_out() {
        let names = include_str!("names.rs");
        for allowance in Allowance::ALL {
            let name = format!("{allowance:?} as {},", allowance.name());
            assert!(names.contains(&name), "{name}");
        }
        // The keys of the table in the docs of the attribute, but for `crate`, which no `use` can name.
        let table = include_str!("../../cors-macros/docs/cors.md");
        let rows = table.lines().filter_map(|row| row.strip_prefix("| `"));
        let keys: Vec<_> = rows
            .filter_map(|row| row.split(['`', '(']).next())
            .filter(|key| *key != "crate")
            .collect();
        assert!(keys.len() >= 12, "{keys:?}");
        for key in keys {
            assert!(names.contains(&format!(" as {key},")), "{key}");
        }
    }
}
