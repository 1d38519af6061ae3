"""Central's own certificate: what it speaks TLS with."""

import ssl

from station.adapters.config.central_settings import Tls


class CertificateUnusable(RuntimeError):
    """The certificate and the key do not belong together, or one of them is not what it should be."""


def context_of(tls: Tls) -> ssl.SSLContext:
    """Return what central speaks TLS with. Raises CertificateUnusable."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        # An empty password: a key that has one is refused, rather than asked for at a terminal.
        context.load_cert_chain(tls.certificate, tls.key, password="")  # nosec B106
    except OSError as wrong:  # ssl.SSLError is one
        why = getattr(wrong, "reason", None) or wrong.strerror or "they do not belong together"
        raise CertificateUnusable(
            f"{tls.certificate} and {tls.key} cannot be used: {str(why).replace('_', ' ').lower()}. "
            "Give PEM files: the certificate with those up to its authority, and its key without a password."
        ) from None
    return context
