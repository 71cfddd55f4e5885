"""Words that a reader of the diff can follow: what stays, goes, comes, or looks otherwise."""

from blog.history.diff.budget import Budget
from blog.history.diff.words import compare_runs
from blog.markdown.prose import inline_runs
from blog.markdown.runs import plain_text

SIGNS = {"same": "{}", "deleted": "[-{}-]", "inserted": "[+{}+]", "restyled": "[~{}~]"}


def diff(old, new):
    stretches = compare_runs(inline_runs(f"<p>{old}</p>"), inline_runs(f"<p>{new}</p>"), Budget())
    return "".join(SIGNS[stretch.kind].format(plain_text(stretch.new or stretch.old)) for stretch in stretches)


def test_changed_word_is_removed_and_added():
    assert diff("The red ship sails.", "The blue ship sails.") == "The [-red-][+blue+] ship sails."


def test_neighbouring_changed_words_are_one_change():
    assert diff("The big red ship sails.", "The small blue ship sails.") == "The [-big red-][+small blue+] ship sails."


def test_added_sentence_begins_where_a_sentence_begins():
    old = "It was late. Nobody came."
    new = "It was late. It was cold. Nobody came."

    assert diff(old, new) == "It was late. [+It was cold. +]Nobody came."


def test_words_that_share_next_to_nothing_are_replaced_as_a_whole():
    old = "The quick brown fox jumps over the lazy dog today"
    new = "Some slow green bird flies under the tall bridge tonight"

    assert diff(old, new) == f"[-{old}-][+{new}+]"


def test_emphasis_is_a_change_of_the_same_words():
    assert diff("One small step", "One <b>small</b> step") == "One [~small~] step"


def test_other_address_is_a_change_of_the_same_words():
    old, new = "See <a href='https://a.b/'>the page</a> now", "See <a href='https://c.d/'>the page</a> now"

    assert diff(old, new) == "See [~the page~] now"


def test_changed_formula_is_a_word():
    formula = "So <span data-math='{0}'>{0}</span> holds".format
    stretches = compare_runs(inline_runs(formula("x")), inline_runs(formula("y")), Budget())

    assert [stretch.kind for stretch in stretches] == ["same", "deleted", "inserted", "same"]


def test_scripts_without_spaces_are_compared_sign_by_sign():
    assert diff("漢字を書く", "漢字を読む") == "漢字を[-書く-][+読む+]"


def test_marks_on_letters_and_joined_pictures_stay_whole():
    assert diff("हिन्दी 👩‍💻 a", "हिन्दु 👩‍🔬 a") == "[-हिन्दी 👩‍💻-][+हिन्दु 👩‍🔬+] a"
