"""Any contents that a knowledge base can have, to send them to Excel and back."""

from datetime import date

from hypothesis import strategies as st

from bot.business.studio.contents import Contents
from bot.knowledge.excel_sheets import as_text

DEPARTMENTS = {"hrss": "人力社保部门", "medical": "医疗保障部门"}

# Chinese and what breaks formats: quotes, tags, signs of formulas, blanks inside, several lines, what XML can't hold.
LETTERS = st.sampled_from(
    "社保卡丢了医养老金缴费一二三四五六七八九十%&<>\"'=+-@{}[]|:#*!,.，。“”（）\n\t aZ09\x07\r\u200b😀"
)
TEXT = st.text(LETTERS, min_size=1, max_size=60).filter(lambda said: as_text(said) != "")
DAYS = st.dates(date(1949, 1, 1), date(2999, 12, 31)).map(str)
SOURCE = st.fixed_dictionaries(
    {
        "name": TEXT,
        "number": st.just("") | TEXT,
        "article": st.just("") | TEXT,
        "year": st.integers(1949, 2100),
    },
    optional={"expires": DAYS},
)
ANSWER = st.fixed_dictionaries(
    {"as_of": DAYS, "screen": TEXT, "speech": TEXT, "sources": st.lists(SOURCE, min_size=1, max_size=3)},
    optional={"effective": DAYS, "expires": DAYS, "speech_more": st.lists(TEXT, min_size=1, max_size=5)},
)
IDS = st.text(st.sampled_from("abcdefgh_0123456789"), min_size=1, max_size=20)
NEED = st.fixed_dictionaries({"key": IDS, "label": TEXT, "say": TEXT})
TOPIC = st.fixed_dictionaries(
    {
        "title": TEXT,
        "department": st.sampled_from([*DEPARTMENTS]),
        "questions": st.lists(TEXT, min_size=1, max_size=5, unique_by=as_text),
        "answers": st.lists(ANSWER, min_size=1, max_size=3),
    },
    optional={"local": st.lists(NEED, min_size=1, max_size=3)},
)
VALUE = st.fixed_dictionaries(
    {
        "label": TEXT,
        "value": st.none() | TEXT | st.integers(0, 10**9),
        "as_of": st.none() | DAYS,
        "source": st.none() | TEXT,
        "expires": st.none() | DAYS,
    }
)


@st.composite
def contents(draw: st.DrawFn) -> Contents:
    topics = draw(st.dictionaries(IDS, TOPIC, min_size=1, max_size=4))
    groups = {"cards": "社保卡", "transfer": "转移接续", "without": "没有名字的组"}
    made = {}
    for key, topic in topics.items():
        group = draw(st.sampled_from([*groups]))
        made[key] = {"group": group, "group_title": groups[group], "id": key, **topic}
    return Contents(made, draw(st.dictionaries(IDS, VALUE, max_size=4)))


def plain(value: object) -> object:
    """Return what a form says: without outer blanks, without what is empty, the order of keys aside."""
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items() if each not in (None, "", [])}
    return [plain(each) for each in value] if isinstance(value, list) else as_text(value)
