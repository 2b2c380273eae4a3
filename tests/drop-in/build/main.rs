//! Takes axum's unit tests from the source package that cargo has downloaded, and writes them as modules of this
//! crate: once against axum itself, and once for each way to use the routers of `cors-runtime`.

mod differences;
mod handlers;
mod imports;
mod module;
mod pass;
mod rocket;
mod signatures;
mod source;
mod tests;

use std::{env, fs, path::PathBuf};

use self::{differences::Differences, pass::Pass, source::Package};

fn main() {
    let axum = Package::find("axum");
    let differences = Differences::read("differences.toml");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    for pass in Pass::ALL {
        let file = pass.module(&axum, &differences);
        fs::write(out.join(format!("{}.rs", pass.name())), file)
            .expect("the directory is writable");
    }
    fs::write(out.join("signatures.rs"), signatures::file(&axum))
        .expect("the directory is writable");
    let rocket = rocket::file(&Package::find("rocket"), &differences);
    fs::write(out.join("rocket.rs"), rocket).expect("the directory is writable");
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed=differences.toml");
}
