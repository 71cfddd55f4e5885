"""What tantivy, a full-text engine in Rust, finds of the same posts. It is no dependency: ``pip install tantivy``."""

from importlib import import_module, util

FOUND = 100


def is_installed() -> bool:
    return util.find_spec("tantivy") is not None


def answers(docs: list[dict[str, str]], queries: list[dict[str, str]]) -> dict[str, list[str]]:
    """The ids of the best documents for each query; titles and texts with English stems, any of the words."""
    tantivy = import_module("tantivy")
    schema = tantivy.SchemaBuilder().add_text_field("id", stored=True, tokenizer_name="raw")
    for field in ("title", "text"):
        schema.add_text_field(field, tokenizer_name="en_stem")
    index = tantivy.Index(schema.build())
    writer = index.writer()
    for doc in docs:
        writer.add_document(tantivy.Document(id=doc["id"], title=doc["title"], text=doc["text"]))
    writer.commit()
    index.reload()
    searcher = index.searcher()
    found = {}
    for query in queries:
        wanted, _errors = index.parse_query_lenient(query["text"], ["title", "text"])
        hits = searcher.search(wanted, FOUND).hits
        found[query["id"]] = [searcher.doc(address)["id"][0] for _score, address in hits]
    return found
