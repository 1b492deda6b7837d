"""What the person sees during a session: a screen to be read from the floor, or plain lines."""

from voice.screen.terminal import Shows, opened

__all__ = ["Shows", "opened"]
