//! The program in a process, and an HTTP client for it.

use std::{
    process::Stdio,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use serde_json::Value;
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::TcpStream,
    process::{Child, Command},
    task::JoinHandle,
    time::{sleep, timeout},
};

pub(crate) const TOKEN: &str = "a-token-for-the-tests";

pub(crate) struct Server {
    child: Child,
    address: String,
    log: Arc<Mutex<String>>,
    reader: JoinHandle<()>,
}

/// The program with these environment variables.
pub(crate) fn program(variables: &[(&str, &str)]) -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_live-origins"));
    for name in ["ADMIN_TOKEN", "DATABASE_URL"] {
        program.env_remove(name);
    }
    program
        .env("LISTEN", "127.0.0.1:0")
        .env("NO_COLOR", "1")
        .envs(variables.iter().copied())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    program
}

impl Server {
    pub(crate) async fn start(database_url: &str) -> Self {
        let variables = [("ADMIN_TOKEN", TOKEN), ("DATABASE_URL", database_url)];
        let mut child = program(&variables).spawn().expect("it runs");
        let mut stderr = BufReader::new(child.stderr.take().expect("piped")).lines();
        let log = Arc::new(Mutex::new(String::new()));
        let written = Arc::clone(&log);
        let reader = tokio::spawn(async move {
            while let Ok(Some(line)) = stderr.next_line().await {
                let mut log = written.lock().unwrap_or_else(PoisonError::into_inner);
                log.push_str(&line);
                log.push('\n');
            }
        });
        let mut stdout = BufReader::new(child.stdout.take().expect("piped")).lines();
        let line = timeout(Duration::from_secs(20), stdout.next_line()).await;
        let line = line.expect("in time").expect("readable");
        let Some(line) = line else {
            reader.await.expect("the log is read");
            panic!("it did not start: {}", log.lock().expect("a log"));
        };
        let address = line.strip_prefix("listening on http://");
        let address = address.expect("an address").to_owned();
        Self {
            child,
            address,
            log,
            reader,
        }
    }

    /// The log so far.
    pub(crate) fn log(&self) -> String {
        let log = self.log.lock().unwrap_or_else(PoisonError::into_inner);
        log.clone()
    }

    /// Stops the server like Ctrl-C.
    pub(crate) async fn stop(mut self) {
        let pid = self.child.id().expect("it runs").to_string();
        let mut kill = Command::new("sh");
        let killed = kill.args(["-c", "kill -INT \"$0\"", &pid]).status().await;
        assert!(killed.expect("a shell").success());
        let status = timeout(Duration::from_secs(10), self.child.wait()).await;
        let status = status.expect("it stops").expect("a status");
        self.reader.await.expect("the log is read");
        assert!(status.success(), "{status}");
    }

    pub(crate) async fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Response {
        let length = body.len().to_string();
        let own = [
            ("host", self.address.as_str()),
            ("connection", "close"),
            ("content-length", &length),
        ];
        let lines = own.iter().chain(headers);
        let lines: Vec<_> = lines
            .map(|(name, value)| format!("{name}: {value}\r\n"))
            .collect();
        let lines = lines.concat();
        let request = format!("{method} {path} HTTP/1.1\r\n{lines}\r\n{body}");
        let mut stream = TcpStream::connect(&self.address).await.expect("it listens");
        stream
            .write_all(request.as_bytes())
            .await
            .expect("it reads");
        let mut response = String::new();
        stream
            .read_to_string(&mut response)
            .await
            .expect("an response");
        Response::parse(&response)
    }

    /// Sends a request with the admin token.
    pub(crate) async fn admin(&self, method: &str, path: &str, body: &str) -> Response {
        let authorization = format!("Bearer {TOKEN}");
        let headers = [
            ("authorization", authorization.as_str()),
            ("content-type", "application/json"),
        ];
        self.send(method, path, &headers, body).await
    }

    /// Adds a partner and returns its id.
    pub(crate) async fn add(&self, name: &str, origin: &str) -> i64 {
        let body = serde_json::json!({ "name": name, "origin": origin });
        let response = self
            .admin("POST", "/admin/partners", &body.to_string())
            .await;
        assert_eq!(response.status, 201, "{response:?}");
        response.json()["id"].as_i64().expect("an id")
    }

    pub(crate) async fn remove(&self, partner: i64) -> Response {
        self.admin("DELETE", &format!("/admin/partners/{partner}"), "")
            .await
    }

    /// Opens a session and returns its cookie.
    pub(crate) async fn session(&self, partner: i64) -> String {
        let path = format!("/admin/partners/{partner}/sessions");
        let response = self.admin("POST", &path, "").await;
        assert_eq!(response.status, 201, "{response:?}");
        format!(
            "session={}",
            response.json()["session"].as_str().expect("one")
        )
    }

    async fn preflight(&self, origin: &str) -> u16 {
        let headers = [("origin", origin), ("access-control-request-method", "GET")];
        self.send("OPTIONS", "/account", &headers, "").await.status
    }

    /// True if the origin is allowed. Asserts that a preflight and an actual request agree.
    pub(crate) async fn is_allowed(&self, origin: &str) -> bool {
        let preflight = self.preflight(origin).await;
        let actual = self
            .send("GET", "/account", &[("origin", origin)], "")
            .await;
        let readable = actual.header("access-control-allow-origin") == Some(origin);
        let expected = if readable { (204, 401) } else { (403, 403) };
        assert_eq!((preflight, actual.status), expected, "{origin}");
        readable
    }

    /// Waits until the origin is allowed or rejected. The README promises one second.
    pub(crate) async fn within_a_second(&self, origin: &str, allowed: bool) {
        let start = Instant::now();
        let expected = if allowed { 204 } else { 403 };
        while self.preflight(origin).await != expected {
            let waited = start.elapsed();
            assert!(waited < Duration::from_secs(1), "{origin}: {allowed}");
            sleep(Duration::from_millis(20)).await;
        }
        assert_eq!(self.is_allowed(origin).await, allowed, "{origin}");
    }

    /// Waits until the log contains a text.
    pub(crate) async fn wait_for_log(&self, text: &str) {
        let start = Instant::now();
        while !self.log().contains(text) {
            assert!(start.elapsed() < Duration::from_secs(10), "{}", self.log());
            sleep(Duration::from_millis(20)).await;
        }
    }
}

#[derive(Debug)]
pub(crate) struct Response {
    pub(crate) status: u16,
    headers: Vec<(String, String)>,
    body: String,
}

impl Response {
    fn parse(response: &str) -> Self {
        let (head, body) = response.split_once("\r\n\r\n").expect("a head");
        let mut lines = head.lines();
        let status = lines.next().and_then(|line| line.split(' ').nth(1));
        let headers = lines.filter_map(|line| line.split_once(": "));
        Self {
            status: status.expect("a status").parse().expect("a number"),
            headers: headers
                .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
                .collect(),
            body: body.to_owned(),
        }
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let header = self.headers.iter().find(|header| header.0 == name)?;
        Some(&header.1)
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).expect("JSON")
    }
}
