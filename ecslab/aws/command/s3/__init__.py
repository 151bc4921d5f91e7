"""The high-level `aws s3` commands: files and prefixes, made of calls of S3's API.

https://docs.aws.amazon.com/cli/latest/reference/s3/
"""

from ecslab.aws.command.s3.commands import COMMANDS, run

__all__ = ["COMMANDS", "run"]
