"""Pictures of the demo content, drawn by code: every name a demo post may use, and how it is drawn."""

from collections.abc import Callable

from PIL import Image

from . import dials, fields, figures, film, posters, rails, sheets

Drawing = Callable[[], Image.Image]

DRAWINGS: dict[str, Drawing] = {
    # Covers, 1600 × 900.
    "around-nothing": fields.around_nothing,
    "interference": fields.interference,
    "strands": fields.strands,
    "coarse-and-fine": fields.coarse_and_fine,
    "long-tail": rails.long_tail,
    "narrowing": rails.narrowing,
    "worn-away": rails.worn_away,
    "marked-rows": rails.marked_rows,
    "rota": rails.rota,
    "missing-hour": dials.missing_hour,
    "closed-rings": dials.closed_rings,
    "remainder": dials.remainder,
    "three-minutes": dials.three_minutes,
    "seven-sheets": sheets.seven_sheets,
    "second-reading": sheets.second_reading,
    "graft": sheets.graft,
    "strata": sheets.strata,
    # Figures inside posts.
    "lock-queue": figures.lock_queue,
    "page-times": figures.page_times,
    "index-cost": figures.index_cost,
    "picture-sizes": figures.picture_sizes,
    "clock-changes": figures.clock_changes,
    # Posters of films, shown until somebody presses play.
    "strangers": film.strangers,
    # Posters of pages and films elsewhere.
    "first-pointer": posters.first_pointer,
    "folded-hour": posters.folded_hour,
}


def draw(name: str) -> Image.Image:
    """Draw the named picture, the same pixels every time."""
    if name not in DRAWINGS:
        raise KeyError(f"There is no demo drawing {name!r}. Known: {', '.join(sorted(DRAWINGS))}")
    return DRAWINGS[name]()
