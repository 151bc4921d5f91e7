"""Targets as AWS writes them, and what AWS refuses of one.

https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Target.html
"""

import json
from collections.abc import Mapping
from typing import Any

from ecslab.aws.operations.ecs_run import read_run, show_run
from ecslab.engine.errors import ApiError, NotSimulated
from ecslab.engine.eventbridge import inputs, roles, targets
from ecslab.engine.platform.eventbridge import EcsRun, EventRule, RuleTarget, Transformer
from ecslab.engine.state import State

_TAKEN = frozenset(
    {
        *("Id", "Arn", "RoleArn", "Input", "InputPath", "InputTransformer", "EcsParameters"),
        *("SqsParameters", "DeadLetterConfig", "RetryPolicy"),
    }
)
_ROLES = ("ecs", "events")
"""What EventBridge calls under a role; the others have policies of their own."""


def read_target(state: State, rule: EventRule, given: Mapping[str, Any]) -> RuleTarget:
    """A target as a request gives it. Raises ValidationException, and NotSimulated for what the lab lacks."""
    target_id, arn = given["Id"], given["Arn"]
    for name in given:
        if name not in _TAKEN:
            raise NotSimulated(f"ecslab does not simulate {name} of a target; leave it out.")
    kind = _kind(arn)
    if kind in _ROLES:
        if "RoleArn" not in given:
            raise ApiError("ValidationException", f"RoleArn is required for target {arn}.")
        roles.check_assumable(state, given["RoleArn"], targets.rule_arn(state, rule))
    run = given.get("EcsParameters")
    if kind == "ecs" and run is None:
        raise ApiError(
            "ValidationException", f"Parameter(s) EcsParameters must be specified for target: {target_id}."
        )
    queue = given.get("SqsParameters", {})
    if kind == "sqs" and arn.endswith(".fifo") and "MessageGroupId" not in queue:
        raise ApiError(
            "ValidationException", f"Parameter(s) SqsParameters must be specified for target: {target_id}."
        )
    retry = given.get("RetryPolicy", {})
    _check_input(given)
    return RuleTarget(
        id=target_id,
        arn=arn,
        role=given.get("RoleArn"),
        input=given.get("Input"),
        path=given.get("InputPath"),
        transformer=_read_transformer(given),
        ecs=_read_run(run) if run is not None else None,
        message_group=queue.get("MessageGroupId"),
        dead_letter=given.get("DeadLetterConfig", {}).get("Arn"),
        most_attempts=retry.get("MaximumRetryAttempts"),
        longest_age_s=retry.get("MaximumEventAgeInSeconds"),
    )


def show_target(target: RuleTarget) -> dict[str, Any]:
    """The target as AWS shows it."""
    shown: dict[str, Any] = {"Id": target.id, "Arn": target.arn}
    plain = {"RoleArn": target.role, "Input": target.input, "InputPath": target.path}
    shown |= {name: value for name, value in plain.items() if value is not None}
    if target.transformer is not None:
        paths = {"InputPathsMap": dict(target.transformer.paths)} if target.transformer.paths else {}
        shown["InputTransformer"] = paths | {"InputTemplate": target.transformer.template}
    if target.ecs is not None:
        shown["EcsParameters"] = _show_run(target.ecs)
    if target.message_group is not None:
        shown["SqsParameters"] = {"MessageGroupId": target.message_group}
    if target.dead_letter is not None:
        shown["DeadLetterConfig"] = {"Arn": target.dead_letter}
    retry = {
        "MaximumRetryAttempts": target.most_attempts,
        "MaximumEventAgeInSeconds": target.longest_age_s,
    }
    retry = {name: value for name, value in retry.items() if value is not None}
    return shown | ({"RetryPolicy": retry} if retry else {})


def _kind(arn: str) -> str:
    """What the target is. Raises ValidationException for no ARN, NotSimulated for what the lab lacks."""
    parts = arn.split(":", 5)
    if len(parts) != 6 or parts[0] != "arn" or not parts[5]:
        raise ApiError(
            "ValidationException",
            f"Parameter {arn} is not valid. Reason: Provided Arn is not in correct format.",
        )
    kind = targets.kind(arn)
    if kind is None:
        raise NotSimulated(
            f"ecslab does not simulate {parts[2]} targets. Simulated: ECS clusters, SQS queues, "
            "CloudWatch log groups, Lambda functions and event buses."
        )
    return kind


def _check_input(given: Mapping[str, Any]) -> None:
    """Raise ValidationException unless at most one form of input is given, and that one is well formed."""
    target_id = given["Id"]
    if sum(name in given for name in ("Input", "InputPath", "InputTransformer")) > 1:
        raise ApiError(
            "ValidationException",
            f"Only one of Input, InputPath, or InputTransformer must be provided for target {target_id}.",
        )
    if "Input" in given:
        try:
            json.loads(given["Input"])
        except (ValueError, RecursionError):
            raise ApiError(
                "ValidationException", f"JSON syntax error in input for target {target_id}."
            ) from None
    paths = given.get("InputTransformer", {}).get("InputPathsMap", {})
    asked = [given["InputPath"]] if "InputPath" in given else []
    for path in (*asked, *paths.values()):
        if not inputs.is_path(path):
            raise ApiError("ValidationException", f"Invalid JSON path {path} for target {target_id}.")


def _read_transformer(given: Mapping[str, Any]) -> Transformer | None:
    transformer = given.get("InputTransformer")
    if transformer is None:
        return None
    paths, template = transformer.get("InputPathsMap", {}), transformer["InputTemplate"]
    for name in paths:
        if name.upper().startswith("AWS."):
            raise ApiError(
                "ValidationException", f"InputPathsMap for target {given['Id']} contains reserved key {name}."
            )
    for name in inputs.placeholders(template):
        if name not in paths and name not in inputs.PREDEFINED:
            raise ApiError(
                "ValidationException",
                f"InputTemplate for target {given['Id']} contains invalid placeholder {name}.",
            )
    return Transformer(template=template, paths=tuple(paths.items()))


def _read_run(given: Mapping[str, Any]) -> EcsRun:
    return read_run(given, ((tag["Key"], tag["Value"]) for tag in given.get("Tags", ())))


def _show_run(run: EcsRun) -> dict[str, Any]:
    return show_run(run, [{"Key": tag.key, "Value": tag.value} for tag in run.tags])
