"""Where a process of the command line begins and, interrupted, ends; what takes time to load is loaded from here."""

import os
import signal

INTERRUPTED = 130


def main() -> None:
    """Run the command line; Ctrl-C ends it without a word while its modules load, since nothing has begun by then."""
    heeded = signal.getsignal(signal.SIGINT) is signal.default_int_handler  # not where the shell had it ignored
    if heeded:
        signal.signal(signal.SIGINT, _leave)
    from .cli import main as run

    if heeded:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        run()
    except SystemExit as end:
        if end.code == INTERRUPTED:
            _leave()  # after Ctrl-C inside `exec`, as named tuples use it, the interpreter would end by the signal
        raise


def _leave(*_: object) -> None:
    os._exit(INTERRUPTED)


if __name__ == "__main__":
    main()
