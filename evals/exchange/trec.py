"""Gold and rankings for trec_eval, ranx and their kin, and the corpus with its questions as BEIR lays them out."""

import json

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
    return {
        "corpus.jsonl": "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in corpus),
        "queries.jsonl": "".join(
            json.dumps({"_id": c.id, "text": c.question}, ensure_ascii=False) + "\n" for c in cases
        ),
        "qrels/test.tsv": "query-id\tcorpus-id\tscore\n" + "".join(rows),
    }


def _gain(primary: bool) -> int:
    return PRIMARY if primary else OTHER
