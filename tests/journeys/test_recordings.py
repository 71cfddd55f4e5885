import pytest

from tests.journeys.content import EVERY_BLOCK, SECONDS_OF_TONE

pytestmark = pytest.mark.browser
# Not wait_for_function: it evaluates a string again and again, which the page's policy forbids.
SOUGHT = """sound => new Promise((done, failed) => {
  sound.addEventListener("seeked", () => done(sound.currentTime));
  sound.addEventListener("error", () => failed(sound.error.message));
  sound.currentTime = 45;
})"""
KNOWN = """sound => new Promise((done, failed) => {
  const say = () => done({ duration: sound.duration, reach: sound.seekable.end(0), still: sound.paused });
  sound.addEventListener("error", () => failed(sound.error.message));
  if (sound.readyState) say(); else sound.addEventListener("loadedmetadata", say);
})"""


ENDED = """sound => new Promise((done, failed) => {
  sound.addEventListener("ended", () => done(sound.currentTime));
  sound.addEventListener("error", () => failed(sound.error.message));
  sound.muted = true;
  sound.playbackRate = 16;
  sound.play().catch(failed);
})"""


def test_sound_that_comes_in_parts_plays_to_its_end(page, monkeypatch):
    monkeypatch.setattr("blog.views.byte_ranges.MAX_PART", 100_000)
    page.goto(EVERY_BLOCK)

    assert page.locator("audio").first.evaluate(ENDED) == SECONDS_OF_TONE


def test_reader_seeks_in_a_sound_that_does_not_start_by_itself(page):
    parts = []
    page.on("response", lambda answer: parts.append(answer.status) if "/documents/" in answer.url else None)
    page.goto(EVERY_BLOCK)
    sound = page.locator("audio").first

    known = sound.evaluate(KNOWN)
    reached = sound.evaluate(SOUGHT)

    assert known == {"duration": SECONDS_OF_TONE, "reach": SECONDS_OF_TONE, "still": True}
    assert reached == 45
    assert set(parts) == {206}


def test_film_is_not_loaded_before_a_click(page):
    asked = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto(EVERY_BLOCK, wait_until="networkidle")

    assert page.locator("video").get_attribute("src").endswith(".webm")
    assert [url for url in asked if url.endswith(".webm")] == []
