"""An archive of YAML files read back, or a part of one: topics and local values, with everything that is wrong by file and line."""

import re
import tempfile
import zipfile
from pathlib import Path

from bot.business.studio.contents import Contents, Kind
from bot.knowledge.contents_files import read_contents
from bot.knowledge.import_reference import Reference
from bot.knowledge.reader import OUTDATED, KnowledgeError, read
from bot.knowledge.topic_files import faq_files
from bot.knowledge.yaml_nodes import Node, Problem, Problems, load
from bot.knowledge.yaml_safe import unsafe_in
from bot.knowledge.yaml_shape import odd_in
from bot.knowledge.yaml_zip import files_in, stamp_of
from bot.services.studio.importing_upload import MOST_MISTAKES, Entry, Mistake, UnreadableFile, Upload

_FAQ = re.compile(r"faq/[a-z0-9_]{1,64}\.yml")
_DEPARTMENTS = "reference/departments.yml"


def read_archive(archive: zipfile.ZipFile, reference: Reference) -> Upload:
    """Return what the files say. Raises UnreadableFile when none of them is ours."""
    files = files_in(archive)
    region = f"regions/{reference.region}.yml"
    ours = {name: content for name, content in files.items() if _FAQ.fullmatch(name) or name == region}
    if not ours:
        raise UnreadableFile(
            f"压缩包里没有 faq/*.yml，也没有 {region}。请用这一页下载的 YAML 压缩包，改好以后照原来的样子压回去。"
        )
    unsafe = [problem for name, content in ours.items() if (problem := unsafe_in(content, name))]
    if unsafe:
        return _refused(unsafe)
    with tempfile.TemporaryDirectory(prefix="hotline-import-") as folder:
        _lay_out(Path(folder), ours, reference)
        try:
            read(Path(folder), reference.region)
        except KnowledgeError as error:
            return _refused(error.problems)
        return _upload(Path(folder), ours, files, stamp_of(archive), reference)


def _refused(problems: list[Problem]) -> Upload:
    mistakes = [Mistake(f"{each.file}:{each.line}", each.message) for each in problems[:MOST_MISTAKES]]
    return Upload("YAML", Contents({}, {}), {}, tuple(mistakes))


def _lay_out(folder: Path, ours: dict[str, bytes], reference: Reference) -> None:
    """Write a knowledge base of the uploaded files; what they lack is taken from the live release."""
    live = [f"regions/{reference.region}.yml", _DEPARTMENTS, OUTDATED]
    if not any(name.startswith("faq/") for name in ours):
        live += [f"faq/{path.name}" for path in faq_files(reference.folder)]
    kept = {
        name: (reference.folder / name).read_bytes() for name in live if (reference.folder / name).is_file()
    }
    for name, content in (kept | ours).items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def _upload(
    folder: Path, ours: dict[str, bytes], files: dict[str, bytes], stamp: str, reference: Reference
) -> Upload:
    contents = read_contents(folder, reference.region)
    region = f"regions/{reference.region}.yml"
    places = _places(folder, region)
    odd = _odd(contents, places, reference.live)
    if odd:
        return Upload("YAML", Contents({}, {}), {}, tuple(odd[:MOST_MISTAKES]))
    base = reference.base(stamp)
    held = [(kind, key, each) for kind in Kind for key, each in contents.of(kind).items()]
    untouched = {(kind, key) for kind, key, each in held if base is not None and base.get(kind, key) == each}
    groups = {Path(name).stem for name in ours if name.startswith("faq/")}
    return Upload(
        "YAML",
        contents,
        places,
        (),
        tuple(_notices(files, ours, reference)),
        base,
        frozenset(untouched),
        frozenset(groups),
        region in ours,
    )


def _odd(contents: Contents, places: dict[Entry, dict[str, str]], live: Contents) -> list[Mistake]:
    held = [(kind, key, each) for kind in Kind for key, each in contents.of(kind).items()]
    return [
        Mistake(places[kind, key][""], said)
        for kind, key, each in held
        if each != live.get(kind, key) and (said := odd_in(kind, each))
    ]


def _notices(files: dict[str, bytes], ours: dict[str, bytes], reference: Reference) -> list[str]:
    said = []
    for name, content in files.items():
        held = reference.folder / name
        if name in ours:
            continue
        if name.startswith("reference/") and held.is_file():
            if held.read_bytes() != content:
                said.append(f"{name} 和正在使用的不同，但这个文件不在这里导入。")
        elif not (name.startswith("regions/") and held.is_file()):
            said.append(f"{name} 没有用上。")
    return said


def _places(folder: Path, region: str) -> dict[Entry, dict[str, str]]:
    found: dict[Entry, dict[str, str]] = {}
    for path in faq_files(folder):
        topics = _child(load(path, f"faq/{path.name}", Problems()), "topics")
        for entry in topics.value if topics else ():
            questions = _child(entry, "questions")
            lines = {"": _line(entry)} | {
                f"questions.{n}": _line(each) for n, each in enumerate(questions.value if questions else ())
            }
            found[Kind.TOPIC, str(entry.plain()["id"])] = lines
    values = _child(load(folder / region, region, Problems()), "values")
    for key, node in (values.value if values else {}).items():
        found[Kind.VALUE, key] = {"": _line(node)}
    return found


def _child(node: Node | None, key: str) -> Node | None:
    return node.get(key) if node else None


def _line(node: Node) -> str:
    return f"{node.file}:{node.line}"
