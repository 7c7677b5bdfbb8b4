"""A page as it is shown, in the coordinates in which its file writes."""

import pikepdf

Frame = tuple[tuple[float, float], tuple[float, ...]]


def page_frame(page: pikepdf.Page) -> Frame:
    """Return width and height of a page as it is shown (its lower left corner is zero), and the matrix
    that leads from there into the page's own space."""
    left, low, right, high = (float(value) for value in page.cropbox)
    wide, tall = right - left, high - low
    turned = int(page.obj.get("/Rotate", 0)) % 360
    if turned == 90:
        return (tall, wide), (0, 1, -1, 0, right, low)
    if turned == 180:
        return (wide, tall), (-1, 0, 0, -1, right, high)
    if turned == 270:
        return (tall, wide), (0, -1, 1, 0, left, high)
    return (wide, tall), (1, 0, 0, 1, left, low)
