"""What ECS refuses of a deployment configuration.

https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html
"""

from ecslab.engine.ecs.refusals import invalid
from ecslab.engine.records.deployment import DeploymentConfiguration, Threshold
from ecslab.engine.records.traffic_shift import LifecycleHook

_LONGEST_BAKE_MINUTES = 1440
_LONGEST_PAUSE_MINUTES = 20_160
_MOST_HOOKS = 10
_NO_PAUSE = ("TEST_TRAFFIC_SHIFT", "PRODUCTION_TRAFFIC_SHIFT")


def check_configuration(configuration: DeploymentConfiguration) -> None:
    """Raise InvalidParameterException for percentages, thresholds and alarms that mean nothing."""
    minimum, maximum = configuration.minimum_healthy_percent, configuration.maximum_percent
    if minimum < 0 or maximum < 0:
        raise invalid("minimumHealthyPercent and maximumPercent must not be negative.")
    if maximum < 100:
        raise invalid("maximumPercent must be at least 100.")
    if minimum > 100:
        raise invalid("minimumHealthyPercent must be at most 100.")
    if not 0 <= configuration.bake_time_in_minutes <= _LONGEST_BAKE_MINUTES:
        raise invalid(f"bakeTimeInMinutes must be between 0 and {_LONGEST_BAKE_MINUTES}.")
    _check_threshold(configuration.deployment_circuit_breaker.rule)
    _check_shift(configuration)
    _check_early_success(configuration)
    alarms = configuration.alarms
    if alarms.enable and not alarms.alarm_names:
        raise invalid("alarmNames must not be empty when deployment alarms are enabled.")


def _check_shift(configuration: DeploymentConfiguration) -> None:
    """What the strategies that shift traffic allow.

    https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LinearConfiguration.html
    https://docs.aws.amazon.com/AmazonECS/latest/developerguide/pause-lifecycle-hooks.html
    """
    linear, canary = configuration.linear_configuration, configuration.canary_configuration
    if linear is not None:
        if configuration.strategy != "LINEAR":
            raise invalid("linearConfiguration is only valid when the deployment strategy is LINEAR.")
        _check_percent("stepPercent", linear.step_percent, 3.0)
        _check_minutes("stepBakeTimeInMinutes", linear.step_bake_time_in_minutes)
    if canary is not None:
        if configuration.strategy != "CANARY":
            raise invalid("canaryConfiguration is only valid when the deployment strategy is CANARY.")
        _check_percent("canaryPercent", canary.canary_percent, 0.1)
        _check_minutes("canaryBakeTimeInMinutes", canary.canary_bake_time_in_minutes)
    if configuration.lifecycle_hooks and not configuration.shifts:
        raise invalid("lifecycleHooks are not supported with the ROLLING deployment strategy.")
    if len(configuration.lifecycle_hooks) > _MOST_HOOKS:
        raise invalid(f"A service can have at most {_MOST_HOOKS} pause hooks.")
    for hook in configuration.lifecycle_hooks:
        _check_hook(hook)


def _check_early_success(configuration: DeploymentConfiguration) -> None:
    """What the model says of early success criteria.

    https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentEarlySuccessCriteria.html
    """
    early = configuration.early_success_criteria
    if not early.enable:
        return
    if configuration.shifts:
        raise invalid("earlySuccessCriteria is only valid when the deployment strategy is ROLLING.")
    if early.healthy_percent is None or early.source_service_revision_cleanup is None:
        needs = "healthyPercent and sourceServiceRevisionCleanup are required"
        raise invalid(f"{needs} when earlySuccessCriteria is enabled.")
    if early.healthy_percent < configuration.minimum_healthy_percent:
        raise invalid("healthyPercent must be greater than or equal to minimumHealthyPercent.")


def _check_hook(hook: LifecycleHook) -> None:
    if not hook.lifecycle_stages:
        raise invalid("lifecycleStages must not be empty.")
    for stage in hook.lifecycle_stages:
        if stage in _NO_PAUSE:
            raise invalid(f"PAUSE hooks cannot be configured at the {stage} stage.")
    if not 1 <= hook.timeout.timeout_in_minutes <= _LONGEST_PAUSE_MINUTES:
        raise invalid(f"timeoutInMinutes must be between 1 and {_LONGEST_PAUSE_MINUTES}.")


def _check_percent(name: str, percent: float, least: float) -> None:
    if not least <= percent <= 100 or round(percent, 1) != percent:
        raise invalid(f"{name} must be a multiple of 0.1 from {least} to 100.0.")


def _check_minutes(name: str, minutes: int) -> None:
    if not 0 <= minutes <= _LONGEST_BAKE_MINUTES:
        raise invalid(f"{name} must be between 0 and {_LONGEST_BAKE_MINUTES}.")


def _check_threshold(rule: Threshold) -> None:
    if rule.value < 1:
        raise invalid("The value of thresholdConfiguration must be at least 1.")
    if rule.type != "COUNT" and rule.value > 100:
        raise invalid("The value of thresholdConfiguration must be at most 100 percent.")
