"""Every format that a run can be exported in."""

from collections.abc import Callable, Mapping

from evals.exchange import beir, junit, promptfoo, ragas, trec
from evals.exchange.run import Run

FORMATS: Mapping[str, Callable[[Run], dict[str, str]]] = {
    "trec": trec.files,
    "beir": beir.files,
    "promptfoo": promptfoo.files,
    "ragas": ragas.files,
    "junit": junit.files,
}
"""What writes it: the text of each file by its path below the folder of the export."""
