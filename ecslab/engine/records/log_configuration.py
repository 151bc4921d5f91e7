"""Where a container's output goes, as a task definition says it.

https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LogConfiguration.html
"""

from typing import Literal

from msgspec import field

from ecslab.engine.record import Shape
from ecslab.engine.records.sensitive_data import SecretReference


class LogConfiguration(Shape, frozen=True, kw_only=True):
    """A log driver with its options."""

    log_driver: Literal["awslogs", "json-file", "syslog", "journald", "gelf", "fluentd", "splunk"]
    options: dict[str, str] = field(default_factory=dict)
    secret_options: tuple[SecretReference, ...] = ()
