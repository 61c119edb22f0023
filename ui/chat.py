"""The web page; the one keeper of gradio."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.contract import as_text
from assistant.model import Answer, Answerer, Turn
from corpus.errors import PlaybookError
from ui import page

if TYPE_CHECKING:
    import gradio

STATIC = Path(__file__).parent / "static"
TITLE = "Playbook Assistant"
EXAMPLES = (
    "How do I request data from two agencies through P20 WIN?",
    "Which agreement suits a single transfer of records?",
    "What should our data request form ask?",
    "How large a file can I send by SFTP?",
)
REMEMBERED = 20
"""Answers of one conversation that are kept for follow-ups and shown again."""
BUTTON, BUTTON_OVER = "#1d4f91", "#163e73"
AT_ONCE = 4
"""Questions answered at the same time; the model itself answers one after the other."""

Shown = tuple[str, str, str, str, list[Answer]]


def page_over(answerer: Answerer, edition_line: Callable[[], str]) -> "gradio.Blocks":
    """The page, asking `answerer`; the edition line is made anew each time the page is opened."""
    gradio = _gradio()
    with gradio.Blocks(title=TITLE, analytics_enabled=False, fill_width=True) as blocks:
        gradio.HTML(lambda: _intro(edition_line()), elem_classes="intro")
        question = _question(gradio)
        ask = gradio.Button("Ask", variant="primary", elem_id="ask")
        with gradio.Row(elem_classes="examples"):
            examples = [gradio.Button(example, size="sm", min_width=200) for example in EXAMPLES]
        answer, sources, earlier = _places(gradio)
        answers = gradio.State([])
        outputs = [question, answer, sources, earlier, answers]
        events = ((ask.click, question), (question.submit, question), *((one.click, one) for one in examples))
        for event, asked in events:
            event(_asking(answerer), [asked, answers], outputs, api_name=False, concurrency_limit=AT_ONCE)
    return blocks  # type: ignore[no-any-return]


def _question(gradio: Any) -> Any:
    return gradio.Textbox(
        label="Your question",
        placeholder="Ask about requesting, sharing or protecting data",
        lines=2,
        max_lines=6,
        elem_id="question",
        autofocus=True,
        submit_btn=False,
    )


def _places(gradio: Any) -> tuple[Any, Any, Any]:
    """Where the answer, its sources and earlier answers stand: side by side, on a phone one below another."""
    with gradio.Row(equal_height=False):
        with gradio.Column(scale=3, min_width=320):
            answer, earlier = gradio.HTML("", elem_id="answer"), gradio.HTML("", elem_id="earlier")
        with gradio.Column(scale=2, min_width=320):
            sources = gradio.HTML("", elem_id="sources")
    return answer, sources, earlier


def mounted(app: Any, blocks: "gradio.Blocks") -> Any:
    """The app with the page at its root; nothing on it comes from another host."""
    gradio = _gradio()
    return gradio.mount_gradio_app(
        app,
        blocks,
        path="/",
        app_kwargs={"openapi_url": None},
        theme=_theme(gradio),
        css=(STATIC / "page.css").read_text("utf-8"),
        head='<meta name="viewport" content="width=device-width, initial-scale=1">',
        js=(STATIC / "page.js").read_text("utf-8"),
        footer_links=[],
        show_error=False,
        ssr_mode=False,
    )


def _theme(gradio: Any) -> Any:
    """Fonts that every machine has, and a button with contrast enough for WCAG 2.2 AA."""
    theme = gradio.themes.Default(
        primary_hue="blue", font=["system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"]
    )
    return theme.set(
        button_primary_background_fill=BUTTON,
        button_primary_background_fill_dark=BUTTON,
        button_primary_background_fill_hover=BUTTON_OVER,
        button_primary_background_fill_hover_dark=BUTTON_OVER,
        button_primary_text_color="#ffffff",
        button_primary_text_color_dark="#ffffff",
        input_placeholder_color="#5b6472",
        input_placeholder_color_dark="#b8c4d6",
    )


def _asking(answerer: Answerer) -> Callable[[str, list[Answer]], Shown]:
    def asked(question: str, answers: list[Answer]) -> Shown:
        try:
            found = answerer.answer(question, tuple(_turns(answers)))
        except PlaybookError as error:
            return question, page.trouble(str(error)), "", page.earlier(answers), answers
        kept = [*answers, found][-REMEMBERED:]
        return "", page.answer(found), page.sources(found), page.earlier(kept[:-1]), kept

    return asked


def _turns(answers: list[Answer]) -> list[Turn]:
    pairs = ((Turn("user", one.question), Turn("assistant", as_text(one))) for one in answers)
    return [turn for pair in pairs for turn in pair]


def _intro(edition_line: str) -> str:
    return (
        '<a class="skip" href="#question">Skip to the question</a>'
        f"<h1>{TITLE}</h1>"
        "<p>Answers about sharing data in Connecticut state government, in the words of the state's Data Sharing "
        "Playbook, the P20 WIN Data Governance Manual and the documents they link to. "
        "Each statement is a quote with its place. "
        "When the sources do not answer, it says so.</p>"
        f'<p class="edition-line">{edition_line}</p>'
    )


def _gradio() -> Any:
    os.environ.update(GRADIO_ANALYTICS_ENABLED="False", HF_HUB_OFFLINE="1")
    import gradio

    return gradio
