//! Servers, and the command.

use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    process::{Command, Stdio},
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

pub(crate) const APP: &str = "https://app.example.com";

/// A request, as a server reads it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Request {
    pub(crate) fn header(&self, name: &str) -> &str {
        let mut headers = self.headers.iter();
        headers
            .find(|(other, _)| other == name)
            .map_or("", |(_, value)| value)
    }

    pub(crate) fn origin(&self) -> &str {
        self.header("origin")
    }

    pub(crate) fn is_preflight(&self) -> bool {
        self.method == "OPTIONS"
    }
}

/// A server on a port of its own, until the process ends.
#[derive(Clone, Debug)]
pub(crate) struct Server {
    pub(crate) port: u16,
    requests: Arc<Mutex<Vec<Request>>>,
}

impl Server {
    /// A server whose function returns the status and the lines of headers.
    pub(crate) fn responding(
        respond: impl Fn(&Request) -> (u16, Vec<String>) + Send + Sync + 'static,
    ) -> Self {
        Self::raw(move |request, stream| {
            let (status, lines) = respond(request);
            let body = if status == 204 || request.method == "HEAD" {
                ""
            } else {
                "ok"
            };
            let mut head = format!("HTTP/1.1 {status} Status\r\nConnection: close\r\n");
            for line in lines {
                head.push_str(&line);
                head.push_str("\r\n");
            }
            if status != 204 {
                let length = body.len();
                head.push_str("Content-Length: ");
                head.push_str(&length.to_string());
                head.push_str("\r\n");
            }
            let _ = stream.write_all(format!("{head}\r\n{body}").as_bytes());
        })
    }

    /// A server whose function writes the bytes of the response.
    pub(crate) fn raw(respond: impl Fn(&Request, &mut TcpStream) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let server = Self {
            port,
            requests: Arc::default(),
        };
        let (requests, respond) = (server.requests.clone(), Arc::new(respond));
        thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(mut stream) = stream else { continue };
                let (requests, respond) = (requests.clone(), respond.clone());
                thread::spawn(move || {
                    if let Some(request) = read(&mut stream) {
                        requests.lock().expect("no panic").push(request.clone());
                        respond(&request, &mut stream);
                    }
                });
            }
        });
        server
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// The requests so far.
    pub(crate) fn requests(&self) -> Vec<Request> {
        self.requests.lock().expect("no panic").clone()
    }

    /// The methods of the requests so far.
    pub(crate) fn methods(&self) -> Vec<String> {
        self.requests()
            .into_iter()
            .map(|request| request.method)
            .collect()
    }
}

fn read(stream: &mut TcpStream) -> Option<Request> {
    stream.set_read_timeout(Some(Duration::from_secs(5))).ok()?;
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    let end = loop {
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            break end;
        }
        match stream.read(&mut buffer).ok()? {
            0 => return None,
            length => bytes.extend_from_slice(&buffer[..length]),
        }
    };
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let mut lines = head.lines();
    let mut first = lines.next()?.split(' ');
    let headers = lines.filter_map(|line| {
        let (name, value) = line.split_once(':')?;
        Some((name.to_ascii_lowercase(), value.trim().to_owned()))
    });
    let mut request = Request {
        method: first.next()?.to_owned(),
        path: first.next()?.to_owned(),
        headers: headers.collect(),
        body: String::new(),
    };
    let length: usize = request.header("content-length").parse().unwrap_or(0);
    let mut body = bytes[end + 4..].to_vec();
    while body.len() < length {
        match stream.read(&mut buffer).ok()? {
            0 => return None,
            read => body.extend_from_slice(&buffer[..read]),
        }
    }
    request.body = String::from_utf8_lossy(&body).into_owned();
    Some(request)
}

/// The output of the command.
#[derive(Debug)]
pub(crate) struct Output {
    pub(crate) status: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Output {
    #[track_caller]
    pub(crate) fn expect(self, status: i32) -> String {
        assert_eq!(self.status, status, "{}\n{}", self.stdout, self.stderr);
        self.stdout
    }

    /// The error of a command that got no response.
    #[track_caller]
    pub(crate) fn error(self) -> String {
        assert_eq!(self.status, 2, "{}\n{}", self.stdout, self.stderr);
        self.stderr
    }
}

pub(crate) fn run(arguments: &[&str]) -> Output {
    run_with(arguments, "", &[])
}

/// Runs the command with text for stdin and variables.
pub(crate) fn run_with(arguments: &[&str], stdin: &str, variables: &[(&str, &str)]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cors-check"));
    for name in ["http_proxy", "https_proxy", "all_proxy", "no_proxy"] {
        command
            .env_remove(name)
            .env_remove(name.to_ascii_uppercase());
    }
    let mut child = command
        .env_remove("COLUMNS")
        .args(arguments)
        .envs(variables.iter().copied())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command starts");
    let mut pipe = child.stdin.take().expect("a pipe");
    pipe.write_all(stdin.as_bytes()).expect("stdin is read");
    drop(pipe);
    let output = child.wait_with_output().expect("the command ends");
    Output {
        status: output.status.code().expect("no signal"),
        stdout: String::from_utf8(output.stdout).expect("UTF-8"),
        stderr: String::from_utf8(output.stderr).expect("UTF-8"),
    }
}

/// Lines of headers that allow an origin.
pub(crate) fn allow(origin: &str) -> Vec<String> {
    vec![format!("Access-Control-Allow-Origin: {origin}")]
}

/// Lines of headers that allow an origin with credentials, for caches too.
pub(crate) fn allow_all(origin: &str) -> Vec<String> {
    let mut lines = allow(origin);
    lines.push("Access-Control-Allow-Credentials: true".to_owned());
    lines.push("Access-Control-Allow-Methods: GET, PUT".to_owned());
    lines.push("Access-Control-Allow-Headers: content-type, authorization".to_owned());
    lines.push("Access-Control-Max-Age: 600".to_owned());
    lines.push("Vary: Origin".to_owned());
    lines
}
