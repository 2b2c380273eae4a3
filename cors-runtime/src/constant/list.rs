//! Constants that stand in lists.

use super::Entries;

/// The types of the constants a list takes.
///
/// A trait has no `const fn`, so it only names the type that has one: `reader(&FRONTEND).entries(&FRONTEND)`.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "a constant of type `{Self}` cannot stand in a list",
    label = "neither a text nor a list of texts",
    note = "a list takes constants of type `&str`, `&[&str]` and `[&str; N]`"
)]
pub trait ListConstant {
    type Reader;
    const READER: Self::Reader;
}

macro_rules! list_constants {
    ($($reader:ident $(<$n:ident>)? : $constant:ty => |$value:ident| $entries:expr;)*) => {$(
        #[doc(hidden)]
        #[derive(Clone, Copy, Debug)]
        pub struct $reader;

        #[diagnostic::do_not_recommend]
        impl $(<const $n: usize>)? ListConstant for $constant {
            type Reader = $reader;
            const READER: $reader = $reader;
        }

        impl $reader {
            #[must_use]
            pub const fn entries $(<const $n: usize>)? (self, $value: &'static $constant) -> Entries {
                $entries
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

/// What reads a constant of this type.
#[doc(hidden)]
#[must_use]
pub const fn reader<T: ListConstant>(_: &T) -> T::Reader {
    T::READER
}
