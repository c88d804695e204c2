"""The editor's desk: documents are looked at, taken in, corrected, replaced and withdrawn.

Nothing an editor does touches what is served until it is published, and what was published can be
taken back. `desk.py` has the operations, `shelf.py` keeps every file that ever was, `entries.py`
writes manifest.toml and corrections.toml, `changes.py` says what a change does to the index.
"""
