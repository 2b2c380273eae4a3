//! What stands in a policy by its name: constants, other policies, origins that are known late.

use quote::quote;

use super::{SNAPSHOTS, policy};

#[test]
fn constants_are_checked_where_they_are_known() {
    assert_items!(policy(quote!(
        origins = ["https://a.example", FRONTEND, "https://b.example"],
        credentials,
        headers = config::HEADERS,
        max_age = DAY,
        allow(insecure_origins),
    )));
}

#[test]
fn a_policy_that_starts_from_another_one_is_checked_as_a_whole() {
    assert_items!(policy(quote!(
        base = PARTNERS,
        credentials = false,
        max_age = 60
    )));
}

#[test]
fn a_policy_of_another_name() {
    assert_items!(policy(quote!(policy = partners::PARTNERS)));
}

#[test]
fn origins_that_are_known_late_are_named_by_functions() {
    assert_items!(policy(quote!(
        origins = [
            "https://a.example",
            env("ALLOWED_ORIGINS", default = ["https://b.example"]),
            matching(tenants::is_tenant),
        ],
        dev_origins = env("DEV_ORIGINS"),
    )));
}
