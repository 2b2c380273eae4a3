//! A guard and a body that count how often they run.

use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use rocket::{
    Data, Request as Asked,
    data::{self, FromData, ToByteUnit},
    request::{self, FromRequest},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use cors_tests::{EVIL, Server};

/// The number of times that code of the route has run.
#[derive(Clone, Default)]
pub(crate) struct Ran(Arc<AtomicUsize>);

impl Ran {
    pub(crate) fn count(request: &Asked<'_>) {
        let ran = request.rocket().state::<Self>().expect("a counter");
        ran.0.fetch_add(1, Ordering::SeqCst);
    }

    pub(crate) fn times(&self) -> usize {
        self.0.load(Ordering::SeqCst)
    }
}

pub(crate) struct Guard;

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Guard {
    type Error = ();

    async fn from_request(request: &'r Asked<'_>) -> request::Outcome<Self, ()> {
        Ran::count(request);
        request::Outcome::Success(Self)
    }
}

pub(crate) struct Body(pub(crate) usize);

#[rocket::async_trait]
impl<'r> FromData<'r> for Body {
    type Error = io::Error;

    async fn from_data(request: &'r Asked<'_>, data: Data<'r>) -> data::Outcome<'r, Self> {
        Ran::count(request);
        let body = data.open(1.mebibytes()).into_bytes().await;
        data::Outcome::Success(Self(body.expect("a body").len()))
    }
}

/// Asserts that a foreign page gets a response although its body never arrives.
pub(crate) async fn refused_before_its_body(server: &Server) {
    // Rocket looks at the first bytes of every body. The rest never comes.
    let mut stream = TcpStream::connect(server.address())
        .await
        .expect("the server listens");
    let head = format!(
        "POST / HTTP/1.1\r\nhost: api.example.com\r\norigin: {EVIL}\r\ncontent-length: 1000000\r\n\r\n"
    );
    let begun = [head.as_bytes(), &[b'a'; 1024]].concat();
    stream.write_all(&begun).await.expect("it is sent");
    let mut response = [0; 12];
    tokio::time::timeout(Duration::from_secs(20), stream.read_exact(&mut response))
        .await
        .expect("a response in time")
        .expect("a response");
    assert_eq!(&response, b"HTTP/1.1 403");
}
