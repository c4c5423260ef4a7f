"""Files made by hand, to be refused."""

import io
import zipfile
from collections.abc import Callable

import pytest

from bot.knowledge.import_file import read_upload
from bot.services.studio.importing_upload import UnreadableFile
from tests.integration.knowledge.excel_small import exported, reference, small


def refused(data: bytes) -> str:
    """Return what is said of a file that can't be taken."""
    with pytest.raises(UnreadableFile) as caught:
        read_upload(data, reference())
    return str(caught.value)


def archive(files: dict[str, bytes]) -> bytes:
    """Return files as a zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return out.getvalue()


def parts(change: Callable[[dict[str, bytes]], object]) -> bytes:
    """Return a workbook whose parts were changed by hand."""
    with zipfile.ZipFile(io.BytesIO(exported(small()))) as held:
        files = {name: held.read(name) for name in held.namelist()}
    change(files)
    return archive(files)
