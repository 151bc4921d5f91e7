"""Who calls a target: EventBridge itself, or a role that lets EventBridge assume it.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-manage-iam-access.html
"""

from typing import Final

from ecslab.engine.errors import ApiError
from ecslab.engine.iam import decide
from ecslab.engine.platform.eventbridge import EventRule, RuleTarget
from ecslab.engine.state import State

PRINCIPAL: Final = "events.amazonaws.com"


def check_assumable(state: State, role_arn: str, rule_arn: str) -> None:
    """Raise ValidationException unless EventBridge may assume the role for a rule."""
    role = decide.find_role(state, role_arn)
    context = {"aws:SourceArn": rule_arn, "aws:SourceAccount": state.settings.account}
    if role is None or not decide.trusts(state, role, PRINCIPAL, context).allowed:
        message = f"Provided role '{role_arn}' cannot be assumed by principal '{PRINCIPAL}'."
        raise ApiError("ValidationException", message)


def session(state: State, rule: EventRule, target: RuleTarget, rule_arn: str) -> str:
    """Who calls for `target`: the session of its role.

    Raises AccessDeniedException when the role cannot be assumed any more.
    """
    role = target.role or ""
    try:
        check_assumable(state, role, rule_arn)
    except ApiError as refused:
        raise ApiError("AccessDeniedException", refused.message) from None
    return decide.session(state, role, rule.name)


def check_may(state: State, caller: str, action: str, resource: str) -> None:
    """Raise AccessDeniedException, in AWS's words, unless `caller` may do `action` on `resource`."""
    decision = decide.decide(state, caller, action, resource)
    if not decision.allowed:
        raise ApiError("AccessDeniedException", decision.message)
