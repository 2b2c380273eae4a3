//! Constants in lists.

use core::marker::PhantomData;

use cors_rules::{Field, OriginContext, check_live_origins};

use super::{Entries, check::check_origins, fail};
use crate::origins::{DynamicOrigins, LiveOrigins, NoSource, OriginSource, PerServer, Rules};

/// The types of constants in a list.
///
/// A trait cannot have a `const fn`, so this one only names a type that has:
/// `list_reader(&FRONTEND).entries(&FRONTEND)`.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "a constant of type `{Self}` cannot stand in a list",
    label = "neither a text nor a list of texts",
    note = "a list takes constants of type `&str`, `&[&str]` and `[&str; N]`",
    note = "what the `http` crate has a constant for is written as it is: `\"content-type\"`, `GET`"
)]
pub trait ListConstant {
    type ListReader;
    const LIST_READER: Self::ListReader;
}

/// The types of constants and statics in `origins`. See [`ListConstant`].
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "a constant of type `{Self}` cannot stand among origins",
    label = "neither a text nor a list of texts",
    note = "`origins` takes constants of type `&str`, `&[&str]` and `[&str; N]`, and statics of type `LiveOrigins` and `PerServer`"
)]
pub trait OriginsConstant {
    type OriginsReader;
    const ORIGINS_READER: Self::OriginsReader;
}

macro_rules! list_constants {
    ($($reader:ident $(<$n:ident>)? : $constant:ty => |$value:ident| $entries:expr;)*) => {$(
        #[doc(hidden)]
        #[derive(Clone, Copy, Debug)]
        pub struct $reader;

        #[diagnostic::do_not_recommend]
        impl $(<const $n: usize>)? ListConstant for $constant {
            type ListReader = $reader;
            const LIST_READER: $reader = $reader;
        }

        #[diagnostic::do_not_recommend]
        impl $(<const $n: usize>)? OriginsConstant for $constant {
            type OriginsReader = $reader;
            const ORIGINS_READER: $reader = $reader;
        }

        impl $reader {
            #[must_use]
            pub const fn entries $(<const $n: usize>)? (self, $value: &'static $constant) -> Entries {
                $entries
            }

            /// Checks the entries as origins.
            #[track_caller]
            pub const fn check $(<const $n: usize>)? (
                self,
                $value: &'static $constant,
                _: &str,
                context: OriginContext,
            ) {
                check_origins($entries, context);
            }

            /// A constant does not change while the server runs.
            #[must_use]
            pub const fn source(self, _: &'static str, _: fn() -> &'static dyn OriginSource) -> Option<DynamicOrigins> {
                None
            }

            #[must_use]
            pub fn set $(<const $n: usize>)? (self, _: &'static $constant) -> &'static dyn OriginSource {
                &NoSource
            }
        }
    )*};
}

list_constants! {
    OneText: &'static str => |text| core::slice::from_ref(text);
    ListOfTexts: Entries => |list| list;
    ArrayOfTexts<N>: [&'static str; N] => |array| array;
    ReferenceToArray<N>: &'static [&'static str; N] => |array| *array;
}

/// Returns the value whose `const fn`s read a constant of this type.
#[doc(hidden)]
#[must_use]
pub const fn list_reader<T: ListConstant>(_: &T) -> T::ListReader {
    T::LIST_READER
}

/// Returns the value whose `const fn`s read a constant or static of this type in `origins`.
#[doc(hidden)]
#[must_use]
pub const fn origins_reader<T: OriginsConstant>(_: &T) -> T::OriginsReader {
    T::ORIGINS_READER
}

/// The readers of sets, whose entries are unknown at compile time.
macro_rules! set_readers {
    ($($reader:ident: $set:ident => $source:path, |$origins:ident| $get:expr;)*) => {$(
        #[doc(hidden)]
        #[derive(Debug)]
        pub struct $reader<R>(PhantomData<fn() -> R>);

        #[diagnostic::do_not_recommend]
        impl<R: Rules> OriginsConstant for $set<R> {
            type OriginsReader = $reader<R>;
            const ORIGINS_READER: $reader<R> = $reader(PhantomData);
        }

        impl<R: Rules> $reader<R> {
            #[must_use]
            pub const fn entries(self, _: &$set<R>) -> Entries {
                &[]
            }

            /// Checks that the set was declared for such a policy.
            #[track_caller]
            pub const fn check(self, _: &$set<R>, name: &str, context: OriginContext) {
                if let Err(rule) = check_live_origins(R::CREDENTIALS, context) {
                    fail(rule, Field::Origins, name);
                }
            }

            #[must_use]
            pub const fn source(
                self,
                name: &'static str,
                set: fn() -> &'static dyn OriginSource,
            ) -> Option<DynamicOrigins> {
                Some($source(name, R::CREDENTIALS, set))
            }

            #[must_use]
            pub fn set(self, $origins: &'static $set<R>) -> &'static dyn OriginSource {
                $get
            }
        }
    )*};
}

set_readers! {
    LiveOriginsReader: LiveOrigins => DynamicOrigins::live, |origins| origins.__set();
    PerServerReader: PerServer => DynamicOrigins::per_server, |origins| origins;
}
