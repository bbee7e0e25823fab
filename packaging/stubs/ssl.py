"""Stands in the bundle for encrypted connections, which python-stdnum names on import and never opens for us.

Nothing leaves this PC: the real one would bring OpenSSL, 6 MB. Who asks it for a connection fails.
"""

# What the standard library's ftplib looks at on import.
PROTOCOL_TLS_CLIENT = 0
SSLError = OSError


class SSLSocket:
    """A connection; there is none in the bundle."""
