"""Labels on versions of parameters: a label is on one version at a time.

https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-labels.html
"""

import re
from collections.abc import Sequence
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.ssm.common import own
from ecslab.engine.errors import ApiError
from ecslab.engine.platform.parameters import Parameter, ParameterVersion

_LABEL = re.compile(r"(?!\d)(?!aws)(?!ssm)[A-Za-z0-9_.\-]{1,100}", re.IGNORECASE)
_MOST = 10


def label_parameter_version(
    call: Call, *, name: str, labels: Sequence[str], parameter_version: int | None = None
) -> dict[str, Any]:
    """Put labels on a version, the latest unless another is named; they leave the one they were on."""
    parameter = own(call.state, name)
    chosen = _version(parameter, parameter.latest.number if parameter_version is None else parameter_version)
    valid = [label for label in dict.fromkeys(labels) if _LABEL.fullmatch(label)]
    versions = []
    for each in parameter.versions:
        kept = tuple(label for label in each.labels if label not in valid)
        versions.append(each.replace(labels=(*kept, *valid) if each is chosen else kept))
    if any(len(each.labels) > _MOST for each in versions):
        raise ApiError(
            "ParameterVersionLabelLimitExceeded",
            f"A parameter version can have a maximum of {_MOST} labels. Move one or more labels to another "
            "version and try again.",
        )
    call.state.world.parameters.put(parameter.replace(versions=tuple(versions)))
    invalid = [label for label in labels if label not in valid]
    return {"ParameterVersion": chosen.number} | ({"InvalidLabels": invalid} if invalid else {})


def unlabel_parameter_version(
    call: Call, *, name: str, parameter_version: int, labels: Sequence[str]
) -> dict[str, Any]:
    """Take labels off a version; those that it has not are told."""
    parameter = own(call.state, name)
    chosen = _version(parameter, parameter_version)
    left = tuple(label for label in chosen.labels if label not in labels)
    versions = tuple(each.replace(labels=left) if each is chosen else each for each in parameter.versions)
    call.state.world.parameters.put(parameter.replace(versions=versions))
    answer = {
        "RemovedLabels": [label for label in labels if label in chosen.labels],
        "InvalidLabels": [label for label in labels if label not in chosen.labels],
    }
    return {name: told for name, told in answer.items() if told}


def _version(parameter: Parameter, number: int) -> ParameterVersion:
    for each in parameter.versions:
        if each.number == number:
            return each
    raise ApiError(
        "ParameterVersionNotFound",
        f"Systems Manager could not find version {number} of {parameter.name}. Verify the version and try "
        "again.",
    )
