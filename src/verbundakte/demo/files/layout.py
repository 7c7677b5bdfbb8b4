"""Sets a letter on A4 pages of our own PDF writer."""

from verbundakte.demo.files.letter import Letter
from verbundakte.demo.files.pdf import Page, text_width, wrap

LEFT, RIGHT, TOP, BOTTOM = 71, 538, 780, 78
WIDTH = RIGHT - LEFT
SIZE, LEADING = 10.5, 14.2


class _Flow:
    """Writes downwards and begins a new page where the sheet ends."""

    def __init__(self, letter: Letter):
        self.letter = letter
        self.pages: list[Page] = []
        self.new_page()

    def new_page(self) -> None:
        self.page, self.y = Page(), TOP
        self.pages.append(self.page)
        number = len(self.pages)
        if self.letter.is_entwurf:
            self.page.text(LEFT, 815, "ENTWURF", 12, bold=True)
        if self.letter.foot:
            self.page.line(LEFT, 58, RIGHT, 58)
            self.page.text(LEFT, 46, self.letter.foot, 7.5)
        if number > 1:
            self.page.text(RIGHT - 40, 815, f"Seite {number}", 8)

    def need(self, height: float) -> None:
        if self.y - height < BOTTOM:
            self.new_page()

    def lines(self, text: str, *, size=SIZE, bold=False, indent=0, after=6.0) -> None:
        for line in wrap(text, size, WIDTH - indent, bold=bold):
            self.need(LEADING)
            self.page.text(LEFT + indent, self.y, line, size, bold=bold)
            self.y -= LEADING * size / SIZE
        self.y -= after

    def table(self, rows: tuple[tuple[str, ...], ...]) -> None:
        widths = _column_widths(rows)
        for index, row in enumerate(rows):
            is_head = index == 0
            cells = [
                wrap(cell, 9, w - 8, bold=is_head) or [""]
                for cell, w in zip(row, widths, strict=True)
            ]
            height = 11.5 * max(len(cell) for cell in cells) + 5
            self.need(height)
            x = LEFT
            for cell, width in zip(cells, widths, strict=True):
                for offset, line in enumerate(cell):
                    self.page.text(x + 3, self.y - 11.5 * offset, line, 9, bold=is_head)
                x += width
            self.y -= height
            self.page.line(LEFT, self.y + 9, RIGHT, self.y + 9, 0.8 if is_head else 0.3)
        self.y -= 8


def _column_widths(rows) -> list[float]:
    longest = [
        max(text_width(cell, 9) for cell in column) + 10 for column in zip(*rows, strict=True)
    ]
    longest = [min(width, 230) for width in longest]
    factor = WIDTH / sum(longest)
    return [width * factor for width in longest]


def _head(flow: _Flow) -> None:
    letter, page = flow.letter, flow.page
    page.text(LEFT, 790, letter.head[0], 15, bold=True)
    page.text(LEFT, 775, letter.head[1], 9)
    page.line(LEFT, 768, RIGHT, 768)
    y = 700
    if letter.return_line:
        page.text(LEFT, y + 16, letter.return_line, 7)
    for line in letter.address:
        for part in wrap(line, SIZE, 215):
            page.text(LEFT, y, part)
            y -= 13.5
    info_y = 700
    for label, value in letter.info:
        page.text(300, info_y, label, 8.5)
        for part in wrap(value, 8.5, RIGHT - 360):
            page.text(360, info_y, part, 8.5)
            info_y -= 12
    flow.y = min(y, info_y) - 28


def set_letter(letter: Letter) -> list[Page]:
    """Return the pages of the letter."""
    flow = _Flow(letter)
    _head(flow)
    flow.lines(letter.betreff, size=11, bold=True, after=12)
    for block in letter.blocks:
        if block.kind == "tabelle":
            flow.table(block.rows)
        elif block.kind == "titel":
            flow.need(4 * LEADING)
            flow.lines(block.text, bold=True, after=3)
        elif block.kind == "punkt":
            flow.need(LEADING)
            flow.page.text(LEFT + 6, flow.y, "–")
            flow.lines(block.text, indent=20, after=4)
        else:
            flow.lines(block.text)
    flow.need(LEADING * (len(letter.closing) + 2))
    flow.y -= 8
    for line in letter.closing:
        flow.lines(line, after=6)
    return flow.pages
