"""How a service wants its deployments done, as AWS takes and shows it.

https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html
"""

from collections.abc import Mapping
from typing import Any

from ecslab.aws.operations.ecs.reading import read, write
from ecslab.engine.records.deployment import DeploymentConfiguration


def read_configuration(given: Mapping[str, Any], before: DeploymentConfiguration) -> DeploymentConfiguration:
    """`before` with what is given in its place, part by part."""
    return read(DeploymentConfiguration, write(before) | dict(given), "deploymentConfiguration")


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
    return shown
