# SPDX-License-Identifier: MIT
"""Servers that a handshake may meet, each in a thread of its own."""

import contextlib
import socket
import ssl
import threading
import time


def knows_localhost():
    """False in a bare chroot, which has no hosts file."""
    try:
        return bool(socket.getaddrinfo("localhost", 1))
    except OSError:
        return False


def listener(host="127.0.0.1"):
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, 0), family=family, backlog=8)


@contextlib.contextmanager
def serving(answer, host="127.0.0.1"):
    """Calls `answer` with every connection; gives the port."""
    with listener(host) as sock:
        stop = threading.Event()

        def loop():
            sock.settimeout(0.05)
            while not stop.is_set():
                try:
                    connection, _ = sock.accept()
                except TimeoutError:
                    continue
                connection.settimeout(10)
                with contextlib.suppress(OSError), connection:
                    answer(connection, stop)

        thread = threading.Thread(target=loop)
        thread.start()
        try:
            yield sock.getsockname()[1]
        finally:
            stop.set()
            thread.join()


def tls(directory, chain, version=None, seen=None):
    """Answers with a chain of certificates, the server's own first."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    bundle = directory / ("chain-" + "-".join(c.path.stem for c in chain) + ".pem")
    bundle.write_text("".join(c.pem for c in chain))
    context.load_cert_chain(bundle, chain[0].key)
    if seen is not None:
        context.sni_callback = lambda _, name, __: seen.append(name)
    if version is not None:
        context.set_ciphers("ALL:@SECLEVEL=0")
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = version

    def answer(connection, _):
        with context.wrap_socket(connection, server_side=True) as stream:
            stream.recv(1)

    return answer


def silent(_, stop):
    """Takes the connection and says nothing."""
    stop.wait(10)


def closing(_connection, _stop):
    """Closes at once."""


def resetting(connection, _):
    """Closes with a reset: most of what came is not read."""
    connection.recv(1)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")


def saying(data, read=True):
    def answer(connection, _):
        if read:
            connection.recv(4096)
        connection.sendall(data)
        connection.shutdown(socket.SHUT_WR)
        connection.recv(4096)

    return answer


def dripping(connection, stop):
    """A record of TLS that never ends, a byte at a time."""
    for byte in b"\x16\x03\x03\x40\x00\x02\x00\x3f\xfc" + b"\x03" * 1000:
        if stop.is_set():
            return
        connection.sendall(bytes([byte]))
        time.sleep(0.02)
