"""Looking at a lab as a whole."""


def records(lab):
    """Everything the lab holds, by table, but for its API history, which every call adds to."""
    return {name: list(table.values()) for name, table in lab.world.tables() if name != "api_calls"}
