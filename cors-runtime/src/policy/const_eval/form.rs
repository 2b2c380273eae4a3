//! Finds handlers that a form of any site reaches with the user's cookies: a warning, not an error.
//!
//! Const evaluation can only stop the compiler. But the compiler warns of what is deprecated where it is named,
//! and which constant a path names depends on a type and on a policy: so the one for bodies that a form can send,
//! under a policy that lets it, is deprecated with the text of the warning.

use core::marker::PhantomData;

use crate::{Policy, policy::Methods};

/// What a handler reads of its request: `<Reads<Form<T>, true>>::cors_form_enforce`.
///
/// `OPEN` tells whether forms of other sites get through, see [`is_open_to_forms`] and
/// [`is_open_to_posted_forms`].
#[doc(hidden)]
#[derive(Debug)]
pub struct Reads<T: ?Sized, const OPEN: bool>(PhantomData<T>);

/// What is said of all types that no form can send, or nothing is known of, and where nothing is open.
#[doc(hidden)]
pub trait NoForm {
    #[allow(non_upper_case_globals)]
    const cors_form_enforce: () = ();
}

impl<T: ?Sized, const OPEN: bool> NoForm for Reads<T, OPEN> {}

/// The body of a Rocket route whose attribute lets it be that of a form.
#[doc(hidden)]
#[derive(Debug)]
pub enum RouteData {}

/// True if a form of any site gets to a handler of this policy with the user's cookies, and its author has not
/// said what he thinks of it. The methods are not asked: on Rocket a form may say `_method=put`.
#[doc(hidden)]
#[must_use]
pub const fn is_open_to_forms(policy: &Policy) -> bool {
    policy.credentials && !policy.accepted.states_enforce && !policy.accepted.allow.form_enforce
}

/// The same where the method of a form is its own.
#[doc(hidden)]
#[must_use]
pub const fn is_open_to_posted_forms(policy: &Policy) -> bool {
    let posts = match policy.methods {
        Methods::Served | Methods::Any => true,
        Methods::Only(_) => policy.methods.cover("POST"),
    };
    is_open_to_forms(policy) && posts
}

macro_rules! forms {
    ($text:literal; $([$($parameter:ident)?] $body:ty $(, $feature:literal)?;)*) => {
        /// As `cors-rules` says it: an attribute takes no constant.
        #[cfg(test)]
        const TEXT: &str = $text;

        $(forms!(@ $text [$($parameter)?] $body $(, $feature)?);)*

        /// The same types by their names, as [`core::any::type_name`] gives them, each with `()` for its
        /// parameter.
        #[cfg(any(feature = "axum", feature = "rocket"))]
        pub(crate) fn each_form_by_name(mut each: impl FnMut(&'static str)) {
            $(
                $(#[cfg(feature = $feature)])?
                {
                    $(type $parameter = ();)?
                    each(core::any::type_name::<$body>());
                }
            )*
        }
    };
    (@ $text:literal [$($parameter:ident)?] $body:ty $(, $feature:literal)?) => {
        $(#[cfg(feature = $feature)])?
        #[doc(hidden)]
        #[allow(non_upper_case_globals)]
        impl<$($parameter)?> Reads<$body, true> {
            #[deprecated(note = $text)]
            pub const cors_form_enforce: () = ();
        }

        $(#[cfg(feature = $feature)])?
        #[doc(hidden)]
        #[allow(non_upper_case_globals)]
        impl<$($parameter)?> Reads<Option<$body>, true> {
            #[deprecated(note = $text)]
            pub const cors_form_enforce: () = ();
        }

        $(#[cfg(feature = $feature)])?
        #[doc(hidden)]
        #[allow(non_upper_case_globals)]
        impl<__Error, $($parameter)?> Reads<Result<$body, __Error>, true> {
            #[deprecated(note = $text)]
            pub const cors_form_enforce: () = ();
        }

        $(#[cfg(feature = $feature)])?
        #[cfg(feature = "with-rejection")]
        #[doc(hidden)]
        #[allow(non_upper_case_globals)]
        impl<__Rejection, $($parameter)?>
            Reads<axum_extra::extract::WithRejection<$body, __Rejection>, true>
        {
            #[deprecated(note = $text)]
            pub const cors_form_enforce: () = ();
        }
    };
}

forms! {
    "any site can submit a form to this handler, with the user's cookies\n\
     = note: browsers send no preflight before a form: the handler runs, and only its response is hidden\n\
     = help: write `enforce` in the policy; if something else refuses such requests, `enforce = false` or `allow(form_enforce)`\n\
     = help: see cors_runtime::guide::warnings#form-enforce";
    [] RouteData;
    [T] axum::Form<T>, "axum";
    [] axum::extract::RawForm, "axum";
    [] axum::body::Bytes, "axum";
    [] String, "axum";
    [] axum::extract::Multipart, "multipart";
    [T] axum_extra::extract::Form<T>, "form";
    [T] axum_extra::json_lines::JsonLines<T, axum_extra::json_lines::AsExtractor>, "json-lines";
    [T] axum_extra::protobuf::Protobuf<T>, "protobuf";
}

#[cfg(test)]
mod tests {
    use super::*;
    use cors_rules::{Allowance, Field, Finding, Lint};

    #[test]
    fn the_text_is_that_of_the_warning() {
        let advice = Finding::new(Lint::FormEnforce, Field::Function, None, "", None);
        let text = [
            advice.headline(),
            format!("= note: {}", advice.note()),
            format!("= help: {}", advice.help()),
            format!("= help: see {}", Lint::FormEnforce.address()),
        ];
        assert_eq!(TEXT, text.join("\n"));
    }

    #[test]
    fn a_policy_is_open_until_its_author_says_something() {
        const COOKIES: Policy = Policy {
            credentials: true,
            ..Policy::deny_all()
        };
        const READS: Methods = Methods::Only(&["GET", "HEAD", "PUT"]);
        const POSTS: Methods = Methods::Only(&["POST"]);
        let methods = |methods| Policy { methods, ..COOKIES };
        let enforced = |enforce| {
            let mut policy = Policy { enforce, ..COOKIES };
            policy.accepted.states_enforce = true;
            policy
        };
        let mut allowed = COOKIES;
        allowed.accepted.allow = allowed.accepted.allow.with(Allowance::FormEnforce);
        for policy in [COOKIES, methods(POSTS), methods(Methods::Any)] {
            assert!(is_open_to_posted_forms(&policy), "{policy:?}");
            assert!(is_open_to_forms(&policy), "{policy:?}");
        }
        let reads = methods(READS);
        assert!(!is_open_to_posted_forms(&reads) && is_open_to_forms(&reads));
        for policy in [
            enforced(true),
            enforced(false),
            allowed,
            Policy::deny_all(),
            Policy::__disabled(),
        ] {
            assert!(!is_open_to_forms(&policy), "{policy:?}");
            assert!(!is_open_to_posted_forms(&policy), "{policy:?}");
        }
    }
}
