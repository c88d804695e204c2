"""The documents tab: files are looked at, taken in, corrected and withdrawn as a draft, which is then
published, dropped, or taken back. All of it is done by the desk; here it is only shown."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr

from rag.documents.desk import Desk
from rag.documents.entries import KINDS
from rag.errors import RagError, RequestError
from rag.pipeline import Engine
from rag.read.corpus import load_manifest
from rag.read.source import READABLE
from rag.read.text import LARGEST_FILE
from rag.web import render_documents as render
from rag.web.access import Allowed, anybody, only
from rag.web.render import problem
from rag.web.words import say

MOST_FILES = 50
FIELDS = {
    "title": "标题",
    "issue": "期号",
    "date": "日期，如 2024-12-30",
    "publisher": "编印单位",
}
UNEXPECTED = "程序出了意外，没有做成（unexpected error）。已发布的内容没有变；详情在运行窗口里。"

EDITING = "材料要编辑的密码才能改（editors only）。"
Screen = tuple[Any, ...]
"""What was told, the list, the draft, and the documents to choose from."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class DocumentsTab:
    """The handlers."""

    desk: Desk
    allowed: Allowed = anybody

    # ------------------------------------------------------------------------- taking in

    def looked(self, files: list[str] | None, request: gr.Request) -> Iterator[str]:
        """Each file as it was read. Nothing is kept."""
        if not files:
            yield ""
            return
        try:
            only(self.allowed, request, EDITING)
            parts: list[str] = []
            for number, file in enumerate(files[:MOST_FILES]):
                yield render.going("正在读取", number, len(files)) + "".join(parts)
                parts.append(self._previewed(Path(file)))
            yield "".join(parts)
        except RagError as error:
            yield problem(str(error))

    def _previewed(self, file: Path) -> str:
        try:
            return render.previewed(self.desk.preview(file.name, _content(file)))
        except RagError as error:
            return problem(str(error))

    def added(self, files: list[str] | None, request: gr.Request) -> Iterator[Screen]:
        """The files that can be read; the others are told. Then the field is empty again: in one step,
        so that nothing moves any more once the message stands there."""
        yield (render.going("正在加入草稿", 0, 1), *[gr.skip()] * 5)
        yield (*self._done(request, lambda: self._add(files or [])), None, "")

    def _add(self, files: Sequence[str]) -> str:
        if not files or len(files) > MOST_FILES:
            raise RequestError(f"请选 1 到 {MOST_FILES} 个文件（choose some files）。")
        fit, why_not = self.desk.sifted([(Path(file).name, _content(Path(file))) for file in files])
        problems = "".join(map(problem, why_not))
        if not fit:
            return problems
        self.desk.add_all(fit)
        return render.told(say("加入了草稿：{} 份", len(fit))) + problems

    # ------------------------------------------------------------------------- correcting

    def chosen(self, key: str | None, request: gr.Request) -> Screen:
        """The fields of a document, its articles to choose from, and what was read of it."""
        nothing = (*[""] * len(FIELDS), "document", gr.update(choices=[], value=None), "")
        try:
            only(self.allowed, request, EDITING)
            if not key:
                return nothing
            seen = self.desk.document(key)
        except RagError as error:
            return (*nothing[:-1], problem(str(error)))
        fields = [getattr(seen.bulletin, name) or "" for name in FIELDS]
        articles = [
            (f"{each.number}　{each.title or say('（没有标题）')}", each.number)
            for each in seen.document.articles
        ]
        kind = seen.bulletin.kind
        choices = gr.update(choices=_kinds(kind), value=kind)
        return (*fields, choices, gr.update(choices=articles, value=None), render.previewed(seen))

    def article(
        self, key: str | None, number: int | None, request: gr.Request
    ) -> tuple[str, int | None]:
        """An article's title and page as they are."""
        if not key or number is None or not self.allowed(request):
            return "", None
        try:
            document = self.desk.document(key).document
        except RagError:
            return "", None  # it went meanwhile: `chosen` tells
        found = [pair for pair in document.articles_with_pages() if pair[0].number == number]
        return (found[0][0].title or "", found[0][1][0]) if found else ("", None)

    def corrected(
        self,
        key: str | None,
        title: str,
        issue: str,
        date: str,
        publisher: str,
        kind: str,
        request: gr.Request,
    ) -> Screen:
        given = {"title": title, "issue": issue, "date": date, "publisher": publisher, "kind": kind}
        return self._noted(request, lambda: self.desk.correct(_key(key), given))

    def article_corrected(
        self,
        key: str | None,
        number: int | None,
        title: str,
        page: float | None,
        request: gr.Request,
    ) -> Screen:
        def change() -> object:
            if number is None:
                raise RequestError("请先选一篇（choose an article first）。")
            had, was = self.article(key, number, request)
            now = int(page) if page else None  # an empty box is 0
            return self.desk.correct_article(
                _key(key),
                number,
                title=title if title.strip() != had else None,
                page=now if now != was else None,
            )

        return self._noted(request, change)

    def replaced(self, key: str | None, file: str | None, request: gr.Request) -> Screen:
        def change() -> object:
            if not file:
                raise RequestError("请先选新的文件（choose a file first）。")
            path = Path(file)
            return self.desk.replace(_key(key), path.name, _content(path))

        return self._noted(request, change)

    def withdrawn(self, key: str | None, request: gr.Request) -> Screen:
        return self._noted(request, lambda: self.desk.withdraw(_key(key)))

    # ------------------------------------------------------------------------- publishing

    def published(self, request: gr.Request) -> Screen:
        return self._done(request, lambda: render.published(self.desk.publish()))

    def rolled_back(self, request: gr.Request) -> Screen:
        return self._done(request, lambda: render.published(self.desk.roll_back()))

    def discarded(self, request: gr.Request) -> Screen:
        def work() -> str:
            self.desk.discard()
            return render.told(say("草稿已放弃。"))

        return self._done(request, work)

    def opened(self, request: gr.Request) -> Screen:
        """What there is when the page opens. Only an editor sees what is not published yet."""
        if self.allowed(request):
            return self._shown()
        return render.listing(load_manifest(self.desk.settings.corpus)), "", gr.skip()

    def _shown(self) -> Screen:
        """As it is now, whoever changed it."""
        bulletins = self.desk.bulletins()
        choices = [(f"{b.title} {b.issue or ''}（{b.name}）", b.key) for b in bulletins]
        return (
            render.listing(bulletins),
            render.drafted(self.desk.draft(), self.desk.changes()),
            gr.update(choices=choices),
        )

    def _done(self, request: gr.Request, work: Callable[[], str]) -> Screen:
        try:
            only(self.allowed, request, EDITING)
            return (work(), *self._shown())
        except RagError as error:
            return (problem(str(error)), *[gr.skip()] * 3)
        except Exception:
            # The edge of the program: a person is told, and whoever runs it finds the cause.
            log.exception("a change of the documents failed")
            return (problem(UNEXPECTED), *[gr.skip()] * 3)

    def _noted(self, request: gr.Request, change: Callable[[], object]) -> Screen:
        """A change of the draft; what it does to the index is shown with the draft."""

        def work() -> str:
            change()
            return render.told(say("已记入草稿，发布后生效。"))

        return self._done(request, work)


def _key(key: str | None) -> str:
    if not key:
        raise RequestError("请先选一份材料（choose a document first）。")
    return key


def _kinds(kind: str) -> list[tuple[str, str]]:
    """Those a person may choose, and the one that the document has."""
    return [(say(said), name) for name, said in {kind: kind, **KINDS}.items()]


def _content(file: Path) -> bytes:
    """No more than can be read, so that a file that is too large is refused and not loaded."""
    with file.open("rb") as opened:
        return opened.read(LARGEST_FILE + 1)


# ------------------------------------------------------------------------------------- the page


def documents_tab(
    current_engine: Callable[[], Engine], page: gr.Blocks, allowed: Allowed = anybody
) -> None:
    """Puts the tab into the Blocks that is being made."""
    engine = current_engine()
    tab = DocumentsTab(Desk(engine.settings, engine.embedder), allowed)
    with gr.Column():
        _heading("材料")
        listing = gr.HTML(elem_id="documents-listing", apply_default_css=False)
        told = gr.HTML(elem_id="documents-told", apply_default_css=False)
        _heading("未发布的改动")
        draft = gr.HTML(elem_id="documents-draft", apply_default_css=False)
        with gr.Row():
            publish = gr.Button(say("发布"), variant="primary", elem_id="publish")
            discard = gr.Button(say("放弃草稿"), elem_id="discard")
            back = gr.Button(say("退回上次发布之前"), elem_id="roll-back")
        common: dict[str, Any] = {
            "show_progress": "hidden",
            "api_visibility": "private",
            # One editor's change after the other, while questions go on being answered.
            "concurrency_id": "documents",
            "concurrency_limit": 1,
        }
        files, seen, add = _taking_in(tab, common)
        _heading("更正、替换、撤下")
        key = gr.Dropdown([], label=say("哪一份"), elem_id="document")
        screen = [told, listing, draft, key]
        add.click(tab.added, [files], [*screen, files, seen], **common)
        for button, work in (
            (publish, tab.published),
            (discard, tab.discarded),
            (back, tab.rolled_back),
        ):
            _working(button, told)
            button.click(work, None, screen, **common)
        _correcting(tab, key, screen, common)
    page.load(tab.opened, None, screen[1:], queue=False, **common)


def _working(button: gr.Button, told: gr.HTML) -> None:
    """Said by the browser, at once: the first answer of the server is that it is done."""
    words = f'<p role="status">{say("正在处理")} <progress></progress></p>'
    button.click(None, None, told, js=f"() => `{words}`", api_visibility="private")


def _heading(words: str, note: str = "") -> None:
    gr.HTML(f"<h2>{say(words)} <small>{note}</small></h2>", apply_default_css=False)


def _taking_in(tab: DocumentsTab, common: dict[str, Any]) -> tuple[gr.File, gr.HTML, gr.Button]:
    _heading("加入材料", " ".join(READABLE))
    # Any kind may be put in: the desk says of each file what to do with it. Gradio would drop them
    # all because of one .doc, in English.
    files = gr.File(
        label=say("文件，可以多选"),
        file_count="multiple",
        type="filepath",
        elem_id="new-documents",
    )
    seen = gr.HTML(elem_id="documents-seen", apply_default_css=False)
    add = gr.Button(say("加入草稿"), elem_id="add-documents")
    chosen = [files.upload, files.delete, files.clear]  # by a person; not when it is emptied
    gr.on(chosen, tab.looked, [files], [seen], **common)
    return files, seen, add


def _correcting(
    tab: DocumentsTab, key: gr.Dropdown, screen: list[Any], common: dict[str, Any]
) -> None:
    with gr.Row():
        fields = [
            gr.Textbox(label=say(label), elem_id=f"field-{name}") for name, label in FIELDS.items()
        ]
        kind = gr.Dropdown(_kinds("document"), label=say("种类"), elem_id="field-kind")
    correct = gr.Button(say("更正这一份"), elem_id="correct-document")
    with gr.Row():
        article = gr.Dropdown([], label=say("哪一篇"), elem_id="article")
        title = gr.Textbox(label=say("这篇的标题"), elem_id="article-title")
        begins = gr.Number(label=say("起始页"), precision=0, elem_id="article-page")
    correct_article = gr.Button(say("更正这一篇"), elem_id="correct-article")
    with gr.Row():
        newer = gr.File(label=say("新的文件"), elem_id="newer", scale=4)
        replace = gr.Button(say("替换"), elem_id="replace-document")
        withdraw = gr.Button(say("撤下"), variant="stop", elem_id="withdraw-document")
    read = gr.HTML(elem_id="document-read", apply_default_css=False)
    key.change(tab.chosen, [key], [*fields, kind, article, read], **common)
    article.change(tab.article, [key, article], [title, begins], **common)
    for button in (correct, correct_article, replace, withdraw):
        _working(button, screen[0])
    correct.click(tab.corrected, [key, *fields, kind], screen, **common)
    correct_article.click(tab.article_corrected, [key, article, title, begins], screen, **common)
    replace.click(tab.replaced, [key, newer], screen, **common)
    withdraw.click(tab.withdrawn, [key], screen, **common)
