"""The one root of every error a user may meet: a sentence that says what is wrong, and a hint that says what to do."""


class PaperatlasError(Exception):
    """A failure that the user can understand and mend.

    `message` is one sentence without a trailing hint; `hint` says what to do next, or is empty.
    `str(error)` joins the two, so that printing the error is enough.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message, hint)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class InputError(PaperatlasError):
    """Something that was read (a file, a record, a line) cannot be used."""


class StoreError(PaperatlasError):
    """The store cannot be opened, read or written."""


class QueryError(PaperatlasError):
    """A query does not exist, its parameters do not fit, or its text is refused."""


class CatalogError(PaperatlasError):
    """A catalogue file is faulty: the message names file and entry."""
