"""Write the figures of a benchmark to the folder of a version."""

import json
import os
import platform
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path


def save(path: Path, figures: Mapping[str, object]) -> None:
    """Write figures as JSON, with the command, the date and the machine."""
    # sys.orig_argv has the module as it was typed; the paths of the interpreter and of given folders are irrelevant.
    command = ["python", *("FOLDER" if Path(each).is_absolute() else each for each in sys.orig_argv[1:])]
    document = {
        "command": " ".join(command),
        "date": datetime.now(UTC).date().isoformat(),
        "machine": {"cores": os.cpu_count(), "python": platform.python_version(), "system": platform.system()},
        "figures": figures,
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n", "utf-8")
