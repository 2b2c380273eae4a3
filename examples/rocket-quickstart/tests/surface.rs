//! Compares the policies of all routes with `cors-surface.txt`, so that a change shows in review.

use cors_runtime::rocket::Cors;
use rocket_quickstart::app;

#[test]
fn cors_surface_matches_the_reviewed_file() {
    let surface = Cors::report(&app()).as_release().without_locations();
    // After an intended change, copy the output of the test into the file.
    assert_eq!(
        surface.to_string(),
        include_str!("cors-surface.txt"),
        "\n{surface}"
    );
}
