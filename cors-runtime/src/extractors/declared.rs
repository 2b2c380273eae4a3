//! The types whose needs were declared at run time, for handlers below a default policy.

use core::any::type_name;
use std::sync::{Mutex, PoisonError};

use cors_rules::Need;

use super::CorsNeeds;

type Declared = (&'static str, &'static [Need]);

static DECLARED: Mutex<Vec<Declared>> = Mutex::new(Vec::new());

/// Declares the needs of a type to default policies.
///
/// The arguments of a plain handler are compared with the default policy when the router is built, or when Rocket
/// launches. At that moment their types are known by name only, so the impl of [`CorsNeeds`] is out of reach. Call this
/// function before that, in `main` or in the function that returns the router. `()` as a type parameter stands for any
/// type:
///
/// ```
/// use cors_runtime::{CorsNeeds, Need, declare_needs};
///
/// struct AppJson<T>(T);
///
/// impl<T> CorsNeeds for AppJson<T> {
///     const NEEDS: &'static [Need] = &[Need::ContentType];
/// }
///
/// declare_needs::<AppJson<()>>(); // for `AppJson<NewUser>`, `Option<AppJson<u32>>`, …
/// ```
///
/// Handlers under [`#[cors]`](macro@crate::cors) do not need the call.
pub fn declare_needs<T: CorsNeeds + ?Sized>() {
    let declared = (type_name::<T>(), T::NEEDS);
    let mut all = DECLARED.lock().unwrap_or_else(PoisonError::into_inner);
    if !all.contains(&declared) {
        all.push(declared);
    }
}

/// The declared types by name.
pub(super) fn declared() -> Vec<Declared> {
    let all = DECLARED.lock().unwrap_or_else(PoisonError::into_inner);
    all.clone()
}
