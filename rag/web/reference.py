"""/docs: the API described from its own OpenAPI, as plain HTML. Nothing is loaded and no script runs.

The pages of FastAPI fetch a megabyte of scripts from elsewhere; a page to read needs none of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import escape
from typing import Any

STYLE = """
:root { color-scheme: light dark; }
body { max-width: 860px; margin: 0 auto; padding: 24px 20px 60px;
  font: 16px/1.75 "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", system-ui, sans-serif; }
h2 { margin: 40px 0 0; font-size: 18px; }
h2 b { margin-right: 8px; }
pre, code { font-family: ui-monospace, Consolas, monospace; font-size: 14px; }
pre { overflow-x: auto; padding: 12px; border: 1px solid; border-radius: 8px; }
table { border-collapse: collapse; }
th, td { padding: 4px 16px 4px 0; text-align: left; vertical-align: top; }
"""
BEARER = "设了密码时每个请求都要带上（with a password, each request carries it）："
EXAMPLE = {"question": "玉树州总工会送去多少台高原制氧机？", "limit": 5}


def reference(openapi: dict[str, Any], password: bool) -> str:
    title = escape(openapi["info"]["title"])
    entries = "".join(
        _entry(path, method, operation, openapi)
        for path, methods in openapi["paths"].items()
        for method, operation in methods.items()
    )
    bearer = f"<p>{BEARER}<code>Authorization: Bearer …</code></p>" if password else ""
    return (
        f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{title} API</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<link rel="icon" href="data:,">'
        f"<style>{STYLE}</style></head><body><main><h1>{title} API</h1>"
        '<p>机器读的说明（for machines）：<a href="/openapi.json">/openapi.json</a></p>'
        f"{bearer}{entries}</main></body></html>"
    )


def _entry(path: str, method: str, operation: dict[str, Any], openapi: dict[str, Any]) -> str:
    fields = list(_parameters(operation)) + list(_body(operation, openapi))
    rows = "".join(
        f"<tr><td><code>{escape(name)}</code></td><td>{escape(kind)}</td>"
        f"<td>{'必填 required' if required else ''}</td></tr>"
        for name, kind, required in fields
    )
    table = f"<table>{rows}</table>" if rows else ""
    text = escape(" ".join(operation.get("description", "").split()))
    return (
        f"<h2><b>{method.upper()}</b><code>{escape(path)}</code></h2><p>{text}</p>"
        f"{table}{_curl(path, method, [name for name, _, _ in fields])}"
    )


Field = tuple[str, str, bool]


def _parameters(operation: dict[str, Any]) -> Iterator[Field]:
    for each in operation.get("parameters", []):
        yield each["name"], _kind(each["schema"]), each.get("required", False)


def _body(operation: dict[str, Any], openapi: dict[str, Any]) -> Iterator[Field]:
    for content in operation.get("requestBody", {}).get("content", {}).values():
        yield from _fields(_resolved(content["schema"], openapi), openapi)


def _fields(schema: dict[str, Any], openapi: dict[str, Any], under: str = "") -> Iterator[Field]:
    for name, each in schema.get("properties", {}).items():
        options = [_resolved(option, openapi) for option in each.get("anyOf", [each])]
        inner = next((option for option in options if "properties" in option), None)
        yield under + name, _kind(each), name in schema.get("required", [])
        if inner is not None:
            yield from _fields(inner, openapi, f"{under}{name}.")


def _resolved(schema: dict[str, Any], openapi: dict[str, Any]) -> dict[str, Any]:
    if name := schema.get("$ref", "").rpartition("/")[2]:
        found: dict[str, Any] = openapi["components"]["schemas"][name]
        return found
    return schema


def _kind(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        return "object"
    if options := schema.get("anyOf"):
        return " | ".join(_kind(option) for option in options)
    if schema.get("type") == "array":
        return f"list of {_kind(schema['items'])}"
    return str(schema.get("type", ""))


def _curl(path: str, method: str, names: list[str]) -> str:
    """An example to copy; only where the request has a body."""
    if method != "post":
        return ""
    body = json.dumps({k: v for k, v in EXAMPLE.items() if k in names}, ensure_ascii=False)
    command = (
        f"curl http://localhost:7860{path} -H 'Content-Type: application/json' \\\n  -d '{body}'"
    )
    return f"<pre>{escape(command)}</pre>"
