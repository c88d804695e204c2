"""Who may do what. The door (door.py) finds out who comes; whatever only editors may do asks here.

    if not may_edit(request): ...      in a handler of the page (request: gr.Request) or of the API
    require_editor(request)            the same, as an error with a message

Users and rights of their own will be more fields of Access; who asks `may_edit` need not change.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from rag.errors import AccessError, RequestError

Role = Literal["reader", "editor"]
ROLES: tuple[Role, ...] = ("reader", "editor")
KEY = "rag.access"
"""Where the door leaves it in the scope of a request."""
Allowed = Callable[[Any], bool]
"""Whether a request may do what a tab does."""
EVALUATING = "评测要编辑的密码（editors only）。"


@dataclass(frozen=True, slots=True)
class Access:
    """Somebody who came in."""

    role: Role
    name: str = ""
    """Of the person, once there are users."""

    @property
    def may_edit(self) -> bool:
        return self.role == "editor"


READER = Access("reader")
EDITOR = Access("editor")


def access_of(request: Any) -> Access | None:
    """Of a request of the API, or of one that Gradio wraps. None where no door let it in."""
    # Gradio's wrapper turns the scope into JSON, so that it is asked for what it wraps.
    scope = getattr(getattr(request, "request", request), "scope", None) or {}
    found = scope.get(KEY)
    return found if isinstance(found, Access) else None


def may_edit(request: Any) -> bool:
    """Upload, correct and withdraw documents, and evaluate."""
    access = access_of(request)
    return access is not None and access.may_edit


def anybody(request: Any) -> bool:
    """On one's own machine."""
    return True


def only(allowed: Allowed, request: Any, told: str) -> None:
    """In a handler of the page: an error that is `told` to whoever is not allowed."""
    if not allowed(request):
        raise RequestError(told)


def require_editor(request: Any) -> None:
    if not may_edit(request):
        raise AccessError("这里要编辑的密码（editors only）。请用编辑的密码登录：/login")
