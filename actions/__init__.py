"""Rasa's custom action."""

import os

# an action server asks nobody who they are: unless told otherwise it listens to this machine only
os.environ.setdefault("SANIC_HOST", "127.0.0.1")
