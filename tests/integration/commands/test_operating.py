"""hotline faq | models | staff | doctor | purge."""

import os
from pathlib import Path

import pytest

from bot.knowledge.reader import knowledge_files, read
from tests.integration.commands.hotline import hotline
from tests.stack import free_ports


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    ports = {f"HOTLINE_{name}": str(port) for name, port in free_ports().items()}
    return {**os.environ, **ports, "HOTLINE_VAR": str(tmp_path / "var")}


def test_the_knowledge_base_goes_out_and_comes_back_without_loss(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    out, again = tmp_path / "out", tmp_path / "again"
    assert hotline("faq", "export", str(out), environment=environment).returncode == 0
    assert read(out, "wenzhou") == read(Path("data"), "wenzhou")
    imported = hotline("faq", "import", str(out), environment=environment)
    assert imported.returncode == 0, imported.stderr
    assert hotline("faq", "export", str(again), environment=environment).returncode == 0
    assert [file.read_bytes() for file in knowledge_files(again)] == [
        file.read_bytes() for file in knowledge_files(out)
    ]
    full = hotline("faq", "export", str(again), environment=environment)
    assert full.returncode == 1
    assert "不是空的" in full.stderr


def test_a_wrong_knowledge_base_is_not_imported_and_every_error_named(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    folder = tmp_path / "wrong"
    hotline("faq", "export", str(folder), environment=environment)
    file = folder / "faq" / "unemployment.yml"
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text.replace("department: hrss", "department: nobody", 1).replace("year: 2018", "year: soon", 1)
    )
    done = hotline("faq", "import", str(folder), environment=environment)
    assert done.returncode == 1
    assert "共 2 处错误，没有导入" in done.stderr
    assert done.stderr.count("unemployment.yml:") == 2
    checked = hotline("faq", "check", environment=environment)
    assert checked.returncode == 0, "what was in use stays in use"


def test_accounts_are_added_once_with_a_password_shown_once(environment: dict[str, str]) -> None:
    first = hotline("staff", "add", "xiaoli", "--name", "小李", environment=environment)
    assert first.returncode == 0, first.stderr
    assert "xiaoli" in first.stdout
    again = hotline("staff", "add", "xiaoli", environment=environment)
    assert again.returncode == 1
    assert "Traceback" not in again.stderr


def test_models_are_listed_with_size_and_licence() -> None:
    done = hotline("models", "list")
    assert "vosk-model-small-cn-0.22" in done.stdout
    assert "Apache-2.0" in done.stdout


def test_an_unknown_model_is_named(environment: dict[str, str]) -> None:
    done = hotline("models", "install", "nothing", environment=environment)
    assert done.returncode == 1
    assert "vosk-model-small-cn-0.22" in done.stderr


def test_the_doctor_says_what_is_missing_and_what_to_do(environment: dict[str, str], tmp_path: Path) -> None:
    found = hotline("doctor", environment={**environment, "HOTLINE_RASA_PYTHON": str(tmp_path / "no-python")})
    assert found.returncode == 1
    assert "Python 3.10" in found.stdout
    assert "make setup" in found.stdout
    assert "✓ 知识库" in found.stdout


def test_old_talks_are_deleted_on_demand(environment: dict[str, str]) -> None:
    hotline("staff", "add", "one", environment=environment)  # makes the database
    done = hotline("purge", environment=environment)
    assert done.returncode == 0, done.stderr
    assert "已删除 0 段" in done.stdout
