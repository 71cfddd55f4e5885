"""Formulas and footnotes as they are stored."""

from html import escape


def math(tex):
    return f'<span data-math="{escape(tex)}">{escape(tex, quote=False)}</span>'


def footnote(label, text):
    return f'<span data-footnote="{escape(label)}" data-text="{escape(text)}">[{escape(label, quote=False)}]</span>'
