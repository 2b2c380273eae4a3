//! A clock of a browser that a test moves forward, on Linux.

use std::{
    fs::{self, File, Permissions},
    os::unix::fs::{FileExt, PermissionsExt},
    path::{Path, PathBuf},
    process::Command,
    sync::atomic::{AtomicI64, Ordering},
    time::Duration,
};

/// A clock that runs as that of the machine, and that a test moves forward.
#[derive(Debug)]
pub struct FakeClock {
    folder: PathBuf,
    /// The file that the processes of the browser read.
    file: File,
    /// In seconds.
    ahead: AtomicI64,
}

impl FakeClock {
    /// Makes a clock whose files are in `folder`. `cc`, which Rust links with, compiles its library.
    #[must_use]
    pub fn start(folder: &Path) -> Self {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/clock.c");
        let mut compiler = Command::new("cc");
        compiler.args(["-O2", "-Wall", "-Werror", "-shared", "-fPIC", "-o"]);
        compiler
            .arg(folder.join("clock.so"))
            .arg(source)
            .arg("-ldl");
        let status = compiler.status().expect("a C compiler");
        assert!(status.success(), "clock.c: {status}");
        let clock = Self {
            folder: folder.to_owned(),
            file: File::create(folder.join("clock")).expect("a folder that can be written"),
            ahead: AtomicI64::new(0),
        };
        clock.advance(Duration::ZERO);
        clock
    }

    /// Moves the clock forward by whole seconds. No script may be running: its time limit would be over.
    pub fn advance(&self, time: Duration) {
        let seconds = i64::try_from(time.as_secs()).expect("less than an age");
        let ahead = self.ahead.fetch_add(seconds, Ordering::SeqCst) + seconds;
        let written = self.file.write_all_at(&ahead.to_ne_bytes(), 0);
        written.expect("the clock can be written");
    }

    /// Writes a program that starts `browser` with this clock, while its driver has that of the machine.
    pub(crate) fn wrap(&self, browser: &Path) -> PathBuf {
        let wrapper = self.folder.join("browser");
        let folder = self.folder.display();
        let script = format!(
            "#!/bin/sh\nexport LD_PRELOAD='{folder}/clock.so' CORS_CLOCK='{folder}/clock'\nexec '{}' \"$@\"\n",
            browser.display()
        );
        fs::write(&wrapper, script).expect("a folder that can be written");
        fs::set_permissions(&wrapper, Permissions::from_mode(0o755)).expect("a file of ours");
        wrapper
    }
}
