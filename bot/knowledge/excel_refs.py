"""Which topic a row belongs to: by its id, and by its title where a new topic has no id yet."""

from collections import defaultdict
from collections.abc import Iterable

from bot.business.studio.contents import Contents
from bot.knowledge.excel_records import Notes, Record
from bot.knowledge.excel_sheets import TOPICS, as_text
from bot.knowledge.topic_ids import topic_id

_LONGEST = 64


class TopicRows:
    """The rows of 主题 by id; ids are made for those that have none."""

    def __init__(self, records: Iterable[Record], live: Contents, notes: Notes) -> None:
        self._notes = notes
        self.rows: dict[str, Record] = {}
        self._lost: dict[tuple[str, str], list[str]] = defaultdict(list)
        new = []
        for record in records:
            if record.text("id"):
                self._take(record.text("id"), record)
            else:
                new.append(record)
        titles = {as_text(topic.get("title")): key for key, topic in live.topics.items()}
        titles |= {record.text("title"): key for key, record in self.rows.items()}
        for record in new:
            self._take_new(record, titles, live)
        self._by_title: dict[str, list[str]] = defaultdict(list)
        for key, record in self.rows.items():
            self._by_title[record.text("title")].append(key)

    def _take(self, key: str, record: Record) -> None:
        if key in self.rows:
            self._notes.add(record.at("id"), f"编号“{key}”在第 {self.rows[key].row} 行已经有了。")
        elif len(key) > _LONGEST:
            self._notes.add(record.at("id"), f"编号太长，最多 {_LONGEST} 个字母。")
        else:
            self.rows[key] = record

    def _take_new(self, record: Record, titles: dict[str, str], live: Contents) -> None:
        title = record.text("title")
        if not title:
            self._notes.add(record.at("title"), "新主题要写标题。")
        elif title in titles:
            self._notes.add(
                record.at("id"),
                f"“{title}”这个主题已经有了，编号是 {titles[title]}：请填上编号，或者换个标题。",
            )
        else:
            key = topic_id(title, {*self.rows, *live.topics})
            titles[title] = key
            self._take(key, record)

    def topic_of(self, record: Record) -> str | None:
        """Return the id of the topic that a row of another sheet belongs to, None after noting that there is none."""
        key, title = record.text("id"), record.text("title")
        if key in self.rows:
            elsewhere = self._by_title.get(title, [])
            if elsewhere and key not in elsewhere:
                own = self.rows[key].text("title")
                self._notes.add(
                    record.at("title"),
                    f"编号 {key} 是“{own}”，这里却写着“{title}”，不知道这一行是哪个主题的。",
                )
            return key
        found = self._by_title.get(title, []) if not key else []
        if len(found) == 1:
            return found[0]
        if found:
            self._notes.add(record.at("title"), f"有 {len(found)} 个主题都叫“{title}”，请写编号。")
        elif not key and not title:
            self._notes.add(record.at("id"), "没有写是哪个主题的：请写编号，新主题写它的标题。")
        else:
            self._lost[record.sheet, key or title].append(record.at("id" if key else "title"))
        return None

    def note_lost(self) -> None:
        """Note the rows whose topic isn't in 主题, once for each sheet and topic."""
        for (_, named), places in self._lost.items():
            more = f"这样的一共 {len(places)} 行。" if len(places) > 1 else ""
            self._notes.add(places[0], f"“{TOPICS.name}”表里没有“{named}”这个主题。{more}")
