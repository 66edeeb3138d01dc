"""``python -m trueeffect``."""

from trueeffect.cli.main import main

main()
