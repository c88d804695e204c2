"""The parts of `rag.answer.verify`: what of a sentence its quotes must carry."""
