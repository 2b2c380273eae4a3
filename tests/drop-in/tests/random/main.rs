//! Random routers, built once by axum and once by `cors-runtime`.
//!
//! Both panic at the same line with the same text, or give the same responses. `ROUTERS=20000 SEED=7 cargo test -p
//! cors-drop-in --test random` tries more of them.
#![allow(missing_docs)]

mod compare;
mod generate;
mod handlers;
mod plan;

mod theirs {
    use axum::{
        Router,
        routing::{MethodRouter, any, delete, get, head, options, patch, post, put},
    };

    use crate::handlers::plain as annotated;

    include!("build.rs.in");
}

mod ours {
    use cors_runtime::axum::{
        CorsMethodRouter as MethodRouter, CorsRouter as Router,
        routing::{any, delete, get, head, options, patch, post, put},
    };

    use crate::handlers::annotated;

    include!("build.rs.in");
}

fn number(name: &str, default: u64) -> u64 {
    let text = std::env::var(name).ok();
    text.map_or(default, |text| text.parse().expect("a number"))
}

#[test]
fn random_routers_respond_as_those_of_axum() {
    compare::silence_panics();
    let (routers, seed) = (number("ROUTERS", 2_000), number("SEED", 1));
    let mut responses = 0;
    for index in 0..routers {
        let plan = generate::plan(seed.wrapping_mul(1_000_003).wrapping_add(index));
        match compare::compare(&plan) {
            Ok(count) => responses += count,
            Err(difference) => {
                let plan = compare::shrink(plan);
                let difference = compare::compare(&plan).err().unwrap_or(difference);
                panic!("SEED={seed}, router {index}: {difference}\n{plan:#?}");
            }
        }
    }
    println!("{routers} routers, {responses} responses");
    assert!(
        responses > routers * 10,
        "most plans can be built: {responses}"
    );
}
