//! The parts of an origin, by which patterns are looked up.

/// The parts of an origin.
pub(super) struct SplitOrigin<'o> {
    pub(super) origin: &'o [u8],
    /// Including `://`.
    pub(super) scheme: &'o [u8],
    pub(super) name: &'o [u8],
    /// Including the colon; empty if the origin has no port.
    pub(super) port: &'o [u8],
}

impl<'o> SplitOrigin<'o> {
    #[inline]
    pub(super) fn of(origin: &'o [u8]) -> Option<Self> {
        let end = origin.windows(3).position(|bytes| bytes == b"://")? + 3;
        let (scheme, authority) = origin.split_at(end);
        let colon = match authority {
            // An IPv6 address without a port.
            [.., b']'] => None,
            _ => authority.iter().rposition(|&byte| byte == b':'),
        };
        let (name, port) = authority.split_at(colon.unwrap_or(authority.len()));
        Some(Self {
            origin,
            scheme,
            name,
            port,
        })
    }

    /// The hosts that a pattern accepting the origin may have, except for extensions: each parent domain, then the
    /// origin's own host, which few patterns have.
    pub(super) fn hosts(&self) -> impl Iterator<Item = &'o [u8]> + use<'o> {
        let name = self.name;
        let dots = name.iter().enumerate().filter(|&(_, &byte)| byte == b'.');
        let above = dots.map(move |(dot, _)| &name[dot + 1..]);
        above.chain([name])
    }
}
