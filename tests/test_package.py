"""The package as a whole: public names resolve, and importing it stays cheap."""

import importlib
import subprocess
import sys

import pytest

import trueeffect


def test_importing_the_package_loads_nothing_heavy():
    code = (
        "import sys, trueeffect, trueeffect.cli.main as m; m.build();"
        "print([n for n in ('numpy','scipy','pandas','lxml','trafilatura','duckdb','matplotlib') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_unknown_public_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="nonsense"):
        trueeffect.nonsense  # noqa: B018


def test_a_room_with_the_name_of_a_public_function_does_not_hide_it():
    importlib.import_module("trueeffect.check.claims")
    with pytest.raises(trueeffect.TrueEffectError, match="no file"):
        trueeffect.check("/nowhere/article.txt")
