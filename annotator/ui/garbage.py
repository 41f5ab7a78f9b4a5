"""Python's collector of garbage in a window: it must not stop somebody who reads for as long as a page takes.

What the program is made of, and the annotations of a large library, stay for long: they are frozen, which is to say
left out of account. What pages keep of themselves stays too, so that it is looked through as a whole but seldom.
"""

from __future__ import annotations

import gc

_SELDOM = 100
"""How many collections of younger objects come before one of all; Python's own is 10."""


def keep_out() -> None:
    """From now on, what exists is not looked through."""
    gc.freeze()
    young, middle, _all = gc.get_threshold()
    gc.set_threshold(young, middle, _SELDOM)


def let_in() -> None:
    """Everything may be garbage again: the library is closed."""
    gc.unfreeze()
