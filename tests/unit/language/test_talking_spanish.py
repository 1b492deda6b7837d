"""J31 and its neighbours: somebody wants Spanish, in the middle of an exercise and with a danger."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from coach import triage
from coach.conversation import Coach, Turn
from coach.understand import is_stop, language_wish
from coach.understand.spanish import is_spanish, read
from coach.words import own_sentences
from tests.unit.conversation.person import Person

DANGERS: dict[str, list[str]] = YAML(typ="safe").load(
    (Path(__file__).parent / "dangers_es.yml").read_text("utf-8")
)
TOLD = [(fact, text) for fact, sayings in DANGERS.items() for text in sayings]
UNSURE = {("cancer_history", "tuve cancer de mama hace diez anos")}
"""Asked about before it counts: "mama" without its accent may be the mother's."""
ES = own_sentences("es")


def sheet_of(person: Person) -> dict[str, Any]:
    return next(one["cue_sheet"] for one in person.customs if "cue_sheet" in one)


def spanish(**known: Any) -> Person:
    return Person(region="eu", language="es", **known)


def test_j31_in_full() -> None:
    person = Person(region="eu").says("start seated flexion", "start_exercise").says("ready")
    first = sheet_of(person)
    person.says("Speak Spanish please", after=11.0)
    assert person.text == ES["language_changed"] and person.customs[-1]["language"] == "es"
    sheet = sheet_of(person)
    assert sheet["exercise"] == first["exercise"] and sheet["continues"]["id"] == first["id"]
    said = [cue["say"] for cue in sheet["cues"]]
    assert {"uno", "dos"} <= set(said) and "Sostenga." in said and "Hold." not in said
    assert person.says("¡pare!", after=5.0).phase == "paused" and person.text == ES["stopped"]
    assert [one["title"] for one in person.messages[0].buttons] == ["Siga", "Terminar"]
    assert person.says("Siga").plays and "Seguimos con la número" in person.text
    assert "por hacer" in person.says("¿cuántas faltan?", after=4.0).text
    assert person.text.endswith("de cuatro.")
    person.says("mi pierna está dormida")
    assert person.asked == "saddle_numbness" and "entre las piernas" in person.text
    assert [one["title"] for one in person.messages[-1].buttons] == ["Sí", "No", "No sé"]
    for _ in range(9):
        if any("triage" in one for one in person.customs):
            break
        person.says("No")
    tiers = [one["triage"]["tier"] for one in person.customs if "triage" in one]
    assert tiers == ["see_doctor_soon"] and "Vea a su médico" in person.text and "112" in person.text
    assert person.says("no siento cuando me limpio").emergency
    assert person.messages[0].text == "Llame al 112 ahora."
    assert person.customs[0]["triage"]["flags"] == ["ces_saddle"]
    assert person.says("ya estoy bien, quiero seguir").plays is False and "112" in person.text
    assert person.says("en inglés, por favor").text == "I speak English from here."
    assert "Call 112 now." in person.says("start seated flexion", "start_exercise").text
    assert person.journal.profile("p")["lock"]["advice"] == "Call 112 now."


def test_a_newcomer_is_led_in_in_spanish() -> None:
    person = Person()
    person.journal.delete("p")
    person.says("Hola, ¿habla usted español?").says("empezar flexión sentada")
    assert person.text == ES["consent"]
    person.says("sí, claro")
    assert person.asked == "region" and "Estados Unidos" in person.customs[-1]["ask"]["choices"]
    person.says("En España")
    assert person.journal.profile("p")["region"] == "eu" and person.asked == "saddle_numbness"
    person.says("no, nada raro").says("todo bien").says("no").says("no").says("no")
    assert "Flexión sentada." in person.text and person.asked == "ready"
    assert person.says("lista").plays


@pytest.mark.parametrize(("fact", "text"), TOLD)
def test_every_danger_is_heard_in_spanish_whatever_is_spoken(fact: str, text: str) -> None:
    found = {one.fact: one for one in triage.load().spot(text)}
    assert fact in found and found[fact].value is True
    told = read(text)
    assert told.text or told.intent  # and something is left to go on with


@pytest.mark.parametrize("text", DANGERS["chest_pain"] + DANGERS["saddle_numbness"] + DANGERS["self_harm"])
@pytest.mark.parametrize("known", [{}, {"language": "es"}, {"plain": True}])
def test_an_emergency_is_acted_on_at_once_in_every_language(text: str, known: dict[str, Any]) -> None:
    person = Person(region="eu", **known).says("start seated flexion", "start_exercise").says("ready")
    person.says(text, after=9.0)
    assert person.emergency and person.phase == "finished"
    assert person.text.startswith("Llame al 112 ahora.")
    assert ("Call 112 now." in person.text) is ("language" not in known)


@pytest.mark.parametrize(
    ("fact", "text"),
    [
        ("chest_pain", "no tengo dolor en el pecho"),
        ("chest_pain", "no me falta el aire"),
        ("fever", "sin fiebre ni escalofríos"),
        ("self_harm", "no quiero morirme"),
        ("bladder_change", "no tengo problemas para orinar"),
        ("weakness", "no tengo la pierna débil"),
        ("chest_pain", "mi perro no puede respirar"),
        ("chest_pain", "tuve dolor en el pecho hace veinte años"),
        ("bladder_change", "¿qué pasa si no puedo orinar?"),
        ("self_harm", "me muero de hambre"),
        ("saddle_numbness", "no siento nada raro entre las piernas"),
        ("saddle_numbness", "mi pierna está dormida"),
    ],
)
def test_what_is_denied_past_or_of_others_is_no_danger(fact: str, text: str) -> None:
    found = {one.fact: one for one in triage.load().spot(text)}
    assert fact not in found or found[fact].value is False


def test_somebody_else_in_danger_is_told_of_in_spanish() -> None:
    person = spanish().says("mi esposo tiene dolor en el pecho y no puede respirar")
    assert (
        person.text.startswith("Llame al 112 para él ahora.")
        and person.journal.profile("p").get("lock") is None
    )


@pytest.mark.parametrize(
    "text",
    [
        "¡Pare!",
        "para",
        "¡Para, para!",
        "alto",
        "basta ya",
        "pare por favor",
        "pare, me duele",
        "ay, para",
        "no puedo más",
        "deténgase",
        "parar",
        "detener",
        "quiero parar ya",
        "no siga",
        "no sigas, por favor",
        "no más, gracias",
        "ya no más ahora",
        "déjeme en paz",
        "señora, pare",
    ],
)
def test_a_stop_in_spanish_stops_whatever_is_spoken(text: str) -> None:
    assert is_stop(text)
    person = Person().says("start seated flexion", "start_exercise").says("ready").says(text, after=6.0)
    assert person.phase != "running" and not person.plays


@pytest.mark.parametrize(
    "text",
    [
        "para mi espalda",
        "un ejercicio para la pierna",
        "no pare",
        "no quiero parar",
        "no sé parar",
        "déjeme pensar",
        "siga, sin parar",
        "más alto",
        "para qué sirve",
        "hasta la parada",
    ],
)
def test_what_is_no_stop(text: str) -> None:
    assert not is_stop(text)


@pytest.mark.parametrize(
    ("text", "intent", "entity"),
    [
        ("siga", "resume", {}),
        ("Continúe, por favor", "resume", {}),
        ("otra vez", "repeat", {}),
        ("el siguiente", "next", {}),
        ("listo", "done", {}),
        ("estoy lista", "done", {}),
        ("sí", "affirm", {}),
        ("claro que no", "deny", {}),
        ("más lento", "change_pace", {"direction": "slower"}),
        ("más fácil", "change_level", {"direction": "easier"}),
        ("¿Cuántas faltan?", "ask_progress", {}),
        ("ayuda", "help", {}),
        ("muchas gracias", "thanks", {}),
        ("hasta luego", "goodbye", {}),
        ("espere un momento", "pause", {}),
        ("empiece la flexión sentada", "start_exercise", {"exercise": "back_flexion_sitting"}),
        ("quiero hacer rodillas al pecho", "start_exercise", {"exercise": "back_flexion_lying"}),
        ("flexión de pie", "start_exercise", {"exercise": "back_flexion_standing"}),
        ("postura del niño", "start_exercise", {"exercise": "childs_pose"}),
        ("la báscula de pelvis", "start_exercise", {"exercise": "pelvic_tilt"}),
        ("elevación de hombros", "start_exercise", {"exercise": "abdominal_curl_up"}),
        ("marcha acostada", "start_exercise", {"exercise": "hook_lying_march"}),
        ("bicicleta", "start_exercise", {"exercise": "cycling"}),
        ("caminata cuesta arriba", "start_exercise", {"exercise": "incline_walking"}),
        ("rutina suave", "start_routine", {"routine": "gentle"}),
        ("una sesión de diez minutos", "start_routine", {"minutes": 10}),
        ("me hormiguea el pie izquierdo", "report_symptom", {"symptom": "tingling", "side": "left"}),
        ("tengo un calambre en la pantorrilla", "report_symptom", {"symptom": "cramp", "body_part": "calf"}),
    ],
)
def test_what_is_asked_for_is_understood(text: str, intent: str, entity: dict[str, Any]) -> None:
    found = read(text)
    assert found.intent == intent and entity.items() <= found.entities.items()


@pytest.mark.parametrize(
    ("text", "symptom"),
    [
        ("hola, me duele mucho la pierna", "pain"),
        ("buenos días, se me duerme el pie", "numbness"),
        ("adiós, me voy, me duele la espalda", "pain"),
    ],
)
def test_what_comes_after_a_greeting_counts(text: str, symptom: str) -> None:
    found = read(text)
    assert found.intent == "report_symptom" and found.entities["symptom"] == symptom


def test_a_greeting_stays_one() -> None:
    assert [read(text).intent for text in ("hola", "hola, buenos días", "adiós", "hola Pedro")] == [
        "greet", "greet", "goodbye", "greet",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text", ["no me duele la pierna", "no siento dolor en la pierna", "no tengo dolor de pecho", "sin dolor"]
)
def test_no_pain_is_no_symptom(text: str) -> None:
    found = read(text)
    assert found.intent != "report_symptom" and "no pain" in found.text
    person = Person(region="eu").says(text)
    assert person.asked not in ("stroke_signs", "saddle_numbness", "bowel_change") and not person.emergency


def test_every_number_to_sixty_is_understood() -> None:
    from coach.understand import parse_answer
    from coach.words import number_words

    ask = {"fact": "age", "type": "number", "min": 0, "max": 120}
    for number, said in enumerate(number_words("es")["numbers"][:61]):
        if number:
            assert parse_answer(read(f"tengo {said} años").text, ask).value == number, said


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("sí", "value", True),
        ("Si", "value", True),
        ("sí, un poco", "value", True),
        ("claro", "value", True),
        ("no", "value", False),
        ("no, nada", "value", False),
        ("para nada", "value", False),
        ("creo que no", "value", False),
        ("no sé", "unsure", None),
        ("no estoy segura", "unsure", None),
        ("tal vez", "unsure", None),
        ("prefiero no decirlo", "refused", None),
    ],
)
def test_answers_to_a_question(text: str, kind: str, value: Any) -> None:
    from coach.understand import parse_answer

    answer = parse_answer(read(text).text, {"fact": "bladder_change", "type": "bool"})
    assert answer.kind == kind and answer.value is value


@pytest.mark.parametrize(
    ("text", "weeks"), [("tres semanas", 3), ("desde hace dos años", 104), ("hace un mes", 4.33)]
)
def test_how_long(text: str, weeks: float) -> None:
    from coach.understand import parse_answer

    answer = parse_answer(
        read(text).text, {"fact": "duration_weeks", "type": "number", "min": 0, "max": 5200}
    )
    assert answer.value == pytest.approx(weeks, abs=0.5)


def test_what_is_not_understood_gets_help_in_spanish_and_never_english() -> None:
    person = spanish()
    for text in (
        "zumo de naranja con tostadas",
        "brumbal trosk",
        "cuénteme un chiste",
        "¿quién ganó el partido?",
    ):
        person.says(text)
        assert (
            person.text
            in {one.format(hint=ES["hint_idle"]) for one in (ES["not_understood"], ES["off_topic"])}
            or person.text in ES.values()
        )


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("¿qué es la estenosis?", "ED-04"),
        ("¿qué es la ciática?", "KB-SCIATICA"),
        ("¿qué es la cola de caballo?", "KB-CAUDA-EQUINA"),
        ("¿cuándo debo ver al médico?", "KB-DOCTOR"),
        ("¿con qué frecuencia debo hacer los ejercicios?", "KB-HOW-OFTEN"),
        ("¿puedo caminar?", "KB-WALKING"),
        ("¿cuánto dolor es demasiado?", "KB-PAIN-LIMITS"),
        ("¿qué pastillas puedo tomar?", "KB-MEDICINE"),
        ("señales de alarma", "KB-CAUDA-SIGNS"),
        ("¿es seguro?", "KB-SAFE"),
        ("¿cuándo es una emergencia?", "KB-EMERGENCY"),
    ],
)
def test_the_core_questions_are_answered_in_spanish(text: str, topic: str) -> None:
    person = spanish().says(text)
    from coach import library
    from coach.words import pairs

    assert person.state is not None and person.state["topic"] in (
        topic,
        "KB-DOCTOR" if topic == "KB-CAUDA-SIGNS" else topic,
    )
    told = library.load().education[person.state["topic"]].text
    assert pairs("es")[told] in person.text


def test_a_text_that_is_not_translated_says_so() -> None:
    person = spanish().asks("what about yoga", "ask_condition", {})
    assert person.text.startswith(ES["only_english"])


def test_own_words_are_kept_as_they_were_said() -> None:
    person = spanish().says("mi pierna está dormida")
    events = person.journal.events("p", "symptom")
    assert events[-1].data["words"] == "mi pierna está dormida" and events[-1].data["symptom"] == "numbness"


def test_spanish_to_an_english_coach_is_understood_and_spanish_offered_once() -> None:
    person = Person().says("mi pierna está dormida")
    assert person.asked == "saddle_numbness" and ES["i_speak_spanish"] in person.text
    assert "between your legs" in person.text
    assert ES["i_speak_spanish"] not in person.says("no, señor").text


@pytest.mark.parametrize(
    "text",
    [
        "no",
        "me",
        "my back is sore",
        "no no",
        "ok",
        "10",
        "two sets",
        "I see a doctor, no more",
        "a pie",
        "once more",
        "mine",
        "hola"[:1],
    ],
)
def test_english_is_not_taken_for_spanish(text: str) -> None:
    assert not is_spanish(text)


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("¿Hablas español?", "spanish"),
        ("speak Spanish please", "spanish"),
        ("en español por favor", "spanish"),
        ("Can you talk in Spanish?", "spanish"),
        ("hábleme en español", "spanish"),
        ("English please", "english"),
        ("en inglés", "english"),
        ("hable en inglés por favor", "english"),
        ("back to English", "english"),
        ("my neighbour speaks Spanish", None),
        ("I was in Spain", None),
        ("English breakfast", None),
    ],
)
def test_how_a_language_is_asked_for(text: str, wish: str | None) -> None:
    assert language_wish(text) == wish


def test_two_people_at_once_hear_their_own_language() -> None:
    person = spanish()
    person.journal.remember("q", consent=1.0, region="uk", screened=4e9)
    coach: Coach = person._coach
    for _ in range(3):
        assert coach.turn(None, Turn("p", text="gracias", intent="thanks")).messages[0].text == "De nada."
        assert (
            coach.turn(None, Turn("q", text="thanks", intent="thanks")).messages[0].text == "You are welcome."
        )


def test_a_journal_that_fails_still_leaves_the_language() -> None:
    from coach.journal import JournalError

    person = spanish().says("hola")

    def fail(*_: Any, **__: Any) -> Any:
        raise JournalError("Der Schrank ist zu.")

    person.journal.profile = fail  # type: ignore[method-assign]
    person.says("no siento cuando me limpio")
    assert "Llame" in person.text


def test_aloud_it_speaks_english_and_says_so_once() -> None:
    from dataclasses import replace

    person = Person(region="eu", language="es")
    heard = []
    for text, opened in (("hello", True), ("I have chest pain", False), ("speak Spanish please", False)):
        turn = Turn("p", text=text, intent="greet" if opened else None, opened=opened, place="speaker:1")
        heard.append(person._take(turn).text)
    assert "By voice I know English only." in heard[0] and "By voice" not in heard[1]
    assert heard[1].startswith("Call 112 now.") and "By voice I know English only." in heard[2]
    # where the same person types, it is Spanish again, the advice too
    assert "Llame al 112 ahora." in person._take(replace(turn, text="siga", intent=None, place="page")).text


def test_a_question_left_open_is_put_in_the_language_of_the_place() -> None:
    person = Person(region="eu", language="es").says("mi pierna está dormida")
    assert "entre las piernas" in person.text
    person._take(Turn("p", text="blue bananas", intent="nlu_fallback", place="speaker"))
    assert "between your legs" in person.text
