"""Watching a lab event by event: what no step of it may do."""

from ecslab.engine.ecs.services import healthy
from ecslab.engine.records.rollout import UNDER_WAY
from ecslab.engine.records.task import Phase

PROVEN_MS = 40_000
ORDER = list(Phase)
SUCCESSORS = {
    "PENDING": {"IN_PROGRESS", "STOPPED", "ROLLBACK_REQUESTED", "ROLLBACK_IN_PROGRESS", "SUCCESSFUL"},
    "IN_PROGRESS": {"SUCCESSFUL", "STOPPED", "ROLLBACK_REQUESTED", "ROLLBACK_IN_PROGRESS"},
    "STOP_REQUESTED": {"STOPPED"},
    "ROLLBACK_REQUESTED": {"ROLLBACK_IN_PROGRESS", "ROLLBACK_SUCCESSFUL", "ROLLBACK_FAILED", "STOPPED"},
    "ROLLBACK_IN_PROGRESS": {"ROLLBACK_SUCCESSFUL", "ROLLBACK_FAILED", "STOPPED"},
}
"""What the status of a service deployment may turn into; those that it ends with are final."""


class Seen:
    """A service as it was before an event."""

    def __init__(self, lab, service, at):
        live = [task for task in lab.world.tasks.where("current service", service.key) if task.live]
        self.well = {task.id for task in live if is_well(lab, task, at)}
        self.live = len(live)
        self.protected = {
            task.id for task in live if task.protected_until is not None and task.protected_until > at
        }


def is_well(lab, task, at):
    """Whether a task counts as healthy at `at`, if nothing happens until then."""
    if task.phase is not Phase.RUNNING:
        return False
    if task.health_checked or lab.world.targets.count("task", task.id) or _balanced(lab, task):
        return healthy.is_healthy(lab.state, task)
    return at - task.started_at >= PROVEN_MS


def _balanced(lab, task):
    deployment = lab.world.deployments.get(task.deployment or "")
    return deployment is not None and bool(deployment.targets)


class Watcher:
    """Lets time pass in a lab, and looks before and after every event."""

    def __init__(self, lab):
        self.lab = lab

    def wait(self, seconds):
        lab, end = self.lab, self.lab.now + round(seconds * 1000)
        while (due := lab.next_event_at()) is not None and due <= end:
            services = {each.key: Seen(lab, each, due) for each in lab.world.services.values()}
            before = lab.fork()
            lab.advance_to(due)
            self.check(services, before)
        lab.advance_to(end)

    def check(self, services, before):
        for service in self.lab.world.services.values():
            if service.key in services and service.status == "ACTIVE":
                self.check_bounds(service, services[service.key])
        self.check_tasks(before)
        self.check_rollouts(before)

    def check_bounds(self, service, was):
        """The scheduler stays within the bounds of the deployment; what a fault or a person does, may not."""
        # A deployment that shifts traffic has no such bounds, even if the next one will not shift any.
        going = self.lab.world.service_deployments.get(service.service_deployment or "")
        shifts = service.configuration.shifts or (going is not None and going.shift is not None)
        if service.in_sets or shifts:
            return
        tasks = list(self.lab.world.tasks.where("service", service.key))
        stopped = {
            task.id for task in tasks if task.id in was.well and not task.live and by_the_scheduler(task)
        }
        well = was.well | {task.id for task in tasks if task.live and is_well(self.lab, task, self.lab.now)}
        assert stopped.isdisjoint(was.protected), f"{service.key}: a protected task was stopped"
        if stopped:
            assert len(well - stopped) >= service.floor, f"{service.key}: below the minimum"
        live = sum(task.live for task in tasks)
        if live > was.live and not service.daemon:
            assert live <= max(service.ceiling, was.live), f"{service.key}: above the maximum"

    def check_tasks(self, before):
        """No task goes back in its life, and a failed deployment starts none."""
        for task in self.lab.world.tasks.values():
            was = before.world.tasks.get(task.id)
            if was is task:
                continue
            if was is not None:
                assert ORDER.index(task.phase) >= ORDER.index(was.phase), (was, task)
                assert was.desired_status == task.desired_status or was.desired_status == "RUNNING"
                continue
            deployment = before.world.deployments.get(task.deployment or "")
            now = self.lab.world.deployments.get(task.deployment or "")
            if deployment is not None and deployment.rollout_state == "FAILED" and now is not None:
                assert now.rollout_state != "FAILED", "a failed deployment starts a task"

    def check_rollouts(self, before):
        for record in self.lab.world.service_deployments.values():
            was = before.world.service_deployments.get(record.id)
            if was is not None and was.status != record.status:
                assert record.status in SUCCESSORS.get(was.status, ()), (was.status, record.status)
            assert (record.finished_at is None) == (record.status in UNDER_WAY), record


def by_the_scheduler(task):
    """Whether the service scheduler chose to stop a task that was well."""
    return task.stop_code == "ServiceSchedulerInitiated"
