"""The AWS API over a lab, driven by the service models of botocore."""

from collections.abc import Mapping

from ecslab.engine.lab import Lab
from ecslab.engine.load import Load
from ecslab.engine.quotas import Quotas
from ecslab.engine.settings import Settings
from ecslab.engine.workload import Workload


def new_lab(
    seed: int = 0,
    *,
    region: str = "us-east-1",
    start_ms: int | None = None,
    images: Mapping[str, Workload] | None = None,
    loads: Mapping[str, Load] | None = None,
    delays: str = "realistic",
    quotas: Quotas | None = None,
    scene: str | None = None,
) -> Lab:
    """A lab with AWS's API in which nothing has happened yet.

    `images` are profiles by image name, `loads` what services have to do by their name, `delays` names one
    of the engine's delay packs, `quotas` are AWS's unless given, `scene` is the hash of the scene that the
    lab is set up for.
    """
    # Deferred: the service models pull in botocore, and a caller may only want the name.
    from ecslab.aws.api import Aws

    settings = Settings(
        seed=seed,
        region=region,
        pack=delays,
        quotas=quotas or Quotas(),
        images=dict(images or {}),
        loads=dict(loads or {}),
    )
    if start_ms is not None:
        settings = settings.at(start_ms)
    return Lab.new(settings, Aws(), scene)
