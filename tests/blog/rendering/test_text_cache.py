from blog.rendering.text_cache import ENTRY_OVERHEAD, cached_text


def counting(*, characters):
    asked = []

    @cached_text(characters=characters)
    def answer(text, number):
        asked.append((text, number))
        return None if text == "nothing" else text * number

    return answer, asked


def test_same_question_is_worked_out_once():
    answer, asked = counting(characters=10_000)

    assert [answer("a", 2), answer("a", 2), answer("a", 3)] == ["aa", "aa", "aaa"]
    assert asked == [("a", 2), ("a", 3)]


def test_answer_of_nothing_is_remembered():
    answer, asked = counting(characters=10_000)

    assert [answer("nothing", 1), answer("nothing", 1)] == [None, None]
    assert asked == [("nothing", 1)]


def test_what_was_not_asked_for_longest_is_forgotten():
    answer, asked = counting(characters=2 * ENTRY_OVERHEAD + 20)

    for text in ("a", "b", "a", "c", "a", "b"):
        answer(text, 1)

    assert asked == [("a", 1), ("b", 1), ("c", 1), ("b", 1)]


def test_answer_that_is_too_long_to_keep_is_given_all_the_same():
    answer, asked = counting(characters=ENTRY_OVERHEAD + 10)

    assert answer("ab", 50) == "ab" * 50
    assert answer("ab", 50) == "ab" * 50
    assert len(asked) == 2
