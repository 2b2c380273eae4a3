//! The page in headless Chromium: the browser and our client agree on every call, and the keyboard is enough to use it.
//!
//! The test needs the program `chromium`, or one of its other names. Without it the test is skipped, and fails where `CI`
//! is set. `PLAYGROUND_SCREENSHOTS=directory` saves screenshots of the page.

mod support;

use std::{
    io::{self, Write},
    path::Path,
};

use playground::{CALLS, PAGES};
use serde_json::{Value, json};

use crate::support::{Running, chromium::Chromium};

const DONE: &str = "document.getElementById('status')?.dataset.done !== undefined";

/// Every cell of both tables: `[server, call, origin, browser, client, alike]`.
const CELLS: &str = "[...document.querySelectorAll('table.matrix')].flatMap((table) =>
    [...table.querySelectorAll('button')].map(({ dataset, textContent }) =>
        [table.dataset.server, dataset.call, dataset.origin, dataset.browser, dataset.client, dataset.alike, textContent]))";

/// The card of each route.
const CARDS: &str =
    "[...document.querySelectorAll('#cards section')].map((card) => card.textContent)";

/// The text of the selected call.
const DETAIL: &str = "document.getElementById('detail').innerText";

#[tokio::test]
async fn page_shows_that_browser_and_client_agree() {
    let Some(mut chromium) = Chromium::start().await else {
        assert!(
            std::env::var_os("CI").is_none(),
            "there is no `chromium` on this machine, and CI has to have one"
        );
        // The test harness hides `eprintln!` of tests that pass, but not a direct write.
        let message =
            "\n    SKIPPED: there is no `chromium` on this machine, the page is not tested\n\n";
        io::stderr()
            .write_all(message.as_bytes())
            .expect("it is open");
        return;
    };
    let running = Running::where_the_policies_say().await;
    chromium.open(playground::MAIN).await;
    chromium.wait_for(DONE).await;

    every_cell_agrees(&mut chromium).await;
    selected_call_is_explained(&mut chromium).await;
    keyboard_selects_a_cell(&mut chromium).await;
    form_makes_a_call(&mut chromium).await;
    page_fits_a_phone(&mut chromium).await;

    if let Some(directory) = std::env::var_os("PLAYGROUND_SCREENSHOTS") {
        take_pictures(&mut chromium, Path::new(&directory)).await;
    }
    chromium.stop().await;
    running.stop().await;
}

async fn every_cell_agrees(chromium: &mut Chromium) {
    let cells = chromium.evaluate(CELLS).await;
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
    let status = chromium
        .evaluate("document.getElementById('status').textContent")
        .await;
    assert_eq!(
        status,
        "196 calls by your browser, 196 equal results: our client agrees with your browser."
    );
}

async fn selected_call_is_explained(chromium: &mut Chromium) {
    click(
        chromium,
        "table[data-server=axum] button[data-call=write][data-origin='http://localhost:4103']",
    )
    .await;
    shows(
        chromium,
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
        click(chromium, &format!("input[name=server][value={server}]")).await;
        let cards = chromium.evaluate(CARDS).await;
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
        chromium,
        "table[data-server=rocket] button[data-call=public][data-origin=null]",
    )
    .await;
    shows(
        chromium,
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

async fn keyboard_selects_a_cell(chromium: &mut Chromium) {
    let focused =
        "document.activeElement.dataset.call + ' ' + document.activeElement.dataset.origin";
    let start = "document.querySelector('table[data-server=rocket] [tabindex=\"0\"]').focus()";
    chromium.evaluate(start).await;
    assert_eq!(chromium.evaluate(focused).await, "public null");
    for key in ["ArrowDown", "ArrowLeft", "ArrowLeft"] {
        chromium.press(key).await;
    }
    assert_eq!(
        chromium.evaluate(focused).await,
        "cookies http://localhost:4103"
    );
    chromium.press("Enter").await;
    shows(
        chromium,
        &[
            "/account",
            "foreign",
            "Hidden: the request was handled, but the script cannot read the response",
        ],
    )
    .await;
    // The table is one tab stop.
    chromium.press("Tab").await;
    assert_eq!(
        chromium
            .evaluate("document.activeElement.closest('table')")
            .await,
        Value::Null
    );
    let ring = "getComputedStyle(document.activeElement).outlineStyle";
    assert_eq!(chromium.evaluate(ring).await, "solid");
}

async fn form_makes_a_call(chromium: &mut Chromium) {
    fill(
        chromium,
        "http://localhost:4101",
        "PUT",
        "/orders",
        "X-Request-Id: <b>7</b>",
    )
    .await;
    shows(chromium, &["PUT", "from admin", "on Rocket", "Blocked"]).await;
    // An origin without a page.
    fill(chromium, "other", "GET", "/menu", "").await;
    shows(
        chromium,
        &[
            "GET",
            "https://app.example.com",
            "Your browser has no page of this origin",
            "Read: 200",
        ],
    )
    .await;
    // Invalid input shows an error.
    fill(chromium, "other", "GET", "/menu", "no colon").await;
    chromium
        .wait_for("document.getElementById('form-error').textContent.includes('has no colon')")
        .await;
    let injected = chromium
        .evaluate("document.querySelectorAll('#detail b b, #more > b').length")
        .await;
    assert_eq!(injected, 0);
}

async fn page_fits_a_phone(chromium: &mut Chromium) {
    let wide = "document.documentElement.scrollWidth > innerWidth";
    for width in [390, 700, 1000, 1280] {
        chromium.resize(width, 1000).await;
        assert_eq!(chromium.evaluate("innerWidth").await, width);
        assert_eq!(chromium.evaluate(wide).await, false, "at {width} pixels");
    }
}

/// The first one is the picture of the README.
async fn take_pictures(chromium: &mut Chromium, directory: &Path) {
    for (name, hash, width, height, dark) in [
        ("playground", "axum/foreign/write", 1280, 1130, false),
        ("desktop-dark", "rocket/app/public", 1280, 1500, true),
        ("phone", "rocket/foreign/hidden", 390, 3200, false),
        ("phone-dark", "axum/app/write", 390, 3600, true),
    ] {
        chromium
            .open(&format!("{}/#{hash}", playground::MAIN))
            .await;
        chromium.resize(width, height).await;
        chromium.dark(dark).await;
        chromium.wait_for(DONE).await;
        let picture = chromium.screenshot().await;
        std::fs::write(directory.join(name).with_extension("png"), picture)
            .expect("it can be written");
    }
}

async fn click(chromium: &mut Chromium, selector: &str) {
    chromium
        .evaluate(&format!("document.querySelector(`{selector}`).click()"))
        .await;
}

async fn fill(chromium: &mut Chromium, origin: &str, method: &str, path: &str, headers: &str) {
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
    chromium.evaluate(&script).await;
}

/// Waits until the selected call shows all texts.
async fn shows(chromium: &mut Chromium, texts: &[&str]) {
    let all = format!("{}.every((text) => {DETAIL}.includes(text))", json!(texts));
    if !chromium.comes_true(&all).await {
        let shown = chromium.evaluate(DETAIL).await;
        panic!("{texts:#?} not in {}", shown.as_str().unwrap_or_default());
    }
}
