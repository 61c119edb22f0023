"""Corpus, questions and gold in the folder form of BEIR, for any retriever that is measured on it."""

from evals.exchange.names import case_names, section_names
from evals.exchange.run import Run, jsonl
from evals.exchange.trec import judgements

HEADER = "query-id\tcorpus-id\tscore\n"


def files(run: Run) -> dict[str, str]:
    """`corpus.jsonl` (a section a line), `queries.jsonl` (a case a line) and `qrels/test.tsv`.

    Names and relevance are those of the TREC files. A follow-up's text is the question alone; what was said before it
    stands in its `metadata`.
    """
    cases, sections = case_names(run.cases), section_names(run)
    corpus = (
        {"_id": sections[place], "title": " > ".join(place[1]), "text": text, "metadata": {"source": place[0]}}
        for place, text in run.sections.items()
    )
    queries = (
        {
            "_id": cases[case.id],
            "text": case.question,
            "metadata": {"kind": case.kind, "history": [turn.content for turn in case.history]},
        }
        for case in run.cases
    )
    judged = (
        f"{cases[case.id]}\t{sections[place]}\t{relevance}\n"
        for case in run.cases
        for place, relevance in judgements(case)
    )
    return {
        "corpus.jsonl": jsonl(corpus),
        "queries.jsonl": jsonl(queries),
        "qrels/test.tsv": HEADER + "".join(judged),
    }
