//! A display without a screen.

use std::{path::Path, process::Stdio, time::Duration};

use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
    time::timeout,
};

/// Time limit of the start.
const TIMEOUT: Duration = Duration::from_secs(60);

/// A running `Xvfb`.
#[derive(Debug)]
pub(crate) struct Display {
    process: Child,
    /// The value of `DISPLAY`.
    pub(crate) name: String,
}

impl Display {
    /// Starts on a free number.
    pub(crate) async fn start(program: &Path) -> Self {
        let mut process = Command::new(program)
            .args(["-displayfd", "1", "-nolisten", "tcp"])
            .args(["-screen", "0", "1920x1440x24"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .expect("Xvfb starts");
        let mut number = String::new();
        let output = process.stdout.take().expect("a pipe");
        let mut output = BufReader::new(output);
        timeout(TIMEOUT, output.read_line(&mut number))
            .await
            .expect("a display in time")
            .expect("a line");
        let name = format!(":{}", number.trim());
        assert_ne!(name, ":", "Xvfb exited");
        Self { process, name }
    }

    pub(crate) async fn stop(mut self) {
        let _ = self.process.kill().await;
    }
}
