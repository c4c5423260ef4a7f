"""An uploaded file, Excel or an archive of YAML files, as one of the two readers understands it."""

from bot.knowledge.excel_in import read_workbook
from bot.knowledge.import_reference import Reference
from bot.knowledge.upload_zip import open_archive
from bot.knowledge.yaml_in import read_archive
from bot.services.studio.importing_upload import Upload

_EXCEL = (
    "[Content_Types].xml",
    "xl/",
    "content.xml",
)  # the last: other offices' tables, told apart further on


def read_upload(data: bytes, reference: Reference) -> Upload:
    """Return what a file says. Raises UnreadableFile when it can't be taken at all."""
    archive = open_archive(data)
    excel = any(name.startswith(_EXCEL) for name in archive.namelist())
    return read_workbook(archive, reference) if excel else read_archive(archive, reference)
