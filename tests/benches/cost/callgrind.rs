//! Counting instructions and allocations with valgrind.
//!
//! A counting allocator would cost instructions itself, and most to those who allocate most. So
//! allocations are counted where callgrind counts the calls of every function anyway.

use std::{
    collections::HashMap,
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// The cost of one request.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Cost {
    pub(crate) instructions: i64,
    pub(crate) allocations: i64,
}

/// The version of valgrind, if there is one.
pub(crate) fn version() -> Option<String> {
    let version = Command::new("valgrind").arg("--version").output().ok()?;
    let version = String::from_utf8(version.stdout).ok()?;
    version
        .starts_with("valgrind-")
        .then(|| version.trim().to_owned())
}

/// A directory for what callgrind writes, which goes with it.
struct Scratch(PathBuf);

impl Scratch {
    fn new(app: usize) -> Self {
        let name = format!("cors-cost-{}-{app}", std::process::id());
        let scratch = Self(std::env::temp_dir().join(name));
        fs::create_dir_all(&scratch.0).expect("a temporary directory");
        scratch
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

/// Lets glibc keep all that was freed ready for the next that asks. The requests are made before they
/// are counted, so there is more of it than a server ever has, and what does not fit is put away by what
/// happened before: up to 700 instructions a request that are no doing of the app.
///
/// And valgrind counts each byte of a `rep movsb`, which glibc takes for a long copy or does not, by where the
/// buffers happen to lie: a 16 KiB header would differ by thousands from run to run.
const STEADY: &str = "glibc.malloc.tcache_count=4096:glibc.cpu.x86_rep_movsb_threshold=1073741824";

/// Runs this program for an app under callgrind. One cost for each of its requests.
pub(crate) fn count(
    app: usize,
    mut command: impl FnMut(&mut Command),
    requests: usize,
) -> Vec<Cost> {
    let scratch = Scratch::new(app);
    let out = scratch.0.join("out");
    let mut valgrind = Command::new("valgrind");
    valgrind
        .args(["--tool=callgrind", "--dump-before=*cost_mark*"])
        .arg(format!("--callgrind-out-file={}", out.display()))
        .arg(std::env::current_exe().expect("the path of this program"))
        .env("GLIBC_TUNABLES", STEADY)
        .stdout(Stdio::null())
        .stderr(Stdio::piped());
    command(&mut valgrind);
    let done = valgrind.output().expect("valgrind runs");
    let stderr = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "app {app}: {stderr}");

    let n = i64::try_from(crate::child::REQUESTS).expect("a small number");
    let between = |part: usize| read(&scratch.0.join(format!("out.{part}")));
    (0..requests)
        .map(|request| {
            // Parts are counted from one, and each measurement begins and ends with one.
            let (once, twice) = (between(4 * request + 2), between(4 * request + 4));
            Cost {
                instructions: (twice.instructions - once.instructions) / n,
                allocations: (twice.allocations - once.allocations) / n,
            }
        })
        .collect()
}

const ALLOCATE: [&str; 5] = [
    "malloc",
    "calloc",
    "realloc",
    "posix_memalign",
    "aligned_alloc",
];

/// Reads a part in callgrind's format: its `totals`, and the `calls` of what allocates.
fn read(part: &Path) -> Cost {
    let text = fs::read_to_string(part).expect("what callgrind wrote");
    let mut cost = Cost::default();
    // A name is written once and numbered: `cfn=(12) malloc`, then `cfn=(12)`.
    let mut allocates: HashMap<&str, bool> = HashMap::new();
    let mut called = "";
    for line in text.lines() {
        let Some((key, value)) = line.split_once(['=', ':']) else {
            continue;
        };
        match key {
            "fn" | "cfn" => {
                let (number, name) = value.split_once(' ').unwrap_or((value, ""));
                if !name.is_empty() {
                    allocates.insert(number, ALLOCATE.contains(&name));
                }
                if key == "cfn" {
                    called = number;
                }
            }
            "calls" if allocates.get(called).is_some_and(|allocates| *allocates) => {
                let times = value.split_once(' ').map_or(value, |(times, _)| times);
                cost.allocations += times.parse::<i64>().expect("a number of calls");
            }
            "totals" => {
                cost.instructions = value.trim().parse().expect("a number of instructions");
            }
            _ => {}
        }
    }
    cost
}
