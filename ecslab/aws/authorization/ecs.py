"""What ECS's operations need of IAM.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html
"""

from collections.abc import Iterable, Mapping

from ecslab.aws.authorization import ecs_arns
from ecslab.aws.authorization.acting import Params
from ecslab.aws.authorization.ecs_arns import Arns
from ecslab.aws.authorization.needs import Need, NeedsOf, Values
from ecslab.aws.authorization.passing import ECS, TASKS, pass_roles
from ecslab.aws.authorization.tagging import kept, requested
from ecslab.aws.operations import Call
from ecslab.engine.ecs.definitions import task_definition as definitions
from ecslab.engine.records.task_definition import TaskDefinition
from ecslab.engine.state import State


def _on(operation: str, arns: Arns | None = None, *, in_cluster: bool = True) -> NeedsOf:
    """An operation with one action, on these resources; `in_cluster` is whether it has `ecs:cluster`."""

    def needs(call: Call, params: Params) -> Iterable[Need]:
        state = call.state
        context: dict[str, Values] = {"ecs:cluster": ecs_arns.cluster(state, params)} if in_cluster else {}
        context.update(requested(params.get("tags", ())))
        resources = arns(state, params) if arns is not None else ()
        for arn in resources or ("*",):
            yield Need(f"ecs:{operation}", (arn,), {**context, **_resource_tags(state, arn)})

    return needs


def _resource_tags(state: State, arn: str) -> dict[str, Values]:
    return kept(state, arn, "ecs")


def _definition(state: State, reference: str) -> tuple[str, TaskDefinition | None]:
    """The ARN that authorization looks at, the newest revision of a bare family, and the revision."""
    found = definitions.find(state, reference)
    if found is not None:
        return state.arn("task-definition", found.key), found
    return (reference if reference.startswith("arn:") else state.arn("task-definition", reference)), None


def _truth(value: object) -> str:
    return "true" if value else "false"


def _providers(state: State, params: Params) -> dict[str, Values]:
    strategy = params.get("capacityProviderStrategy") or params.get("defaultCapacityProviderStrategy") or ()
    names = [each["capacityProvider"] for each in strategy if "capacityProvider" in each]
    names += params.get("capacityProviders", ())
    if not names:
        return {}
    arns = (each if each.startswith("arn:") else state.arn("capacity-provider", each) for each in names)
    return {"ecs:capacity-provider": tuple(dict.fromkeys(arns))}


def _network(params: Params) -> dict[str, Values]:
    network = (params.get("networkConfiguration") or {}).get("awsvpcConfiguration") or {}
    found: dict[str, Values] = {}
    if network.get("subnets"):
        found["ecs:subnet"] = tuple(network["subnets"])
    if network.get("assignPublicIp"):
        found["ecs:auto-assign-public-ip"] = _truth(network["assignPublicIp"] == "ENABLED")
    return found


def _size(definition: TaskDefinition | None) -> dict[str, Values]:
    """`ecs:task-cpu` and `ecs:task-memory`, in CPU units and MiB."""
    found: dict[str, Values] = {}
    if definition is not None and definition.cpu:
        found["ecs:task-cpu"] = str(definition.cpu)
    if definition is not None and definition.memory:
        found["ecs:task-memory"] = str(definition.memory)
    return found


def _roles(definition: TaskDefinition | None, overrides: Params | None) -> Iterable[str | None]:
    """The roles that tasks of a revision get: what one run replaces is not passed."""
    changed = overrides or {}
    if definition is None:
        return (changed.get("executionRoleArn"), changed.get("taskRoleArn"))
    return (
        changed.get("executionRoleArn") or definition.execution_role,
        changed.get("taskRoleArn") or definition.task_role,
    )


def _launching(operation: str) -> NeedsOf:
    def needs(call: Call, params: Params) -> Iterable[Need]:
        state = call.state
        arn, definition = _definition(state, params["taskDefinition"])
        context: dict[str, Values] = {
            "ecs:cluster": ecs_arns.cluster(state, params),
            "ecs:enable-execute-command": _truth(params.get("enableExecuteCommand")),
            "ecs:enable-ebs-volumes": _truth(params.get("volumeConfigurations")),
            **_providers(state, params),
            **_resource_tags(state, arn),
            **requested(params.get("tags", ())),
        }
        if operation == "StartTask":
            instances = params.get("containerInstances", ())
            context["ecs:container-instances"] = tuple(
                ecs_arns.of_cluster("container-instance", each, state, params) for each in instances
            )
        yield Need(f"ecs:{operation}", (arn,), context)
        yield from _tagging(operation, state.arn("task", ecs_arns.cluster_name(state, params), "*"), params)
        yield from pass_roles(TASKS, _roles(definition, params.get("overrides")))

    return needs


def _tagging(operation: str, arn: str, params: Params) -> Iterable[Need]:
    """What tags in a request that makes something need besides."""
    if params.get("tags"):
        yield Need("ecs:TagResource", (arn,), {"ecs:CreateAction": operation, **requested(params["tags"])})


def _serving(operation: str) -> NeedsOf:
    def needs(call: Call, params: Params) -> Iterable[Need]:
        state = call.state
        name = params.get("serviceName") or params.get("service") or ""
        arn = ecs_arns.of_cluster("service", name, state, params)
        given = params.get("taskDefinition")
        context: dict[str, Values] = {
            "ecs:cluster": ecs_arns.cluster(state, params),
            **_providers(state, params),
            **_network(params),
            **_resource_tags(state, arn),
            **requested(params.get("tags", ())),
        }
        for key, field in _SWITCHES.items():
            if operation == "CreateService" or field in params:
                context[key] = _truth(params.get(field))
        if params.get("propagateTags"):
            context["ecs:propagate-tags"] = params["propagateTags"]
        definition = None
        if given:
            context["ecs:task-definition"], definition = _definition(state, given)
            context.update(_size(definition))
        yield Need(f"ecs:{operation}", (arn,), context)
        yield from _tagging(operation, arn, params)
        if definition is None:
            # An update that starts tasks anew passes the roles of the revision that the service has.
            definition = _present(state, params)
        yield from pass_roles(TASKS, _roles(definition, None))
        yield from pass_roles(ECS, _infrastructure(params))

    return needs


def _infrastructure(params: Params) -> Iterable[str | None]:
    """The roles with which ECS itself acts for a service: on listeners, on volumes, on hooks."""
    for each in params.get("loadBalancers", ()):
        yield (each.get("advancedConfiguration") or {}).get("roleArn")
    for each in (params.get("deploymentConfiguration") or {}).get("lifecycleHooks", ()):
        yield each.get("roleArn")
    for each in params.get("volumeConfigurations", ()):
        yield (each.get("managedEBSVolume") or {}).get("roleArn")


_SWITCHES = {
    "ecs:enable-execute-command": "enableExecuteCommand",
    "ecs:enable-ecs-managed-tags": "enableECSManagedTags",
    "ecs:enable-ebs-volumes": "volumeConfigurations",
    "ecs:enable-vpc-lattice": "vpcLatticeConfigurations",
}


def _present(state: State, params: Params) -> TaskDefinition | None:
    """The revision that the service of an update runs."""
    if "service" not in params or not (params.get("forceNewDeployment") or params.get("desiredCount")):
        return None
    name = str(params["service"]).rsplit("/", 1)[-1]
    service = state.world.services.get(f"{ecs_arns.cluster_name(state, params)}/{name}")
    if service is None or not service.definition:
        return None
    return state.world.definitions.get(service.definition)


def register_task_definition(call: Call, params: Params) -> Iterable[Need]:
    """A new revision, of whose roles each is passed."""
    arn = call.state.arn("task-definition", f"{params['family']}:*")
    privileged = any(each.get("privileged") for each in params.get("containerDefinitions", ()))
    context: dict[str, Values] = {"ecs:privileged": _truth(privileged), **requested(params.get("tags", ()))}
    if params.get("requiresCompatibilities"):
        context["ecs:compute-compatibility"] = tuple(params["requiresCompatibilities"])
    for key, field in (("ecs:task-cpu", "cpu"), ("ecs:task-memory", "memory")):
        if params.get(field):
            context[key] = str(params[field])
    yield Need("ecs:RegisterTaskDefinition", (arn,), context)
    yield from _tagging("RegisterTaskDefinition", arn, params)
    yield from pass_roles(TASKS, (params.get("executionRoleArn"), params.get("taskRoleArn")))


def execute_command(call: Call, params: Params) -> Iterable[Need]:
    """A command in a container: allowed on the cluster and on the task."""
    state = call.state
    task = ecs_arns.of_cluster("task", params["task"], state, params)
    context: dict[str, Values] = {"ecs:cluster": ecs_arns.cluster(state, params), "ecs:task": task}
    if params.get("container"):
        context["ecs:container-name"] = params["container"]
    for arn in (ecs_arns.cluster(state, params), task):
        yield Need("ecs:ExecuteCommand", (arn,), {**context, **_resource_tags(state, arn)})


def list_tasks(call: Call, params: Params) -> Iterable[Need]:
    """The tasks of a cluster: the resource is a container instance where one is asked for."""
    state = call.state
    found = ecs_arns.by_name("container-instance", "containerInstance")(state, params)
    yield Need("ecs:ListTasks", tuple(found) or ("*",), {"ecs:cluster": ecs_arns.cluster(state, params)})


def account_setting(operation: str) -> NeedsOf:
    """A setting of the account or of a principal."""

    def needs(call: Call, params: Params) -> Iterable[Need]:  # noqa: ARG001  # a call and its parameters
        yield Need(f"ecs:{operation}", ("*",), {"ecs:account-setting": params["name"]})

    return needs


def tag_resource(call: Call, params: Params) -> Iterable[Need]:
    """Tags on a resource that is there."""
    arn = params["resourceArn"]
    context = {**_resource_tags(call.state, arn), **requested(params.get("tags", ()))}
    yield Need("ecs:TagResource", (arn,), context)


def untag_resource(call: Call, params: Params) -> Iterable[Need]:
    """Tags taken from a resource."""
    arn = params["resourceArn"]
    keys = {"aws:TagKeys": tuple(params["tagKeys"])}
    yield Need("ecs:UntagResource", (arn,), {**_resource_tags(call.state, arn), **keys})


def create_task_set(call: Call, params: Params) -> Iterable[Need]:
    """A task set, which passes the roles of its revision as a service does."""
    state = call.state
    service = ecs_arns.of_cluster("service", params["service"], state, params)
    definition_arn, definition = _definition(state, params["taskDefinition"])
    context: dict[str, Values] = {
        "ecs:cluster": ecs_arns.cluster(state, params),
        "ecs:service": service,
        "ecs:task-definition": definition_arn,
        **_providers(state, params),
        **requested(params.get("tags", ())),
    }
    arn = service.replace(":service/", ":task-set/") + "/*"
    yield Need("ecs:CreateTaskSet", (arn,), context)
    yield from _tagging("CreateTaskSet", arn, params)
    yield from pass_roles(TASKS, _roles(definition, None))


def _changing_task_set(operation: str) -> NeedsOf:
    def needs(call: Call, params: Params) -> Iterable[Need]:
        state = call.state
        context: dict[str, Values] = {
            "ecs:cluster": ecs_arns.cluster(state, params),
            "ecs:service": ecs_arns.of_cluster("service", params["service"], state, params),
        }
        for arn in ecs_arns.task_sets(state, params):
            yield Need(f"ecs:{operation}", (arn,), {**context, **_resource_tags(state, arn)})

    return needs


def _with_providers(operation: str, arns: Arns) -> NeedsOf:
    def needs(call: Call, params: Params) -> Iterable[Need]:
        context = {**_providers(call.state, params), **requested(params.get("tags", ()))}
        for arn in arns(call.state, params):
            yield Need(f"ecs:{operation}", (arn,), {**context, **_resource_tags(call.state, arn)})
            if operation == "CreateCluster":
                yield from _tagging(operation, arn, params)

    return needs


def _providing(operation: str) -> NeedsOf:
    on_provider = _on(operation, ecs_arns.by_arn("name", kind="capacity-provider"), in_cluster=False)

    def needs(call: Call, params: Params) -> Iterable[Need]:
        yield from on_provider(call, params)
        managed = params.get("managedInstancesProvider") or {}
        yield from pass_roles(ECS, (managed.get("infrastructureRoleArn"),))

    return needs


_TASKS = ("DescribeTasks", "GetTaskProtection", "UpdateTaskProtection")
_INSTANCES = {
    "DescribeContainerInstances": "containerInstances",
    "UpdateContainerInstancesState": "containerInstances",
    "UpdateContainerAgent": "containerInstance",
}
_OF_THE_CLUSTER = (
    "DeleteCluster",
    "DeregisterContainerInstance",
    "ListAttributes",
    "ListContainerInstances",
    "RegisterContainerInstance",
    "SubmitAttachmentStateChanges",
    "SubmitContainerStateChange",
    "SubmitTaskStateChange",
    "UpdateCluster",
    "UpdateClusterSettings",
)
_SETTINGS = ("DeleteAccountSetting", "PutAccountSetting", "PutAccountSettingDefault")
_DAEMONS = ("DeleteDaemon", "DescribeDaemon", "ListDaemonDeployments", "UpdateDaemon")

NEEDS: Mapping[str, NeedsOf] = {
    "RunTask": _launching("RunTask"),
    "StartTask": _launching("StartTask"),
    "StopTask": _on("StopTask", ecs_arns.by_name("task", "task")),
    "CreateService": _serving("CreateService"),
    "UpdateService": _serving("UpdateService"),
    "DeleteService": _on("DeleteService", ecs_arns.by_name("service", "service")),
    "DescribeServices": _on("DescribeServices", ecs_arns.by_name("service", "services")),
    "ListServices": _on("ListServices"),
    "ListTasks": list_tasks,
    "ExecuteCommand": execute_command,
    "RegisterTaskDefinition": register_task_definition,
    "DeleteTaskDefinitions": _on(
        "DeleteTaskDefinitions", ecs_arns.by_arn("taskDefinitions", kind="task-definition"), in_cluster=False
    ),
    "CreateCluster": _with_providers("CreateCluster", ecs_arns.new_cluster),
    "PutClusterCapacityProviders": _with_providers("PutClusterCapacityProviders", ecs_arns.the_cluster),
    "DescribeClusters": _on("DescribeClusters", ecs_arns.clusters, in_cluster=False),
    "PutAttributes": _on("PutAttributes", ecs_arns.targets),
    "DeleteAttributes": _on("DeleteAttributes", ecs_arns.targets),
    "CreateTaskSet": create_task_set,
    "CreateCapacityProvider": _providing("CreateCapacityProvider"),
    "UpdateCapacityProvider": _providing("UpdateCapacityProvider"),
    "DeleteCapacityProvider": _on(
        "DeleteCapacityProvider",
        ecs_arns.by_arn("capacityProvider", kind="capacity-provider"),
        in_cluster=False,
    ),
    "DescribeCapacityProviders": _on(
        "DescribeCapacityProviders",
        ecs_arns.by_arn("capacityProviders", kind="capacity-provider"),
        in_cluster=False,
    ),
    "ListServiceDeployments": _on("ListServiceDeployments", ecs_arns.by_name("service", "service")),
    "DescribeServiceDeployments": _on("DescribeServiceDeployments", ecs_arns.owners, in_cluster=False),
    "DescribeServiceRevisions": _on("DescribeServiceRevisions", ecs_arns.owners, in_cluster=False),
    "StopServiceDeployment": _on("StopServiceDeployment", ecs_arns.owners, in_cluster=False),
    "ContinueServiceDeployment": _on("ContinueServiceDeployment", ecs_arns.owners, in_cluster=False),
    "TagResource": tag_resource,
    "UntagResource": untag_resource,
    "ListTagsForResource": _on("ListTagsForResource", ecs_arns.by_arn("resourceArn"), in_cluster=False),
    "CreateDaemon": _on("CreateDaemon", ecs_arns.by_name("daemon", "daemonName")),
    **{name: _on(name, ecs_arns.by_name("task", "task", "tasks")) for name in _TASKS},
    **{name: _on(name, ecs_arns.by_name("container-instance", field)) for name, field in _INSTANCES.items()},
    **{name: _on(name, ecs_arns.the_cluster) for name in _OF_THE_CLUSTER},
    **{name: account_setting(name) for name in _SETTINGS},
    **{name: _on(name, ecs_arns.by_arn("daemonArn"), in_cluster=False) for name in _DAEMONS},
    **{
        name: _changing_task_set(name)
        for name in ("DeleteTaskSet", "DescribeTaskSets", "UpdateServicePrimaryTaskSet", "UpdateTaskSet")
    },
}
