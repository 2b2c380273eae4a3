//! Each engine starts, opens a page and runs scripts.

use std::net::SocketAddr;

use cors_webdriver::{Engine, Settings, with_browser};
use serde_json::json;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

#[tokio::test]
async fn chromium_opens_a_page_and_runs_scripts() {
    opens_a_page_and_runs_scripts(Engine::Chromium, "Chrome/").await;
}

#[tokio::test]
async fn firefox_opens_a_page_and_runs_scripts() {
    opens_a_page_and_runs_scripts(Engine::Firefox, "Firefox/").await;
}

#[tokio::test]
async fn webkit_opens_a_page_and_runs_scripts() {
    opens_a_page_and_runs_scripts(Engine::WebKit, "Version/").await;
}

async fn opens_a_page_and_runs_scripts(engine: Engine, name: &str) {
    let Some(programs) = engine.installed() else {
        return;
    };
    let server = server().await;
    let profile = tempfile::tempdir().expect("a folder");
    let settings = Settings::new(profile.path());
    with_browser(&programs, &settings, async |browser| {
        let agent = browser.user_agent().await.expect("a name");
        assert!(agent.contains(name), "{agent}");
        browser
            .open(&format!("http://{server}/"))
            .await
            .expect("the page");
        assert_eq!(browser.evaluate("document.title").await, "A page");
        let script = "const [number, done] = arguments; setTimeout(() => done(number + 1), 1)";
        let next = browser.execute_async(script, vec![json!(1)]).await;
        assert_eq!(next.expect("a number"), json!(2));
    })
    .await;
}

/// Starts a server with one page.
async fn server() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut request = [0; 4096];
            let _ = stream.read(&mut request).await;
            let page = "<!doctype html><title>A page</title>";
            let head = "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\nconnection: close";
            let response = format!("{head}\r\ncontent-length: {}\r\n\r\n{page}", page.len());
            let _ = stream.write_all(response.as_bytes()).await;
        }
    });
    address
}
