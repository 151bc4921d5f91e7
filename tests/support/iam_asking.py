"""Asking IAM in tests: a user or a role with policies, in an empty lab."""

import json

from ecslab.aws import new_lab
from ecslab.engine.iam.decide import decide
from ecslab.engine.platform.identity import ManagedPolicy, PolicyVersion, Role, Session, User

ACCOUNT = "123456789012"
JOHN = f"arn:aws:iam::{ACCOUNT}:user/johndoe"
LAB = new_lab()


def document(*statements, version="2012-10-17"):
    return json.dumps({"Version": version, "Statement": list(statements)})


class Asking:
    """Asks as the user `johndoe`, or as a session of the role `app`, with the given policies."""

    def __init__(self):
        self.lab = LAB.fork()
        self.state = self.lab.state

    def user(self, *statements, boundary=None, tags=None, version="2012-10-17"):
        self._bound(boundary)
        self.state.world.users.put(
            User(
                name="johndoe",
                id="AIDAJOHN",
                created_at=0,
                inline={"own": document(*statements, version=version)} if statements else {},
                boundary=f"arn:aws:iam::{ACCOUNT}:policy/limit" if boundary is not None else None,
                tags=tags or {},
            )
        )
        return JOHN

    def role(self, *statements, boundary=None, session=None, tags=None):
        self._bound(boundary)
        self.state.world.roles.put(
            Role(
                name="app",
                id="AROAAPP",
                created_at=0,
                trust="{}",
                inline={"own": document(*statements)} if statements else {},
                boundary=f"arn:aws:iam::{ACCOUNT}:policy/limit" if boundary is not None else None,
                tags=tags or {},
            )
        )
        caller = f"arn:aws:sts::{ACCOUNT}:assumed-role/app/one"
        if session is not None:
            policies = (document(*session),)
            self.state.world.sessions.put(
                Session(key="ASIA", secret="", token="", caller=caller, expires_at=0, policies=policies)
            )
        return caller

    def decide(self, caller, action, resource="*", context=None, policy=None, via=None):
        policy = document(*policy) if policy is not None else None
        return decide(self.state, caller, action, resource, context, policy, via)

    def _bound(self, statements):
        if statements is None:
            return
        self.lab.world.policies.put(
            limit(document(*statements)),
        )


def limit(text):
    version = PolicyVersion(id="v1", document=text, created_at=0)
    return ManagedPolicy(name="limit", id="ANPALIMIT", created_at=0, updated_at=0, versions=(version,))


def allow_or_deny(effect, action, resource, condition):
    """A statement."""
    return {"Effect": effect, "Action": action, "Resource": resource, "Condition": condition}
