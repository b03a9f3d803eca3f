"""`python -m bench NAME [ARGUMENT…]` runs `bench/NAME.py`; without a name, it lists them."""

import runpy
import sys
from pathlib import Path

HERE = Path(__file__).parent
NAMES = sorted(file.stem for file in HERE.glob("[a-z]*.py"))

if len(sys.argv) < 2 or sys.argv[1] not in NAMES:
    sys.exit(f"python -m bench NAME, with one of: {', '.join(NAMES)}")
del sys.argv[0]
runpy.run_module(f"bench.{sys.argv[0]}", run_name="__main__", alter_sys=True)
