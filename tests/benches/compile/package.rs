//! A crate of a stranger, made for one measurement.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::SystemTime,
};

use nix::sys::resource::{UsageWho, getrusage};

/// A crate beside the workspace, which knows it by its path.
pub(crate) struct Package {
    directory: PathBuf,
    target: PathBuf,
}

impl Package {
    pub(crate) fn new(name: &str, dependencies: &str, source: &str) -> Self {
        let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let workspace = workspace.canonicalize().expect("the workspace is there");
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("compile");
        let directory = target.join(name);
        fs::create_dir_all(directory.join("src")).expect("a directory");
        let manifest = format!(
            "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
            [dependencies]\n{}\n",
            dependencies.replace("{workspace}", &workspace.display().to_string()),
        );
        fs::write(directory.join("Cargo.toml"), manifest).expect("a manifest");
        fs::write(directory.join("src/lib.rs"), source).expect("a source file");
        // The versions of the workspace.
        let lock = workspace.join("Cargo.lock");
        fs::copy(lock, directory.join("Cargo.lock")).expect("the lock file is copied");
        Self { directory, target }
    }

    /// The same crate, built into a place of its own.
    pub(crate) fn apart(mut self) -> Self {
        self.target = self.directory.join("target");
        // There may be none.
        let _ = fs::remove_dir_all(&self.target);
        self
    }

    /// Makes cargo think that somebody has edited it.
    pub(crate) fn touch(&self) {
        let source = fs::File::options()
            .write(true)
            .open(self.directory.join("src/lib.rs"));
        let touched = source.and_then(|source| source.set_modified(SystemTime::now()));
        touched.expect("the source file is touched");
    }

    /// Seconds of processor time of `cargo check`.
    pub(crate) fn check(&self) -> f64 {
        self.cargo("check")
    }

    /// Seconds of processor time of `cargo build`.
    pub(crate) fn build(&self) -> f64 {
        self.cargo("build")
    }

    fn cargo(&self, command: &str) -> f64 {
        let before = children();
        let told = Command::new(env!("CARGO"))
            .args([command, "--quiet"])
            .current_dir(&self.directory)
            .env("CARGO_TARGET_DIR", self.target.join("target"))
            .env("CARGO_INCREMENTAL", "0")
            .env_remove("RUSTFLAGS")
            .stdin(Stdio::null())
            .stderr(Stdio::inherit())
            .status();
        let told = told.expect("cargo runs");
        assert!(
            told.success(),
            "{} does not compile",
            self.directory.display()
        );
        children() - before
    }
}

/// Seconds of processor time of all programs that were started here and have ended.
fn children() -> f64 {
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).expect("the system tells");
    [usage.user_time(), usage.system_time()]
        .iter()
        .map(|time| {
            #[allow(clippy::cast_precision_loss)] // Hours at most.
            let (seconds, micros) = (time.tv_sec() as f64, time.tv_usec() as f64);
            seconds + micros / 1e6
        })
        .sum()
}
