"""Archives that mean harm: a clear sentence, and nothing unpacked."""

import io
import tracemalloc
import zipfile

import pytest

from tests.integration.knowledge.import_files import archive, parts, refused


def test_a_bomb_is_not_unpacked() -> None:
    bomb = archive({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b" " * 70_000_000})
    assert len(bomb) < 100_000
    tracemalloc.start()
    assert "展开以后有 70 MB，太大了" in refused(bomb)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 1_000_000
    assert "展开以后" in refused(archive({f"faq/a{n}.yml": b" " * 7_000_000 for n in range(10)}))


def test_a_member_that_says_too_little_of_its_size_is_broken() -> None:
    data = bytearray(archive({"faq/cards.yml": b"a" * 5_000_000}))
    for mark, at in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        where = data.index(mark) + at
        data[where : where + 4] = (10).to_bytes(4, "little")
    assert "文件坏了" in refused(bytes(data))


def test_entities_are_not_expanded() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><sst>&b;</sst>'

    def change(files: dict[str, bytes]) -> None:
        files["xl/workbook.xml"] = bomb

    assert "打不开" in refused(parts(change))


@pytest.mark.parametrize(
    "name", ["xl/workbook.xml", "xl/worksheets/sheet3.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels"]
)
def test_parts_cut_off_or_gone(name: str) -> None:
    assert refused(parts(lambda files: files.__setitem__(name, files[name][: len(files[name]) // 2])))
    assert refused(parts(lambda files: files.pop(name)))


@pytest.mark.parametrize(
    "name",
    ["../faq/cards.yml", "/faq/cards.yml", "faq/../../etc/passwd", "C:/faq/cards.yml", "faq\\..\\cards.yml"],
)
def test_paths_that_lead_elsewhere(name: str) -> None:
    assert "指到了别处" in refused(archive({name: b"group: cards"}))


def test_links_passwords_and_doubles() -> None:
    link = zipfile.ZipInfo("faq/cards.yml")
    link.external_attr = 0o120777 << 16
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr(link, "/etc/passwd")
    assert "是链接" in refused(out.getvalue())
    locked = bytearray(archive({"faq/cards.yml": b"x"}))
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    assert "设了密码" in refused(bytes(locked))
    twice = archive({"faq/cards.yml": b"x", "faq/cardz.yml": b"y"}).replace(b"cardz", b"cards")
    assert "重名" in refused(twice)
    assert "两个“faq/cards.yml”" in refused(archive({"a/faq/cards.yml": b"x", "b/faq/cards.yml": b"y"}))
