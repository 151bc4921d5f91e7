"""What the screen gets of a lab beside its picture."""

from ecslab.tui.snapshot import view


def test_names_are_there_for_completion(desk):
    desk.define()
    desk.serve("web", 1)
    snapshot = view(desk.lab)
    names = snapshot.names
    assert names["cluster"] == ("lab",)
    assert names["service"] == ("web",)
    assert names["task-definition"] == ("web:1",)
    assert names["family"] == ("web",)
    assert len(names["subnet"]) == 3
    assert snapshot.next_event_ms == desk.lab.next_event_at()
