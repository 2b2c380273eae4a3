//! A browser and the process of its driver.

use std::{
    error::Error,
    net::{Ipv4Addr, TcpListener},
    panic::{AssertUnwindSafe, resume_unwind},
    process::Stdio,
    time::Duration,
};

use fantoccini::{
    Client, ClientBuilder,
    actions::{InputSource, KeyAction, KeyActions},
    key::Key,
};
use futures_util::FutureExt;
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tokio::{
    net::TcpStream,
    process::{Child, Command},
    time::{sleep, timeout},
};

use crate::{Engine, Programs, Settings, command::Command as WebDriverCommand, display::Display};

/// Time limit of a start and of a script. The machine may be busy with a build.
const TIMEOUT: Duration = Duration::from_secs(120);

/// Time limit until an expression becomes true.
const PATIENCE: Duration = Duration::from_secs(30);

/// The result of a command.
pub type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

/// A running browser.
#[derive(Debug)]
pub struct Browser {
    client: Client,
    engine: Engine,
}

/// Starts a browser, runs the function, and stops the browser and its driver, also after a panic.
pub async fn with_browser<T>(
    programs: &Programs,
    settings: &Settings<'_>,
    run: impl AsyncFnOnce(&Browser) -> T,
) -> T {
    let display = match &programs.display {
        Some(program) => Some(Display::start(program).await),
        None => None,
    };
    let mut driver = Driver::start(programs, settings, display.as_ref()).await;
    let browser = Browser::connect(programs, settings, driver.port).await;
    let result = AssertUnwindSafe(run(&browser)).catch_unwind().await;
    // A browser outlives a driver that is killed before its session ends.
    let _ = browser.client.close().await;
    let _ = driver.process.kill().await;
    if let Some(display) = display {
        display.stop().await;
    }
    result.unwrap_or_else(|panic| resume_unwind(panic))
}

struct Driver {
    process: Child,
    port: u16,
}

impl Driver {
    async fn start(
        programs: &Programs,
        settings: &Settings<'_>,
        display: Option<&Display>,
    ) -> Self {
        let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
        let port = free.local_addr().expect("an address").port();
        drop(free);
        let mut process = Command::new(&programs.driver)
            .args(programs.engine.driver_arguments(port))
            .env("LC_ALL", "C")
            .env("TMPDIR", settings.profile)
            .envs(display.map(|display| ("DISPLAY", &display.name)))
            // Containers, and the user `root`, have no sandbox.
            .env("WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS", "1")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .expect("the driver starts");
        let listens = async {
            while TcpStream::connect((Ipv4Addr::LOCALHOST, port))
                .await
                .is_err()
            {
                let exited = process.try_wait().expect("a child process");
                assert_eq!(exited, None, "the driver exited");
                sleep(Duration::from_millis(20)).await;
            }
        };
        timeout(TIMEOUT, listens)
            .await
            .expect("the driver listens in time");
        Self { process, port }
    }
}

impl Browser {
    async fn connect(programs: &Programs, settings: &Settings<'_>, port: u16) -> Self {
        let mut capabilities = programs.capabilities(settings);
        let timeouts = json!({ "script": TIMEOUT.as_millis() });
        capabilities.insert("timeouts".to_owned(), timeouts);
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .expect("a session");
        Self {
            client,
            engine: programs.engine,
        }
    }

    /// Name and version of the browser.
    pub async fn user_agent(&self) -> Result<String> {
        let agent = self.execute("return navigator.userAgent", Vec::new());
        Ok(agent.await?.as_str().unwrap_or_default().to_owned())
    }

    /// Opens a URL and waits until it is loaded.
    pub async fn open(&self, url: &str) -> Result<()> {
        Ok(self.client.goto(url).await?)
    }

    /// Runs a script with these `arguments`.
    pub async fn execute(&self, script: &str, arguments: Vec<Value>) -> Result<Value> {
        Ok(self.client.execute(script, arguments).await?)
    }

    /// Runs a script whose last argument is a function for the result.
    pub async fn execute_async(&self, script: &str, arguments: Vec<Value>) -> Result<Value> {
        Ok(self.client.execute_async(script, arguments).await?)
    }

    /// The value of an expression in the open page.
    pub async fn evaluate(&self, expression: &str) -> Value {
        let script = format!("return {expression}");
        let value = self.execute(&script, Vec::new()).await;
        value.unwrap_or_else(|error| panic!("{expression}: {error}"))
    }

    /// Waits until an expression is true. Returns false if it does not become true in time.
    pub async fn becomes_true(&self, expression: &str) -> bool {
        let is_true = async {
            while self.evaluate(expression).await != json!(true) {
                sleep(Duration::from_millis(50)).await;
            }
        };
        timeout(PATIENCE, is_true).await.is_ok()
    }

    /// Presses and releases a key.
    pub async fn press(&self, key: Key) -> Result<()> {
        let value = char::from(key);
        let keyboard = KeyActions::new("keyboard".to_owned())
            .then(KeyAction::Down { value })
            .then(KeyAction::Up { value });
        Ok(self.client.perform_actions(keyboard).await?)
    }

    /// A picture of the window, as PNG.
    pub async fn screenshot(&self) -> Result<Vec<u8>> {
        Ok(self.client.screenshot().await?)
    }

    /// The engine of the browser.
    #[must_use]
    pub const fn engine(&self) -> Engine {
        self.engine
    }

    /// Sets the size of the viewport, in CSS pixels. Only Chromium can be narrower than a window.
    pub async fn resize(&self, width: u32, height: u32) -> Result<()> {
        let metrics =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.devtools("Emulation.setDeviceMetricsOverride", metrics)
            .await?;
        Ok(())
    }

    /// Gives the open page a permission, as its user could. `WebKitGTK` has no such command.
    pub async fn grant(&self, permission: &str) -> Result<()> {
        let body = json!({ "descriptor": { "name": permission }, "state": "granted" });
        self.command("permissions", body).await?;
        Ok(())
    }

    /// The messages of the console since the last call. Only Chromium reports them.
    pub async fn console(&self) -> Result<Vec<String>> {
        assert_eq!(self.engine, Engine::Chromium);
        let log = self.command("se/log", json!({ "type": "browser" })).await?;
        let entries = log.as_array().into_iter().flatten();
        let messages = entries.filter_map(|entry| entry["message"].as_str());
        Ok(messages.map(str::to_owned).collect())
    }

    async fn command(&self, path: &'static str, body: Value) -> Result<Value> {
        let command = WebDriverCommand { path, body };
        Ok(self.client.issue_cmd(command).await?)
    }

    /// Sends a command of the `DevTools` protocol. Only Chromium supports it.
    pub async fn devtools(&self, method: &str, parameters: Value) -> Result<Value> {
        assert_eq!(self.engine, Engine::Chromium);
        let body = json!({ "cmd": method, "params": parameters });
        self.command("goog/cdp/execute", body).await
    }
}
