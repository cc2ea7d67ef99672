"""The argument parser of all verbs: says what is wrong in the reader's language."""

from __future__ import annotations

import argparse
import sys

from rongcuo.cli import language, written_language


class Parser(argparse.ArgumentParser):
    """argparse, with one clear line and exit code 2 for wrong use."""

    def error(self, message: str):
        if language(written_language(sys.argv[1:])) == "en":
            text = f"Wrong arguments: {message}. See {self.prog} --help."
        else:
            text = f"参数有误：{message}。用法见 {self.prog} --help。"
        self.exit(2, text + "\n")
