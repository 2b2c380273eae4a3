//! Runs scenarios in the pages of a real browser.

use std::{collections::BTreeMap, net::SocketAddr};

use cors_webdriver::{Browser, Network, Programs, Result, Settings, with_browser};

use crate::{
    case::{Outcome, Page, Scenario, Verdict},
    front::{Front, PAGE},
};

/// Runs all scenarios in one browser, after a visit to the origin of each server.
pub(crate) async fn run_in_browser(
    programs: &Programs,
    front: &Front,
    servers: &[(String, SocketAddr)],
    scenarios: &[Scenario],
) -> BTreeMap<usize, Outcome> {
    // A browser that ends slowly may leave some of it behind, which `cargo clean` removes.
    let profile = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
    let settings = Settings {
        network: Network::Proxy(front.address()),
        accept_insecure_certs: true,
        ..Settings::new(profile.path())
    };
    let verdicts = with_browser(programs, &settings, async |browser| {
        run_all(browser, servers, scenarios).await
    });
    let verdicts = verdicts.await.expect("every page runs its scenarios");
    let mut seen = front.take();
    verdicts
        .into_iter()
        .map(|(id, verdicts)| {
            let seen = seen.remove(&id).unwrap_or_default();
            (id, Outcome { verdicts, seen })
        })
        .collect()
}

async fn run_all(
    browser: &Browser,
    servers: &[(String, SocketAddr)],
    scenarios: &[Scenario],
) -> Result<BTreeMap<usize, Vec<Verdict>>> {
    eprintln!("{}", browser.user_agent().await?);
    for (origin, _) in servers {
        visit(browser, origin).await?;
    }
    let mut by_page: BTreeMap<Page, Vec<&Scenario>> = BTreeMap::new();
    for scenario in scenarios {
        by_page.entry(scenario.page).or_default().push(scenario);
    }
    let mut verdicts = BTreeMap::new();
    for (page, scenarios) in by_page {
        verdicts.extend(run(browser, page, &scenarios).await?);
    }
    Ok(verdicts)
}

/// Opens the page of an origin.
async fn visit(browser: &Browser, origin: &str) -> Result<()> {
    browser.open(&format!("{origin}{PAGE}")).await?;
    let shown = browser.execute("return self.origin", Vec::new()).await?;
    if shown != origin {
        return Err(format!("the page of {origin} has the origin {shown}").into());
    }
    Ok(())
}

/// Runs scenarios in a page. Each has as many verdicts as steps.
async fn run(
    browser: &Browser,
    page: Page,
    scenarios: &[&Scenario],
) -> Result<BTreeMap<usize, Vec<Verdict>>> {
    let (origin, run) = match page {
        Page::Of(origin) => (origin, "run(scenarios)"),
        Page::Sandboxed(origin) => (origin, "runInFrame('sandbox', scenarios)"),
        Page::Data(origin) => (origin, "runInFrame('data', scenarios)"),
    };
    visit(browser, origin).await?;
    let script = format!("const [scenarios, done] = arguments; {run}.then(done)");
    let scenarios = serde_json::to_value(scenarios)?;
    let verdicts = browser.execute_async(&script, vec![scenarios]).await?;
    Ok(serde_json::from_value(verdicts)?)
}
