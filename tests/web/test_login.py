"""The password in a real browser, over a network's name: what it sends there is not what it sends
to its own machine."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from rag.pipeline import Engine, ask
from rag.web.app import create_app
from rag.web.door import Doors
from rag.web.passwords import Passwords
from tests.web.browser import window
from tests.web.conftest import BREAKFAST, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


def test_sign_in_ask_and_sign_out(browser: Browser, web_engine: Engine, tmp_path: Path) -> None:
    cited = ask(web_engine, BREAKFAST).citations[0]
    doors = Doors.of(Passwords("早餐 2022", "other", whole_world=True), tmp_path)
    app = create_app(lambda: web_engine, ("rag.example",), doors)
    with served(app) as where, window(browser) as context:
        address = where.replace("127.0.0.1", "rag.example")
        page = context.new_page()
        page.goto(f"{address}/?cite={cited.id}")
        page.get_by_label("密码").fill("wrong")
        page.keyboard.press("Enter")
        page.get_by_text("密码不对").wait_for()
        page.get_by_label("密码").fill("早餐 2022")
        page.keyboard.press("Enter")
        assert page.locator("#citation mark").inner_text() == cited.quote
        page.locator("#citation .close").click()
        page.locator("#question textarea").fill(BREAKFAST)
        page.keyboard.press("Enter")
        page.locator(".reply .meta").first.wait_for()
        assert "58.6万元" in page.locator(".reply .text").inner_text()
        page.get_by_role("link", name="登录或退出").click()
        page.get_by_role("button", name="退出").click()
        page.get_by_label("密码").wait_for()
        page.goto(address)
        page.get_by_label("密码").wait_for()
        assert [each["name"] for each in context.cookies()] == ["reader"]
