"""Making, changing and deleting functions.

https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html
"""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.lambda_.common import find, invalid, name_of, show
from ecslab.aws.operations.paging import Refusals, page
from ecslab.aws.operations.tag_lists import add_tags, forget_tags, tags_of
from ecslab.engine import arn
from ecslab.engine.ecs.tasks import images
from ecslab.engine.errors import ApiError, NotSimulated
from ecslab.engine.iam.decide import find_role, trusts
from ecslab.engine.platform import registry
from ecslab.engine.platform.functions import LEAST_MIB, LONGEST, MOST_MIB, Function
from ecslab.engine.state import State

_SERVICE = "lambda.amazonaws.com"
TOO_MANY_TAGS = ApiError("InvalidParameterValueException", "Number of tags exceeds resource tag limit.")

_PAGES = Refusals(size="InvalidParameterValueException", continuation="InvalidParameterValueException")


def create_function(
    call: Call,
    *,
    function_name: str,
    role: str,
    code: Mapping[str, Any],
    package_type: str = "Zip",
    runtime: str | None = None,
    handler: str | None = None,
    description: str = "",
    timeout: int = 3,
    memory_size: int = 128,
    architectures: Sequence[str] = ("x86_64",),
    environment: Mapping[str, Any] | None = None,
    ephemeral_storage: Mapping[str, int] | None = None,
    dead_letter_config: Mapping[str, str] | None = None,
    image_config: Mapping[str, Any] | None = None,
    tags: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Make a function; it is Pending for a while."""
    state = call.state
    name = name_of(function_name)
    if name in state.world.functions:
        raise ApiError("ResourceConflictException", f"Function already exist: {name}", status=409)
    if package_type == "Zip" and (runtime is None or handler is None):
        raise invalid(
            "Runtime and Handler are mandatory parameters for functions created with deployment packages."
        )
    if package_type == "Image" and (runtime is not None or handler is not None):
        raise invalid(
            "Please don't provide Handler or Runtime or Layer when the intent is to create a function with "
            "container image packaged code."
        )
    function = _with_code(
        state,
        Function(
            name=name,
            package=package_type,
            code="",
            runtime=runtime,
            handler=handler,
            role=role,
            revision="",
            created_at=state.now,
            changed_at=state.now,
        ),
        code,
    )
    function = _configured(
        state,
        function,
        description=description,
        timeout=timeout,
        memory=memory_size,
        architecture=architectures[0],
        environment=(environment or {}).get("Variables", {}),
        storage=(ephemeral_storage or {}).get("Size", function.storage),
        dead_letters=(dead_letter_config or {}).get("TargetArn") or None,
        **_image_config(image_config),
    )
    add_tags(state, arn.function(state.settings, name), tags or {}, TOO_MANY_TAGS)
    state.world.functions.put(function)
    return show(state, function)


def get_function(call: Call, *, function_name: str, qualifier: str | None = None) -> dict[str, Any]:
    """A function's configuration, where its code is, its tags and its reserved concurrency."""
    state = call.state
    function = find(state, function_name, qualifier)
    code = (
        {"RepositoryType": "S3"}
        if function.image is None
        else {
            "RepositoryType": "ECR",
            "ImageUri": function.image,
            "ResolvedImageUri": f"{registry.without_tag(function.image)}@{function.code}",
        }
    )
    shown: dict[str, Any] = {"Configuration": show(state, function), "Code": code}
    tags = tags_of(state, arn.function(state.settings, function.name))
    if tags:
        shown["Tags"] = tags
    if function.reserved is not None:
        shown["Concurrency"] = {"ReservedConcurrentExecutions": function.reserved}
    return shown


def get_function_configuration(
    call: Call, *, function_name: str, qualifier: str | None = None
) -> dict[str, Any]:
    """A function's configuration."""
    return show(call.state, find(call.state, function_name, qualifier))


def list_functions(call: Call, *, marker: str | None = None, max_items: int | None = None) -> dict[str, Any]:
    """Every function, in the order in which they were made."""
    state = call.state
    found = [show(state, function) for function in state.world.functions.values()]
    part = page(found, ("functions",), max_items, marker, 50, _PAGES)
    answer: dict[str, Any] = {"Functions": part.items}
    if part.token is not None:
        answer["NextMarker"] = part.token
    return answer


def update_function_code(
    call: Call,
    *,
    function_name: str,
    zip_file: bytes | None = None,
    image_uri: str | None = None,
    architectures: Sequence[str] = (),
    dry_run: bool = False,
    revision_id: str | None = None,
) -> dict[str, Any]:
    """Give a function other code; its warm environments are gone."""
    state = call.state
    function = _unchanged(find(state, function_name), revision_id)
    given = {"ZipFile": zip_file, "ImageUri": image_uri}
    changed = _with_code(state, function, {key: value for key, value in given.items() if value is not None})
    if architectures:
        changed = changed.replace(architecture=architectures[0])
    changed = changed.replace(changed_at=state.now, revision=state.chance.uuid(), warm=())
    if not dry_run:
        state.world.functions.put(changed)
    return show(state, changed)


def update_function_configuration(
    call: Call,
    *,
    function_name: str,
    role: str | None = None,
    runtime: str | None = None,
    handler: str | None = None,
    description: str | None = None,
    timeout: int | None = None,
    memory_size: int | None = None,
    environment: Mapping[str, Any] | None = None,
    ephemeral_storage: Mapping[str, int] | None = None,
    dead_letter_config: Mapping[str, str] | None = None,
    image_config: Mapping[str, Any] | None = None,
    revision_id: str | None = None,
) -> dict[str, Any]:
    """Change how a function runs; its warm environments are gone."""
    state = call.state
    function = _unchanged(find(state, function_name), revision_id)
    if function.package == "Image" and (runtime is not None or handler is not None):
        raise invalid(
            "Please don't provide Handler or Runtime or Layer when the intent is to update a function with "
            "container image packaged code."
        )
    changes: dict[str, Any] = {
        "role": role,
        "runtime": runtime,
        "handler": handler,
        "description": description,
        "timeout": timeout,
        "memory": memory_size,
        "environment": environment.get("Variables", {}) if environment is not None else None,
        "storage": ephemeral_storage["Size"] if ephemeral_storage is not None else None,
    }
    changes = {key: value for key, value in changes.items() if value is not None}
    if dead_letter_config is not None:
        changes["dead_letters"] = dead_letter_config.get("TargetArn") or None
    changes |= _image_config(image_config)
    changed = _configured(state, function, **changes).replace(changed_at=state.now, warm=())
    state.world.functions.put(changed)
    return show(state, changed)


def delete_function(call: Call, *, function_name: str, qualifier: str | None = None) -> dict[str, Any]:
    """Delete a function; what it has used stays on the bill."""
    state = call.state
    function = find(state, function_name)
    if qualifier is not None:
        raise invalid("$LATEST version cannot be deleted without deleting the function.")
    state.world.functions.remove(function.name)
    forget_tags(state, arn.function(state.settings, function.name))
    return {"StatusCode": 204}


def _unchanged(function: Function, revision: str | None) -> Function:
    if revision is not None and revision != function.revision:
        raise ApiError(
            "PreconditionFailedException",
            "The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias "
            "API to retrieve the latest Revision Id",
            status=412,
        )
    return function


def _image_config(config: Mapping[str, Any] | None) -> dict[str, Any]:
    if config is None:
        return {}
    if config.get("WorkingDirectory"):
        raise NotSimulated("ecslab does not simulate ImageConfig.WorkingDirectory; leave it out.")
    return {"command": tuple(config.get("Command", ())), "entry_point": tuple(config.get("EntryPoint", ()))}


def _with_code(state: State, function: Function, code: Mapping[str, Any]) -> Function:
    """The function with its code: an image, or an archive of which only the sum is kept."""
    other = sorted(code.keys() - {"ZipFile", "ImageUri"})
    if other:
        raise NotSimulated(f"ecslab does not simulate code given by {other[0]}; give ZipFile or ImageUri.")
    if function.package == "Image":
        image = code.get("ImageUri")
        if image is None:
            raise invalid("Please provide ImageUri when updating a function with packageType Image.")
        digest = images.digest(state, image)
        if images.known(state, image, digest).missing:
            raise invalid(f"Source image {image} does not exist. Provide a valid source image.")
        return function.replace(image=image, code=digest)
    archive = code.get("ZipFile")
    if archive is None:
        raise invalid("Please provide a source for function code.")
    content = base64.b64decode(archive) if isinstance(archive, str) else bytes(archive)
    if not content:
        raise invalid("Uploaded file must be a non-empty zip")
    sum_ = base64.b64encode(hashlib.sha256(content).digest()).decode()
    return function.replace(code=sum_, size=len(content))


def _configured(state: State, function: Function, **changes: Any) -> Function:
    """The function with those changes. Raises InvalidParameterValueException for what cannot be."""
    changed = function.replace(**changes, revision=state.chance.uuid())
    role = find_role(state, changed.role)
    if role is None or not trusts(state, role, _SERVICE).allowed:
        raise invalid("The role defined for the function cannot be assumed by Lambda.")
    if not 1 <= changed.timeout <= LONGEST:
        raise ApiError(
            "ValidationException",
            f"1 validation error detected: Value '{changed.timeout}' at 'timeout' failed to satisfy "
            f"constraint: Member must have value less than or equal to {LONGEST}",
        )
    if not LEAST_MIB <= changed.memory <= MOST_MIB:
        raise invalid(
            f"'MemorySize' value failed to satisfy constraint: Member must have value between {LEAST_MIB} "
            f"and {MOST_MIB}"
        )
    return changed
