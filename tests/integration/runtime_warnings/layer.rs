//! A layer around a service whose methods are unknown.

use cors_runtime::{Policy, layer::CorsLayer, policy};

use super::{assert_names, warnings};
use cors_tests::Events;

static WITHOUT: Policy = policy!(origins = ["https://app.example.com"]);
static LISTED: Policy = policy!(origins = ["https://app.example.com"], methods = [GET, PUT]);
static CLOSED: Policy = policy!(disabled);

#[test]
fn layer_without_methods_is_reported_at_its_construction() {
    let events = Events::default();
    tracing::subscriber::with_default(events.clone(), || {
        for policy in [&LISTED, &CLOSED, &WITHOUT] {
            let _ = CorsLayer::new(policy);
        }
    });
    let found = warnings(&events);
    assert_names(&found, &["layer-without-methods"]);
    for text in found {
        assert!(
            text.contains("policy=tests/integration/runtime_warnings/layer.rs:8"),
            "{text}"
        );
        assert!(text.contains("`methods = [GET, PUT, DELETE]`"), "{text}");
    }
}
