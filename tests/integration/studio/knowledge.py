"""A small knowledge base of our own for the studio's tests: two topics, one local value."""

from pathlib import Path
from typing import Any

from bot.business.studio.contents import Contents
from bot.knowledge.contents_files import write_contents

REGION = "wenzhou"
_WAYS = (
    "怎么办",
    "去哪里办",
    "要带什么",
    "能不能网上办",
    "要多久",
    "要花钱吗",
    "可以让家里人代办吗",
    "几点上班",
)
_CARD, _JOBLESS = ("社保卡丢了", "社保卡找不到了"), ("领失业金", "申请失业保险金")


def topic(id: str, title: str, starts: tuple[str, ...], answer: str, **more: Any) -> dict[str, Any]:
    """Return a topic with sixteen questions."""
    return {
        "id": id,
        "group": "trial",
        "group_title": "试用",
        "title": title,
        "department": "hrss",
        "questions": [f"{start}{way}" for start in starts for way in _WAYS],
        "answers": [
            {
                "as_of": "2026-11-01",
                "screen": answer,
                "speech": answer,
                "sources": [{"name": "试用办法", "number": "", "article": "", "year": 2026}],
            }
        ],
        **more,
    }


CARD = topic("card_lost", "社保卡丢失", _CARD, "先挂失，再补办。")
JOBLESS = topic("jobless", "失业金申领", _JOBLESS, "到经办窗口申请。")
CONTENTS = Contents(
    {each["id"]: each for each in (CARD, JOBLESS)},
    {"card.fee": {"label": "补卡工本费", "value": None, "as_of": None, "source": None, "expires": None}},
)


def shipped(folder: Path) -> Path:
    """Write the knowledge base with what editors don't change around it, and return its folder."""
    around = folder / "around"
    (around / "faq").mkdir(parents=True)
    (around / "regions").mkdir()
    (around / "reference").mkdir()
    (around / "regions" / f"{REGION}.yml").write_text(
        f"region: {REGION}\nname: 温州\nvalues: {{}}\n", "utf-8"
    )
    departments = Path("data/reference/departments.yml").read_bytes()
    (around / "reference" / "departments.yml").write_bytes(departments)
    target = folder / "knowledge"
    target.mkdir()
    write_contents(CONTENTS, Contents({}, {}), around, REGION, target)
    openings = "# 先问哪几个\nopenings:\n  - {words: [社保卡], topics: [card_lost, jobless]}\n"
    (target / "reference" / "openings.yml").write_text(openings, "utf-8")
    for name in ("calendar.yml", "time_limits.yml", "matters.yml", "units.yml"):
        (target / "reference" / name).write_bytes((Path("data/reference") / name).read_bytes())
    return target
