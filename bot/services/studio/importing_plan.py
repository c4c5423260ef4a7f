"""What an upload would change in the live knowledge base, and what stands in the way."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.business.studio.checks import Questions, Same
from bot.business.studio.contents import Change, Content, Contents, Kind
from bot.business.studio.differences import ChangedEntry, changed_entry
from bot.services.studio.importing_upload import MOST_MISTAKES, Entry, Mistake, Upload


@dataclass(frozen=True)
class Planned:
    """An entry that would change. `both`: it was also changed in the live knowledge base since the file was exported."""

    kind: Kind
    key: str
    before: Content | None
    after: Content | None
    both: bool = False

    @property
    def name(self) -> str:
        """Return its name between browser and server."""
        return f"{self.kind.value}:{self.key}"

    @property
    def entry(self) -> ChangedEntry:
        """Return what is different, in people's words."""
        return changed_entry(self.kind, self.key, self.before, self.after)


@dataclass(frozen=True)
class Plan:
    """What is to be decided on: `changes` always, `removals` only when what the file lacks shall go.

    `mistakes` forbid everything; `mistakes_kept` stand only while what the file lacks stays, `mistakes_removed` only when it goes.
    """

    form: str
    changes: tuple[Planned, ...]
    removals: tuple[Planned, ...]
    mistakes: tuple[Mistake, ...] = ()
    mistakes_kept: tuple[Mistake, ...] = ()
    mistakes_removed: tuple[Mistake, ...] = ()
    notices: tuple[str, ...] = ()

    def chosen(self, remove: bool) -> tuple[Planned, ...]:
        """Return what would be imported."""
        return self.changes + self.removals if remove else self.changes

    def forbidding(self, remove: bool) -> tuple[Mistake, ...]:
        """Return the mistakes that stand in the way."""
        return self.mistakes + (self.mistakes_removed if remove else self.mistakes_kept)


def planned(upload: Upload, live: Contents, same: Same) -> Plan:
    """Return what `upload` would change."""
    changes, kept = _changes(upload, live)
    removals = tuple(_removals(upload, live))
    after = live.changed([Change(each.kind, each.key, each.after) for each in changes])
    cut = after.changed([Change(each.kind, each.key, None) for each in removals])
    always = tuple(_doubles(upload, changes, cut, same))
    known = {*upload.mistakes, *always}
    held = [each for each in _doubles(upload, changes, after, same) if each not in known] if removals else []
    notices = (*upload.notices, *([_kept_notice(kept, live)] if kept else []))
    return Plan(
        upload.form,
        () if upload.mistakes else changes,
        () if upload.mistakes else removals,
        (*upload.mistakes, *always)[:MOST_MISTAKES],
        tuple(held[:MOST_MISTAKES]),
        tuple(_broken(removals, cut))[:MOST_MISTAKES],
        notices,
    )


def _changes(upload: Upload, live: Contents) -> tuple[tuple[Planned, ...], list[Entry]]:
    """Return what the file changes, and what only the live knowledge base changed since: that stays."""
    found, kept = [], []
    for kind in Kind:
        for key, content in upload.contents.of(kind).items():
            held = live.get(kind, key)
            if content == held:
                continue
            moved_on = upload.base is not None and upload.base.get(kind, key) != held
            if moved_on and (kind, key) in upload.untouched:
                kept.append((kind, key))
            else:
                found.append(Planned(kind, key, held, content, moved_on))
    return tuple(found), kept


def _removals(upload: Upload, live: Contents) -> Iterator[Planned]:
    """Yield what the file lacks, unless it was only made after the file was exported, or is of a part that it doesn't hold."""
    for kind in Kind:
        for key, held in live.of(kind).items():
            if key in upload.contents.of(kind):
                continue
            if upload.base is not None and upload.base.get(kind, key) is None:
                continue
            if _covered(upload, kind, held):
                moved_on = upload.base is not None and upload.base.get(kind, key) != held
                yield Planned(kind, key, held, None, moved_on)


def _covered(upload: Upload, kind: Kind, held: Content) -> bool:
    if kind is Kind.VALUE:
        return upload.whole_values
    return upload.groups is None or held.get("group") in upload.groups


def _doubles(upload: Upload, changes: tuple[Planned, ...], after: Contents, same: Same) -> Iterator[Mistake]:
    """Yield the questions of changed topics that another topic has too."""
    questions = Questions(after.topics, same)
    for each in changes:
        said = [str(question) for question in (each.after or {}).get("questions") or ()]
        for remark in questions.elsewhere(each.key, said, True):
            number = int(remark.place.rpartition(".")[2])
            where = upload.where((each.kind, each.key), remark.place)
            yield Mistake(where, f"“{said[number]}”：{remark.message}。")


def _broken(removals: tuple[Planned, ...], cut: Contents) -> Iterator[Mistake]:
    """Yield what would miss an entry that is to go."""
    gone = {(each.kind, each.key): each.entry.title for each in removals}
    for topic in cut.topics.values():
        for need in topic.get("local") or ():
            if (Kind.VALUE, need.get("key")) in gone:
                title = gone[Kind.VALUE, need["key"]]
                yield Mistake(f"删除“{title}”", f"“{topic.get('title')}”的答案还要用这个本地值。")


def _kept_notice(kept: list[Entry], live: Contents) -> str:
    held = [(kind, key, live.get(kind, key) or {}) for kind, key in kept]
    titles = [str(each.get("title") or each.get("label") or key) for _, key, each in held]
    shown = "、".join(f"“{title}”" for title in titles[:10]) + (
        f"等 {len(titles)} 条" if len(titles) > 10 else ""
    )
    return f"您导出以后，{shown}在知识库里改过，文件里没有动，保持现在的样子。"
