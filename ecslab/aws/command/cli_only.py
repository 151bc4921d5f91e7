"""What the AWS CLI has and a lab has not: its own commands, and the services that are not simulated."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, NoReturn

from ecslab.aws.command.errors import Refused
from ecslab.aws.models import SERVICES

if TYPE_CHECKING:
    from ecslab.aws.command.target import Target

CLI_ONLY = {
    "configure": "a lab needs no configuration: it is account {account} in {region}, and its caller is set",
    "ddb": "high-level DynamoDB commands are not simulated",
    "ecs deploy": "it goes through AWS CodeDeploy, which is not simulated; use 'aws ecs update-service'",
    "ecs monitor-express-gateway-service": "Express gateway services are not simulated",
    "history": "a lab keeps its own journal of every call",
    "login": "a lab needs no login: its caller is set",
    "logout": "a lab needs no login: its caller is set",
    "sso": "a lab needs no login: its caller is set",
}
"""Commands that no service model has, and why each is not here."""


def refuse_cli_only(command: str, target: Target) -> None:
    """Raise Refused when `command` is one of the AWS CLI's own."""
    if command in CLI_ONLY:
        reason = CLI_ONLY[command].format(account=target.account, region=target.region)
        raise Refused(f"'aws {command}' is not available in ecslab: {reason}.")


def refuse_unsimulated_service(service: str) -> NoReturn:
    """Raise Refused for a service that AWS has and ecslab does not simulate."""
    near = get_close_matches(service, SERVICES, n=1)
    asked = f" Did you mean 'aws {near[0]}'?" if near else ""
    raise Refused(
        f"AWS has the service '{service}', but ecslab does not simulate it; "
        f"simulated are: {', '.join(SERVICES)}.{asked}"
    )
