//! Values that a policy names by constants of the user, read and checked while the program is
//! compiled.
//!
//! A macro sees the name of a constant and not its value. So the rules run again, in const
//! evaluation: what they find is the error of the build.

use core::time::Duration;

use cors_policy::{
    Field, Message, OriginContext, OriginPattern, Rule, check_exposed_header, check_max_age,
    check_method, check_origin, check_request_header, parse_max_age,
};

use crate::{
    Policy,
    origins::Origins,
    policy::{HeaderText, Methods},
};

type Entries = &'static [&'static str];

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

/// The types of the constants `max_age` takes. See [`ListConstant`].
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "a constant of type `{Self}` cannot be a `max_age`",
    label = "no length of time",
    note = "`max_age` takes constants of the integer types, `&str` such as `\"24h\"`, and `Duration`"
)]
pub trait AgeConstant {
    type Clock;
    const CLOCK: Self::Clock;
}

/// What reads a constant of this type.
#[doc(hidden)]
#[must_use]
pub const fn clock<T: AgeConstant>(_: &T) -> T::Clock {
    T::CLOCK
}

macro_rules! age_constants {
    ($($constant:ty, $clock:ident => |$value:ident| $seconds:expr;)*) => {$(
        #[doc(hidden)]
        #[derive(Clone, Copy, Debug)]
        pub struct $clock;

        #[diagnostic::do_not_recommend]
        impl AgeConstant for $constant {
            type Clock = $clock;
            const CLOCK: $clock = $clock;
        }

        impl $clock {
            /// The seconds, or as many as a browser could keep.
            #[must_use]
            #[allow(clippy::cast_lossless, trivial_numeric_casts)]
            pub const fn seconds(self, $value: &'static $constant) -> u32 {
                match check_max_age($seconds) {
                    Ok(seconds) => seconds,
                    Err(_) => 0,
                }
            }

            #[track_caller]
            #[allow(clippy::cast_lossless, trivial_numeric_casts)]
            pub const fn check(self, $value: &'static $constant) {
                check_seconds($seconds);
            }
        }
    )*};
}

age_constants! {
    i32, I32 => |seconds| *seconds as i64;
    i64, I64 => |seconds| *seconds;
    u16, U16 => |seconds| *seconds as i64;
    u32, U32 => |seconds| *seconds as i64;
    u64, U64 => |seconds| clamped(*seconds);
    usize, Usize => |seconds| clamped(*seconds as u64);
}

#[diagnostic::do_not_recommend]
impl AgeConstant for Duration {
    type Clock = Time;
    const CLOCK: Time = Time;
}

#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Time;

impl Time {
    #[must_use]
    pub const fn seconds(self, time: &Duration) -> u32 {
        match check_max_age(clamped(time.as_secs())) {
            Ok(seconds) => seconds,
            Err(_) => 0,
        }
    }

    #[track_caller]
    pub const fn check(self, time: &Duration) {
        if time.subsec_nanos() > 0 {
            fail(
                Rule::MaxAgeUnreadable,
                Field::MaxAge,
                "a fraction of a second",
            );
        }
        check_seconds(clamped(time.as_secs()));
    }
}

#[diagnostic::do_not_recommend]
impl AgeConstant for &'static str {
    type Clock = TimeText;
    const CLOCK: TimeText = TimeText;
}

#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct TimeText;

impl TimeText {
    #[must_use]
    pub const fn seconds(self, text: &str) -> u32 {
        match parse_max_age(text) {
            Ok(seconds) => seconds,
            Err(_) => 0,
        }
    }

    #[track_caller]
    pub const fn check(self, text: &str) {
        if let Err(rule) = parse_max_age(text) {
            fail(rule, Field::MaxAge, text);
        }
    }
}

/// What does not fit is too long in any case.
#[allow(clippy::cast_possible_wrap)]
const fn clamped(seconds: u64) -> i64 {
    if seconds > i64::MAX as u64 {
        i64::MAX
    } else {
        seconds as i64
    }
}

#[track_caller]
const fn check_seconds(seconds: i64) {
    if let Err(rule) = check_max_age(seconds) {
        let (mut text, mut start, mut rest) = ([b'-'; 20], 20, seconds.unsigned_abs());
        while start == 20 || rest > 0 {
            start -= 1;
            #[allow(clippy::cast_possible_truncation)] // a digit
            let digit = (rest % 10) as u8;
            text[start] = b'0' + digit;
            rest /= 10;
        }
        if seconds < 0 {
            start -= 1;
        }
        match core::str::from_utf8(text.split_at(start).1) {
            Ok(text) => fail(rule, Field::MaxAge, text),
            Err(_) => fail(rule, Field::MaxAge, "this"),
        }
    }
}

/// The policy of a name, which has to be one.
#[doc(hidden)]
#[must_use]
pub const fn named(policy: &'static Policy) -> &'static Policy {
    policy
}

/// Whether every entry may stand in `origins` or `dev_origins`.
#[doc(hidden)]
#[track_caller]
pub const fn check_origins(entries: Entries, context: OriginContext) {
    let field = if context.dev {
        Field::DevOrigins
    } else {
        Field::Origins
    };
    if entries.is_empty() {
        fail(Rule::OriginsEmpty, field, "");
    }
    let mut i = 0;
    while i < entries.len() {
        if let Err(rule) = check_origin(entries[i], context) {
            fail(rule, field, entries[i]);
        }
        i += 1;
    }
}

/// Whether every entry may stand in `methods`.
#[doc(hidden)]
#[track_caller]
pub const fn check_methods(entries: Entries) {
    if entries.is_empty() {
        fail(Rule::MethodsEmpty, Field::Methods, "");
    }
    let mut i = 0;
    while i < entries.len() {
        if let Err(rule) = check_method(entries[i]) {
            fail(rule, Field::Methods, entries[i]);
        }
        i += 1;
    }
}

/// Whether every entry may stand in `headers`.
#[doc(hidden)]
#[track_caller]
pub const fn check_headers(entries: Entries) {
    let mut i = 0;
    while i < entries.len() {
        if let Err(rule) = check_request_header(entries[i]) {
            fail(rule, Field::Headers, entries[i]);
        }
        i += 1;
    }
}

/// Whether every entry may stand in `expose_headers`.
#[doc(hidden)]
#[track_caller]
pub const fn check_expose_headers(entries: Entries) {
    let mut i = 0;
    while i < entries.len() {
        if let Err(rule) = check_exposed_header(entries[i]) {
            fail(rule, Field::ExposeHeaders, entries[i]);
        }
        i += 1;
    }
}

/// Ends the build with what is said about the rule.
#[track_caller]
pub(crate) const fn fail(rule: Rule, field: Field, entry: &str) -> ! {
    panic!("{}", Message::of(rule, field, entry).as_str())
}

const fn is_pattern(text: &'static str) -> bool {
    match OriginPattern::parse(text) {
        Ok(pattern) => !pattern.is_exact(),
        Err(_) => false,
    }
}

/// How many of all entries are patterns, or exact origins.
#[doc(hidden)]
#[must_use]
pub const fn count(lists: &[Entries], patterns: bool) -> usize {
    let (mut count, mut i) = (0, 0);
    while i < lists.len() {
        let mut j = 0;
        while j < lists[i].len() {
            if is_pattern(lists[i][j]) == patterns {
                count += 1;
            }
            j += 1;
        }
        i += 1;
    }
    count
}

/// The exact origins of all lists, sorted for the look-up: by length, then by bytes.
#[doc(hidden)]
#[must_use]
pub const fn exact<const N: usize>(lists: &[Entries]) -> [&'static str; N] {
    let mut sorted = [""; N];
    let (mut length, mut i) = (0, 0);
    while i < lists.len() {
        let mut j = 0;
        while j < lists[i].len() {
            let entry = lists[i][j];
            if !is_pattern(entry) {
                let mut place = length;
                while place > 0 && is_before(entry, sorted[place - 1]) {
                    sorted[place] = sorted[place - 1];
                    place -= 1;
                }
                sorted[place] = entry;
                length += 1;
            }
            j += 1;
        }
        i += 1;
    }
    sorted
}

const fn is_before(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    if one.len() != other.len() {
        return one.len() < other.len();
    }
    let mut i = 0;
    while i < one.len() {
        if one[i] != other[i] {
            return one[i] < other[i];
        }
        i += 1;
    }
    false
}

/// The patterns of all lists.
#[doc(hidden)]
#[must_use]
pub const fn patterns<const N: usize>(lists: &[Entries]) -> [OriginPattern<'static>; N] {
    let mut patterns = [crate::__private::pattern("https://*.invalid"); N];
    let (mut length, mut i) = (0, 0);
    while i < lists.len() {
        let mut j = 0;
        while j < lists[i].len() {
            if let Ok(pattern) = OriginPattern::parse(lists[i][j])
                && !pattern.is_exact()
            {
                patterns[length] = pattern;
                length += 1;
            }
            j += 1;
        }
        i += 1;
    }
    patterns
}

/// How many methods the lists name, `HEAD` beside each `GET`.
#[doc(hidden)]
#[must_use]
pub const fn count_methods(lists: &[Entries]) -> usize {
    let (mut count, mut i) = (0, 0);
    while i < lists.len() {
        let mut j = 0;
        while j < lists[i].len() {
            count += if is_get(lists[i][j]) { 2 } else { 1 };
            j += 1;
        }
        i += 1;
    }
    count
}

/// The methods of all lists, `HEAD` beside each `GET`.
#[doc(hidden)]
#[must_use]
pub const fn methods<const N: usize>(lists: &[Entries]) -> [&'static str; N] {
    let mut methods = [""; N];
    let (mut length, mut i) = (0, 0);
    while i < lists.len() {
        let mut j = 0;
        while j < lists[i].len() {
            methods[length] = lists[i][j];
            length += 1;
            if is_get(lists[i][j]) {
                methods[length] = "HEAD";
                length += 1;
            }
            j += 1;
        }
        i += 1;
    }
    methods
}

const fn is_get(method: &str) -> bool {
    matches!(method.as_bytes(), b"GET")
}

/// The length of what [`header()`] writes.
#[doc(hidden)]
#[must_use]
pub const fn header_length(lists: &[Entries]) -> usize {
    let (mut length, mut i) = (0, 0);
    while i < lists.len() {
        let mut j = 0;
        while j < lists[i].len() {
            length += lists[i][j].len() + 1;
            j += 1;
        }
        i += 1;
    }
    length.saturating_sub(1)
}

/// The names of all lists, in lower case and separated by commas.
#[doc(hidden)]
#[must_use]
pub const fn header<const N: usize>(lists: &[Entries]) -> [u8; N] {
    let mut text = [b','; N];
    let (mut length, mut i) = (0, 0);
    while i < lists.len() {
        let mut j = 0;
        while j < lists[i].len() {
            let name = lists[i][j].as_bytes();
            let mut k = 0;
            while k < name.len() {
                text[length] = name[k].to_ascii_lowercase();
                length += 1;
                k += 1;
            }
            length += 1;
            j += 1;
        }
        i += 1;
    }
    text
}

/// How many decimal digits a number of seconds has.
#[doc(hidden)]
#[must_use]
pub const fn digits(seconds: u32) -> usize {
    let (mut rest, mut digits) = (seconds / 10, 1);
    while rest > 0 {
        rest /= 10;
        digits += 1;
    }
    digits
}

/// The digits of a number of seconds.
#[doc(hidden)]
#[must_use]
pub const fn decimal<const N: usize>(seconds: u32) -> [u8; N] {
    let (mut rest, mut text, mut i) = (seconds, [b'0'; N], N);
    while i > 0 {
        i -= 1;
        #[allow(clippy::cast_possible_truncation)] // a digit
        let digit = (rest % 10) as u8;
        text[i] = b'0' + digit;
        rest /= 10;
    }
    text
}

/// What was put together above, as text.
///
/// # Panics
///
/// In const evaluation, if a constant was no ASCII, which the rules do not let through.
#[doc(hidden)]
#[must_use]
pub const fn text(bytes: &'static [u8]) -> &'static str {
    match core::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(_) => panic!("the rules let a wrong name through"),
    }
}

/// What stands around an entry in a policy without any other key.
#[doc(hidden)]
pub const CONTEXT: OriginContext = OriginContext {
    credentials: false,
    dev: false,
    enforce: false,
    allow: cors_policy::Allowances::NONE,
};

/// Whether a policy that started from another one is still right as a whole.
#[doc(hidden)]
#[track_caller]
pub const fn check_policy(policy: &Policy) {
    assert!(
        !policy.disabled,
        "a policy cannot start from one that is `disabled`\n\
         = note: nothing that is written beside it would have an effect\n\
         = help: write the keys of the policy without `base`"
    );
    let context = OriginContext {
        credentials: policy.credentials,
        dev: policy.accepted.dev,
        enforce: policy.enforce,
        allow: policy.accepted.allow,
    };
    match policy.origins {
        Origins::Any if policy.credentials => {
            fail(Rule::WildcardCredentials, Field::Origins, "any");
        }
        Origins::Any if policy.enforce => fail(Rule::AnyEnforce, Field::Enforce, ""),
        Origins::Any => {}
        Origins::Listed { exact, patterns } => {
            let mut i = 0;
            while i < exact.len() {
                if let Err(rule) = check_origin(exact[i], context) {
                    fail(rule, Field::Origins, exact[i]);
                }
                i += 1;
            }
            i = 0;
            while i < patterns.len() {
                if let Err(rule) = check_origin(patterns[i].as_str(), context) {
                    fail(rule, Field::Origins, patterns[i].as_str());
                }
                i += 1;
            }
        }
    }
    if policy.credentials {
        if matches!(policy.methods, Methods::Any) {
            fail(Rule::WildcardCredentials, Field::Methods, "any");
        }
        check_star(policy.headers, Field::Headers);
        check_star(policy.expose_headers, Field::ExposeHeaders);
    }
}

/// Whether a list of headers is the star, which credentials make useless.
#[track_caller]
const fn check_star(header: Option<HeaderText>, field: Field) {
    if let Some(header) = header
        && matches!(header.text().as_bytes(), [b'*'] | [b'*', b',', ..])
    {
        fail(Rule::WildcardCredentials, field, "any");
    }
}

/// Whether a policy covers the method of the route it is given to.
#[doc(hidden)]
#[track_caller]
pub const fn check_route_method(policy: &Policy, method: &str) {
    if !policy.methods.cover_constant(method) {
        fail(Rule::RouteMethodMissing, Field::Methods, method);
    }
}

#[doc(hidden)]
#[macro_export]
macro_rules! __constant_origins {
    ($($list:expr),* $(,)?) => {{
        const __CORS_LISTS: &[&[&str]] = &[$($list),*];
        const __CORS_EXACT: [&str; $crate::__private::constant::count(__CORS_LISTS, false)] =
            $crate::__private::constant::exact(__CORS_LISTS);
        const __CORS_PATTERNS: [$crate::__private::OriginPattern<'static>;
            $crate::__private::constant::count(__CORS_LISTS, true)] =
            $crate::__private::constant::patterns(__CORS_LISTS);
        $crate::__private::Origins::Listed {
            exact: &__CORS_EXACT,
            patterns: &__CORS_PATTERNS,
        }
    }};
}

#[doc(hidden)]
#[macro_export]
macro_rules! __constant_methods {
    ($($list:expr),* $(,)?) => {{
        const __CORS_LISTS: &[&[&str]] = &[$($list),*];
        const __CORS_METHODS: [&str; $crate::__private::constant::count_methods(__CORS_LISTS)] =
            $crate::__private::constant::methods(__CORS_LISTS);
        $crate::__private::Methods::Only(&__CORS_METHODS)
    }};
}

#[doc(hidden)]
#[macro_export]
macro_rules! __constant_header {
    ($($list:expr),* $(,)?) => {{
        const __CORS_LISTS: &[&[&str]] = &[$($list),*];
        const __CORS_BYTES: [u8; $crate::__private::constant::header_length(__CORS_LISTS)] =
            $crate::__private::constant::header(__CORS_LISTS);
        const __CORS_TEXT: &str = $crate::__private::constant::text(&__CORS_BYTES);
        $crate::__private::HeaderText::__new(__CORS_TEXT, || {
            const { $crate::__private::HeaderValue::from_static(__CORS_TEXT) }
        })
    }};
}

#[doc(hidden)]
#[macro_export]
macro_rules! __constant_seconds {
    ($seconds:expr) => {{
        const __CORS_SECONDS: u32 = $seconds;
        const __CORS_BYTES: [u8; $crate::__private::constant::digits(__CORS_SECONDS)] =
            $crate::__private::constant::decimal(__CORS_SECONDS);
        const __CORS_TEXT: &str = $crate::__private::constant::text(&__CORS_BYTES);
        $crate::__private::HeaderText::__new(__CORS_TEXT, || {
            const { $crate::__private::HeaderValue::from_static(__CORS_TEXT) }
        })
    }};
}
