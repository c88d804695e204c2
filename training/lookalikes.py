"""Which characters look alike: each is drawn with a free font, blurred, and held against all others.

    python -m training.lookalikes --font NotoSansCJK-Regular.ttc --output rag/bundled/lookalikes

The font is Noto Sans CJK SC (SIL Open Font License 1.1); of it nothing but the likeness is kept.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFilter, ImageFont

FACE = "Noto Sans CJK SC"
SIZE, EDGE, BLUR, SIDE = 48, 56, 1.5, 28
"""Of a character in pixels, of the square it is drawn into, how far a stroke may lie off, and of the
square that is compared."""
ALIKE = 0.8
"""A cosine: 授 and 援 have 0.83, 赛 and 寒 0.73."""
MOST = 10


def common_characters() -> list[str]:
    """The 3,755 of GB 2312's first level, in its order."""
    found: list[str] = []
    for row in range(0xB0, 0xD8):
        for cell in range(0xA1, 0xFF):
            found += bytes([row, cell]).decode("gb2312", errors="ignore")
    return found


def drawn(characters: list[str], font: ImageFont.FreeTypeFont) -> npt.NDArray[np.float32]:
    """A row of unit length for each, without the shade that all of it has in common."""
    rows = []
    for character in characters:
        picture = Image.new("L", (EDGE, EDGE))
        pen = ImageDraw.Draw(picture)
        pen.text((EDGE / 2, EDGE / 2), character, font=font, fill=255, anchor="mm")
        blurred = picture.filter(ImageFilter.GaussianBlur(BLUR)).resize((SIDE, SIDE))
        rows.append(np.asarray(blurred, dtype=np.float32).ravel())
    pictures = np.stack(rows)
    pictures -= pictures.mean(axis=1, keepdims=True)
    unit: npt.NDArray[np.float32] = pictures / np.linalg.norm(pictures, axis=1, keepdims=True)
    return unit


def lookalikes(characters: list[str], pictures: npt.NDArray[np.float32]) -> list[str]:
    """A line for each character that has any: itself, then those most like it, the likest first."""
    likeness = pictures @ pictures.T
    np.fill_diagonal(likeness, 0)
    lines = []
    for character, row in zip(characters, likeness, strict=True):
        order = np.argsort(-row, kind="stable")[:MOST]
        if like := "".join(characters[n] for n in order if row[n] >= ALIKE):
            lines.append(character + like)
    return lines


def _face(file: Path) -> ImageFont.FreeTypeFont:
    for index in range(16):
        font = ImageFont.truetype(file, SIZE, index=index)
        if font.getname()[0] == FACE:
            return font
    raise SystemExit(f"{file} holds no {FACE}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--font", type=Path, required=True)
    parser.add_argument("--output", type=Path, required=True)
    options = parser.parse_args()
    characters = common_characters()
    lines = lookalikes(characters, drawn(characters, _face(options.font)))
    options.output.mkdir(parents=True, exist_ok=True)
    text = "\n".join(lines) + "\n"
    (options.output / "characters.txt").write_text(text, encoding="utf-8", newline="\n")
    print(f"{len(lines)} characters, {sum(map(len, lines)) - len(lines)} look-alikes")


if __name__ == "__main__":
    main()
