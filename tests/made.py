"""Files made for tests: small PDFs, Word documents and zips, each with just what a test needs."""

import io
import zipfile

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls


def pdf(*pages):
    """A PDF whose pages hold these lines."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = [f"{4 + 2 * number} 0 R" for number in range(len(pages))]
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    for lines in pages:
        shown = "".join(f"({line}) Tj T* " for line in lines)
        drawn = f"BT /F1 12 Tf 14 TL 72 720 Td {shown}ET".encode()
        page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >>"
        objects.append(f"{page} /Contents {len(objects) + 2} 0 R >>".encode())
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn))
    return pdf_file(objects)


def pdf_file(objects, trailer=""):
    content, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    end = b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer.encode(), len(content))
    return content + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + end


def saved(document):
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def empty_zip():
    held = io.BytesIO()
    zipfile.ZipFile(held, "w").close()
    return held.getvalue()


def controlled(*children):
    """A content control, as the fields of a form are."""
    control = parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtContent/></w:sdt>")
    control[0].extend(children)
    return control


def column(*lines, left=72, top=720, size=12, lead=14):
    """Lines one below the other, for `printed`; "# " before a line prints it bold, "" leaves a gap."""
    rows = []
    for row, line in enumerate(lines):
        bold = line.startswith("# ")
        rows.append((left, top - row * lead, size, bold, line.removeprefix("# ")))
    return [row for row in rows if row[-1]]


def printed(pages, outline=(), trailer=""):
    """A PDF whose pages hold lines of (left, base, size, bold, text), with an outline of (level, name, page)."""
    fonts = [
        f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>".encode()
        for name in ("Helvetica", "Helvetica-Bold")
    ]
    objects = [b"<< /Type /Catalog /Pages 2 0 R /Outlines 5 0 R >>", b"", *fonts, b""]
    places = []
    for rows in pages:
        places.append(len(objects) + 1)
        page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >>"
        drawn = b"\n".join(_drawn(*row) for row in rows)
        objects.append(f"{page} /Contents {len(objects) + 2} 0 R >>".encode())
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn))
    kids = " ".join(f"{place} 0 R" for place in places)
    objects[1] = f"<< /Type /Pages /Kids [{kids}] /Count {len(places)} >>".encode()
    objects[4] = _outline(objects, list(outline), places, 5)
    return pdf_file(objects, trailer)


def form(rows, marks):
    """A PDF of one page with these lines and annotations, one beside each line."""
    numbers = range(6, 6 + len(marks))
    kids = " ".join(f"{number} 0 R" for number in numbers)
    drawn = b"\n".join(_drawn(*row) for row in rows)
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [{kids}] /DA (/F1 12 Tf) >> >>".encode(),
        b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> /Contents 5 0 R "
        + f"/Annots [{kids}] >>".encode(),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
    ]
    for mark, (_, base, *_) in zip(marks, rows, strict=True):
        place = f"/Rect [300 {base - 2} 400 {base + 10}] /P 4 0 R /DA (/F1 12 Tf)"
        objects.append(f"<< /Type /Annot {mark} {place} >>".encode())
    return pdf_file(objects)


def _drawn(left, base, size, bold, text):
    shown = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)").encode("cp1252")
    return b"BT /F%d %g Tf %g %g Td (%s) Tj ET" % (2 if bold else 1, size, left, base, shown)


def _outline(objects, entries, places, parent):
    """The node that holds these entries; the ones below each of them are added to the objects."""
    tops = [at for at, entry in enumerate(entries) if entry[0] == 1]
    first = len(objects) + 1
    numbers = range(first, first + len(tops))
    objects += [b""] * len(tops)
    for number, at, until in zip(numbers, tops, [*tops[1:], len(entries)], strict=False):
        _, name, page = entries[at]
        below = [(level - 1, *rest) for level, *rest in entries[at + 1 : until]]
        node = _outline(objects, below, places, number).removeprefix(b"<<").removesuffix(b">>")
        near = f"/Prev {number - 1} 0 R " * (number > first) + f"/Next {number + 1} 0 R " * (number < numbers[-1])
        head = f"<< /Title ({name}) /Parent {parent} 0 R {near}/Dest [{places[page - 1]} 0 R /Fit]"
        objects[number - 1] = head.encode() + node + b">>"
    ends = f"/First {numbers[0]} 0 R /Last {numbers[-1]} 0 R /Count {len(tops)}" if tops else ""
    return f"<< {ends} >>".encode()
