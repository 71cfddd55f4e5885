"""How well searches find what the authors of posts themselves linked to by these words."""

import json
import random
from collections import defaultdict
from pathlib import Path
from statistics import mean
from time import perf_counter

from bench.search import measures, tantivy_index
from bench.search.posts import Writer
from bench.site import analyse
from blog.models import BlogIndexPage
from search.index.indexer import index_posts
from search.query.finder import find_posts


class Questions:
    """A folder with docs.jsonl, queries.jsonl and qrels.tsv, as the retrieval world keeps its sets (BEIR)."""

    def __init__(self, folder: Path) -> None:
        self.docs = [json.loads(line) for line in (folder / "docs.jsonl").read_text().splitlines()]
        self.queries = [json.loads(line) for line in (folder / "queries.jsonl").read_text().splitlines()]
        self.right: dict[str, dict[str, int]] = defaultdict(dict)
        for line in (folder / "qrels.tsv").read_text().splitlines()[1:]:
            query, doc, worth = line.split("\t")
            self.right[query][doc] = int(worth)


def measure(folder: Path, blog: BlogIndexPage) -> None:
    questions = Questions(folder)
    pages = Writer(blog, posts_in_all=len(questions.docs)).write((doc["title"], doc["text"]) for doc in questions.docs)
    index_posts(pages)
    analyse()
    names = {page.pk: doc["id"] for page, doc in zip(pages, questions.docs, strict=True)}
    answers, seconds = {}, []
    for query in questions.queries * 2:  # The first time fills the caches.
        start = perf_counter()
        found = find_posts(query["text"], [blog.pk])
        seconds.append(perf_counter() - start)
        answers[query["id"]] = [names[pk] for pk in found]
    seconds = seconds[len(questions.queries) :]
    report(questions, answers)
    empty = [query["text"] for query in questions.queries if not answers[query["id"]]]
    print(f"queries without a result: {len(empty)} {empty}")
    half, most = (measures.percentile(seconds, share) * 1000 for share in (0.5, 0.99))
    print(f"p50 {half:.1f} ms, p99 {most:.1f} ms")
    if tantivy_index.is_installed():
        print("tantivy:")
        report(questions, tantivy_index.answers(questions.docs, questions.queries))


def report(questions: Questions, answers: dict[str, list[str]]) -> None:
    ids = [query["id"] for query in questions.queries]
    random.Random(7).shuffle(ids)
    half = len(ids) // 2
    print(f"{len(questions.docs)} posts, {len(ids)} queries, {sum(map(len, questions.right.values()))} judgments")
    for name, part in (("all", ids), ("first half", ids[:half]), ("second half", ids[half:])):
        right = questions.right
        gains = [measures.ndcg(answers[key], right[key], at=10) for key in part]
        low, high = measures.interval(gains)
        ranks = mean(measures.reciprocal_rank(answers[key], right[key], at=10) for key in part)
        recalls = mean(measures.recall(answers[key], right[key], at=100) for key in part)
        print(f"{name:<12} nDCG@10 {mean(gains):.3f} [{low:.3f}, {high:.3f}]", end="  ")
        print(f"MRR@10 {ranks:.3f}  recall@100 {recalls:.3f}")
