"""How a service wants its deployments done, as AWS takes and shows it.

https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html
"""

from collections.abc import Mapping
from typing import Any

from ecslab.aws.operations.ecs.reading import read, write
from ecslab.engine.errors import ApiError, NotSimulated
from ecslab.engine.records.deployment import DeploymentConfiguration
from ecslab.engine.records.traffic_shift import LifecycleHook

_OF_STRATEGY = (
    "linearConfiguration",
    "canaryConfiguration",
    "lifecycleHooks",
    "bakeTimeInMinutes",
    "earlySuccessCriteria",
)


def read_configuration(given: Mapping[str, Any], before: DeploymentConfiguration) -> DeploymentConfiguration:
    """`before` with what is given in its place, part by part.

    Raises NotSimulated for Lambda hooks, and InvalidParameterException for a blue/green deployment that
    says nothing of its bake time.
    """
    for hook in given.get("lifecycleHooks", ()):
        if hook.get("targetType", "AWS_LAMBDA") != "PAUSE":
            raise NotSimulated("ecslab does not simulate Lambda lifecycle hooks; use the targetType PAUSE.")
    kept = write(before)
    if given.get("strategy") not in (None, before.strategy):
        # What only the other strategy has does not survive it.
        kept = {name: value for name, value in kept.items() if name not in _OF_STRATEGY}
    configuration = read(DeploymentConfiguration, kept | dict(given), "deploymentConfiguration")
    if configuration.strategy == "BLUE_GREEN" and "bakeTimeInMinutes" not in {**kept, **given}:
        raise ApiError(
            "InvalidParameterException",
            "bakeTimeInMinutes is required when the deployment strategy is BLUE_GREEN.",
        )
    return configuration


def show_configuration(configuration: DeploymentConfiguration) -> dict[str, Any]:
    """The configuration in AWS's shape. Alarms show where there are any."""
    breaker = configuration.deployment_circuit_breaker
    shown: dict[str, Any] = {
        "deploymentCircuitBreaker": {"enable": breaker.enable, "rollback": breaker.rollback},
        "maximumPercent": configuration.maximum_percent,
        "minimumHealthyPercent": configuration.minimum_healthy_percent,
        "strategy": configuration.strategy,
        "bakeTimeInMinutes": configuration.bake_time_in_minutes,
    }
    if not breaker.reset_on_healthy_task:
        shown["deploymentCircuitBreaker"]["resetOnHealthyTask"] = False
    if breaker.threshold_configuration is not None:
        rule = breaker.threshold_configuration
        shown["deploymentCircuitBreaker"]["thresholdConfiguration"] = {"type": rule.type, "value": rule.value}
    if configuration.alarms.alarm_names:
        alarms = configuration.alarms
        shown["alarms"] = {
            "alarmNames": list(alarms.alarm_names),
            "enable": alarms.enable,
            "rollback": alarms.rollback,
        }
    if configuration.lifecycle_hooks:
        shown["lifecycleHooks"] = [_hook(hook) for hook in configuration.lifecycle_hooks]
    early = configuration.early_success_criteria
    if early.enable:
        shown["earlySuccessCriteria"] = {
            "enable": True,
            "healthyPercent": early.healthy_percent,
            "sourceServiceRevisionCleanup": early.source_service_revision_cleanup,
        }
    if configuration.strategy == "LINEAR":
        linear = configuration.linear
        shown["linearConfiguration"] = {
            "stepPercent": linear.step_percent,
            "stepBakeTimeInMinutes": linear.step_bake_time_in_minutes,
        }
    if configuration.strategy == "CANARY":
        canary = configuration.canary
        shown["canaryConfiguration"] = {
            "canaryPercent": canary.canary_percent,
            "canaryBakeTimeInMinutes": canary.canary_bake_time_in_minutes,
        }
    return shown


def _hook(hook: LifecycleHook) -> dict[str, Any]:
    return {
        "targetType": hook.target_type,
        "lifecycleStages": list(hook.lifecycle_stages),
        "timeoutConfiguration": {
            "timeoutInMinutes": hook.timeout.timeout_in_minutes,
            "action": hook.timeout.action,
        },
    }
