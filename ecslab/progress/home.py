"""Where ecslab keeps what belongs to one learner."""

from collections.abc import Mapping
from pathlib import Path

import platformdirs


def data_folder(environment: Mapping[str, str]) -> Path:
    """`ECSLAB_HOME` where it is set and not empty, else the platform's user data folder."""
    chosen = environment.get("ECSLAB_HOME", "")
    return Path(chosen).expanduser() if chosen else platformdirs.user_data_path("ecslab", appauthor=False)
