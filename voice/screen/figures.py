"""Figures and letters drawn in blocks, to be read from three metres."""

from __future__ import annotations

_DRAWN = {
    "0": "### #.# #.# #.# ###",
    "1": ".#. ##. .#. .#. ###",
    "2": "### ..# ### #.. ###",
    "3": "### ..# .## ..# ###",
    "4": "#.# #.# ### ..# ..#",
    "5": "### #.. ### ..# ###",
    "6": "### #.. ### #.# ###",
    "7": "### ..# .#. .#. .#.",
    "8": "### #.# ### #.# ###",
    "9": "### #.# ### ..# ###",
    "A": "### #.# ### #.# #.#",
    "B": "##. #.# ##. #.# ##.",
    "C": "### #.. #.. #.. ###",
    "D": "##. #.# #.# #.# ##.",
    "E": "### #.. ##. #.. ###",
    "F": "### #.. ##. #.. #..",
    "G": "#### #... #.## #..# ####",
    "H": "#.# #.# ### #.# #.#",
    "I": "# # # # #",
    "J": "..# ..# ..# #.# ###",
    "K": "#..# #.#. ##.. #.#. #..#",
    "L": "#.. #.. #.. #.. ###",
    "M": "#...# ##.## #.#.# #...# #...#",
    "N": "#..# ##.# #.## #..# #..#",
    "O": "### #.# #.# #.# ###",
    "P": "### #.# ### #.. #..",
    "Q": "#### #..# #..# #.## ####",
    "R": "##. #.# ##. #.# #.#",
    "S": "### #.. ### ..# ###",
    "T": "### .#. .#. .#. .#.",
    "U": "#.# #.# #.# #.# ###",
    "V": "#.# #.# #.# #.# .#.",
    "W": "#...# #...# #.#.# ##.## #...#",
    "X": "#.# #.# .#. #.# #.#",
    "Y": "#.# #.# .#. .#. .#.",
    "Z": "### ..# .#. #.. ###",
    " ": ".. .. .. .. ..",
    ".": ". . . . #",
    ",": ".. .. .. .# #.",
    "'": "# # . . .",
    "?": "### ..# .## ... .#.",
    "!": "# # # . #",
    ":": ". # . # .",
    "-": "... ... ### ... ...",
}
_GLYPHS = {letter: drawn.split() for letter, drawn in _DRAWN.items()}
ROWS = 5
_ACROSS = 2
"""A dot is two cells wide: a cell of a terminal is about twice as high as it is wide."""


def width(text: str, scale: int) -> int:
    """Cells that the text is wide."""
    dots = sum(len(_GLYPHS[letter][0]) + 1 for letter in _known(text)) - 1
    return max(0, dots) * _ACROSS * scale


def largest(text: str, columns: int, rows: int) -> int:
    """The largest scale at which the text fits; 0 if none does."""
    scale = 0
    while (scale + 1) * ROWS <= rows and width(text, scale + 1) <= columns:
        scale += 1
    return scale


def draw(text: str, scale: int, block: str = "█") -> list[str]:
    """The text as lines of blocks, `ROWS * scale` of them. What has no figure is left out."""
    lines = []
    for row in range(ROWS):
        dots = ".".join(_GLYPHS[letter][row] for letter in _known(text))
        line = "".join((block if dot == "#" else " ") * _ACROSS * scale for dot in dots)
        lines += [line] * scale
    return lines


SMALL_ROWS = 3


def small_width(text: str) -> int:
    """Cells that the text is wide as `draw_small` draws it."""
    return width(text, 1) // _ACROSS


def draw_small(text: str) -> list[str]:
    """The text in letters three rows high, two dots to a cell, for sentences."""
    rows = [".".join(_GLYPHS[letter][row] for letter in _known(text)) for row in range(ROWS)]
    rows.append("." * len(rows[0]))
    return [
        "".join(_HALVES[up + down] for up, down in zip(rows[n], rows[n + 1], strict=True))
        for n in range(0, ROWS + 1, 2)
    ]


_HALVES = {"..": " ", "#.": "▀", ".#": "▄", "##": "█"}


def _known(text: str) -> str:
    return "".join(letter for letter in text.upper().replace("\u2019", "'") if letter in _GLYPHS)
