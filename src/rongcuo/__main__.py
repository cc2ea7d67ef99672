"""``python -m rongcuo``: the same as the command ``rongcuo``."""

from rongcuo.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
