from blog.blocks.body_text import with_directions


def test_lists_and_quotes_begin_where_their_first_letter_does():
    markup = (
        '<p>a</p><ul class="tasks"><li>שלום</li></ul><ol start="3"><li>b</li></ol>'
        "<blockquote>c</blockquote><pre>&lt;ul></pre>"
    )

    assert with_directions(markup) == (
        '<p>a</p><ul dir="auto" class="tasks"><li>שלום</li></ul><ol dir="auto" start="3"><li>b</li></ol>'
        '<blockquote dir="auto">c</blockquote><pre>&lt;ul></pre>'
    )


def test_direction_that_is_said_stays():
    assert with_directions('<ul dir="rtl"><li>a</li></ul>') == '<ul dir="rtl"><li>a</li></ul>'
