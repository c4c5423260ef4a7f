"""The exported workbook opened and saved by LibreOffice, as in an office without Excel; by Debian's package."""

import subprocess
from pathlib import Path

import pytest

from bot.business.studio.contents import Contents
from bot.knowledge.contents_files import read_contents
from bot.knowledge.import_file import read_upload
from tests.integration.knowledge.excel_any import plain
from tests.integration.knowledge.excel_small import DATA, REGION, exported, reference

AS_EXCEL = "xlsx:Calc MS Excel 2007 XML"


def saved(file: Path, kind: str, folder: Path) -> Path:
    """Let LibreOffice open a file and save it as another kind."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", "--headless", profile, "--convert-to", kind, "--outdir", str(folder), str(file)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return folder / f"{file.stem}.{kind.partition(':')[0]}"


@pytest.mark.parametrize("kinds", [(AS_EXCEL,), ("ods", AS_EXCEL)], ids=["xlsx", "ods-and-back"])
def test_nothing_is_lost_in_libreoffice(tmp_path: Path, kinds: tuple[str, ...]) -> None:
    contents = read_contents(DATA, REGION)
    file = tmp_path / "知识库.xlsx"
    file.write_bytes(exported(contents))
    for step, kind in enumerate(kinds):
        file = saved(file, kind, tmp_path / str(step))
    upload = read_upload(file.read_bytes(), reference(contents))
    assert upload.mistakes == ()
    assert upload.contents == contents
    assert len(upload.untouched) == len(contents.topics) + len(contents.values)
    alone = read_upload(file.read_bytes(), reference(Contents({}, {})))  # nothing to complete it from
    assert {key: plain(topic) for key, topic in alone.contents.topics.items()} == {
        key: plain(topic) for key, topic in contents.topics.items()
    }
