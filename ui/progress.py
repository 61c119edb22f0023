"""Progress bars on standard error, for work that takes longer than a blink."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

WatchFile = Callable[[str, int, int | None], None]
"""Told a file's name, how many bytes of it came, and of how many; the last time, of as many."""
Files = tuple[WatchFile, Callable[[int, int], None]]
"""To be told of one file, and of all: how many are done, of how many."""


@contextmanager
def bar(what: str) -> Iterator[Callable[[int, int], None]]:
    """A function to be told how much is done, and of how much; nothing is drawn until it is called."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    progress = Progress(*columns, console=Console(stderr=True))
    task = progress.add_task(what, total=None)

    def tell(done: int, of: int) -> None:
        progress.start()
        progress.update(task, completed=done, total=of)

    try:
        yield tell
    finally:
        if progress.live.is_started:
            progress.stop()


@contextmanager
def files(what: str) -> Iterator[Files]:
    """A bar for each file on its way and one for all of them; where nobody watches, a line for each file that came."""
    from rich.console import Console

    console = Console(stderr=True, highlight=False, soft_wrap=True)
    with _drawn(what, console) if console.is_terminal else _told(console) as tell:
        yield tell


@contextmanager
def _told(console: "Console") -> Iterator[Files]:
    came: set[str] = set()

    def file(name: str, done: int, of: int | None) -> None:
        if done and done == of and name not in came:
            came.add(name)
            console.print(f"{name}: {_bytes(done, None)}", markup=False)

    yield file, lambda done, of: None


@contextmanager
def _drawn(what: str, console: "Console") -> Iterator[Files]:
    from rich.progress import BarColumn, Progress, TaskID, TextColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TextColumn("{task.fields[told]}"))
    with Progress(*columns, console=console, transient=True) as progress:
        tasks: dict[str, TaskID] = {}

        def show(name: str, done: int, of: int | None, told: str, stays: bool = False) -> None:
            if name not in tasks:
                tasks[name] = progress.add_task(name, told="")
            progress.update(tasks[name], completed=done, total=of, told=told, visible=stays or done != of)

        yield (
            lambda name, done, of: show(name, done, of, _bytes(done, of)),
            lambda done, of: show(what, done, of, f"{done}/{of}", stays=True),
        )


def _bytes(done: int, of: int | None) -> str:
    from rich.filesize import decimal

    return decimal(done) if of is None else f"{decimal(done)} of {decimal(of)}"
