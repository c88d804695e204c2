"""How the bundled models are made: readers of open data, training, evaluation. Not shipped with rag."""
