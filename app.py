"""python app.py opens the page with the default settings."""

from __future__ import annotations

import os
import sys

from rag.errors import RagError
from rag.settings import load_settings
from rag.web.serve import serve


def main() -> int:
    try:
        serve(load_settings(os.environ))
    except RagError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
