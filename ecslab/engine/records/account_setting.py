"""Account settings: what a principal, or the account for everybody else, has chosen, as records."""

from ecslab.engine.record import Record


class AccountSetting(Record, frozen=True, kw_only=True):
    """A setting that somebody has made."""

    name: str
    principal: str
    """The ARN of the user or role it is for; that of the account's root for everybody without one."""
    value: str

    @property
    def key(self) -> str:
        """`principal name`."""
        return f"{self.principal} {self.name}"
