//! The Rockets of the tests, for each pass.

/// Rocket itself.
pub mod control {
    use rocket::{Build, Rocket, Route, config::Config};

    pub use rocket::{build, custom};

    pub fn with(routes: impl Into<Vec<Route>>) -> Rocket<Build> {
        custom(Config::debug_default()).mount("/", routes)
    }
}

macro_rules! pass {
    ($name:ident $(, $origin:expr)?) => {
        pub mod $name {
            use cors_runtime::rocket::Cors;
            use rocket::{
                Build, Rocket, Route,
                config::Config,
                fairing::AdHoc,
                figment::Provider,
                http::Header,
            };

            fn attached(rocket: Rocket<Build>) -> Rocket<Build> {
                $(
                    let rocket = rocket.attach(AdHoc::on_request("origin", |request, _| {
                        Box::pin(async move {
                            request.add_header(Header::new("Origin", $origin));
                        })
                    }));
                )?
                rocket.attach(Cors::fairing())
            }

            pub fn build() -> Rocket<Build> {
                attached(rocket::build())
            }

            pub fn custom<T: Provider>(provider: T) -> Rocket<Build> {
                attached(rocket::custom(provider))
            }

            pub fn with(routes: impl Into<Vec<Route>>) -> Rocket<Build> {
                custom(Config::debug_default()).mount("/", routes)
            }
        }
    };
}

pass!(plain);
pass!(plain_with_origin, "https://app.example.com");
pass!(annotated);
pass!(annotated_with_origin, "https://app.example.com");
