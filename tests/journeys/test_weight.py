"""What a reader's line has to carry for one post, pictures aside."""

import brotli
import pytest

from tests.journeys.content import EVERY_BLOCK

pytestmark = pytest.mark.browser

MOST_BYTES = 40 * 1024
# Pages are compressed while the reader waits, files once and for all.
QUALITY = {"document": 5, "stylesheet": 11, "script": 11, "font": 0}


@pytest.fixture
def loaded(page):
    """The answers to everything that the post with every block asks for."""
    answers = []
    # Playwright cannot take the method itself, which is built in.
    page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108
    page.goto(EVERY_BLOCK, wait_until="networkidle")
    return answers


def test_post_weighs_little(loaded):
    counted = [answer for answer in loaded if answer.request.resource_type in QUALITY]
    weights = {
        answer.url: len(brotli.compress(answer.body(), quality=QUALITY[answer.request.resource_type]))
        for answer in counted
    }

    assert {answer.request.resource_type for answer in counted} == {"document", "stylesheet", "script"}
    assert sum(weights.values()) <= MOST_BYTES, weights


def test_post_asks_for_no_font(loaded):
    assert [answer.url for answer in loaded if answer.request.resource_type == "font"] == []


def test_post_asks_for_few_files(loaded):
    """One page, one sheet and the accent, five scripts; an icon and pictures come later."""
    counted = [answer.url for answer in loaded if answer.request.resource_type in QUALITY]
    assert len(counted) <= 8, counted
