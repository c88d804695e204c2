"""What no format may do: break the reader, blow up, or change the ids of its sentences."""

from __future__ import annotations

import io
import time
import zipfile
from pathlib import Path

import docx
import pytest

from rag.errors import ReadError
from rag.read.bulletin import document_of, read_document
from rag.read.source import read_source
from rag.read.split import Splitter, units
from rag.records import Bulletin
from tests.read.files import Line, bulletin_pdf, docx_bytes, pdf, put, read, set_text, word


def bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as parts:
        for number in range(4):
            parts.writestr(f"word/{number}.xml", b" " * 60_000_001)
    return file.getvalue()


def entities() -> bytes:
    """A Word file whose text asks the XML parser to blow up."""
    declared = "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' if n else '<!ENTITY a0 "工会工会">'
        for n in range(10)
    )
    old = docx_bytes(word())
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(old)) as had, zipfile.ZipFile(file, "w") as parts:
        for info in had.infolist():
            data = had.read(info)
            if info.filename == "word/document.xml":
                at = data.index(b"<w:document")
                data = (data[:at] + f"<!DOCTYPE w [{declared}]>".encode() + data[at:]).replace(
                    "白塔市建成职工书屋93家".encode(), b"&a9;"
                )
            parts.writestr(info.filename, data)
    return file.getvalue()


def strict() -> bytes:
    """As Word saves what it calls 严格的 Open XML: other names for everything."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(docx_bytes(word()))) as had,
        zipfile.ZipFile(file, "w") as parts,
    ):
        for info in had.infolist():
            data = had.read(info).replace(
                b"http://schemas.openxmlformats.org/officeDocument/2006/",
                b"http://purl.oclc.org/ooxml/officeDocument/",
            )
            parts.writestr(info.filename, data)
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.pdf", b"%PDF-1.7\nbroken", "damaged PDF"),
        ("a.pdf", bulletin_pdf()[:1500], "damaged"),
        ("a.pdf", b"hello", "not a PDF"),
        ("a.pdf", b"", "empty file"),
        ("a.pdf", pdf([set_text("工会开展活动。" * 9, 700)], password="x"), "encrypted"),
        ("a.pdf", pdf([[]]), "OCR"),
        ("a.docx", strict(), "strict Open XML"),
        ("a.docx", b"PK\x03\x04broken", "damaged docx"),
        ("a.docx", docx_bytes(word())[:9000], "damaged docx"),
        ("a.docx", docx_bytes(docx.Document()), "no text in it"),
        ("a.docx", b"\xd0\xcf\x11\xe0" + b"x" * 600, "encrypted, or an old .doc"),
        ("a.docx", bomb(), "unpacks to too much"),
        ("a.docx", bulletin_pdf(), "not a docx"),
        ("a.txt", bulletin_pdf(), "wrong extension"),
        ("a.html", docx_bytes(word()), "wrong extension"),
        ("a.html", "<html><script>工会</script></html>", "no text in it"),
    ],
)
def test_a_file_that_cannot_be_read_says_so(
    tmp_path: Path, name: str, data: bytes | str, message: str
) -> None:
    path = put(tmp_path, name, data)
    with pytest.raises(ReadError, match=message) as error:
        read_document(Bulletin("k", name, "t"), path)
    assert str(error.value).startswith(name) and "请" in str(error.value)


def test_entities_are_not_unfolded(tmp_path: Path) -> None:
    start = time.process_time()
    path = put(tmp_path, "a.docx", entities())
    try:
        text = read_source(path).source.text
    except ReadError:
        text = ""
    assert len(text) < 10_000 and time.process_time() - start < 5


def test_a_page_of_ten_thousand_gaps(tmp_path: Path) -> None:
    page: list[Line] = [
        (f"{n}号", 2, 20 + 20 * m, 830 - 0.8 * n) for n in range(1000) for m in range(10)
    ]
    start = time.process_time()
    assert read_source(put(tmp_path, "a.pdf", pdf([page]))).source.text.count("号") == 10_000
    assert time.process_time() - start < 20


def test_ids_do_not_change_with_the_format(tmp_path: Path) -> None:
    """The same words in another format are the same sentence to a citation."""
    text = "清泉县总工会启动早餐项目。全县共设早餐点17个。"
    file = docx.Document()
    file.add_paragraph(text)
    found = [
        [unit.id for unit in units(read(tmp_path, name, data))]
        for name, data in (
            ("a.txt", text),
            ("a.html", f"<p>{text}</p>"),
            ("a.docx", docx_bytes(file)),
            ("a.pdf", pdf([set_text(text, 700)])),
        )
    ]
    assert found[0] == found[1] == found[2] == found[3]
    assert Splitter(320).passages(
        document_of(Bulletin("k", "a.txt", "t"), read_source(tmp_path / "a.txt"))
    )
