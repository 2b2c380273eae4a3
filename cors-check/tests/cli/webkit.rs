//! The messages of the console, as WebKit writes them.

use std::{
    env, fs,
    io::{BufRead, BufReader},
    path::PathBuf,
    process::{Child, Command, Stdio},
};

use crate::{
    chromium::{CASES, page, respond},
    support::{Server, run},
};

/// The small browser of WebKitGTK.
fn mini_browser() -> Option<PathBuf> {
    let libraries = format!("/usr/lib/{}-linux-gnu", env::consts::ARCH);
    let folders = fs::read_dir(libraries).ok()?.filter_map(Result::ok);
    let mut programs = folders
        .filter(|folder| {
            folder
                .file_name()
                .to_string_lossy()
                .starts_with("webkit2gtk-4")
        })
        .map(|folder| folder.path().join("MiniBrowser"));
    programs.find(|program| program.exists())
}

/// A display without a screen, until it is dropped.
struct Display {
    server: Child,
    name: String,
}

impl Display {
    fn start() -> Option<Self> {
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-nolisten", "tcp"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        let mut number = String::new();
        BufReader::new(server.stdout.take()?)
            .read_line(&mut number)
            .ok()?;
        Some(Self {
            server,
            name: format!(":{}", number.trim()),
        })
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

#[test]
fn console_messages_are_those_of_webkit() {
    let api = Server::responding(respond);
    let page = page(&api, "window.close()");
    let home = tempfile::tempdir().expect("a folder");
    let (Some(program), Some(display)) = (mini_browser(), Display::start()) else {
        assert!(env::var_os("CI").is_none(), "WebKitGTK or Xvfb is missing");
        eprintln!("**** THE CONSOLE OF WEBKIT WAS NOT COMPARED: WebKitGTK or Xvfb is missing ****");
        return;
    };
    let log = Command::new("timeout")
        .arg("60")
        .arg(program)
        .args([
            "--enable-write-console-messages-to-stdout=true",
            &page.url("/"),
        ])
        .env("DISPLAY", &display.name)
        .env("HOME", home.path())
        .env("WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS", "1")
        .env_remove("http_proxy")
        .env_remove("all_proxy")
        .output();
    let log = log.expect("the browser starts");
    let text = [&log.stdout[..], &log.stderr].concat();
    let text = String::from_utf8_lossy(&text);
    let lines = text.lines();
    let lines: Vec<&str> = lines
        .filter_map(|line| line.strip_prefix("CONSOLE "))
        .collect();
    let origin = page.url("");
    for (path, _, options, _) in CASES {
        let url = api.url(&format!("/{path}"));
        let last = format!("Fetch API cannot load {url} due to access control checks.");
        let index = lines.iter().position(|line| line.ends_with(&last));
        let index = index.unwrap_or_else(|| panic!("WebKit allows {path}:\n{log:?}"));
        let first = lines[index - 1].trim_start_matches("SECURITY ERROR ");
        let arguments = [
            &[url.as_str(), "--from", &origin, "--engine", "webkit"],
            options,
        ]
        .concat();
        let text = run(&arguments).expect(1);
        assert!(
            text.contains(&format!("  {first}\n  {last}\n")),
            "{path}\n{first}\n{text}"
        );
    }
}
