"""The two passwords: where they come from, when they are demanded, and who guesses at them."""

from __future__ import annotations

import hmac
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path

from rag.errors import RequestError
from rag.settings import Settings
from rag.web.access import EDITOR, READER, Access, Role

SHORTEST = 6
"""Characters of a password where others can try."""


@dataclass(frozen=True, slots=True)
class Passwords:
    """Empty where none is set. `whole_world`: the page is bound elsewhere than on this machine."""

    reader: str = field(default="", repr=False)
    editor: str = field(default="", repr=False)
    whole_world: bool = False

    @property
    def any(self) -> bool:
        return bool(self.reader or self.editor)

    @property
    def nobody(self) -> Access | None:
        """Who comes without a password: an editor on this machine while none is set, a reader while
        only the editor's is. From elsewhere nobody does."""
        if self.reader or self.whole_world:
            return None
        return READER if self.editor else EDITOR

    def access(self, given: str) -> Access | None:
        """Both are compared whichever fits, in a time that tells nothing of them."""
        found = [
            hmac.compare_digest(known.encode("utf-8"), given.encode("utf-8", "replace"))
            for known in (self.reader, self.editor)
        ]
        if self.editor and found[1]:
            return EDITOR
        return READER if self.reader and found[0] else None

    def of(self, role: Role) -> str:
        return self.editor if role == "editor" else self.reader


def load_passwords(settings: Settings) -> Passwords:
    """Refuses to open the page to others without one."""
    reader = _password(settings.password, settings.password_file, "password")
    editor = _password(settings.editor_password, settings.editor_password_file, "editor_password")
    elsewhere = not is_loopback(settings.host)
    if elsewhere and not reader:
        raise RequestError(
            f"在 {settings.host} 上打开，别的电脑也能进来，要先设密码（a password is needed when bound"
            " elsewhere than on this machine）：变量 RAG_PASSWORD，或 RAG_PASSWORD_FILE 指一个只有"
            "密码的文件；上传、撤下和评测另用 RAG_EDITOR_PASSWORD 或 RAG_EDITOR_PASSWORD_FILE。"
            "只在本机用就请去掉 --host。"
        )
    if reader and reader == editor:
        raise RequestError(
            "RAG_PASSWORD 和 RAG_EDITOR_PASSWORD 是同一个密码（the same password twice）："
            "那样人人都是编辑。请换一个。"
        )
    if elsewhere or settings.hosts:
        for name, password in (("RAG_PASSWORD", reader), ("RAG_EDITOR_PASSWORD", editor)):
            if 0 < len(password) < SHORTEST:
                raise RequestError(
                    f"{name} 太短，容易猜到（password too short）：别的电脑也能进来，至少要 {SHORTEST} 个字。"
                    "请换一个长的。"
                )
    return Passwords(reader, editor, elsewhere)


def _password(password: str, file: str, name: str) -> str:
    if password.strip() or not file:
        return password.strip()
    variable = f"RAG_{name.upper()}_FILE"
    try:
        found = Path(file).expanduser().read_text(encoding="utf-8-sig").strip()
    except (OSError, UnicodeDecodeError) as error:
        # The kind alone: an error of decoding holds the bytes themselves.
        kind = type(error).__name__
        raise RequestError(f"读不了密码文件（cannot read {variable}）：{file}（{kind}）") from None
    if not found or len(found.splitlines()) > 1:
        raise RequestError(
            f"密码文件里应只有一行密码（one line, the password, in {variable}）：{file}"
        )
    return found


def is_loopback(host: str) -> bool:
    if host.lower() == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


FREE = 5
"""Mistakes that cost nothing; after each further one the wait doubles."""
LONGEST_WAIT = 300.0
REMEMBERED = 3600.0
"""Seconds after which the mistakes of an address are forgotten."""
MOST_ADDRESSES = 10_000
MOST_TOGETHER, TOGETHER_SECONDS = 300, 600.0
"""Mistakes of all addresses in so many seconds, after which nobody can try for a while: those who
are signed in go on, and one address alone cannot bring it about."""


class TooManyTries(RequestError):
    def __init__(self, seconds: float) -> None:
        self.seconds = int(seconds) + 1
        super().__init__(
            f"密码试得太多了，请 {self.seconds} 秒后再试（too many tries, wait {self.seconds} s）。"
        )


class Tries:
    """Wrong passwords, by the address they came from. Used from one thread, the event loop's."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._mistakes: OrderedDict[str, tuple[int, float]] = OrderedDict()
        self._together = (0, 0.0)

    def check(self, address: str) -> None:
        """Before a password is looked at: while somebody waits, a right one is not told either."""
        now = self._clock()
        count, last = self._mistakes.get(_network(address), (0, 0.0))
        wait = last + _wait(count) - now if now - last < REMEMBERED else 0.0
        together, since = self._together
        if together >= MOST_TOGETHER:
            wait = max(wait, since + TOGETHER_SECONDS - now)
        if wait > 0:
            raise TooManyTries(wait)

    def mistake(self, address: str) -> None:
        now, network = self._clock(), _network(address)
        count, last = self._mistakes.pop(network, (0, 0.0))
        # A right password forgives nothing: with the reader's one could guess at the editor's.
        self._mistakes[network] = (count + 1 if now - last < REMEMBERED else 1, now)
        while len(self._mistakes) > MOST_ADDRESSES:
            self._mistakes.popitem(last=False)
        together, since = self._together
        fresh = now - since >= TOGETHER_SECONDS or not together
        self._together = (1, now) if fresh else (together + 1, since)


def _wait(mistakes: int) -> float:
    return 0.0 if mistakes < FREE else float(min(2 ** min(mistakes - FREE, 30), LONGEST_WAIT))


def _network(address: str) -> str:
    """Of IPv6 somebody has a whole /64 to himself."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    return found.exploded[:19] if found.version == 6 and not found.ipv4_mapped else str(found)
