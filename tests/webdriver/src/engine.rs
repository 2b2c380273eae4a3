//! The browsers, their drivers and their capabilities.

use std::{
    env,
    io::{self, Write},
    path::PathBuf,
};

use serde_json::{Map, Value, json};

use crate::{Network, Settings, ThirdPartyCookies};

/// A browser engine that a driver controls over `WebDriver`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// Chromium, driven by `chromedriver`.
    Chromium,
    /// Firefox, driven by `geckodriver`.
    Firefox,
    /// `WebKitGTK`, driven by `WebKitWebDriver`. It needs a display, for which `Xvfb` is started.
    WebKit,
}

/// A browser and its driver, as installed.
#[derive(Clone, Debug)]
pub struct Programs {
    pub(crate) engine: Engine,
    pub(crate) browser: PathBuf,
    pub(crate) driver: PathBuf,
    /// The program that makes a display, where the browser needs one.
    pub(crate) display: Option<PathBuf>,
}

impl Engine {
    /// The names that the browser has in distributions.
    const fn browsers(self) -> &'static [&'static str] {
        match self {
            Self::Chromium => &["chromium", "chromium-browser", "google-chrome"],
            Self::Firefox => &["firefox", "firefox-esr"],
            Self::WebKit => &["MiniBrowser"],
        }
    }

    const fn driver(self) -> &'static str {
        match self {
            Self::Chromium => "chromedriver",
            Self::Firefox => "geckodriver",
            Self::WebKit => "WebKitWebDriver",
        }
    }

    /// The packages of Debian, or the command, that install both.
    const fn installation(self) -> &'static str {
        match self {
            Self::Chromium => "apt-get install chromium chromium-driver",
            Self::Firefox => "apt-get install firefox-esr; cargo install geckodriver --locked",
            Self::WebKit => "apt-get install webkit2gtk-driver xvfb",
        }
    }

    /// Finds the browser and its driver in `PATH`, and `MiniBrowser` where Debian puts it.
    #[must_use]
    pub fn find(self) -> Option<Programs> {
        let mut folders: Vec<PathBuf> = env::split_paths(&env::var_os("PATH")?).collect();
        if self == Self::WebKit {
            let libraries = ["4.1", "4.0"].map(|version| format!("webkit2gtk-{version}"));
            let debian = PathBuf::from(format!("/usr/lib/{}-linux-gnu", env::consts::ARCH));
            folders.extend(libraries.map(|library| debian.join(library)));
        }
        let find = |names: &[&str]| {
            let mut files = names
                .iter()
                .flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
            files.find(|file| file.is_file())
        };
        Some(Programs {
            engine: self,
            browser: find(self.browsers())?,
            driver: find(&[self.driver()])?,
            display: match self {
                Self::Chromium | Self::Firefox => None,
                Self::WebKit => Some(find(&["Xvfb"])?),
            },
        })
    }

    /// Finds the browser and its driver. Without them the caller's test does not run: this writes so, past the test
    /// harness, which hides the output of tests that pass.
    ///
    /// # Panics
    ///
    /// Panics if one is missing and `CI` is set.
    #[must_use]
    pub fn installed(self) -> Option<Programs> {
        let programs = self.find();
        if programs.is_none() {
            let missing = format!(
                "`{}`, or what drives it, is missing ({})",
                self.browsers()[0],
                self.installation()
            );
            assert!(env::var_os("CI").is_none(), "{missing}");
            let note = format!("\n!!! NOT RUN, not tested with {self:?}: {missing}.\n\n");
            io::stderr()
                .write_all(note.as_bytes())
                .expect("standard error is open");
        }
        programs
    }

    /// The arguments of a driver that listens on this port.
    pub(crate) fn driver_arguments(self, port: u16) -> Vec<String> {
        match self {
            Self::Chromium | Self::WebKit => vec![format!("--port={port}")],
            Self::Firefox => vec!["--port".to_owned(), port.to_string()],
        }
    }
}

impl Programs {
    /// The engine of the browser.
    #[must_use]
    pub const fn engine(&self) -> Engine {
        self.engine
    }

    /// The program to start as the browser.
    fn binary(&self, settings: &Settings<'_>) -> PathBuf {
        let wrapped = settings.clock.map(|clock| clock.wrap(&self.browser));
        wrapped.unwrap_or_else(|| self.browser.clone())
    }

    /// The capabilities of a new session.
    pub(crate) fn capabilities(&self, settings: &Settings<'_>) -> Map<String, Value> {
        let mut capabilities = match self.engine {
            Engine::Chromium => self.chromium(settings),
            Engine::Firefox => self.firefox(settings),
            Engine::WebKit => self.webkit(settings),
        };
        // The capabilities of the standard; those of WebKitGTK have no effect.
        if self.engine != Engine::WebKit {
            capabilities.insert(
                "acceptInsecureCerts".to_owned(),
                settings.accept_insecure_certs.into(),
            );
            if let Network::Proxy(proxy) = settings.network {
                let proxy = proxy.to_string();
                let proxy = json!({ "proxyType": "manual", "httpProxy": proxy, "sslProxy": proxy });
                capabilities.insert("proxy".to_owned(), proxy);
            }
        }
        capabilities
    }

    fn chromium(&self, settings: &Settings<'_>) -> Map<String, Value> {
        let (width, height) = settings.window;
        let mut arguments = [
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
            "--hide-scrollbars",
            // A page of plain http is not upgraded, even if its host also serves TLS.
            "--disable-features=HttpsUpgrades",
        ]
        .map(str::to_owned)
        .to_vec();
        arguments.push(format!("--window-size={width},{height}"));
        arguments.push(format!("--user-data-dir={}", settings.profile.display()));
        if settings.accept_insecure_certs {
            arguments.push("--ignore-certificate-errors".to_owned());
        }
        match settings.network {
            Network::Direct => arguments.push("--no-proxy-server".to_owned()),
            Network::Internet(host, server) => arguments.extend([
                "--no-proxy-server".to_owned(),
                format!("--host-resolver-rules=MAP {host} {}", server.ip()),
                format!("--ip-address-space-overrides={server}=public"),
            ]),
            // Loopback hosts otherwise bypass a proxy.
            Network::Proxy(_) => arguments.push("--proxy-bypass-list=<-loopback>".to_owned()),
        }
        let mut options = json!({ "binary": self.binary(settings), "args": arguments });
        if settings.third_party_cookies != ThirdPartyCookies::ByDefault {
            let blocks = settings.third_party_cookies == ThirdPartyCookies::Blocked;
            options["prefs"] = json!({ "profile": {
                "cookie_controls_mode": u8::from(blocks),
                "block_third_party_cookies": blocks,
            } });
        }
        object(json!({
            "goog:loggingPrefs": { "browser": "ALL" },
            "goog:chromeOptions": options,
        }))
    }

    fn firefox(&self, settings: &Settings<'_>) -> Map<String, Value> {
        let (width, height) = settings.window;
        let mut preferences = json!({
            // Loopback hosts otherwise bypass a proxy.
            "network.proxy.allow_hijacking_localhost": true,
            "intl.accept_languages": "en",
        });
        if settings.third_party_cookies != ThirdPartyCookies::ByDefault {
            let blocks = settings.third_party_cookies == ThirdPartyCookies::Blocked;
            preferences["network.cookie.cookieBehavior"] = u8::from(blocks).into();
        }
        if let Network::Internet(host, server) = settings.network {
            preferences["network.dns.localDomains"] = host.into();
            preferences["network.lna.address_space.public.override"] = server.to_string().into();
        }
        object(json!({
            "moz:firefoxOptions": {
                "binary": self.binary(settings),
                "args": ["-headless", "-width", width.to_string(), "-height", height.to_string()],
                "prefs": preferences,
            },
        }))
    }

    fn webkit(&self, settings: &Settings<'_>) -> Map<String, Value> {
        let (width, height) = settings.window;
        let mut arguments = vec![
            "--automation".to_owned(),
            format!("--geometry={width}x{height}"),
        ];
        match settings.third_party_cookies {
            ThirdPartyCookies::Sent => arguments.push("--cookies-policy=always".to_owned()),
            ThirdPartyCookies::ByDefault => {}
            ThirdPartyCookies::Blocked => arguments.push("--enable-itp".to_owned()),
        }
        match settings.network {
            Network::Direct => {}
            Network::Proxy(proxy) => arguments.push(format!("--proxy=http://{proxy}")),
            Network::Internet(..) => panic!("WebKitGTK cannot be set so"),
        }
        if settings.accept_insecure_certs {
            arguments.push("--ignore-tls-errors".to_owned());
        }
        object(json!({
            "webkitgtk:browserOptions": { "binary": self.binary(settings), "args": arguments },
        }))
    }
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(object) => object,
        other => panic!("{other} is not an object"),
    }
}
