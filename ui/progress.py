"""Progress bars on standard error, for work that takes longer than a blink."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager


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
