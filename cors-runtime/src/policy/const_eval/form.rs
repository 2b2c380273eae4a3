//! Warns about handlers that a form of any site can reach with the user's cookies.
//!
//! Const evaluation has errors but no warnings. The compiler does warn about deprecated constants. A path names
//! another constant per type and policy; the one for bodies that a form can send, under a policy that allows it, is
//! deprecated with the text of the warning.

use core::marker::PhantomData;

use crate::{Policy, policy::Methods};

/// The body that a handler reads: `<RequestBody<Form<T>, true>>::cors_form_enforce`.
///
/// `OPEN` is true if the policy lets forms of other sites reach the handler, see [`is_open_to_forms`] and
/// [`is_open_to_posted_forms`].
#[doc(hidden)]
#[derive(Debug)]
pub struct RequestBody<T: ?Sized, const OPEN: bool>(PhantomData<T>);

/// The constant without a warning, for all other types and policies.
#[doc(hidden)]
pub trait OtherBody {
    #[allow(non_upper_case_globals)]
    const cors_form_enforce: () = ();
}

impl<T: ?Sized, const OPEN: bool> OtherBody for RequestBody<T, OPEN> {}

/// The body of a Rocket route that may be a form by the route's attribute.
#[doc(hidden)]
#[derive(Debug)]
pub enum RouteData {}

/// True if a form of any site can reach a handler with this policy and the user's cookies, and the policy does not
/// state `enforce`. Independent of methods, because a form can have `_method=put` on Rocket.
#[doc(hidden)]
#[must_use]
pub const fn is_open_to_forms(policy: &Policy) -> bool {
    policy.credentials
        && !policy.declaration.states_enforce
        && !policy.declaration.allow.form_enforce
}

/// [`is_open_to_forms`] where forms can only use `POST`.
#[doc(hidden)]
#[must_use]
pub const fn is_open_to_posted_forms(policy: &Policy) -> bool {
    let posts = match policy.methods {
        Methods::Served | Methods::Any => true,
        Methods::Only(_) => policy.methods.allows("POST"),
    };
    is_open_to_forms(policy) && posts
}

macro_rules! forms {
    ($text:literal; $([$($parameter:ident)?] $body:ty $(, $feature:literal)?;)*) => {
        /// A copy of the text in `cors-rules`: an attribute takes no constant.
        #[cfg(test)]
        const TEXT: &str = $text;

        $(forms!(@ $text [$($parameter)?] $body $(, $feature)?);)*

        /// Calls `each` with the [`core::any::type_name`] of these types, with `()` as their parameter.
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
        impl<$($parameter)?> RequestBody<$body, true> {
            #[deprecated(note = $text)]
            pub const cors_form_enforce: () = ();
        }

        $(#[cfg(feature = $feature)])?
        #[doc(hidden)]
        #[allow(non_upper_case_globals)]
        impl<$($parameter)?> RequestBody<Option<$body>, true> {
            #[deprecated(note = $text)]
            pub const cors_form_enforce: () = ();
        }

        $(#[cfg(feature = $feature)])?
        #[doc(hidden)]
        #[allow(non_upper_case_globals)]
        impl<__Error, $($parameter)?> RequestBody<Result<$body, __Error>, true> {
            #[deprecated(note = $text)]
            pub const cors_form_enforce: () = ();
        }

        $(#[cfg(feature = $feature)])?
        #[cfg(feature = "with-rejection")]
        #[doc(hidden)]
        #[allow(non_upper_case_globals)]
        impl<__Rejection, $($parameter)?>
            RequestBody<axum_extra::extract::WithRejection<$body, __Rejection>, true>
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
    fn text_is_that_of_the_warning() {
        let finding = Finding::new(Lint::FormEnforce, Field::Function, None, "", None);
        let text = [
            finding.headline(),
            format!("= note: {}", finding.note()),
            format!("= help: {}", finding.help()),
            format!("= help: see {}", Lint::FormEnforce.address()),
        ];
        assert_eq!(TEXT, text.join("\n"));
    }

    #[test]
    fn policy_is_open_until_it_states_enforce() {
        const COOKIES: Policy = Policy {
            credentials: true,
            ..Policy::deny_all()
        };
        const READS: Methods = Methods::Only(&["GET", "HEAD", "PUT"]);
        const POSTS: Methods = Methods::Only(&["POST"]);
        let methods = |methods| Policy { methods, ..COOKIES };
        let enforced = |enforce| {
            let mut policy = Policy { enforce, ..COOKIES };
            policy.declaration.states_enforce = true;
            policy
        };
        let mut allowed = COOKIES;
        allowed.declaration.allow = allowed.declaration.allow.with(Allowance::FormEnforce);
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
