"""Who signed in: a cookie that is signed, not stored. Its secret lies in the state folder."""

from __future__ import annotations

import base64
import binascii
import hmac
import json
import os
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rag.web.access import ROLES, Access
from rag.web.passwords import Passwords

COOKIE = "rag_session"
SECONDS = 7 * 24 * 3600
FILE = "session.key"
KEY_BYTES = 32
MOST_ENDED = 10_000


class Sessions:
    """A new password ends the sessions of the old one: it is part of what signs them."""

    def __init__(
        self, key: bytes, passwords: Passwords, clock: Callable[[], float] = time.time
    ) -> None:
        self._key, self._passwords, self._clock = key, passwords, clock
        self._ended: dict[str, float] = {}

    def begin(self, access: Access) -> str:
        """What the cookie holds."""
        session = {
            "id": secrets.token_urlsafe(12),
            "role": access.role,
            "name": access.name,
            "until": int(self._clock()) + SECONDS,
        }
        body = _encoded(json.dumps(session, ensure_ascii=False).encode("utf-8"))
        return f"{body}.{self._signature(body, access)}"

    def access(self, cookie: str) -> Access | None:
        session = self._session(cookie)
        return session.access if session else None

    def end(self, cookie: str) -> None:
        """Kept until it would have run out, or the program ends: then the browser's copy is gone."""
        if session := self._session(cookie):
            now = self._clock()
            self._ended = {id: until for id, until in self._ended.items() if until > now}
            while len(self._ended) >= MOST_ENDED:
                self._ended.pop(next(iter(self._ended)))
            self._ended[session.id] = session.until

    def _session(self, cookie: str) -> _Session | None:
        body, _, signature = cookie.partition(".")
        try:
            claimed: Any = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
            access = Access(claimed["role"], str(claimed["name"]))
            session = _Session(str(claimed["id"]), float(claimed["until"]), access)
        except (binascii.Error, ArithmeticError, ValueError, KeyError, TypeError, RecursionError):
            return None
        if access.role not in ROLES or not self._passwords.of(access.role):
            return None
        right = self._signature(body, access)
        if not hmac.compare_digest(right.encode(), signature.encode("utf-8", "replace")):
            return None
        alive = session.until > self._clock() and session.id not in self._ended
        return session if alive else None

    def _signature(self, body: str, access: Access) -> str:
        password = self._passwords.of(access.role).encode("utf-8")
        key = hmac.digest(self._key, b"session " + access.role.encode() + b" " + password, "sha256")
        return _encoded(hmac.digest(key, body.encode("utf-8", "replace"), "sha256"))


@dataclass(frozen=True, slots=True)
class _Session:
    id: str
    until: float
    access: Access


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def session_key(state: Path) -> bytes:
    """Made at the first start; for its owner's eyes only."""
    file = state / FILE
    if file.is_file() and len(key := file.read_bytes()) == KEY_BYTES:
        return key
    state.mkdir(parents=True, exist_ok=True)
    key = secrets.token_bytes(KEY_BYTES)
    draft = file.with_name(f"{FILE}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        out.write(key)
    draft.replace(file)
    return key
