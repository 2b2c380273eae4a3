//! The source package of a dependency.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use syn::{File, Item, ItemMod};

/// A package in cargo's registry.
pub(crate) struct Package {
    root: PathBuf,
}

impl Package {
    /// Finds the version that `Cargo.lock` names.
    pub(crate) fn find(name: &str) -> Self {
        let target = env::var("TARGET").expect("cargo sets it");
        // Packages of other platforms are not downloaded.
        let platform = ["--filter-platform".to_owned(), target];
        let mut command = cargo_metadata::MetadataCommand::new();
        command.other_options(platform.clone());
        let online = command.clone();
        let offline =
            command.other_options([["--offline".to_owned()].as_slice(), &platform].concat());
        let metadata = offline.exec().or_else(|_| online.exec());
        let metadata = metadata.expect("the lock file is current");
        let package = metadata
            .packages
            .iter()
            .find(|package| package.name.as_str() == name && package.source.is_some())
            .unwrap_or_else(|| panic!("`{name}` is a dependency"));
        let manifest = package.manifest_path.as_std_path();
        let root = manifest.parent().expect("it is a file").to_owned();
        Self { root }
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// The text of a file below `src`.
    pub(crate) fn text(&self, path: &str) -> String {
        let path = self.root.join("src").join(path);
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    /// The items of a file below `src`.
    pub(crate) fn items(&self, path: &str) -> Vec<Item> {
        let File { items, .. } = syn::parse_file(&self.text(path)).expect("it compiles elsewhere");
        items
    }

    /// The items of the module `tests` at the end of a file.
    pub(crate) fn tests(&self, path: &str) -> Vec<Item> {
        self.items(path)
            .into_iter()
            .find_map(|item| match item {
                Item::Mod(ItemMod {
                    ident,
                    content: Some((_, items)),
                    ..
                }) if ident == "tests" => Some(items),
                _ => None,
            })
            .unwrap_or_else(|| panic!("`{path}` has a module `tests`"))
    }

    /// A function of a file, by its name.
    pub(crate) fn function(&self, path: &str, name: &str) -> Item {
        let is_it = |item: &Item| matches!(item, Item::Fn(function) if function.sig.ident == name);
        let item = self.items(path).into_iter().find(is_it);
        item.unwrap_or_else(|| panic!("`{path}` has a function `{name}`"))
    }
}
