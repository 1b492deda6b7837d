"""Writes docs/knowledge.md: each text that the coach can tell, with its sources, for whoever reviews it.

python -m scripts.knowledge
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from coach.library import Education, Library, Source, load

PAGE = Path(__file__).parents[1] / "docs" / "knowledge.md"
READ = {
    "V": "read in the source itself",
    "S": "read in a page that reports it",
    "K": "background knowledge, still to be confirmed",
    "ours": "a choice made for this coach",
}
HEAD = """# What the coach tells

Made from `coach/library/data/education.yml` and `sources.yml` by `python -m scripts.knowledge`; do not edit
it here. Which words of a question lead to which text stands in `coach/understand/data/topics.yml`. The texts
await a clinician's review.

How each source was checked: """


def page(library: Library) -> str:
    """The whole page."""
    legend = "; ".join(f"{mark}: {meaning}" for mark, meaning in READ.items())
    parts = [HEAD + legend + "."]
    parts += ["\n".join(_text(item, library)) for item in library.education.values()]
    told = {name for item in library.education.values() for name in item.sources}
    told |= {entry.source for item in library.education.values() for entry in item.ours}
    used = [source for name, source in library.sources.items() if name in told]
    parts.append("## Sources\n\n" + "\n".join(_source(source) for source in used))
    return "\n\n".join(parts) + "\n"


def _text(item: Education, library: Library) -> Iterator[str]:
    yield f"## {item.id} {item.title}\n"
    yield item.text
    for name, words in (("Asked for more", item.more), ("Asked why", item.why)):
        if words:
            yield f"\n*{name}:* {words}"
    if item.often:
        yield f"\n*Asked how often:* {item.often}"
    if item.warns:
        yield "\n*The warning signs are offered with it.*"
    for entry in item.ours:
        yield f"\n*Our own ({entry.gap or entry.field}):* {entry.reason}"
    marks = [f"{name} ({library.sources[name].read})" if name != "ours" else name for name in item.sources]
    yield "\nSources: " + ", ".join(marks)


def _source(source: Source) -> str:
    details = [source.title, source.authors, str(source.year) if source.year else None, source.doi_or_url]
    told = ". ".join(detail for detail in details if detail)
    return f"- **{source.id}** ({source.read}, {source.kind}): {told}"


if __name__ == "__main__":
    PAGE.write_text(page(load()), "utf-8")
