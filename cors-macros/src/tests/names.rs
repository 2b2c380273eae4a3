//! Tests of policies with names: constants, other policies, dynamic origins.

use quote::quote;

use super::{SNAPSHOTS, policy};

#[test]
fn constants_are_checked_in_const_evaluation() {
    assert_items!(policy(quote!(
        origins = ["https://a.example", FRONTEND, "https://b.example"],
        credentials,
        headers = config::HEADERS,
        max_age = DAY,
        allow(insecure_origins),
    )));
}

#[test]
fn policy_with_base_is_checked_after_merging() {
    assert_items!(policy(quote!(
        base = PARTNERS,
        credentials = false,
        max_age = 60
    )));
}

#[test]
fn policy_by_path() {
    assert_items!(policy(quote!(policy = partners::PARTNERS)));
}

#[test]
fn dynamic_origins_become_sources() {
    assert_items!(policy(quote!(
        origins = [
            "https://a.example",
            env("ALLOWED_ORIGINS", default = ["https://b.example"]),
            matching(tenants::is_tenant),
        ],
        dev_origins = env("DEV_ORIGINS"),
    )));
}
