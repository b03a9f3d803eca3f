"""Floor 2. Which addresses may be asked: checked where the connection is made, so that no DNS answer slips through."""

from __future__ import annotations

import asyncio
import functools
import ipaddress
import socket
import ssl
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress

import httpcore
import httpx

from ..errors import FetchError, Refused
from ..models import Paper
from .pool import Pool

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], Awaitable[list[str]]]

KEEPALIVE = 180.0
"""Seconds that an idle connection is kept: longer than the longest delay, so that each host needs one handshake."""
_CONNECTIONS = 256
_ADDRESSES = 4  # of one name that are tried
_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052: an IPv4 address inside an IPv6 one
_INSIDE = tuple(
    map(
        ipaddress.ip_network,
        (
            "192.0.0.0/24",  # RFC 6890; a metadata service lives there
            "168.63.129.16/32",  # another one, on an address that looks public
            "fec0::/10",  # site-local, RFC 3879
            "64:ff9b:1::/48",  # NAT64 into private networks, RFC 8215
        ),
    )
)
"""What the `ipaddress` of some Python versions takes for public."""
_HINT = "if the paper lives there, name that in its entry, with allow_private = true"


class PrivateAddress(Exception):
    """A name that stands for an address of no public host; raised inside the connection pool."""


class UnknownHost(Exception):
    """A name that DNS does not know, or can't tell now (`temporary`); raised inside the connection pool."""

    def __init__(self, host: str, *, temporary: bool) -> None:
        self.temporary = temporary
        super().__init__(host)


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet: not private, loopback, link-local, CGNAT, multicast, metadata.

    IPv6 forms that carry an IPv4 address (mapped, 6to4, Teredo, NAT64) are judged by what they carry.
    """
    ip: Address = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        carried = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if ip in _NAT64:
            carried = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if carried:
            return is_public(str(carried))
    special = ip.is_multicast or ip.is_reserved or ip.is_unspecified or any(ip in network for network in _INSIDE)
    return ip.is_global and not special


def is_home(url: httpx.URL, paper: Paper) -> bool:
    """Whether the address may be a private one: the paper's entry allows that, and this is its own host, or where it moved.

    Any other host is as private to a paper that lives inside as to all others, whatever redirects there. This machine's names are one host.
    """
    if not paper.allow_private:
        return False
    return _machine(url.host) in {_home(home) for home in (paper.url, paper.moved_to, *paper.formerly) if home}


@functools.lru_cache(maxsize=1024)
def _home(url: str) -> str:
    return _machine(httpx.URL(url).host)


@functools.lru_cache(maxsize=1024)
def _machine(host: str) -> str:
    """The host's name, without `www.`; one for all that stand for this machine."""
    with suppress(ValueError):
        return "localhost" if ipaddress.ip_address(host).is_loopback else host
    return host.rstrip(".").lower().removeprefix("www.")


def allowed(url: str, paper: Paper) -> httpx.URL:
    """The URL as `checked` for the paper: private only where that is its home."""
    parsed = checked(url, allow_private=True)
    return parsed if is_home(parsed, paper) else checked(url, allow_private=False)


def checked(url: str, *, allow_private: bool) -> httpx.URL:
    """The URL as it will be asked for: http(s), with a host, no fragment, no user name; else Refused.

    A private address that is written out is refused here; one behind a name where the connection is made.
    """
    try:
        parsed = httpx.URL(url.strip())
        parsed = parsed.copy_with(fragment=None) if "#" in url else parsed
    except (httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise Refused(url, "scheme", f"is no address that can be asked ({error})") from None
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise Refused(url, "scheme", "only http and https addresses are fetched; give one of those")
    if parsed.port == 0:
        raise Refused(url, "scheme", "has port 0, which nothing can listen on; correct it")
    if parsed.userinfo:
        parsed = parsed.copy_with(username=None, password=None)
    if not allow_private and _is_private_name(parsed.host):
        raise Refused(url, "private", f"{parsed.host} is not a public address, so it is not asked; {_HINT}")
    return parsed


def _is_private_name(host: str) -> bool:
    """Whether the host, without any question to DNS, is an address or a name inside this network (RFC 6761)."""
    try:
        return not is_public(host)
    except ValueError:
        name = host.rstrip(".").lower()
        return name == "localhost" or name.endswith((".localhost", ".local", ".internal"))


def private_refusal(url: str, error: PrivateAddress) -> Refused:
    """What a caller is told of a name that leads inside."""
    return Refused(url, "private", f"{error}, so it is not asked; {_HINT}")


def unknown_host(url: str, error: UnknownHost) -> FetchError:
    """What a caller is told of a name that DNS does not know."""
    if error.temporary:
        return FetchError(url, "dns", f"the name {error} can't be looked up now; check the network, or try later")
    return FetchError(url, "dns", f"there is no host {error}; check the address")


async def system_resolve(host: str, port: int) -> list[str]:
    """The addresses that the system's resolver gives, in its order."""
    if host.rstrip(".").endswith(".invalid"):
        raise UnknownHost(host, temporary=False)  # RFC 6761, 6.4: no need to ask
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        temporary = isinstance(error, socket.gaierror) and error.errno == socket.EAI_AGAIN
        raise UnknownHost(host, temporary=temporary) from error
    return list(dict.fromkeys(str(info[4][0]) for info in found))


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Resolves a name, leaves out what is not public (unless that is allowed), and connects to just what it checked."""

    def __init__(self, *, allow_private: bool, resolve: Resolve = system_resolve) -> None:
        self._allow_private, self._resolve = allow_private, resolve
        self._inner = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """A connection to the first of the name's addresses that takes one."""
        *others, last = await self._addresses(host, port)
        for address in others:
            try:
                return await self._inner.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return await self._inner.connect_tcp(last, port, timeout, local_address, socket_options)

    async def _addresses(self, host: str, port: int) -> list[str]:
        found = await self._resolve(host, port)
        if not found:
            raise UnknownHost(host, temporary=False)
        usable = [address for address in found if self._allow_private or is_public(address)]
        if not usable:
            raise PrivateAddress(f"{host} stands for {found[0]}, which is not a public address")
        return usable[:_ADDRESSES]


class GuardedTransport(httpx.AsyncHTTPTransport):
    """The transport of httpx on a pool whose connections all pass the guard; no proxy, nothing from the environment."""

    def __init__(self, *, allow_private: bool, resolve: Resolve = system_resolve) -> None:
        self._pool = Pool(
            most=_CONNECTIONS,
            ssl_context=_tls(),
            keepalive_expiry=KEEPALIVE,
            network_backend=GuardedBackend(allow_private=allow_private, resolve=resolve),
        )


@functools.cache
def _tls() -> ssl.SSLContext:
    """One context for all: reading the certificates costs more than a request."""
    return httpx.create_ssl_context(trust_env=False)
