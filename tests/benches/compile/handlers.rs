//! The kinds of handlers that are compared.

use core::fmt::Write;

/// The number of handlers in one crate.
pub(crate) const HANDLERS: usize = 300;

/// Handlers of one kind.
pub(crate) struct Handlers {
    pub(crate) name: &'static str,
    /// The name in the table.
    pub(crate) title: &'static str,
    /// The kind without the attribute.
    pub(crate) beside: &'static str,
    /// `[dependencies]`.
    pub(crate) dependencies: &'static str,
    imports: &'static str,
    attributes: &'static str,
    framework: Framework,
}

#[derive(Clone, Copy)]
enum Framework {
    Axum,
    Rocket,
}

const AXUM: &str = r#"
axum = "0.8"
serde = { version = "1", features = ["derive"] }
cors-runtime = { path = "{workspace}/cors-runtime", features = ["axum"] }
"#;

const AXUM_AND_DEBUG_HANDLER: &str = r#"
axum = { version = "0.8", features = ["macros"] }
serde = { version = "1", features = ["derive"] }
"#;

const AXUM_AND_TRACING: &str = r#"
axum = "0.8"
serde = { version = "1", features = ["derive"] }
tracing = "0.1"
"#;

const ROCKET: &str = r#"
rocket = { version = "0.5", features = ["json"] }
cors-runtime = { path = "{workspace}/cors-runtime", features = ["rocket"] }
"#;

const POLICY: &str = r#"#[cors(origins = ["https://app.example.com", "https://*.example.org"], headers = ["content-type"], credentials, max_age = "2h")]"#;

/// All that are measured.
pub(crate) const KINDS: &[Handlers] = &[
    Handlers {
        name: "axum",
        title: "axum, no attribute",
        beside: "axum",
        dependencies: AXUM,
        imports: "",
        attributes: "",
        framework: Framework::Axum,
    },
    Handlers {
        name: "debug-handler",
        title: "axum, `#[axum::debug_handler]`",
        beside: "axum",
        dependencies: AXUM_AND_DEBUG_HANDLER,
        imports: "",
        attributes: "#[axum::debug_handler(state = Db)]",
        framework: Framework::Axum,
    },
    Handlers {
        name: "instrument",
        title: "axum, `#[tracing::instrument]`",
        beside: "axum",
        dependencies: AXUM_AND_TRACING,
        imports: "",
        attributes: "#[tracing::instrument(skip_all)]",
        framework: Framework::Axum,
    },
    Handlers {
        name: "cors",
        title: "axum, `#[cors(…)]`",
        beside: "axum",
        dependencies: AXUM,
        imports: "use cors_runtime::cors;",
        attributes: POLICY,
        framework: Framework::Axum,
    },
    Handlers {
        name: "cors-named",
        title: "axum, `#[cors(policy = …)]`",
        beside: "axum",
        dependencies: AXUM,
        imports: "use cors_runtime::{Policy, cors, policy};\n\
            pub static FRONTEND: Policy = policy!(origins = [\"https://app.example.com\"], headers = [\"content-type\"], credentials);",
        attributes: "#[cors(policy = FRONTEND)]",
        framework: Framework::Axum,
    },
    Handlers {
        name: "rocket",
        title: "Rocket, its own attribute",
        beside: "rocket",
        dependencies: ROCKET,
        imports: "",
        attributes: "",
        framework: Framework::Rocket,
    },
    Handlers {
        name: "rocket-cors",
        title: "Rocket, `#[cors(…)]` and its own",
        beside: "rocket",
        dependencies: ROCKET,
        imports: "use cors_runtime::cors;",
        attributes: POLICY,
        framework: Framework::Rocket,
    },
];

impl Handlers {
    /// A crate with so many of them.
    pub(crate) fn source(&self, count: usize) -> String {
        let Self {
            imports,
            attributes,
            framework,
            ..
        } = self;
        let prelude = match framework {
            Framework::Axum => {
                "use axum::{Json, extract::State};\n\
                #[derive(Clone)] pub struct Db;\n\
                #[derive(serde::Deserialize)] pub struct Note { pub text: String }"
            }
            Framework::Rocket => {
                "use rocket::{State, post, serde::json::Json};\n\
                pub struct Db;\n\
                #[derive(rocket::serde::Deserialize)] #[serde(crate = \"rocket::serde\")]\n\
                pub struct Note { pub text: String }"
            }
        };
        let mut source = format!("{prelude}\n{imports}\n");
        for number in 0..count {
            let handler = match framework {
                Framework::Axum => format!(
                    "pub async fn note_{number}(State(_): State<Db>, Json(note): Json<Note>) -> String {{ note.text }}"
                ),
                Framework::Rocket => format!(
                    "#[post(\"/notes/{number}\", format = \"json\", data = \"<note>\")]\n\
                    pub async fn note_{number}(_db: &State<Db>, note: Json<Note>) -> String {{ note.into_inner().text }}"
                ),
            };
            writeln!(source, "{attributes}\n{handler}").expect("text");
        }
        source
    }
}
