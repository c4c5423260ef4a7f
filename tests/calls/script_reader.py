"""Reads scripted calls; every mistake is named by file, scenario and step."""

from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from tests.calls.scripts import LINES, STEPS, TEXT_ONLY, Expect, Line, Replies, Scenario, Step

FOLDER = Path(__file__).parent
_ANSWERS = FOLDER / "answers" / "dialogue.yml"
_KEYS = {"name", "lines", "steps", "answers", "full"}


class ScriptMistake(Exception):
    """A script that can't be played; tells which one and why."""


def scenarios(folder: Path = FOLDER) -> list[Scenario]:
    """Return the scenarios of all files. Raises ScriptMistake."""
    found = [each for path in sorted(folder.glob("*.yml")) for each in _file(path)]
    names = [each.name for each in found]
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise ScriptMistake(f"more than one scenario is called {', '.join(sorted(twice))}")
    return found


def known_answers(path: Path = _ANSWERS) -> dict[str, Replies]:
    """Return what the dialogue answers as text where a scenario doesn't say. Raises ScriptMistake."""
    return _answers(path.name, _loaded(path) or {})


def _file(path: Path) -> list[Scenario]:
    listed = _loaded(path)
    if not isinstance(listed, list):
        raise ScriptMistake(f"{path.name}: not a list of scenarios")
    return [_scenario(path.name, number, each) for number, each in enumerate(listed, 1)]


def _loaded(path: Path) -> Any:
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise ScriptMistake(f"{path.name}: {error}") from error


def _scenario(file: str, number: int, raw: Any) -> Scenario:
    if not isinstance(raw, dict) or not raw.get("name"):
        raise ScriptMistake(f"{file}: scenario {number} has no name")
    where = f"{file}: {raw['name']}"
    if unknown := set(raw) - _KEYS:
        raise ScriptMistake(f"{where}: unknown word {', '.join(sorted(map(str, unknown)))}")
    steps = [_step(f"{where}: step {at}", each) for at, each in enumerate(raw.get("steps") or [], 1)]
    if not any(isinstance(step, Expect) for step in steps):
        raise ScriptMistake(f"{where}: expects nothing")
    full = raw.get("full", False)
    values = {
        "name": raw["name"],
        "lines": raw.get("lines", _sensible(steps, full)),
        "answers": _answers(where, raw.get("answers", {})),
    }
    scenario = _made(where, Scenario, {**values, "file": file, "full": full, "steps": steps})
    if set(scenario.lines) - set(_sensible(steps, full)):
        raise ScriptMistake(f"{where}: can't be played on {', '.join(scenario.lines)}")
    return scenario


def _sensible(steps: list[Step], full: bool) -> list[Line]:
    if full or any(isinstance(step, TEXT_ONLY) for step in steps):
        return ["text"]
    outcome = any(isinstance(step, Expect) and step.expect.outcome for step in steps)
    return [each for each in LINES if each != "page" or not outcome]  # a page has none


def _step(where: str, raw: Any) -> Any:
    does = [key for key in raw if key in STEPS] if isinstance(raw, dict) else []
    if len(does) != 1:
        raise ScriptMistake(f"{where}: has to do one of {', '.join(STEPS)}")
    return _made(where, STEPS[does[0]], raw)


def _answers(where: str, raw: Any) -> dict[str, Replies]:
    if not isinstance(raw, dict):
        raise ScriptMistake(f"{where}: answers are sentences with what is replied")
    return {str(said): _replies(f"{where}: answer to {said}", each) for said, each in raw.items()}


def _replies(where: str, raw: Any) -> Replies:
    """Return the reply that `raw` describes: one reply, a list of them, or all of `Replies`."""
    if isinstance(raw, dict) and "kind" in raw:
        raw = [raw]
    if isinstance(raw, list):
        raw = {"replies": raw}
    replies: Replies = _made(where, Replies, raw)
    if any("kind" not in each or not ("speech" in each or "text" in each) for each in replies.replies):
        raise ScriptMistake(f"{where}: a reply has a kind and a speech")
    return replies


def _made(where: str, kind: Any, values: Any) -> Any:
    try:
        return kind.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        at = ".".join(map(str, first["loc"]))
        raise ScriptMistake(f"{where}: {at}: {first['msg']}" if at else f"{where}: {first['msg']}") from error
