"""python -m rag index | ask | search | cite | batch | read | eval | serve

Exit status: 0 done; 1 an error that the message explains; 2 no build and none was to be made, wrong
usage, or some rows or documents failed. Everything heavy is imported inside the commands, so that
`--help` is instant.
"""

from __future__ import annotations

from typing import Annotated

import typer

from rag.cli.asking import ask, batch
from rag.cli.documents import index, read
from rag.cli.evaluation import evaluate
from rag.cli.looking import cite, search
from rag.cli.terminal import errors, settings_with

app = typer.Typer(
    help="问答：一个单位自己的简报（questions and answers over an organisation's own bulletins）",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def serve(
    host: Annotated[str | None, typer.Option("--host")] = None,
    port: Annotated[int | None, typer.Option("--port", min=1, max=65535)] = None,
) -> None:
    """打开网页。Open the page."""
    with errors():
        from rag.web.serve import serve as served

        served(settings_with(host=host, port=port))


for command in (index, ask, search, cite, batch, read, serve):
    app.command()(command)
app.command("eval")(evaluate)
