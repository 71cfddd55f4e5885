"""The secret in a link that lets somebody in: given once, and kept as a hash only."""

import hashlib
import secrets

from django.utils.crypto import constant_time_compare

SECRET_BYTES = 32


def new_secret() -> tuple[str, str]:
    """A secret for a link, and the hash of it to keep: who reads the database cannot use the link."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    return secret, hash_of_secret(secret)


def hash_of_secret(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def is_secret_of(secret: str, kept: str | None) -> bool:
    """Compared in a time that says nothing about the secret, also where there is no such link."""
    return constant_time_compare(hash_of_secret(secret), kept or "")
