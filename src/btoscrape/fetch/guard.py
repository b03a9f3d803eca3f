"""Floor 2. Which addresses may be asked: checked where the connection is made, so that no DNS answer slips through."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Iterable
from urllib.parse import urlsplit

import httpcore

from ..errors import FetchError, Refused
from ..models import Paper

_SHARED = ipaddress.ip_network("100.64.0.0/10")  # carrier-grade NAT, RFC 6598
_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052: an IPv4 address inside an IPv6 one

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def is_private(address: str) -> bool:
    """Whether an address is not of the public internet: loopback, private, link-local (metadata), CGNAT, multicast."""
    ip: Address = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour
        if ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        ip = inner or ip
    return not ip.is_global or ip.is_multicast or (ip.version == 4 and ip in _SHARED)


def check_scheme(url: str) -> None:
    """A Refused for anything but http(s) with a host."""
    try:
        parts = urlsplit(url)
        valid = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        valid = False
    if not valid:
        raise Refused(url, "scheme", "only http and https addresses are fetched")


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Resolves a name, refuses private addresses, and connects to exactly the address that was checked."""

    def __init__(self) -> None:
        """Allow no private host yet."""
        self._inner = httpcore.AnyIOBackend()
        self._private_hosts: set[str] = set()

    def allow(self, paper: Paper) -> None:
        """Let this paper's own host be private, if its entry says so."""
        if paper.allow_private and (host := urlsplit(paper.url).hostname):
            self._private_hosts.add(host)

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """A connection to a checked address."""
        last: Exception | None = None
        for address in await self._addresses(host, port):
            try:
                return await self._inner.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                last = error
        assert last is not None
        raise last

    async def _addresses(self, host: str, port: int) -> list[str]:
        where = f"{host}:{port}"
        try:
            infos = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise FetchError(where, "dns", "this host is not known; check the address") from error
        addresses = list(dict.fromkeys(str(info[4][0]) for info in infos))
        if host not in self._private_hosts and (private := [address for address in addresses if is_private(address)]):
            hint = "set allow_private = true in its [papers] entry if it is meant"
            raise Refused(where, "private", f"{private[0]} is a private address, which is not fetched; {hint}")
        return addresses
