//! Generates `cors-rules/data/public_suffixes.txt` from the Public Suffix List.

use std::{collections::BTreeSet, error::Error, fs, path::Path, process::Command};

use url::Host;

use crate::tasks::{root, run};

const LIST: &str = "https://publicsuffix.org/list/public_suffix_list.dat";

pub(crate) fn refresh(list: Option<&Path>) -> Result<(), Box<dyn Error>> {
    let downloaded = root().join("target/public_suffix_list.dat");
    if list.is_none() {
        fs::create_dir_all(root().join("target"))?;
        let mut curl = Command::new("curl");
        run(curl.args(["-fsSL", LIST, "-o"]).arg(&downloaded))?;
    }
    let list = fs::read_to_string(list.unwrap_or(&downloaded))?;
    let data = root().join("cors-rules/data");
    fs::write(data.join("public_suffixes.txt"), table(&list)?)?;
    fs::write(data.join("public_suffixes.version"), version(&list))?;
    // Fails where the list now covers a name of `cors-rules/src/shared_suffix`.
    run(Command::new("cargo").args(["test", "-p", "cors-rules"]))
}

fn table(list: &str) -> Result<String, Box<dyn Error>> {
    let mut lines = BTreeSet::new();
    for line in list.lines() {
        // A rule ends at the first white space (publicsuffix.org/list, "Format").
        let rule = line.split_whitespace().next().unwrap_or_default();
        if !rule.is_empty() && !rule.starts_with("//") {
            // The table is sorted with a dot behind each line.
            lines.insert(reversed(rule)? + ".");
        }
    }
    if lines.len() < 5000 {
        return Err(format!("only {} rules: this is not the whole list", lines.len()).into());
    }
    let lines: Vec<_> = lines
        .iter()
        .map(|line| line.trim_end_matches('.'))
        .collect();
    Ok(lines.join("\n") + "\n")
}

fn version(list: &str) -> String {
    let comments = list.lines().filter_map(|line| line.strip_prefix("// "));
    let version: Vec<_> = comments
        .filter(|line| line.starts_with("VERSION: ") || line.starts_with("COMMIT: "))
        .collect();
    version.join("\n") + "\n"
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
        return Err(format!("`{rule}` has a form the table cannot express").into());
    }
    Ok(labels.join(".") + mark)
}

#[cfg(test)]
mod tests {
    use super::reversed;

    #[test]
    fn rule_is_reversed_with_its_mark_at_the_end() {
        for (rule, line) in [
            ("run.app", "app.run"),
            ("*.ck", "ck.*"),
            ("!www.ck", "ck.www!"),
            ("公司.cn", "cn.xn--55qx5d"),
        ] {
            assert_eq!(reversed(rule).expect(rule), line);
        }
    }

    #[test]
    fn rule_of_another_form_is_an_error() {
        for rule in ["127.0.0.1", "a..b", "*.*.ck", "a.*.ck"] {
            assert!(reversed(rule).is_err(), "{rule}");
        }
    }
}
