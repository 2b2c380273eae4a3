//! The names of environment variables.

use crate::Lint;

/// Checks that every shell and container can set a variable of this name.
///
/// ```
/// use cors_rules::{Lint, check_environment_name};
///
/// assert_eq!(check_environment_name("ALLOWED_ORIGINS"), Ok(()));
/// assert_eq!(check_environment_name("https://app.example.com"), Err(Lint::EnvironmentName));
/// ```
pub const fn check_environment_name(name: &str) -> Result<(), Lint> {
    let name = name.as_bytes();
    let mut i = 0;
    while i < name.len() {
        if !name[i].is_ascii_alphanumeric() && !matches!(name[i], b'_' | b'-' | b'.') {
            return Err(Lint::EnvironmentName);
        }
        i += 1;
    }
    if name.is_empty() {
        return Err(Lint::EnvironmentName);
    }
    Ok(())
}
