"""Where the passwords come from, when they are demanded, and how who guesses at them is slowed."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from rag.errors import RequestError
from rag.settings import Settings, load_settings
from rag.web.access import EDITOR, READER
from rag.web.passwords import (
    FREE,
    LONGEST_WAIT,
    MOST_ADDRESSES,
    MOST_TOGETHER,
    Passwords,
    TooManyTries,
    Tries,
    load_passwords,
)
from rag.web.serve import hosts_of, serve
from tests.fakes import Clock

READ, EDIT = "读者的密码 1", "edit/2"
BOTH = Passwords(READ, EDIT, whole_world=True)


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "::", "rag.example", ""])
def test_bound_elsewhere_a_password_is_demanded(small_settings: Settings, host: str) -> None:
    with pytest.raises(RequestError) as refused:
        serve(replace(small_settings, host=host, editor_password=EDIT))
    for words in ("RAG_PASSWORD", "RAG_PASSWORD_FILE", "RAG_EDITOR_PASSWORD"):
        assert words in str(refused.value)
    assert EDIT not in str(refused.value)
    assert not (small_settings.index).exists()


def test_the_command_says_so_too() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "rag", "serve", "--host", "0.0.0.0"],
        capture_output=True,
        timeout=60,
    )
    said = done.stderr.decode("utf-8")
    assert done.returncode == 1 and "RAG_PASSWORD_FILE" in said and "Traceback" not in said


def test_passwords_come_from_a_variable_or_a_file(tmp_path: Path) -> None:
    file = tmp_path / "password.txt"
    file.write_bytes(b"\xef\xbb\xbf" + READ.encode("utf-8") + b"\r\n")
    environment = {"RAG_PASSWORD_FILE": str(file), "RAG_EDITOR_PASSWORD": EDIT}
    settings = load_settings(environment, tmp_path / "none.toml", host="0.0.0.0")
    assert load_passwords(settings) == BOTH
    for words in (repr(settings), repr(load_passwords(settings))):
        assert READ not in words and EDIT not in words
    named = replace(settings, password="", password_file=str(tmp_path / "gone.txt"))
    with pytest.raises(RequestError, match="RAG_PASSWORD_FILE.*gone.txt"):
        load_passwords(named)


@pytest.mark.parametrize("content", [b"", b"\n", b"two\nlines\n", b"secret\xff"])
def test_a_file_that_holds_no_password_is_refused_without_its_words(
    tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "password.txt"
    file.write_bytes(content)
    with pytest.raises(RequestError) as refused:
        load_passwords(Settings(host="0.0.0.0", password_file=str(file)))
    assert str(file) in str(refused.value)
    assert "two" not in str(refused.value) and "secret" not in str(refused.value)


def test_one_password_for_both_would_make_everybody_an_editor() -> None:
    with pytest.raises(RequestError, match="RAG_EDITOR_PASSWORD") as refused:
        load_passwords(Settings(host="0.0.0.0", password="geheim", editor_password="geheim"))
    assert "geheim" not in str(refused.value)


@pytest.mark.parametrize(
    "where", [{"host": "0.0.0.0"}, {"host": "127.0.0.1", "hosts": "rag.example"}]
)
def test_a_short_password_is_refused_where_others_can_try(where: dict[str, str]) -> None:
    for given in ({"password": "abc"}, {"password": READ, "editor_password": "编辑"}):
        with pytest.raises(RequestError, match="password too short.*至少要 6 个字") as refused:
            load_passwords(Settings(**where, **given))  # type: ignore[arg-type]
        assert not any(word in str(refused.value) for word in given.values())


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.0.0.2"])
def test_on_this_machine_nothing_is_demanded(host: str) -> None:
    assert load_passwords(Settings(host=host)).nobody == EDITOR
    assert load_passwords(Settings(host=host, editor_password="x")).nobody == READER
    assert load_passwords(Settings(host=host, password="x")).nobody is None


def test_names_of_hosts() -> None:
    assert set(hosts_of(Settings())) == {"127.0.0.1", "localhost", "[::1]"}
    assert "127.0.0.2" in hosts_of(Settings(host="127.0.0.2"))
    assert hosts_of(Settings(host="0.0.0.0")) == ("*",)
    named = hosts_of(Settings(host="0.0.0.0", hosts="rag.example，*.Union.cn [fe80::1]"))
    assert named[3:] == ("rag.example", "*.union.cn", "[fe80::1]")
    for wrong in ("http://rag.example", "rag.example:7860", "*"):
        with pytest.raises(RequestError, match="hosts"):
            hosts_of(Settings(hosts=wrong))


def test_the_wait_doubles_to_its_end_and_is_forgotten() -> None:
    clock = Clock()
    tries = Tries(clock)
    waits = []
    for _ in range(FREE + 12):
        tries.mistake("10.0.0.1")
        try:
            tries.check("10.0.0.1")
            waits.append(0)
        except TooManyTries as error:
            waits.append(error.seconds - 1)
            clock.now += error.seconds
        tries.check("10.0.0.1")
    assert waits[: FREE + 3] == [0] * (FREE - 1) + [1, 2, 4, 8]
    assert waits[-1] == LONGEST_WAIT
    clock.now += 3601
    tries.mistake("10.0.0.1")
    tries.check("10.0.0.1")


def test_a_network_of_ipv6_is_one_guesser_and_others_are_others() -> None:
    tries = Tries(Clock())
    for n in range(FREE):
        tries.mistake(f"2001:db8::{n:x}")
    with pytest.raises(TooManyTries):
        tries.check("2001:db8::ffff")
    tries.check("2001:db8:0:1::1")
    tries.check("10.0.0.1")


def test_many_addresses_together_are_bounded_too() -> None:
    clock = Clock()
    tries = Tries(clock)
    for n in range(MOST_TOGETHER):
        tries.check(f"10.0.{n // 250}.{n % 250}")
        tries.mistake(f"10.0.{n // 250}.{n % 250}")
    with pytest.raises(TooManyTries):
        tries.check("10.9.9.9")
    clock.now += 601
    tries.check("10.9.9.9")
    for n in range(MOST_ADDRESSES + 5):
        tries.mistake(f"name {n}")
    assert len(tries._mistakes) == MOST_ADDRESSES
