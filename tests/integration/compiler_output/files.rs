//! The files of `tests/ui`.

use std::{
    collections::BTreeSet,
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
};

pub(crate) fn read(file: &Path) -> String {
    fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

pub(crate) fn stems(kind: &str) -> BTreeSet<String> {
    files(kind)
        .iter()
        .filter_map(|file| file.file_stem())
        .map(|stem| stem.to_string_lossy().into_owned())
        .collect()
}

/// The files of `ui/<area>/<kind>/`.
pub(crate) fn files(kind: &str) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui");
    let mut files: Vec<_> = entries(&root)
        .into_iter()
        .map(|area| area.join(kind))
        .filter(|folder| folder.is_dir())
        .flat_map(|folder| entries(&folder))
        .filter(|file| file.extension() == Some(OsStr::new("rs")))
        .collect();
    files.sort();
    files
}

pub(crate) fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries =
        fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    entries
        .map(|entry| entry.expect("an entry of the folder").path())
        .collect()
}
