//! Servers that never stop, or never start.

use std::{io::Write, net::TcpListener, thread, time::Duration};

use crate::support::{APP, Server, allow, run};

fn error(url: &str) -> String {
    run(&[
        url,
        "--from",
        APP,
        "--max-time",
        "2",
        "--connect-timeout",
        "1",
    ])
    .error()
}

#[test]
fn hanging_server_is_no_response() {
    let server = Server::raw(|_, _| thread::sleep(Duration::from_secs(20)));
    assert!(error(&server.url("/")).contains("no response within 2 s"));
}

#[test]
fn closed_port_is_no_connection() {
    let port = TcpListener::bind("127.0.0.1:0")
        .expect("a port")
        .local_addr()
        .expect("an address")
        .port();
    assert!(error(&format!("http://127.0.0.1:{port}/")).contains("Connection refused"));
}

#[test]
fn closed_connection_is_no_response() {
    let server = Server::raw(|_, _| {});
    assert!(error(&server.url("/")).contains("closed the connection before it sent a response"));
    let server = Server::raw(|_, stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nAccess-Con");
    });
    assert!(error(&server.url("/")).contains("closed the connection"));
}

#[test]
fn reset_connection_is_no_response() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}/", listener.local_addr().expect("an address"));
    thread::spawn(move || {
        // To close a socket that has unread bytes resets the connection.
        for stream in listener.incoming() {
            let stream = stream.expect("a connection");
            let _ = stream.peek(&mut [0]);
        }
    });
    let error = error(&url);
    assert!(error.contains("reset"), "{error}");
}

#[test]
fn endless_headers_are_cut_at_64_kib() {
    let server = Server::raw(|_, stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n");
        while stream.write_all(b"X-Filler: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n").is_ok() {}
    });
    assert!(error(&server.url("/")).contains("larger than 64 KiB"));
    let server = Server::raw(|_, stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nX: ");
        while stream.write_all(&[b'a'; 1000]).is_ok() {}
    });
    assert!(error(&server.url("/")).contains("larger than 64 KiB"));
}

#[test]
fn other_protocols_are_no_http() {
    let server = Server::raw(|_, stream| {
        let _ = stream.write_all(b"220 mail.example.com ESMTP\r\n");
    });
    let error = error(&server.url("/"));
    assert!(
        error.contains("the response is not HTTP") && error.contains("a port of https"),
        "{error}"
    );
}

#[test]
fn endless_body_does_not_delay_the_verdict() {
    let server = Server::raw(|_, stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: *\r\n\r\n");
        while stream.write_all(&[b'a'; 4096]).is_ok() {}
    });
    let text = run(&[&server.url("/"), "--from", APP]).expect(0);
    assert!(text.contains("1048576 bytes of the body"), "{text}");
}

#[test]
fn stalled_body_does_not_delay_the_verdict() {
    let server = Server::raw(|_, stream| {
        let _ = stream.write_all(
            b"HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: *\r\nContent-Length: 9\r\n\r\na",
        );
        thread::sleep(Duration::from_secs(20));
    });
    let text = run(&[&server.url("/"), "--from", APP]).expect(0);
    assert!(text.contains("1 bytes of the body"), "{text}");
}

#[test]
fn endless_redirects_are_blocked_after_twenty() {
    let server = Server::responding(|request| {
        let next = format!("Location: {}a", request.path);
        (302, [allow("*"), vec![next]].concat())
    });
    let text = run(&[&server.url("/"), "--from", APP]).expect(1);
    assert!(text.contains("redirected 20 times already"), "{text}");
    assert_eq!(server.requests().len(), 21);
}

#[test]
fn audit_of_a_silent_server_is_no_response() {
    let server = Server::raw(|_, _| {});
    let output = run(&["audit", &server.url("/"), "--from", APP]);
    let error = output.error();
    assert!(
        error.contains("error: the server closed the connection"),
        "{error}"
    );
    assert_eq!(server.requests().len(), 1);
}

#[test]
fn hostile_bytes_cause_no_panic() {
    let heads: [&[u8]; 14] = [
        b"HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: \xff\xfe\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin:\r\n\r\n",
        b"HTTP/1.1 999 \xff\r\nAccess-Control-Allow-Origin: *\r\n\r\n",
        b"HTTP/1.1 99 OK\r\n\r\n",
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: a\r\nConnection: upgrade\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nAccess-Control-Allow-Origin: *\r\nLocation: http://[\xff\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nAccess-Control-Allow-Origin: *\r\nLocation: http://a b/\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nAccess-Control-Allow-Origin: *\r\nLocation: //\xe2\x80\xae.example:99999/\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nAccess-Control-Allow-Origin: *\r\nLocation: javascript:alert(1)\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: *\r\nSet-Cookie: =;;;Max-Age=-9;Expires=99:99\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: *\r\nAccess-Control-Expose-Headers: \xff,@,*\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: *\r\nContent-Type: text/plain;\xff\r\n\r\n\xff\xff",
        b"HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: *\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\na",
        b"\x16\x03\x01\x00\x00",
    ];
    for head in heads {
        let server = Server::raw(move |_, stream| {
            let _ = stream.write_all(head);
        });
        let url = server.url("/");
        for more in [&[][..], &["-X", "PUT", "--credentials"], &["--json"]] {
            let output = run(&[&[url.as_str(), "--from", APP, "-m", "3"], more].concat());
            let text = head.escape_ascii();
            assert!((0..=2).contains(&output.status), "{text}: {output:?}");
            assert!(!output.stderr.contains("panicked"), "{text}: {output:?}");
        }
        let output = run(&["audit", &url, "--from", APP, "-m", "3"]);
        assert!((0..=2).contains(&output.status), "{output:?}");
    }
}
