//! Generates `data/public_suffixes.txt` from a copy of the Public Suffix List:
//! `cargo run -p cors-rules --example refresh-public-suffixes -- path/to/public_suffix_list.dat`

use std::{collections::BTreeSet, env, error::Error, fs, path::Path};

use url::Host;

fn main() -> Result<(), Box<dyn Error>> {
    let list = env::args_os()
        .nth(1)
        .ok_or("the path of public_suffix_list.dat is missing")?;
    let list = fs::read_to_string(list)?;
    let mut lines = BTreeSet::new();
    for line in list.lines() {
        // A rule ends at the first white space (publicsuffix.org/list, "Format").
        let rule = line.split_whitespace().next().unwrap_or_default();
        if !rule.is_empty() && !rule.starts_with("//") {
            lines.insert(reversed(rule)? + ".");
        }
    }
    if lines.len() < 5000 {
        return Err(format!("only {} rules: this is not the whole list", lines.len()).into());
    }
    let table: Vec<&str> = lines
        .iter()
        .map(|line| line.trim_end_matches('.'))
        .collect();
    let version: Vec<&str> = list
        .lines()
        .filter_map(|line| line.strip_prefix("// "))
        .filter(|line| line.starts_with("VERSION: ") || line.starts_with("COMMIT: "))
        .collect();
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    fs::write(data.join("public_suffixes.txt"), table.join("\n") + "\n")?;
    fs::write(
        data.join("public_suffixes.version"),
        version.join("\n") + "\n",
    )?;
    Ok(())
}

/// `*.ck` becomes `ck.*`, and `!www.ck` becomes `ck.www!`.
fn reversed(rule: &str) -> Result<String, Box<dyn Error>> {
    let (name, mark) = match (rule.strip_prefix('!'), rule.strip_prefix("*.")) {
        (Some(name), _) => (name, "!"),
        (None, Some(name)) => (name, ".*"),
        (None, None) => (rule, ""),
    };
    let Host::Domain(name) = Host::parse(name)? else {
        return Err(format!("`{rule}` is an address").into());
    };
    let labels: Vec<&str> = name.rsplit('.').collect();
    if labels
        .iter()
        .any(|label| label.is_empty() || label.contains(['*', '!']))
    {
        return Err(format!("`{rule}` has a form the table does not know").into());
    }
    Ok(labels.join(".") + mark)
}
