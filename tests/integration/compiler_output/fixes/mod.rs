//! The suggested fix of each error compiles: its text is pasted into the file as a user would.
//!
//! A file whose errors suggest what cannot be pasted, such as to move a function, has the comment `//~ HAND` with the
//! reason.

mod correction;
mod message;
mod source;

use std::{fmt::Write as _, fs, path::Path};

use self::{correction::Correction, source::SourceText};
use crate::files::{files, read};

/// Marks a file with an error whose correction cannot be pasted; the reason follows.
const HAND: &str = "//~ HAND ";

/// The only error of the corrected files, in `end.rs`.
const END: &str = "\
error[E0080]: evaluation panicked: nothing else is wrong
 --> integration/compiler_output/fixes/end.rs:2:15
  |
2 | const _: () = panic!(\"nothing else is wrong\");
  |               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ evaluation of `end::_` failed here
";

#[test]
fn suggested_fix_of_each_error_compiles() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("every_fix");
    // Files of an earlier run would be compiled, too.
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder for the corrected files");
    let mut unclear = Vec::new();
    let mut root = "#![allow(warnings)]\n".to_owned();
    for file in files("fail") {
        let written = read(&file);
        let Some(fixed) = fixed(&file, &written, &mut unclear) else {
            continue;
        };
        let name = file
            .components()
            .rev()
            .take(3)
            .map(|part| part.as_os_str().to_string_lossy().replace(".rs", ""))
            .filter(|part| part != "fail")
            .collect::<Vec<_>>()
            .join("_in_");
        fs::write(folder.join(format!("{name}.rs")), fixed).expect("a corrected file");
        writeln!(root, "mod {name};").expect("text");
    }
    assert!(
        unclear.is_empty(),
        "nothing to paste, and no `{HAND}…`: {unclear:#?}"
    );
    let end =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("integration/compiler_output/fixes/end.rs");
    writeln!(root, "#[path = {end:?}] mod end;\nfn main() {{}}").expect("text");
    fs::write(folder.join("main.rs"), root).expect("the file that names the others");
    fs::write(folder.join("main.stderr"), END).expect("the expected error");
    trybuild::TestCases::new().compile_fail(folder.join("main.rs"));
}

/// The file with every correction pasted; `None` if an error is not ours, or a correction cannot be pasted.
fn fixed(file: &Path, written: &str, unclear: &mut Vec<String>) -> Option<String> {
    let snapshot = read(&file.with_extension("stderr"));
    let mistakes = message::mistakes(&snapshot);
    // Errors of the compiler itself have no help of ours.
    let is_ours = mistakes.len() == snapshot.split("\n\n").count();
    if !is_ours || written.contains(HAND) {
        return None;
    }
    let source = SourceText::of(written);
    let mut edits = Vec::new();
    for mistake in &mistakes {
        let correction = Correction::of_help(&mistake.help);
        match correction.and_then(|correction| correction.edits(&source, source.span(mistake))) {
            Some(found) => edits.extend(found),
            None => unclear.push(format!("{}: {}", file.display(), mistake.help)),
        }
    }
    edits.sort_by_key(|edit| (edit.start, edit.end));
    let mut fixed = String::new();
    let (mut done, mut last) = (0, None);
    for edit in edits {
        // The text of a list corrects all its mistakes, and several errors may add the same key.
        let again = last.as_ref() == Some(&edit);
        if again || (edit.end <= done && edit.start < done) {
            continue;
        }
        // Of two entries that are removed, both may take the comma between them.
        let start = edit.start.max(done);
        fixed.push_str(&source.text[done..start]);
        fixed.push_str(&edit.text);
        done = edit.end;
        last = Some(edit);
    }
    fixed.push_str(&source.text[done..]);
    // Each file is a module.
    Some(fixed.replace(" crate::", " self::"))
}
