"""What ECS refuses of a deployment configuration.

https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html
"""

from ecslab.engine.errors import ApiError
from ecslab.engine.records.deployment import DeploymentConfiguration, Threshold

_LONGEST_BAKE_MINUTES = 1440


def check_configuration(configuration: DeploymentConfiguration) -> None:
    """Raise InvalidParameterException for percentages, thresholds and alarms that mean nothing."""
    minimum, maximum = configuration.minimum_healthy_percent, configuration.maximum_percent
    if minimum < 0 or maximum < 0:
        raise _invalid("minimumHealthyPercent and maximumPercent must not be negative.")
    if maximum < 100:
        raise _invalid("maximumPercent must be at least 100.")
    if minimum > 100:
        raise _invalid("minimumHealthyPercent must be at most 100.")
    if not 0 <= configuration.bake_time_in_minutes <= _LONGEST_BAKE_MINUTES:
        raise _invalid(f"bakeTimeInMinutes must be between 0 and {_LONGEST_BAKE_MINUTES}.")
    _check_threshold(configuration.deployment_circuit_breaker.rule)
    alarms = configuration.alarms
    if alarms.enable and not alarms.alarm_names:
        raise _invalid("alarmNames must not be empty when deployment alarms are enabled.")


def _check_threshold(rule: Threshold) -> None:
    if rule.value < 1:
        raise _invalid("The value of thresholdConfiguration must be at least 1.")
    if rule.type != "COUNT" and rule.value > 100:
        raise _invalid("The value of thresholdConfiguration must be at most 100 percent.")


def _invalid(message: str) -> ApiError:
    return ApiError("InvalidParameterException", message)
