//! TCP connections, directly or through a proxy.

use core::{
    future::Future,
    pin::Pin,
    str::FromStr,
    task::{Context, Poll},
};
use std::{
    env, io,
    net::{IpAddr, SocketAddr},
    sync::Arc,
};

use http::{HeaderValue, Uri, uri::Scheme};
use hyper_util::{
    client::{
        legacy::connect::proxy::{SocksV5, Tunnel},
        proxy::matcher::{Intercept, Matcher},
    },
    rt::TokioIo,
};
use tokio::net::{TcpStream, lookup_host};
use tower_service::Service;

use super::{sensitive, with_sources};

/// An address in the place of a DNS response, as with `--resolve` of curl.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Resolve {
    host: String,
    port: u16,
    addresses: Vec<IpAddr>,
}

impl FromStr for Resolve {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let form =
            || format!("`{text}` is not HOST:PORT:ADDRESS, such as `example.com:443:127.0.0.1`");
        let mut parts = text.splitn(3, ':');
        let (Some(host), Some(port), Some(addresses)) = (parts.next(), parts.next(), parts.next())
        else {
            return Err(form());
        };
        let address = |address: &str| address.trim_matches(['[', ']']).parse();
        let addresses: Result<Vec<IpAddr>, _> = addresses.split(',').map(address).collect();
        Ok(Self {
            host: host.to_ascii_lowercase(),
            port: port.parse().map_err(|_| form())?,
            addresses: addresses.map_err(|_| form())?,
        })
    }
}

/// The error of a proxy that has to know its user.
pub(super) const PROXY_NEEDS_USER: &str =
    "the proxy needs a user: name it in the URL, as in `-x http://user:password@localhost:8080`";

/// A stream whose type is erased.
pub(super) trait Io: hyper::rt::Read + hyper::rt::Write + Send + Unpin {}

impl<T: hyper::rt::Read + hyper::rt::Write + Send + Unpin> Io for T {}

/// A stream that HTTP can start on.
pub(super) type ErasedIo = Box<dyn Io>;

pub(super) fn erased(io: impl Io + 'static) -> ErasedIo {
    Box::new(io)
}

/// A proxy that gets requests with the whole URL.
pub(super) struct PlainProxy {
    pub(super) authorization: Option<HeaderValue>,
}

/// A connection, by its version of HTTP.
pub(super) enum Connected {
    Http1 {
        io: ErasedIo,
        proxy: Option<PlainProxy>,
    },
    Http2(ErasedIo),
}

/// Opens TCP connections to the host of a URI.
#[derive(Clone, Debug)]
pub(super) struct Tcp {
    resolve: Arc<[Resolve]>,
}

impl Tcp {
    pub(super) fn new(resolve: Arc<[Resolve]>) -> Self {
        Self { resolve }
    }

    async fn addresses(&self, host: &str, port: u16) -> io::Result<Vec<SocketAddr>> {
        let mut entries = self.resolve.iter();
        let entry = entries.find(|it| it.port == port && it.host.eq_ignore_ascii_case(host));
        if let Some(entry) = entry {
            let addresses = entry.addresses.iter();
            return Ok(addresses.map(|ip| SocketAddr::new(*ip, port)).collect());
        }
        // As in browsers: names below `localhost` are this machine's.
        let host = match host.strip_suffix('.').unwrap_or(host) {
            name if name.ends_with(".localhost") => "localhost",
            _ => host,
        };
        Ok(lookup_host((host, port)).await?.collect())
    }

    async fn open(self, uri: Uri) -> io::Result<TokioIo<TcpStream>> {
        let host = uri.host().unwrap_or_default();
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        let default = match uri.scheme_str() {
            Some("https") => 443,
            Some("socks5" | "socks5h") => 1080,
            _ => 80,
        };
        let port = uri.port_u16().unwrap_or(default);
        let addresses = self.addresses(bare, port).await.map_err(|error| {
            let text = format!("the host `{bare}` was not found: {error}");
            io::Error::new(error.kind(), text)
        })?;
        let mut last = io::Error::other(format!("the host `{bare}` has no address"));
        for address in addresses {
            match TcpStream::connect(address).await {
                Ok(stream) => return Ok(TokioIo::new(stream)),
                Err(error) => {
                    let text = format!("no connection to `{bare}` ({address}): {error}");
                    last = io::Error::new(error.kind(), text);
                }
            }
        }
        Err(last)
    }
}

impl Service<Uri> for Tcp {
    type Response = TokioIo<TcpStream>;
    type Error = io::Error;
    type Future = Pin<Box<dyn Future<Output = io::Result<Self::Response>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, uri: Uri) -> Self::Future {
        Box::pin(self.clone().open(uri))
    }
}

/// The proxies of `--proxy`, or else of the environment.
pub(super) fn proxies(option: Option<&str>) -> Result<Matcher, String> {
    let Some(proxy) = option else {
        return Ok(Matcher::from_env());
    };
    let probe = Uri::from_static("http://cors-check.invalid");
    if Matcher::builder()
        .all(proxy)
        .build()
        .intercept(&probe)
        .is_none()
    {
        return Err(format!(
            "`{proxy}` is not a proxy, such as `http://localhost:8080`"
        ));
    }
    let no = env::var("no_proxy").or_else(|_| env::var("NO_PROXY"));
    Ok(Matcher::builder()
        .all(proxy)
        .no(no.unwrap_or_default())
        .build())
}

/// Opens a stream to the host of the URI. A proxy that forwards plain http is returned, since it needs the whole URL.
pub(super) async fn open(
    tcp: &Tcp,
    proxies: &Matcher,
    uri: &Uri,
) -> Result<(TcpStream, Option<PlainProxy>), String> {
    let Some(proxy) = proxies.intercept(uri) else {
        let stream = tcp.clone().open(uri.clone()).await;
        let stream = stream.map_err(|error| error.to_string())?;
        return Ok((stream.into_inner(), None));
    };
    let through = format!("through the proxy `{}`", proxy.uri());
    let stream = match proxy.uri().scheme_str() {
        Some("http") if uri.scheme() == Some(&Scheme::HTTP) => {
            let stream = tcp.clone().open(proxy.uri().clone()).await;
            let stream = stream.map_err(|error| format!("{through}: {error}"))?;
            let authorization = proxy.basic_auth().cloned().map(sensitive);
            return Ok((stream.into_inner(), Some(PlainProxy { authorization })));
        }
        Some("http") => tunnel(tcp, &proxy, uri).await,
        Some(scheme @ ("socks5" | "socks5h")) => {
            let local_dns = scheme == "socks5";
            let mut socks = SocksV5::new(proxy.uri().clone(), tcp.clone()).local_dns(local_dns);
            if let Some((user, password)) = proxy.raw_auth() {
                socks = socks.with_auth(user.to_owned(), password.to_owned());
            }
            let stream = socks.call(uri.clone()).await;
            stream.map_err(|error| format!("{error:?}"))
        }
        _ => Err("only proxies of `http`, `socks5` and `socks5h` are supported".to_owned()),
    };
    match stream {
        Ok(stream) => Ok((stream.into_inner(), None)),
        Err(error) => Err(format!("{through}: {error}")),
    }
}

async fn tunnel(tcp: &Tcp, proxy: &Intercept, uri: &Uri) -> Result<TokioIo<TcpStream>, String> {
    let mut tunnel = Tunnel::new(proxy.uri().clone(), tcp.clone());
    if let Some(authorization) = proxy.basic_auth() {
        tunnel = tunnel.with_auth(authorization.clone());
    }
    let stream = tunnel.call(uri.clone()).await;
    stream.map_err(|error| {
        let error = with_sources(&error);
        // hyper-util has no predicate for it.
        if error.contains("authorization required") {
            return PROXY_NEEDS_USER.to_owned();
        }
        error
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resolve_takes_hosts_ports_and_addresses() {
        let parsed: Resolve = "API.example.com:443:127.0.0.1,[::1]"
            .parse()
            .expect("an entry");
        assert_eq!(parsed.host, "api.example.com");
        assert_eq!(parsed.port, 443);
        assert_eq!(parsed.addresses.len(), 2);
        for wrong in ["", "a", "a:1", "a:b:127.0.0.1", "a:1:b", "a:1:"] {
            assert!(wrong.parse::<Resolve>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn proxy_option_must_be_a_proxy() {
        assert!(proxies(Some("http://localhost:8080")).is_ok());
        assert!(proxies(Some("socks5h://localhost:1080")).is_ok());
        assert!(proxies(Some("")).is_err());
    }
}
