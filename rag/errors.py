"""Our own errors. A message says what happened, with the values, and what to do next.

RagError
├── ReadError       one document cannot be read; the others still can
├── ModelError      a model is missing, damaged or of another kind
├── BuildError      a build cannot be made
├── NoBuildError    there is no build that fits, and none was to be made
├── GeneratorError  what writes an answer failed; the quotes are the answer then
├── CitationError   a citation id that no build knows
├── RequestError    a question or a scope that cannot be used
├── AccessError     somebody who may not do this
└── BusyError       too many questions are waiting already
"""


class RagError(Exception):
    """Something the person at the screen can mend; its text is shown as it is."""


class ReadError(RagError):
    """One document cannot be read. The others still can."""


class ModelError(RagError):
    """A model is missing, damaged or of another kind than expected."""


class BuildError(RagError):
    """A build cannot be made from the corpus."""


class NoBuildError(RagError):
    """No build fits the corpus and the settings, and none was to be made."""


class GeneratorError(RagError):
    """A model could not write its answer to the end. `compose` falls back to the quotes."""


class CitationError(RagError):
    """A citation id that is malformed, or that no build knows."""


class RequestError(RagError):
    """A question, a conversation or a scope that cannot be used."""


class AccessError(RagError):
    """Something that only editors may do."""


class BusyError(RagError):
    """The queue is full; `seconds` is when it makes sense to come again."""

    def __init__(self, message: str, seconds: int) -> None:
        super().__init__(message)
        self.seconds = seconds
