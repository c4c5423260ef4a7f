"""Downloads from a real HTTP server that behaves badly."""

import hashlib
import io
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from speech.errors import ModelError
from speech.models import ManifestEntry, find_model, install, read_manifest


def packed(names: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in names.items():
            archive.writestr(name, data)
    return file.getvalue()


class Mirror:
    """A server of one file; `breaks_after` bytes it hangs up."""

    def __init__(self) -> None:
        self.data = packed({"model/am/final.mdl": b"x" * 200_000})
        self.breaks_after: int | None = None
        self.ranges: list[str | None] = []


@pytest.fixture
def mirror() -> Iterator[tuple[Mirror, str]]:
    state = Mirror()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            wanted = self.headers.get("Range")
            state.ranges.append(wanted)
            start = int(wanted.removeprefix("bytes=").removesuffix("-")) if wanted else 0
            body = state.data[start:]
            self.send_response(206 if wanted else 200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body[: state.breaks_after])
            self.close_connection = True

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield state, f"http://127.0.0.1:{server.server_port}/model.zip"
    server.shutdown()
    server.server_close()


def entry(data: bytes, *urls: str) -> ManifestEntry:
    return ManifestEntry("m", urls, len(data), hashlib.sha256(data).hexdigest(), "Apache-2.0", "model")


def nothing(done: int, size: int) -> None: ...


def code(wanted: ManifestEntry, into: Path) -> str:
    with pytest.raises(ModelError) as raised:
        install(wanted, into, nothing)
    return raised.value.code


def test_a_broken_download_goes_on_where_it_stopped(mirror: tuple[Mirror, str], tmp_path: Path) -> None:
    state, url = mirror
    state.breaks_after = 300
    assert code(entry(state.data, url), tmp_path) == "no_address_reachable"
    state.breaks_after = None
    told: list[int] = []
    folder = install(entry(state.data, url), tmp_path, lambda done, _: told.append(done))
    assert (folder / "am" / "final.mdl").stat().st_size == 200_000
    assert state.ranges == [None, "bytes=300-"]
    assert told[-1] == len(state.data)
    assert [path.name for path in tmp_path.iterdir()] == ["model"]


def test_the_next_address_is_tried(mirror: tuple[Mirror, str], tmp_path: Path) -> None:
    state, url = mirror
    assert install(entry(state.data, "http://127.0.0.1:9/none.zip", url), tmp_path, nothing).is_dir()


def test_a_wrong_file_is_refused_and_deleted(mirror: tuple[Mirror, str], tmp_path: Path) -> None:
    state, url = mirror
    wanted = entry(state.data, url)
    state.data = state.data[:-1] + b"?"
    assert code(wanted, tmp_path) == "checksum_mismatch"
    state.data += b"more than was promised" * 20_000
    assert code(wanted, tmp_path) == "checksum_mismatch"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("data", [packed({"../outside": b"x"}), packed({"other/a": b"x"}), b"no zip at all"])
def test_a_bad_archive_leaves_nothing(mirror: tuple[Mirror, str], tmp_path: Path, data: bytes) -> None:
    state, url = mirror
    state.data = data
    assert code(entry(data, url), tmp_path / "models") == "bad_zip"
    assert not (tmp_path / "outside").exists()
    assert not (tmp_path / "models" / "model").exists()


def test_the_shipped_manifest_is_readable_and_a_broken_one_is_told(tmp_path: Path) -> None:
    assert read_manifest(Path("models/MANIFEST.yml"))[0].licence == "Apache-2.0"
    (tmp_path / "m.yml").write_text("models: [{name: x}]", encoding="utf-8")
    with pytest.raises(ModelError, match="bad_manifest"):
        read_manifest(tmp_path / "m.yml")


def test_a_model_is_taken_where_it_is(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    assert find_model(None, [tmp_path / "a", tmp_path / "b"]).path == tmp_path / "b"
    assert find_model(tmp_path / "b", []).path == tmp_path / "b"
    with pytest.raises(ModelError, match="not_found"):
        find_model(tmp_path / "a", [tmp_path / "b"])
