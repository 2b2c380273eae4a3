//! The time that cargo spends on a crate.

use std::{fs, process::Stdio, time::SystemTime};

use nix::sys::resource::{UsageWho, getrusage};

use cors_tests::Package;

/// Measures cargo in a package.
pub(crate) trait Measure: Sized {
    /// The same package with a target directory of its own.
    fn apart(self) -> Self;

    /// Makes cargo regard the package as edited.
    fn touch(&self);

    /// Seconds of processor time of a cargo command.
    fn seconds(&self, command: &str, options: &[&str]) -> f64;

    /// Seconds of processor time of `cargo check`.
    fn check(&self) -> f64 {
        self.seconds("check", &[])
    }

    /// Seconds of processor time of `cargo build`, with a report of the crates.
    fn build(&self) -> f64 {
        self.seconds("build", &["--timings"])
    }

    /// Seconds of processor time of `cargo build --release`.
    fn release(&self) -> f64 {
        self.seconds("build", &["--release"])
    }
}

impl Measure for Package {
    fn apart(mut self) -> Self {
        self.target = self.directory.join("target");
        // There may be none.
        let _ = fs::remove_dir_all(&self.target);
        self
    }

    fn touch(&self) {
        let source = fs::File::options()
            .write(true)
            .open(self.directory.join("src/lib.rs"));
        let touched = source.and_then(|source| source.set_modified(SystemTime::now()));
        touched.expect("the source file is touched");
    }

    fn seconds(&self, command: &str, options: &[&str]) -> f64 {
        let before = children();
        let status = self
            .cargo(command)
            .args(options)
            .stdin(Stdio::null())
            .stderr(Stdio::inherit())
            .status();
        let status = status.expect("cargo runs");
        assert!(
            status.success(),
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
