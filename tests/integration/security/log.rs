//! Text of attackers in the log.

use crate::apps::{API, servers};
use cors_tests::{EVIL, Recorded, get, preflight, request};

/// Marks the lines of this test.
const MARK: &str = "https://log-injection.example";

/// The fields of a refusal.
const NAMES: [&str; 10] = [
    "reason",
    "route",
    "origin",
    "host",
    "method",
    "requested_method",
    "why",
    "forwarded",
    "hint",
    "message",
];

/// The names of the fields, without quoted text.
fn fields_of(line: &str) -> Vec<String> {
    let (mut bare, mut quoted, mut escaped) = (String::new(), false, false);
    for letter in line.chars() {
        match letter {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ if quoted => {}
            letter => bare.push(letter),
        }
    }
    assert!(!quoted, "an open quote: {line}");
    let words = bare.split(' ').filter_map(|word| word.split_once('='));
    words.map(|(name, _)| name.to_owned()).collect()
}

/// flask-cors wrote paths into its log as they came. hyper keeps line ends out of headers; everything else
/// that could end a field, move the cursor or turn the text around is escaped here.
#[rocket::async_test]
async fn cve_2024_1681_log_injection() {
    let log = Recorded::alone().await;
    let forged = format!("{MARK}\" reason=\"fine\t\u{9b}31m\u{2028}ERROR\u{202e}\\n\u{e9}");
    let fields = format!("{MARK} method=DELETE hint=trusted reason=own-site");
    let endless = format!("{MARK}{}", "a".repeat(16 * 1024));
    for (framework, server) in servers().await {
        let mut connection = server.connect().await;
        for sent in [
            get("/exact").origin(&forged),
            get("/exact").origin(&fields),
            preflight("/methods", MARK, &fields),
            request("POST", "/enforced").origin(&fields),
            request("POST", "/enforced")
                .origin(MARK)
                .header("host", &fields),
            request("POST", "/enforced")
                .origin(MARK)
                .header("host", &endless),
            preflight("/exact", &forged, "GET"),
            preflight("/methods", MARK, &forged),
            get("/exact").origin(&endless),
            preflight("/exact", MARK, &endless),
            request("POST", "/enforced").origin(&forged),
            get("/status/500?x=%0aERROR%1b[31m").origin(MARK),
        ] {
            log.clear();
            connection.send(&sent).await;
            let lines = log
                .take()
                .into_iter()
                .filter(|line| line.text.contains(MARK));
            let lines: Vec<_> = lines.map(|line| line.text).collect();
            let [line] = &lines[..] else {
                panic!("{sent:?} on {framework}: {lines:#?}")
            };
            let plain = |c: char| c == ' ' || c.is_ascii_graphic() || c == '…';
            assert!(line.chars().all(plain), "{framework}: {line:?}");
            assert!(line.len() < 900, "{framework}: {} bytes", line.len());
            let names = fields_of(line);
            let mut once = names.clone();
            once.sort_unstable();
            once.dedup();
            assert_eq!(names.len(), once.len(), "{framework}: {line}");
            for name in once {
                assert!(NAMES.contains(&&*name), "{framework}: `{name}` in {line}");
            }
            assert!(
                !line.contains("reason=\"fine") && !line.contains("%0a"),
                "{framework}: {line}"
            );
        }
        // A request that reaches no route with a policy has no line.
        connection
            .send(&get("/exact%0d%0aERROR").origin(MARK))
            .await;
        connection.send(&get("/exact").origin(API)).await;
        connection.send(&get("/plain").origin(EVIL)).await;
        assert!(
            !log.take().iter().any(|line| line.text.contains("ERROR")),
            "{framework}"
        );
    }
}
