"""The coach's voice: phrases rendered to samples by a process of its own."""

from voice.speech.synthesiser import DEFAULT_RATE, Synthesiser, speakable

__all__ = ["DEFAULT_RATE", "Synthesiser", "speakable"]
