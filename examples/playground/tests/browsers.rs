//! The page in Chromium, Firefox and WebKit: the browser and our client agree on every call, and the keyboard is enough
//! to use it.
//!
//! Without a browser and its driver its test says that it did not run, and fails where `CI` is set.
//! `PLAYGROUND_SCREENSHOTS=directory` saves screenshots of the page.

mod support;

use std::path::Path;

use cors_webdriver::{Browser, Engine, Key, Settings, with_browser};
use playground::{CALLS, PAGES};
use serde_json::{Value, json};
use tokio::sync::Mutex;

use crate::support::Running;

const DONE: &str = "document.getElementById('status')?.dataset.done !== undefined";

/// Every cell of both tables: `[server, call, origin, browser, client, alike]`.
const CELLS: &str = "[...document.querySelectorAll('table.matrix')].flatMap((table) =>
    [...table.querySelectorAll('button')].map(({ dataset, textContent }) =>
        [table.dataset.server, dataset.call, dataset.origin, dataset.browser, dataset.client, dataset.alike, textContent]))";

/// The card of each route.
const CARDS: &str =
    "[...document.querySelectorAll('#cards section')].map((card) => card.textContent)";

/// Sets `copy` to the window of a frame with the elements of the page. Its scripts have run already.
const COPY: &str = "
    const frame = document.createElement('iframe');
    const page = document.documentElement.cloneNode(true);
    Object.assign(frame.style, { border: 0, height: '1000px', maxWidth: 'none' });
    document.body.append(frame);
    window.copy = frame.contentWindow;
    copy.document.replaceChild(copy.document.adoptNode(page), copy.document.documentElement);
";

/// The text of the selected call.
const DETAIL: &str = "document.getElementById('detail').innerText";

/// The pages have fixed ports.
static PORTS: Mutex<()> = Mutex::const_new(());

#[tokio::test]
async fn page_shows_that_chromium_and_client_agree() {
    browser_and_client_agree(Engine::Chromium).await;
}

#[tokio::test]
async fn page_shows_that_firefox_and_client_agree() {
    browser_and_client_agree(Engine::Firefox).await;
}

#[tokio::test]
async fn page_shows_that_webkit_and_client_agree() {
    browser_and_client_agree(Engine::WebKit).await;
}

async fn browser_and_client_agree(engine: Engine) {
    let Some(programs) = engine.installed() else {
        return;
    };
    let _ports = PORTS.lock().await;
    let running = Running::where_the_policies_say().await;
    let profile = tempfile::tempdir().expect("a folder");
    let settings = Settings::new(profile.path());
    with_browser(&programs, &settings, async |browser| {
        open(browser, playground::MAIN).await;

        every_cell_agrees(browser).await;
        selected_call_is_explained(browser).await;
        keyboard_selects_a_cell(browser).await;
        form_makes_a_call(browser).await;
        page_fits_a_phone(browser).await;

        let directory = std::env::var_os("PLAYGROUND_SCREENSHOTS");
        if let Some(directory) = directory.filter(|_| engine == Engine::Chromium) {
            take_pictures(browser, Path::new(&directory)).await;
        }
    })
    .await;
    running.stop().await;
}

async fn every_cell_agrees(browser: &Browser) {
    let cells = browser.evaluate(CELLS).await;
    let cells = cells.as_array().expect("cells");
    assert_eq!(cells.len(), 2 * CALLS.len() * PAGES.len());
    for cell in cells {
        let text = |i: usize| cell[i].as_str().expect("text");
        assert_eq!(text(3), text(4), "{cell}");
        assert_eq!(text(5), "true", "{cell}");
        assert!(
            text(6).ends_with(text(3)),
            "the text differs from the data: {cell}"
        );
    }
    // Some results, so that the comparison above is not of empty cells.
    let found = |server: &str, call: &str, origin: &str| {
        let mut cells = cells.iter();
        let cell = cells.find(|cell| cell[0] == server && cell[1] == call && cell[2] == origin);
        cell.expect("a cell")[3].clone()
    };
    for server in ["axum", "rocket"] {
        assert_eq!(found(server, "cookies", "http://localhost:4100"), "200");
        assert_eq!(
            found(server, "readable-error", "http://localhost:4100"),
            "401"
        );
        let dev = if cfg!(debug_assertions) {
            "201"
        } else {
            "not sent"
        };
        assert_eq!(found(server, "write", "http://localhost:4102"), dev);
        assert_eq!(found(server, "write", "http://localhost:4103"), "not sent");
        assert_eq!(
            found(server, "pattern", "http://eu.partner.localhost:4100"),
            "200"
        );
        assert_eq!(found(server, "hidden", "http://127.0.0.1:4100"), "hidden");
        assert_eq!(found(server, "public", "null"), "200");
    }
    let status = browser
        .evaluate("document.getElementById('status').textContent")
        .await;
    assert_eq!(
        status,
        "196 calls by your browser, 196 equal results: our client agrees with your browser."
    );
}

async fn selected_call_is_explained(browser: &Browser) {
    click(
        browser,
        "table[data-server=axum] button[data-call=write][data-origin='http://localhost:4103']",
    )
    .await;
    shows(
        browser,
        &[
            "POST",
            "/orders",
            "foreign",
            "Blocked: the preflight failed, and the request was not sent",
            "The request itself was never sent",
            "dev_origins = [\"http://localhost:4102\"]",
            "axum_api.rs:",
            "1. the preflight, which scripts cannot see",
            "OPTIONS /orders",
            "access-control-request-headers: content-type",
            "origin: http://localhost:4103",
            "no access-control-allow-origin",
            "TypeError",
            "what would pass: `Access-Control-Allow-Origin: http://localhost:4103`",
        ],
    )
    .await;
    for server in ["rocket", "axum", "rocket"] {
        click(browser, &format!("input[name=server][value={server}]")).await;
        let cards = browser.evaluate(CARDS).await;
        let cards = cards.as_array().expect("cards");
        assert_eq!(cards.len(), 11);
        for card in cards {
            let text = card.as_str().expect("text");
            assert!(text.contains("#[cors("), "{text}");
            assert!(
                text.contains(&format!("{server}_api.rs:")) || text.contains("disabled"),
                "{text}"
            );
        }
    }
    click(
        browser,
        "table[data-server=rocket] button[data-call=public][data-origin=null]",
    )
    .await;
    shows(
        browser,
        &[
            "on Rocket",
            "Read: 200",
            "rocket_api.rs:",
            "x-total-count: 3",
            "soup, bread, apple pie",
            "etag: ",
        ],
    )
    .await;
}

async fn keyboard_selects_a_cell(browser: &Browser) {
    let focused =
        "document.activeElement.dataset.call + ' ' + document.activeElement.dataset.origin";
    let start = "document.querySelector('table[data-server=rocket] [tabindex=\"0\"]').focus()";
    browser.evaluate(start).await;
    assert_eq!(browser.evaluate(focused).await, "public null");
    for key in [Key::Down, Key::Left, Key::Left] {
        browser.press(key).await.expect("a key");
    }
    assert_eq!(
        browser.evaluate(focused).await,
        "cookies http://localhost:4103"
    );
    browser.press(Key::Enter).await.expect("a key");
    shows(
        browser,
        &[
            "/account",
            "foreign",
            "Hidden: the request was handled, but the script cannot read the response",
        ],
    )
    .await;
    // The table is one tab stop.
    browser.press(Key::Tab).await.expect("a key");
    assert_eq!(
        browser
            .evaluate("document.activeElement.closest('table')")
            .await,
        Value::Null
    );
    let ring = "getComputedStyle(document.activeElement).outlineStyle";
    assert_eq!(browser.evaluate(ring).await, "solid");
}

async fn form_makes_a_call(browser: &Browser) {
    fill(
        browser,
        "http://localhost:4101",
        "PUT",
        "/orders",
        "X-Request-Id: <b>7</b>",
    )
    .await;
    shows(browser, &["PUT", "from admin", "on Rocket", "Blocked"]).await;
    // An origin without a page.
    fill(browser, "other", "GET", "/menu", "").await;
    shows(
        browser,
        &[
            "GET",
            "https://app.example.com",
            "Your browser has no page of this origin",
            "Read: 200",
        ],
    )
    .await;
    // Invalid input shows an error.
    fill(browser, "other", "GET", "/menu", "no colon").await;
    wait_for(
        browser,
        "document.getElementById('form-error').textContent.includes('has no colon')",
    )
    .await;
    let injected = browser
        .evaluate("document.querySelectorAll('#detail b b, #more > b').length")
        .await;
    assert_eq!(injected, 0);
}

async fn page_fits_a_phone(browser: &Browser) {
    // A window of Firefox or WebKit is never that narrow, so a frame shows a copy of the page.
    let copy = browser.execute(COPY, Vec::new()).await;
    copy.expect("a copy of the page");
    wait_for(browser, "copy.document.styleSheets[0]?.cssRules.length > 0").await;
    for width in [390, 700, 1000, 1280] {
        let resize = format!("copy.frameElement.style.width = '{width}px'");
        browser.evaluate(&resize).await;
        assert_eq!(browser.evaluate("copy.innerWidth").await, width);
        let content = browser
            .evaluate("copy.document.documentElement.scrollWidth")
            .await;
        let content = content.as_u64().expect("pixels");
        assert!(content <= width, "{content} at {width} pixels");
    }
    browser.evaluate("copy.frameElement.remove()").await;
}

/// The first one is the picture of the README.
async fn take_pictures(browser: &Browser, directory: &Path) {
    for (name, hash, width, height, dark) in [
        ("playground", "axum/foreign/write", 1280, 1130, false),
        ("desktop-dark", "rocket/app/public", 1280, 1500, true),
        ("phone", "rocket/foreign/hidden", 390, 3200, false),
        ("phone-dark", "axum/app/write", 390, 3600, true),
    ] {
        open(browser, &format!("{}/#{hash}", playground::MAIN)).await;
        browser.resize(width, height).await.expect("another size");
        set_dark(browser, dark).await;
        let picture = browser.screenshot().await.expect("a picture");
        std::fs::write(directory.join(name).with_extension("png"), picture)
            .expect("it can be written");
    }
}

/// Opens the page and waits until every call is done.
async fn open(browser: &Browser, url: &str) {
    // A URL that differs in its fragment alone would not load the page again.
    browser.open("about:blank").await.expect("a blank page");
    browser.open(url).await.expect("the page");
    wait_for(browser, DONE).await;
}

async fn wait_for(browser: &Browser, expression: &str) {
    assert!(
        browser.becomes_true(expression).await,
        "`{expression}` did not become true"
    );
}

async fn set_dark(browser: &Browser, dark: bool) {
    let scheme = if dark { "dark" } else { "light" };
    let features = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
    let set = browser.devtools("Emulation.setEmulatedMedia", features);
    set.await.expect("another scheme");
}

async fn click(browser: &Browser, selector: &str) {
    browser
        .evaluate(&format!("document.querySelector(`{selector}`).click()"))
        .await;
}

async fn fill(browser: &Browser, origin: &str, method: &str, path: &str, headers: &str) {
    let values =
        json!({ "origin": origin, "method": method, "path": path, "headers": headers, "body": "" });
    let script = format!(
        "{{
            const form = document.getElementById('form');
            for (const [name, value] of Object.entries({values})) form.elements[name].value = value;
            form.elements.credentials.checked = false;
            form.elements.origin.dispatchEvent(new Event('change'));
            form.requestSubmit();
        }}"
    );
    browser.execute(&script, Vec::new()).await.expect("a form");
}

/// Waits until the selected call shows all texts.
async fn shows(browser: &Browser, texts: &[&str]) {
    let all = format!("{}.every((text) => {DETAIL}.includes(text))", json!(texts));
    if !browser.becomes_true(&all).await {
        let shown = browser.evaluate(DETAIL).await;
        panic!("{texts:#?} not in {}", shown.as_str().unwrap_or_default());
    }
}
