"""The picture's value: what a lab holds, counted and listed, from a real lab."""

import pytest

from ecslab.aws import new_lab
from ecslab.tui.snapshot import TASKS_LISTED, Stage, letter, view


def test_an_empty_lab_is_an_empty_picture():
    picture = view(new_lab())
    assert picture.clusters == ()
    assert picture.live == 0


def test_services_get_letters_and_their_tasks_move_through_the_stages(desk):
    desk.define()
    desk.serve("web", 2)
    desk.serve("api", 1)
    desk.wait(5)
    web, api = view(desk.lab).clusters[0].services
    assert (web.letter, web.name, web.desired) == ("A", "web", 2)
    assert (api.letter, api.name, api.desired) == ("B", "api", 1)
    assert web.deployments[0].group.counts == ((Stage.WAITING, 2),)
    desk.wait(60)
    web = view(desk.lab).clusters[0].services[0]
    assert web.deployments[0].group.counts == ((Stage.RUNNING, 2),)
    assert web.deployments[0].status == "PRIMARY"
    assert view(desk.lab).live == 3


def test_both_deployments_of_a_roll_out_are_there_the_new_one_first(desk):
    desk.define()
    desk.serve("web", 2)
    desk.wait(300)
    desk.define()
    desk.update("web", taskDefinition="web:2")
    desk.wait(5)
    new, old = view(desk.lab).clusters[0].services[0].deployments
    assert (new.status, new.definition, new.rollout_state) == ("PRIMARY", "web:2", "IN_PROGRESS")
    assert (old.status, old.definition, old.group.total) == ("ACTIVE", "web:1", 2)


def test_standalone_and_stopped_tasks_stand_apart(desk):
    desk.define()
    task = desk.run().rsplit("/", 1)[-1]
    desk.wait(60)
    assert view(desk.lab).clusters[0].standalone[0][0] == "web:1"
    desk.lab.inject({"fault": "stop-task", "task": task})
    desk.wait(60)
    cluster = view(desk.lab).clusters[0]
    assert cluster.standalone == ()
    assert cluster.stopped_total == 1
    stopped = cluster.stopped[0]
    assert (stopped.id, stopped.owner, stopped.exits) == (task, "web:1", (("c0", 137),))
    assert stopped.reason == "Essential container in task exited"


def test_a_crowd_is_counted_not_listed(desk):
    desk.define()
    desk.serve("web", 1_000)
    desk.wait(120)
    group = view(desk.lab).clusters[0].services[0].deployments[0].group
    assert group.total > TASKS_LISTED
    assert group.tasks == ()


def test_tasks_of_a_deleted_service_stay_until_they_are_gone(desk):
    desk.define()
    desk.serve("web", 1)
    desk.wait(60)
    desk.ecs("DeleteService", cluster="lab", service="web", force=True)
    seen = set()
    for _ in range(120):
        desk.wait(1)
        picture = view(desk.lab)
        seen |= {service.status for service in picture.clusters[0].services}
        assert bool(picture.clusters[0].services) >= bool(picture.live)
    assert "DRAINING" in seen
    assert picture.clusters[0].services == ()


def test_names_are_there_for_completion(desk):
    desk.define()
    desk.serve("web", 1)
    names = view(desk.lab).names
    assert names["cluster"] == ("lab",)
    assert names["service"] == ("web",)
    assert names["task-definition"] == ("web:1",)
    assert names["family"] == ("web",)
    assert len(names["subnet"]) == 3


@pytest.mark.parametrize(("number", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA")])
def test_letters_go_on_after_z(number, letters):
    assert letter(number) == letters
