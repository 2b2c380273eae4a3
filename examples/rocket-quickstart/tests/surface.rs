//! Compares the policies of all routes with `cors-surface.txt`, so that a change shows in review.

use cors_runtime::rocket::Cors;
use rocket_quickstart::app;

#[test]
fn cors_surface_matches_the_reviewed_file() {
    // After an intended change, run the test with `CORS_SURFACE=update`.
    cors_runtime::assert_surface!("cors-surface.txt", Cors::report(&app()));
}
