//! Runs scenarios in the pages of a real browser.

use std::{collections::BTreeMap, net::SocketAddr};

use cors_webdriver::{Browser, Network, Programs, Result, Settings, with_browser};
use tempfile::TempDir;

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
    let profile = profile();
    let settings = settings(&profile, front);
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

/// A folder for a profile. A browser that ends slowly may leave some of it behind, which `cargo clean` removes.
pub(crate) fn profile() -> TempDir {
    tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder")
}

/// The settings of a browser that finds every host at the front.
pub(crate) fn settings<'p>(profile: &'p TempDir, front: &Front) -> Settings<'p> {
    Settings {
        network: Network::Proxy(front.address()),
        accept_insecure_certs: true,
        ..Settings::new(profile.path())
    }
}

pub(crate) async fn run_all(
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
pub(crate) async fn visit(browser: &Browser, origin: &str) -> Result<()> {
    browser.open(&format!("{origin}{PAGE}")).await?;
    let shown = browser.execute("return self.origin", Vec::new()).await?;
    if shown != origin {
        return Err(format!("the page of {origin} has the origin {shown}").into());
    }
    Ok(())
}

/// Opens a page and runs scenarios in it.
async fn run(
    browser: &Browser,
    page: Page,
    scenarios: &[&Scenario],
) -> Result<BTreeMap<usize, Vec<Verdict>>> {
    let (Page::Of(origin) | Page::Sandboxed(origin) | Page::Data(origin)) = page;
    visit(browser, origin).await?;
    run_in_page(browser, page, scenarios).await
}

/// Runs scenarios in the open page. Each has as many verdicts as steps.
pub(crate) async fn run_in_page(
    browser: &Browser,
    page: Page,
    scenarios: &[&Scenario],
) -> Result<BTreeMap<usize, Vec<Verdict>>> {
    let run = match page {
        Page::Of(_) => "run(scenarios)",
        Page::Sandboxed(_) => "runInFrame('sandbox', scenarios)",
        Page::Data(_) => "runInFrame('data', scenarios)",
    };
    let script = format!("const [scenarios, done] = arguments; {run}.then(done)");
    let scenarios = serde_json::to_value(scenarios)?;
    let verdicts = browser.execute_async(&script, vec![scenarios]).await?;
    Ok(serde_json::from_value(verdicts)?)
}
