"""Who has come in is known by a cookie that nobody can make up."""

from __future__ import annotations

import base64
import sys
from dataclasses import replace
from pathlib import Path

from rag.web.access import EDITOR, READER
from rag.web.passwords import Passwords
from rag.web.sessions import SECONDS, Sessions, session_key
from tests.fakes import Clock

READ, EDIT = "读者的密码 1", "edit/2"
BOTH = Passwords(READ, EDIT, whole_world=True)


def test_a_session_ends_and_cannot_be_made_up() -> None:
    clock = Clock()
    sessions = Sessions(b"k" * 32, BOTH, clock)
    cookie = sessions.begin(READER)
    assert sessions.access(cookie) == READER
    body, _, signature = cookie.partition(".")
    forged = Sessions(b"x" * 32, BOTH, clock).begin(EDITOR)
    for wrong in (
        *("", ".", "a.b", body, f"{body}.", f"{body}x.{signature}", f"{forged}", "é.ü", "W10.x"),
        f"{forged.partition('.')[0]}.{signature}",
    ):
        assert sessions.access(wrong) is None
    # Another program with the same key, after a restart; and after the password was changed.
    assert Sessions(b"k" * 32, BOTH, clock).access(cookie) == READER
    assert Sessions(b"k" * 32, replace(BOTH, reader="new"), clock).access(cookie) is None
    assert Sessions(b"k" * 32, replace(BOTH, editor="new"), clock).access(cookie) == READER
    clock.now += SECONDS + 1
    assert sessions.access(cookie) is None


def test_a_cookie_that_somebody_made_up_is_none() -> None:
    """Its contents are read before its signature is known to be right."""
    sessions = Sessions(b"k" * 32, BOTH)
    for until in ("1" + "0" * 400, "1e999", "NaN", "[]", "-1"):
        claimed = f'{{"id": "x", "role": "editor", "name": "", "until": {until}}}'
        body = base64.urlsafe_b64encode(claimed.encode()).decode()
        assert sessions.access(f"{body}.x") is None


def test_a_session_of_a_role_without_password_is_none() -> None:
    cookie = Sessions(b"k" * 32, Passwords(READ), Clock()).begin(EDITOR)
    assert Sessions(b"k" * 32, Passwords(READ), Clock()).access(cookie) is None


def test_the_secret_is_kept_and_for_its_owner_only(tmp_path: Path) -> None:
    key = session_key(tmp_path / "state")
    assert len(key) == 32 and session_key(tmp_path / "state") == key
    file = tmp_path / "state" / "session.key"
    if sys.platform != "win32":
        assert file.stat().st_mode & 0o077 == 0
    file.write_bytes(b"cut")
    assert session_key(tmp_path / "state") not in (key, b"cut")
