"""The page that asks for the password, and the way out. Plain HTML: nothing else is shown before."""

from __future__ import annotations

from html import escape
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from rag.web.access import Access, access_of
from rag.web.door import Doors, address_of
from rag.web.passwords import TooManyTries
from rag.web.sessions import COOKIE, SECONDS
from rag.web.words import marked, say, trouble

HERE = Path(__file__).parent
WRONG = "密码不对（wrong password）。"
ROLE_NAMES = {"reader": "读者", "editor": "编辑"}


def router(doors: Doors, title: str) -> APIRouter:
    routes = APIRouter(include_in_schema=False)
    template = marked((HERE / "login.html").read_text(encoding="utf-8"))

    def page(access: Access | None, after: str, problem: str = "", status: int = 200) -> Response:
        message = f'<p class="problem" role="alert">{trouble(problem)}</p>' if problem else ""
        text = template.format(
            title=say(title),
            address=escape(f"/login?{urlencode({'next': after})}"),
            message=message,
            next=escape(after),
            signed_in=_signed_in(access) if access else "",
        )
        return HTMLResponse(text, status, {"Cache-Control": "no-store"})

    @routes.get("/login")
    def form(request: Request, next: str = "/") -> Response:
        if not doors.passwords.any:
            return RedirectResponse("/", 303)
        return page(_person(request, doors), _local(next))

    @routes.post("/login")
    async def sign_in(request: Request) -> Response:
        fields = parse_qs((await request.body()).decode("utf-8", "replace"))
        given = fields.get("password", [""])[0].strip()
        after = _local(fields.get("next", ["/"])[0])
        if not doors.passwords.any:
            return RedirectResponse("/", 303)
        try:
            access = doors.admit(given, address_of(request))
        except TooManyTries as error:
            answer = page(None, after, str(error), 429)
            answer.headers["Retry-After"] = str(error.seconds)
            return answer
        if access is None:
            return page(None, after, WRONG, 401)
        answer = RedirectResponse(after, 303)
        answer.set_cookie(
            COOKIE,
            doors.sessions.begin(access),
            max_age=SECONDS,
            httponly=True,
            samesite="lax",
            secure=request.url.scheme == "https",
        )
        return answer

    @routes.post("/logout")
    def sign_out(request: Request) -> Response:
        doors.sessions.end(request.cookies.get(COOKIE, ""))
        answer = RedirectResponse("/login", 303)
        answer.delete_cookie(COOKIE, httponly=True, samesite="lax")
        return answer

    return routes


def _person(request: Request, doors: Doors) -> Access | None:
    """Somebody who signed in, not who comes in anyway."""
    return access_of(request) if doors.sessions.access(request.cookies.get(COOKIE, "")) else None


def _signed_in(access: Access) -> str:
    name = escape(access.name) or say(ROLE_NAMES[access.role])
    return (
        f'<form method="post" action="/logout"><p>{say("已登录：{}", name)}<br>'
        f'<a href="/">{say("回到问答")}</a></p>'
        f'<button class="quiet">{say("退出")}</button></form>'
    )


def _local(address: str) -> str:
    """Where to go after the sign-in: only ever a place on this page."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return "/"
    plain = address.isprintable() and "\\" not in address and not address.startswith("//")
    return address if plain and address.startswith("/") and not parts.netloc else "/"
