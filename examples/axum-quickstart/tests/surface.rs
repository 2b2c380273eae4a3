//! A change that lets more pages in, or fewer, shows in `cors-surface.txt`.

use axum_quickstart::app;

#[test]
fn the_cors_surface_is_the_one_that_was_reviewed() {
    let surface = app().report().as_release().without_locations();
    // After a change that is meant: copy what the test prints.
    assert_eq!(
        surface.to_string(),
        include_str!("cors-surface.txt"),
        "\n{surface}"
    );
}
