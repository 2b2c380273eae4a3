//! Chromium without a window, led over its `DevTools` protocol. Only the program itself is needed.

use std::{fs, io::ErrorKind, path::Path, process::Stdio, time::Duration};

use base64::{Engine, prelude::BASE64_STANDARD};
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::{
    net::TcpStream,
    process::{Child, Command},
    time::{sleep, timeout},
};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async, tungstenite::Message};

/// What is started, whichever is there. Debian's package is called as the first.
const PROGRAMS: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];

/// So long anything may take: it may share the machine with a build.
const PATIENCE: Duration = Duration::from_secs(30);

pub(crate) struct Chromium {
    process: Child,
    /// Taken away with the value.
    _profile: TempDir,
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    session: Option<String>,
    last: u64,
}

impl Chromium {
    /// `None` if there is none on this machine.
    pub(crate) async fn start() -> Option<Self> {
        let profile = tempfile::tempdir().expect("a directory");
        let mut programs = PROGRAMS.iter();
        let process = programs.find_map(|program| spawn(program, profile.path()))?;
        let address = timeout(PATIENCE, listens_on(profile.path()));
        let address = address.await.expect("Chromium comes up");
        let (socket, _) = connect_async(address).await.expect("it lets itself be led");
        Some(Self {
            process,
            _profile: profile,
            socket,
            session: None,
            last: 0,
        })
    }

    pub(crate) async fn open(&mut self, url: &str) {
        self.session = None;
        let target = self.ask("Target.createTarget", json!({ "url": url })).await;
        let attach = json!({ "targetId": target["targetId"], "flatten": true });
        let attached = self.ask("Target.attachToTarget", attach).await;
        let session = attached["sessionId"].as_str().expect("a session");
        self.session = Some(session.to_owned());
    }

    /// The value of an expression of JavaScript, in the page that is open.
    pub(crate) async fn evaluate(&mut self, expression: &str) -> Value {
        let asked =
            json!({ "expression": expression, "returnByValue": true, "awaitPromise": true });
        let mut answer = self.ask("Runtime.evaluate", asked).await;
        assert!(
            answer["exceptionDetails"].is_null(),
            "{expression}: {answer}"
        );
        answer["result"]["value"].take()
    }

    /// Waits until the expression is true.
    pub(crate) async fn wait_for(&mut self, expression: &str) {
        assert!(
            self.comes_true(expression).await,
            "`{expression}` did not become true"
        );
    }

    /// True if the expression becomes true while one waits.
    pub(crate) async fn comes_true(&mut self, expression: &str) -> bool {
        let came = timeout(PATIENCE, async {
            while self.evaluate(expression).await != json!(true) {
                sleep(Duration::from_millis(50)).await;
            }
        });
        came.await.is_ok()
    }

    /// Makes the window so large, in CSS pixels, as a phone does.
    pub(crate) async fn resize(&mut self, width: u32, height: u32) {
        let metrics =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.ask("Emulation.setDeviceMetricsOverride", metrics)
            .await;
    }

    /// Presses a key, such as `Tab` or `ArrowDown`, and lets it go.
    pub(crate) async fn press(&mut self, key: &str) {
        let text = if key == "Enter" { "\r" } else { "" };
        let code = match key {
            "Tab" => 9,
            "Enter" => 13,
            "ArrowLeft" => 37,
            "ArrowUp" => 38,
            "ArrowRight" => 39,
            "ArrowDown" => 40,
            _ => panic!("{key} has no code here"),
        };
        for kind in ["keyDown", "keyUp"] {
            let event = json!({ "type": kind, "key": key, "code": key, "text": text, "windowsVirtualKeyCode": code });
            self.ask("Input.dispatchKeyEvent", event).await;
        }
    }

    pub(crate) async fn dark(&mut self, dark: bool) {
        let scheme = if dark { "dark" } else { "light" };
        let features = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
        self.ask("Emulation.setEmulatedMedia", features).await;
    }

    /// What the window shows, as a PNG.
    pub(crate) async fn screenshot(&mut self) -> Vec<u8> {
        let taken = self.ask("Page.captureScreenshot", json!({})).await;
        let data = taken["data"].as_str().expect("a picture");
        BASE64_STANDARD.decode(data).expect("base64")
    }

    pub(crate) async fn stop(mut self) {
        self.session = None;
        self.ask("Browser.close", json!({})).await;
        let ended = timeout(PATIENCE, self.process.wait()).await;
        ended.expect("it ends").expect("it is our child");
    }

    async fn ask(&mut self, method: &str, params: Value) -> Value {
        self.last += 1;
        let mut message = json!({ "id": self.last, "method": method, "params": params });
        if let Some(session) = &self.session {
            message["sessionId"] = json!(session);
        }
        let text = Message::text(message.to_string());
        self.socket.send(text).await.expect("it listens");
        let answer = async {
            loop {
                let message = self.socket.next().await.expect("it is there");
                let message = message.expect("a message");
                let Ok(text) = message.to_text() else {
                    continue;
                };
                let mut answer: Value = serde_json::from_str(text).unwrap_or_default();
                // Everything else is an event.
                if answer["id"] == self.last {
                    assert!(answer["error"].is_null(), "{method}: {answer}");
                    return answer["result"].take();
                }
            }
        };
        timeout(PATIENCE, answer)
            .await
            .unwrap_or_else(|_| panic!("no answer to {method}"))
    }
}

/// `None` if there is no program of this name.
fn spawn(program: &str, profile: &Path) -> Option<Child> {
    let spawned = Command::new(program)
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--hide-scrollbars",
            "--remote-debugging-port=0",
            "--window-size=1280,1000",
        ])
        .arg(format!("--user-data-dir={}", profile.display()))
        .arg("about:blank")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn();
    match spawned {
        Ok(process) => Some(process),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => panic!("`{program}` does not start: {error}"),
    }
}

/// Chromium writes it into its profile: the port, and the path.
async fn listens_on(profile: &Path) -> String {
    loop {
        let file = fs::read_to_string(profile.join("DevToolsActivePort")).unwrap_or_default();
        let mut lines = file.lines();
        if let (Some(port), Some(path)) = (lines.next(), lines.next()) {
            return format!("ws://127.0.0.1:{port}{path}");
        }
        sleep(Duration::from_millis(50)).await;
    }
}
