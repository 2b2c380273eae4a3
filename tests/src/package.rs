//! Packages generated for one measurement or one compilation.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// A package outside the workspace that depends on it by path.
#[derive(Debug)]
pub struct Package {
    /// The folder of its manifest.
    pub directory: PathBuf,
    /// The folder shared by the target directories.
    pub target: PathBuf,
}

impl Package {
    /// Writes the package below a folder for temporary files.
    #[must_use]
    pub fn new(temporary: &Path, name: &str, dependencies: &str, source: &str) -> Self {
        let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let workspace = workspace.canonicalize().expect("the workspace is there");
        let target = temporary.join("compile");
        let directory = target.join(name);
        fs::create_dir_all(directory.join("src")).expect("a directory");
        let manifest = format!(
            "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
            [dependencies]\n{}\n",
            dependencies.replace("{workspace}", &workspace.display().to_string()),
        );
        fs::write(directory.join("Cargo.toml"), manifest).expect("a manifest");
        fs::write(directory.join("src/lib.rs"), source).expect("a source file");
        // The versions of the workspace.
        let lock = workspace.join("Cargo.lock");
        fs::copy(lock, directory.join("Cargo.lock")).expect("the lock file is copied");
        Self { directory, target }
    }

    /// A command of cargo in its directory.
    #[must_use]
    pub fn cargo(&self, command: &str) -> Command {
        let mut cargo = Command::new(env!("CARGO"));
        cargo
            .args([command, "--quiet"])
            .current_dir(&self.directory)
            .env("CARGO_TARGET_DIR", self.target.join("target"))
            .env("CARGO_INCREMENTAL", "0")
            .env_remove("RUSTFLAGS");
        cargo
    }
}
