"""Gold and rankings for trec_eval, ranx and their kin, and the corpus with its questions as BEIR lays them out."""

import json
from collections.abc import Sequence

from evals.exchange.run import Files, Run, ranked, section_ids

NAME = "playbook"
PRIMARY, OTHER = 2, 1
"""Relevance, which nDCG takes for gain."""


def trec(run: Run) -> Files:
    """`qrels.txt` and `run.txt`, for the cases that have gold; a primary section has relevance 2, another 1."""
    ids = section_ids(run.sections)
    cases = [case for case in run.cases if case.gold]
    gold = [f"{case.id} 0 {ids[one.place]} {_gain(one.primary)}\n" for case in cases for one in case.gold]
    found = [
        f"{case.id} Q0 {ids[place]} {rank} {1 / rank:.6f} {NAME}\n"
        for case in cases
        for rank, place in enumerate(ranked(run.answers[case.id]), 1)
    ]
    return {"qrels.txt": "".join(gold), "run.txt": "".join(found)}


def beir(run: Run) -> Files:
    """`corpus.jsonl`, `queries.jsonl` and `qrels/test.tsv`."""
    ids = section_ids(run.sections)
    corpus = [{"_id": ids[place], "title": " > ".join(place[1]), "text": text} for place, text in run.sections.items()]
    cases = [case for case in run.cases if case.gold]
    rows = [f"{case.id}\t{ids[one.place]}\t{_gain(one.primary)}\n" for case in cases for one in case.gold]
    queries = [{"_id": case.id, "text": case.question} for case in cases]
    head = "query-id\tcorpus-id\tscore\n"
    return {"corpus.jsonl": _lines(corpus), "queries.jsonl": _lines(queries), "qrels/test.tsv": head + "".join(rows)}


def _lines(rows: Sequence[dict[str, str]]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _gain(primary: bool) -> int:
    return PRIMARY if primary else OTHER
