//! Records what Rocket logs. A process has one logger, so tests that read it wait for each other.

use std::sync::{Mutex, Once};

use log::{Level, LevelFilter, Log, Metadata, Record};
use rocket::{Build, Config, Rocket};
use tokio::sync::MutexGuard;

/// A line of the log.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its level.
    pub level: Level,
    /// Its target.
    pub target: String,
    /// Its message.
    pub text: String,
}

/// Records every line.
#[derive(Debug)]
struct Recorder(Mutex<Vec<Line>>);

impl Log for Recorder {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &Record<'_>) {
        self.0.lock().expect("no panic").push(Line {
            level: record.level(),
            target: record.target().to_owned(),
            text: record.args().to_string(),
        });
    }

    fn flush(&self) {}
}

/// The recorder of this process, set before the first Rocket is built, which would set its own logger.
fn recorder() -> &'static Recorder {
    static RECORDER: Recorder = Recorder(Mutex::new(Vec::new()));
    static SET: Once = Once::new();
    SET.call_once(|| {
        log::set_logger(&RECORDER).expect("no Rocket was built before");
        log::set_max_level(LevelFilter::Trace);
    });
    &RECORDER
}

/// The log, for one test at a time.
#[derive(Debug)]
pub struct Recorded(
    &'static Recorder,
    #[allow(dead_code)] MutexGuard<'static, ()>,
);

impl Recorded {
    /// Starts to record, before the first Rocket of the process is built.
    pub fn install() {
        recorder();
    }

    /// Waits until no other test reads the log, and clears it.
    pub async fn alone() -> Self {
        static ALONE: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());
        let alone = ALONE.lock().await;
        let recorder = recorder();
        recorder.0.lock().expect("no panic").clear();
        Self(recorder, alone)
    }

    /// Discards the lines so far.
    pub fn clear(&self) {
        self.0.0.lock().expect("no panic").clear();
    }

    /// The lines with a target of `cors` since the last call.
    #[must_use]
    pub fn take(&self) -> Vec<Line> {
        let lines = std::mem::take(&mut *self.0.0.lock().expect("no panic"));
        let ours = |line: &Line| line.target.starts_with("cors");
        lines.into_iter().filter(ours).collect()
    }

    /// The lines of the launch from the heading `CORS:` on.
    #[must_use]
    pub fn take_launch(&self) -> Vec<String> {
        let lines = std::mem::take(&mut *self.0.0.lock().expect("no panic"));
        let lines = lines.into_iter();
        lines
            .filter(|line| line.target.starts_with("rocket::launch"))
            .skip_while(|line| !line.text.contains("CORS:"))
            .take_while(|line| !line.text.contains("Rocket has launched"))
            .inspect(|line| assert_eq!(line.level, Level::Info))
            .map(|line| line.text)
            .collect()
    }
}

/// A Rocket that logs without colours.
#[must_use]
pub fn colourless() -> Rocket<Build> {
    rocket::custom(Config {
        cli_colors: false,
        ..Config::debug_default()
    })
}
