//! The passing twins of `tests/ui/*/fail`: each policy corrected, compiled and routed.

use std::{collections::BTreeSet, fs, path::Path};

use cors_runtime::{axum::CorsRouter, rocket::Cors};
use rocket::{Config, Route, config::LogLevel, local::blocking::Client};

macro_rules! twins {
    ($twins:ident: $routes:ty; $($file:literal $twin:ident;)*) => {
        $(
            #[path = $file]
            mod $twin;
        )*

        const $twins: &[(&str, fn() -> $routes)] = &[$(($file, $twin::routes),)*];
    };
}

twins! { TWINS: CorsRouter;
    "../../ui/allow/pass/unknown_allowance.rs" unknown_allowance;
    "../../ui/axum/pass/annotated_fallback.rs" annotated_fallback;
    "../../ui/axum/pass/body_before_last.rs" body_before_last;
    "../../ui/axum/pass/not_a_router.rs" not_a_router;
    "../../ui/axum/pass/not_a_typed_path.rs" not_a_typed_path;
    "../../ui/axum/pass/plain_axum_route.rs" plain_axum_route;
    "../../ui/axum/pass/typed_path_argument.rs" typed_path_argument;
    "../../ui/axum/pass/typed_path_deserialize.rs" typed_path_deserialize;
    "../../ui/crate_path/pass/renamed.rs" renamed;
    "../../ui/credentials/pass/extension_wildcard_credentials.rs" extension_wildcard_credentials;
    "../../ui/credentials/pass/insecure_origin_credentials.rs" insecure_origin_credentials;
    "../../ui/credentials/pass/null_credentials.rs" null_credentials;
    "../../ui/credentials/pass/public_suffix_credentials.rs" public_suffix_credentials;
    "../../ui/credentials/pass/wildcard_credentials.rs" wildcard_credentials;
    "../../ui/enforce/pass/extension_wildcard_enforce.rs" extension_wildcard_enforce;
    "../../ui/enforce/pass/forwarded_host_enforce.rs" forwarded_host_enforce;
    "../../ui/enforce/pass/public_suffix_enforce.rs" public_suffix_enforce;
    "../../ui/expose_headers/pass/exposed_header_cors_protocol.rs" exposed_header_cors_protocol;
    "../../ui/expose_headers/pass/exposed_header_forbidden.rs" exposed_header_forbidden;
    "../../ui/expose_headers/pass/exposed_header_mixed_wildcard.rs" exposed_header_mixed_wildcard;
    "../../ui/expose_headers/pass/exposed_header_not_token.rs" exposed_header_not_token;
    "../../ui/headers/pass/header_cors_protocol.rs" header_cors_protocol;
    "../../ui/headers/pass/header_forbidden.rs" header_forbidden;
    "../../ui/headers/pass/header_mixed_wildcard.rs" header_mixed_wildcard;
    "../../ui/headers/pass/header_not_token.rs" header_not_token;
    "../../ui/keys/pass/duplicate_key.rs" duplicate_key;
    "../../ui/keys/pass/unknown_key.rs" unknown_key;
    "../../ui/keys/pass/wrong_value_type.rs" wrong_value_type;
    "../../ui/dynamic_origins/pass/environment_name.rs" environment_name;
    "../../ui/dynamic_origins/pass/live_origins_credentials.rs" live_origins_credentials;
    "../../ui/dynamic_origins/pass/origin_loaded_wildcard.rs" origin_loaded_wildcard;
    "../../ui/dynamic_origins/pass/unchecked_origins.rs" unchecked_origins;
    "../../ui/max_age/pass/max_age_negative.rs" max_age_negative;
    "../../ui/max_age/pass/max_age_too_long.rs" max_age_too_long;
    "../../ui/max_age/pass/max_age_unreadable.rs" max_age_unreadable;
    "../../ui/methods/pass/method_forbidden.rs" method_forbidden;
    "../../ui/methods/pass/method_mixed_wildcard.rs" method_mixed_wildcard;
    "../../ui/methods/pass/method_not_token.rs" method_not_token;
    "../../ui/methods/pass/method_wrong_case.rs" method_wrong_case;
    "../../ui/methods/pass/methods_empty.rs" methods_empty;
    "../../ui/named/pass/contradictory_keys.rs" contradictory_keys;
    "../../ui/origins/pass/any_dev_origins.rs" any_dev_origins;
    "../../ui/origins/pass/any_enforce.rs" any_enforce;
    "../../ui/origins/pass/dev_origins_wildcard.rs" dev_origins_wildcard;
    "../../ui/origins/pass/null_enforce.rs" null_enforce;
    "../../ui/origins/pass/origin_default_port.rs" origin_default_port;
    "../../ui/origins/pass/origin_empty.rs" origin_empty;
    "../../ui/origins/pass/origin_extension_id.rs" origin_extension_id;
    "../../ui/origins/pass/origin_file.rs" origin_file;
    "../../ui/origins/pass/origin_host_malformed.rs" origin_host_malformed;
    "../../ui/origins/pass/origin_ip_wildcard.rs" origin_ip_wildcard;
    "../../ui/origins/pass/origin_ipv4_not_canonical.rs" origin_ipv4_not_canonical;
    "../../ui/origins/pass/origin_ipv6_not_canonical.rs" origin_ipv6_not_canonical;
    "../../ui/origins/pass/origin_malformed.rs" origin_malformed;
    "../../ui/origins/pass/origin_misplaced_wildcard.rs" origin_misplaced_wildcard;
    "../../ui/origins/pass/origin_mixed_wildcard.rs" origin_mixed_wildcard;
    "../../ui/origins/pass/origin_null.rs" origin_null;
    "../../ui/origins/pass/origin_path.rs" origin_path;
    "../../ui/origins/pass/origin_port_blocked.rs" origin_port_blocked;
    "../../ui/origins/pass/origin_port_malformed.rs" origin_port_malformed;
    "../../ui/origins/pass/origin_port_out_of_range.rs" origin_port_out_of_range;
    "../../ui/origins/pass/origin_punycode.rs" origin_punycode;
    "../../ui/origins/pass/origin_regular_expression.rs" origin_regular_expression;
    "../../ui/origins/pass/origin_scheme_malformed.rs" origin_scheme_malformed;
    "../../ui/origins/pass/origin_scheme_missing.rs" origin_scheme_missing;
    "../../ui/origins/pass/origin_scheme_never_sent.rs" origin_scheme_never_sent;
    "../../ui/origins/pass/origin_several.rs" origin_several;
    "../../ui/origins/pass/origin_trailing_slash.rs" origin_trailing_slash;
    "../../ui/origins/pass/origin_unicode_host.rs" origin_unicode_host;
    "../../ui/origins/pass/origin_unspecified_address.rs" origin_unspecified_address;
    "../../ui/origins/pass/origin_upper_case.rs" origin_upper_case;
    "../../ui/origins/pass/origin_userinfo.rs" origin_userinfo;
    "../../ui/origins/pass/origin_white_space.rs" origin_white_space;
    "../../ui/origins/pass/origins_empty.rs" origins_empty;
    "../../ui/origins/pass/origins_missing.rs" origins_missing;
    "../../ui/signature/pass/any_allowed_origin.rs" any_allowed_origin;
    "../../ui/signature/pass/bearer_authorization.rs" bearer_authorization;
    "../../ui/signature/pass/body_content_type.rs" body_content_type;
    "../../ui/signature/pass/cookies_credentials.rs" cookies_credentials;
    "../../ui/signature/pass/cors_needs.rs" cors_needs;
    "../../ui/signature/pass/json_content_type.rs" json_content_type;
    "../../ui/signature/pass/several_headers.rs" several_headers;
    "../../ui/signature/pass/websocket_enforce.rs" websocket_enforce;
    "../../ui/use/pass/borrowed_argument.rs" borrowed_argument;
    "../../ui/use/pass/default_methods_missing.rs" default_methods_missing;
    "../../ui/use/pass/generic_handler.rs" generic_handler;
    "../../ui/use/pass/impl_trait_argument.rs" impl_trait_argument;
    "../../ui/use/pass/method_receiver.rs" method_receiver;
    "../../ui/use/pass/not_a_handler.rs" not_a_handler;
    "../../ui/use/pass/not_async.rs" not_async;
    "../../ui/use/pass/returned_types.rs" returned_types;
    "../../ui/use/pass/unsupported_function.rs" unsupported_function;
    "../../ui/warnings/pass/covered_origins.rs" warned_covered_origins;
    "../../ui/warnings/pass/duplicate_entries.rs" warned_duplicate_entries;
    "../../ui/warnings/pass/form_enforce.rs" warned_form_enforce;
    "../../ui/warnings/pass/loopback_origins.rs" warned_loopback_origins;
    "../../ui/warnings/pass/webview_origins.rs" warned_webview_origins;
}

twins! { ROCKET_TWINS: Vec<Route>;
    "../../ui/rocket/pass/below_route_attribute.rs" rocket_below_route_attribute;
    "../../ui/rocket/pass/form_enforce.rs" rocket_form_enforce;
    "../../ui/rocket/pass/method_receiver.rs" rocket_method_receiver;
    "../../ui/rocket/pass/not_a_handler.rs" rocket_not_a_handler;
    "../../ui/rocket/pass/route_method_missing.rs" rocket_route_method_missing;
    "../../ui/rocket/pass/routes_of_rocket.rs" rocket_routes_of_rocket;
    "../../ui/rocket/pass/unsupported_function.rs" rocket_unsupported_function;
    "../../ui/signature/pass/rocket.rs" rocket_signature;
    "../../ui/rocket/pass/whole_rocket.rs" whole_rocket;
}

#[test]
fn every_twin_can_be_served() {
    for (_, routes) in TWINS {
        let _: axum::Router = routes().into_router();
    }
}

#[test]
fn every_twin_can_be_launched() {
    for (file, routes) in ROCKET_TWINS {
        let rocket = rocket::build()
            .configure(Config {
                log_level: LogLevel::Off,
                ..Config::debug_default()
            })
            .attach(Cors::fairing())
            .mount("/", routes());
        let launched = Client::debug(rocket);
        assert!(launched.is_ok(), "{file}: {:?}", launched.err());
    }
}

#[test]
fn every_twin_is_named_here() {
    let axum = TWINS.iter().map(|(file, _)| *file);
    let named: BTreeSet<_> = axum
        .chain(ROCKET_TWINS.iter().map(|(file, _)| *file))
        .map(|file| file.trim_start_matches("../../ui/").to_owned())
        .collect();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui");
    let mut found = BTreeSet::new();
    for area in fs::read_dir(&root).expect("the folder of the areas") {
        let area = area.expect("an area").path();
        for file in fs::read_dir(area.join("pass")).into_iter().flatten() {
            let file = file.expect("a twin").path();
            let file = file.strip_prefix(&root).expect("a file of the folder");
            found.insert(file.to_string_lossy().replace('\\', "/"));
        }
    }
    assert_eq!(named, found);
}
