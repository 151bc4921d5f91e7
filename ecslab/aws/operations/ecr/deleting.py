"""Images deleted.

https://docs.aws.amazon.com/AmazonECR/latest/userguide/delete_image.html
"""

from collections.abc import Sequence
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.ecr.common import Failure, ImageId, choose, find
from ecslab.engine.ecr import registry


def batch_delete_image(
    call: Call, *, repository_name: str, image_ids: Sequence[ImageId], registry_id: str | None = None
) -> dict[str, Any]:
    """Take tags off images, or delete images by their digests with all their tags."""
    state = call.state
    repository = find(state, repository_name, registry_id)
    deleted: list[dict[str, str]] = []
    failures = []
    for image_id in image_ids:
        image = choose(state, repository, image_id)
        tag = image_id.get("imageTag")
        if isinstance(image, Failure):
            failures.append(
                {"imageId": dict(image_id), "failureCode": image.code, "failureReason": image.reason}
            )
        elif tag is not None:
            registry.untag(state, repository.name, tag)
            deleted.append({"imageDigest": image.digest, "imageTag": tag})
        else:
            tags = registry.remove(state, image)
            deleted += [{"imageDigest": image.digest, "imageTag": each} for each in tags]
            if not tags:
                deleted.append({"imageDigest": image.digest})
    return {"imageIds": deleted, "failures": failures}
