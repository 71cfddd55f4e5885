from modelsearch.backends.database.postgres import postgres

from .posts import PostCompiler, PostIndex, PostResults


class Index(PostIndex, postgres.PostgresIndex):
    pass


class Compiler(PostCompiler, postgres.PostgresSearchQueryCompiler):
    pass


class Results(PostResults, postgres.PostgresSearchResults):
    pass


class Backend(postgres.PostgresSearchBackend):
    index_class = Index
    query_compiler_class = Compiler
    results_class = Results
