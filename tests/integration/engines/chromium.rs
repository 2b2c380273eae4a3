//! A headless Chromium, driven by `chromedriver`.

use std::{
    collections::BTreeMap,
    env,
    error::Error,
    io,
    net::SocketAddr,
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};

use fantoccini::{Client, ClientBuilder};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, ChildStdout, Command},
};

use crate::{
    case::{Page, Scenario, Verdict},
    front::PAGE,
};

/// How long a page may take for all its scenarios, and a driver for its start.
const PATIENCE: Duration = Duration::from_secs(120);

/// Why a page did not run what it was given.
pub(crate) type Failed = Box<dyn Error>;

/// A browser with its driver. Closed by [`close`](Self::close), or both would outlive the test.
#[derive(Debug)]
pub(crate) struct Chromium {
    client: Client,
    driver: Child,
    // Written into as long as the driver runs.
    _output: BufReader<ChildStdout>,
}

/// The programs, if they are installed.
#[derive(Debug)]
pub(crate) struct Programs {
    browser: PathBuf,
    driver: PathBuf,
}

impl Programs {
    pub(crate) fn find() -> Option<Self> {
        let find = |names: &[&str]| {
            let folders = env::var_os("PATH")?;
            let folders: Vec<PathBuf> = env::split_paths(&folders).collect();
            let mut files = names
                .iter()
                .flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
            files.find(|file| file.is_file())
        };
        Some(Self {
            browser: find(&["chromium", "chromium-browser", "google-chrome"])?,
            driver: find(&["chromedriver"])?,
        })
    }
}

impl Chromium {
    /// Starts a browser for which every address is at this one.
    pub(crate) async fn start(programs: &Programs, all: SocketAddr, profile: &Path) -> Self {
        let mut driver = Command::new(&programs.driver)
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .expect("the driver starts");
        let output = driver.stdout.take().expect("it is piped");
        let mut output = BufReader::new(output);
        let port = tokio::time::timeout(PATIENCE, port(&mut output)).await;
        let port = port.expect("the driver starts in time").expect("a port");
        let capabilities = json!({
            "goog:chromeOptions": {
                "binary": programs.browser,
                "args": [
                    "--headless",
                    // Containers, and the user `root`, have no sandbox.
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-dev-shm-usage",
                    "--disable-quic",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                    "--no-first-run",
                    "--accept-lang=en",
                    "--no-proxy-server",
                    // A page of plain http stays one, though its host answers over TLS as well.
                    "--disable-features=HttpsUpgrades",
                    "--ignore-certificate-errors",
                    format!("--host-resolver-rules=MAP * {all}"),
                    format!("--user-data-dir={}", profile.display()),
                ],
                // Cookies of other sites, which `SameSite=None` is for, are kept out otherwise.
                "prefs": { "profile": { "cookie_controls_mode": 0, "block_third_party_cookies": false } },
            },
            "timeouts": { "script": PATIENCE.as_millis() },
        });
        let Value::Object(capabilities) = capabilities else {
            unreachable!("it is written as an object")
        };
        let client = ClientBuilder::new(hyper_util::client::legacy::connect::HttpConnector::new())
            .capabilities(capabilities)
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .expect("a session");
        Self {
            client,
            driver,
            _output: output,
        }
    }

    pub(crate) async fn version(&self) -> Result<String, Failed> {
        let agent = self
            .client
            .execute("return navigator.userAgent", Vec::new());
        Ok(agent.await?.to_string())
    }

    /// Visits the page of an origin.
    pub(crate) async fn visit(&self, origin: &str) -> Result<(), Failed> {
        self.client.goto(&format!("{origin}{PAGE}")).await?;
        let shown = self
            .client
            .execute("return self.origin", Vec::new())
            .await?;
        if shown != origin {
            return Err(format!("a page of {origin} is one of {shown}").into());
        }
        Ok(())
    }

    /// Runs scenarios in a page. Each has as many verdicts as steps.
    pub(crate) async fn run(
        &self,
        page: Page,
        scenarios: &[&Scenario],
    ) -> Result<BTreeMap<usize, Vec<Verdict>>, Failed> {
        let (origin, run) = match page {
            Page::Of(origin) => (origin, "run(scenarios)"),
            Page::Sandboxed(origin) => (origin, "runInFrame('sandbox', scenarios)"),
            Page::Data(origin) => (origin, "runInFrame('data', scenarios)"),
        };
        self.visit(origin).await?;
        let script = format!("const [scenarios, done] = arguments; {run}.then(done)");
        let scenarios = serde_json::to_value(scenarios)?;
        let verdicts = self.client.execute_async(&script, vec![scenarios]).await?;
        Ok(serde_json::from_value(verdicts)?)
    }

    pub(crate) async fn close(mut self) {
        let _ = self.client.close().await;
        let _ = self.driver.kill().await;
    }
}

/// The port that the driver chose.
async fn port(output: &mut BufReader<ChildStdout>) -> io::Result<u16> {
    let mut line = String::new();
    loop {
        line.clear();
        if output.read_line(&mut line).await? == 0 {
            return Err(io::Error::other("the driver ended"));
        }
        // "ChromeDriver was started successfully on port 34567."
        let Some((_, port)) = line.split_once("successfully on port ") else {
            continue;
        };
        return port
            .trim_end()
            .trim_end_matches('.')
            .parse()
            .map_err(io::Error::other);
    }
}
