//! Compares a report with a reviewed file, for [`assert_surface!`](crate::assert_surface).

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use similar::TextDiff;

use super::Report;

/// Compares a report with a file beside the test, and fails with a line diff.
///
/// The report is that of a release build, without source locations. If the file does not exist, the macro writes it,
/// unless the variable `CI` is set. After an intended change, run the test with `CORS_SURFACE=update`, which overwrites
/// the file, and review its diff.
///
/// ```
/// use cors_runtime::{assert_surface, axum::{CorsRouter, routing::get}, cors};
///
/// #[cors(origins = ["https://app.example.com"])]
/// async fn list_users() -> &'static str { "…" }
///
/// fn app() -> CorsRouter {
///     CorsRouter::new().route("/users", get(list_users))
/// }
///
/// # if false {
/// assert_surface!("cors-surface.txt", app().report());
/// # }
/// ```
///
/// # Panics
///
/// If the report is not that of the file, or the file can be neither read nor written.
#[cfg_attr(docsrs, doc(cfg(feature = "testing")))]
#[macro_export]
macro_rules! assert_surface {
    ($file:expr, $report:expr $(,)?) => {
        $crate::__private::assert_surface(
            ::core::env!("CARGO_MANIFEST_DIR"),
            ::core::file!(),
            $file,
            $report,
        )
    };
}

/// The variable that makes the macro overwrite the file.
const VARIABLE: &str = "CORS_SURFACE";

#[doc(hidden)]
#[track_caller]
pub fn assert_surface(manifest_dir: &str, source: &str, file: &str, report: Report) {
    let path = beside(Path::new(manifest_dir), Path::new(source)).join(file);
    let surface = report.as_release().without_locations().to_string();
    let update = env::var_os(VARIABLE).is_some_and(|value| value == "update");
    if let Err(problem) = compare(&path, &surface, update, env::var_os("CI").is_some()) {
        panic!("{problem}");
    }
}

/// The folder of the source file. Its path is relative to the folder of the compiler, which is the root of the
/// workspace, and a test runs in the folder of its package.
fn beside(package: &Path, source: &Path) -> PathBuf {
    let found = package
        .ancestors()
        .map(|folder| folder.join(source))
        .find(|path| path.is_file());
    let folder = found.as_deref().and_then(Path::parent);
    folder.unwrap_or(package).to_owned()
}

fn compare(path: &Path, surface: &str, update: bool, is_ci: bool) -> Result<(), String> {
    let shown = path.display();
    let reviewed = match fs::read_to_string(path) {
        Ok(text) => Some(text.replace("\r\n", "\n")),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => return Err(format!("`{shown}` cannot be read: {error}")),
    };
    match reviewed {
        Some(reviewed) if reviewed == surface => Ok(()),
        Some(reviewed) if !update => {
            let diff = TextDiff::from_lines(reviewed.as_str(), surface);
            let diff = diff.unified_diff().header("reviewed", "now").to_string();
            Err(format!(
                "the routes that other origins may call are not those of `{shown}`\n{diff}\
                 help: if this is intended, run the test with `{VARIABLE}=update`"
            ))
        }
        None if is_ci && !update => Err(format!(
            "`{shown}` does not exist\nhelp: run the test on your machine, and check the file in"
        )),
        _ => fs::write(path, surface)
            .map_err(|error| format!("`{shown}` cannot be written: {error}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A path for a file of this test.
    fn file(name: &str) -> PathBuf {
        let path = env::temp_dir().join(format!("cors-surface-{}-{name}", std::process::id()));
        let _ = fs::remove_file(&path);
        path
    }

    #[test]
    fn missing_file_is_written_except_in_ci() {
        let path = file("missing");
        let problem = compare(&path, "a\n", false, true).expect_err("CI");
        assert!(problem.contains("does not exist"), "{problem}");
        assert!(!path.exists());
        assert_eq!(compare(&path, "a\n", false, false), Ok(()));
        assert_eq!(fs::read_to_string(&path).expect("a file"), "a\n");
        assert_eq!(compare(&path, "a\n", false, true), Ok(()));
        fs::remove_file(path).expect("a file");
    }

    #[test]
    fn change_is_shown_as_a_diff_until_it_is_accepted() {
        let path = file("changed");
        fs::write(&path, "a\r\nb\r\n").expect("a file");
        assert_eq!(compare(&path, "a\nb\n", false, false), Ok(()));
        let problem = compare(&path, "a\nc\n", false, false).expect_err("another line");
        assert!(problem.contains("\n a\n-b\n+c\n"), "{problem}");
        assert!(problem.ends_with("`CORS_SURFACE=update`"), "{problem}");
        assert_eq!(compare(&path, "a\nc\n", true, true), Ok(()));
        assert_eq!(compare(&path, "a\nc\n", false, false), Ok(()));
        fs::remove_file(path).expect("a file");
    }

    #[test]
    fn file_is_beside_the_test() {
        let package = Path::new(env!("CARGO_MANIFEST_DIR"));
        let folder = beside(package, Path::new(file!()));
        assert_eq!(folder, package.join("src/report"));
        assert_eq!(beside(package, Path::new("none/such.rs")), package);
    }
}
