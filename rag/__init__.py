"""Questions and answers over an organisation's own bulletins. Start reading at rag/pipeline.py."""

__version__ = "0.1.0"
