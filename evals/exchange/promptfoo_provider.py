"""Answer one question of promptfoo with `playbook ask`: a provider of its kind `exec`.

promptfoo calls it with the prompt, its options and the test's context. It needs nothing but the standard library and
`playbook` on the PATH, whose options are taken from the environment (PLAYBOOK_CORPUS and the like).
"""

import json
import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

REFUSAL = "The sources do not say."


def main() -> None:
    """Print what the answer says, with straight apostrophes and single spaces; exit 1 where there is no answer."""
    prompt, _, context = sys.argv[1:4]
    history = json.loads(json.loads(context).get("vars", {}).get("history") or "[]")
    answer = asked({"id": 1, "question": prompt, "history": history})
    if "error" in answer:
        sys.exit(str(answer["error"]))
    statements = [statement["text"] for statement in answer["statements"]]
    print(re.sub(r"\s+", " ", " ".join(statements).replace("’", "'")).strip() or REFUSAL)


def asked(line: dict[str, Any]) -> dict[str, Any]:
    """The answer to one line of a batch."""
    with TemporaryDirectory() as folder:
        questions, answers = Path(folder, "questions.jsonl"), Path(folder, "answers.jsonl")
        questions.write_text(json.dumps(line), "utf-8")
        told = subprocess.run(
            ["playbook", "ask", "--batch", questions, "--out", answers], capture_output=True, text=True
        )
        if not answers.is_file():
            sys.exit(told.stderr or "playbook ask gave no answer")
        answer: dict[str, Any] = json.loads(answers.read_text("utf-8"))
        return answer


if __name__ == "__main__":
    main()
