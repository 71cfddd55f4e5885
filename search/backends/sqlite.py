from modelsearch.backends.database.sqlite import sqlite

from .posts import PostCompiler, PostIndex, PostResults


class Index(PostIndex, sqlite.SQLiteIndex):
    pass


class Compiler(PostCompiler, sqlite.SQLiteSearchQueryCompiler):
    pass


class Results(PostResults, sqlite.SQLiteSearchResults):
    pass


class Backend(sqlite.SQLiteSearchBackend):
    index_class = Index
    query_compiler_class = Compiler
    results_class = Results
