"""The layers that the manifests of a repository name.

https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_BatchCheckLayerAvailability.html
"""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.ecr.common import find
from ecslab.engine.ecr import registry
from ecslab.engine.errors import ApiError
from ecslab.engine.platform.repositories import Repository
from ecslab.engine.state import State

_DIGEST = re.compile(r"[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+")


def batch_check_layer_availability(
    call: Call, *, repository_name: str, layer_digests: Sequence[str], registry_id: str | None = None
) -> dict[str, Any]:
    """Whether a repository has layers."""
    state = call.state
    known = _layers(state, find(state, repository_name, registry_id))
    layers, failures = [], []
    for digest in layer_digests:
        if not _DIGEST.fullmatch(digest):
            failures.append(
                {
                    "layerDigest": digest,
                    "failureCode": "InvalidLayerDigest",
                    "failureReason": "Invalid request parameters: layer digest should satisfy the regex "
                    f"'{_DIGEST.pattern}'",
                }
            )
            continue
        layer = known.get(digest)
        told: dict[str, Any] = {"layerDigest": digest, "layerAvailability": "UNAVAILABLE"}
        if layer is not None:
            told |= {
                "layerAvailability": "AVAILABLE",
                "layerSize": layer["size"],
                "mediaType": layer.get("mediaType", ""),
            }
        layers.append(told)
    return {"layers": layers, "failures": failures}


def get_download_url_for_layer(
    call: Call, *, repository_name: str, layer_digest: str, registry_id: str | None = None
) -> dict[str, Any]:
    """Where a layer could be fetched: an address that leads nowhere. Raises LayersNotFoundException."""
    state = call.state
    repository = find(state, repository_name, registry_id)
    if layer_digest not in _layers(state, repository):
        raise ApiError(
            "LayersNotFoundException",
            f"The layer with digest '{layer_digest}' does not exist within the repository with name "
            f"'{repository.name}' in the registry with id '{state.settings.account}'",
        )
    bucket = f"prod-{state.settings.region}-starport-layer-bucket.s3.{state.settings.region}.amazonaws.com"
    return {"downloadUrl": f"https://{bucket}/{layer_digest}", "layerDigest": layer_digest}


def _layers(state: State, repository: Repository) -> dict[str, Mapping[str, Any]]:
    """The layers and configurations in a repository, by their digests."""
    found: dict[str, Mapping[str, Any]] = {}
    for image in registry.images_in(state, repository.name):
        manifest = json.loads(image.manifest)
        for layer in (manifest["config"], *manifest["layers"]):
            found[str(layer.get("digest", ""))] = layer
    return found
