"""Secrets Manager: a secret from its making to its end."""

import json


def tell(lab, call):
    """One secret with two values, and one that is deleted."""

    def vault(operation, **params):
        return call("secretsmanager", operation, **params)

    policy = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Deny",
                "Principal": {"AWS": "arn:aws:iam::123456789012:user/guest"},
                "Action": "secretsmanager:GetSecretValue",
                "Resource": "*",
            }
        ],
    }
    vault(
        "CreateSecret",
        Name="db",
        Description="the database",
        SecretString='{"user": "admin"}',
        Tags=[{"Key": "team", "Value": "blue"}],
    )
    vault("GetRandomPassword", PasswordLength=20, ExcludePunctuation=True, IncludeSpace=True)
    vault("PutSecretValue", SecretId="db", SecretString='{"user": "root"}', VersionStages=["AWSCURRENT"])
    vault("GetSecretValue", SecretId="db", VersionStage="AWSPREVIOUS")
    vault("BatchGetSecretValue", SecretIdList=["db", "nothing"])
    old = vault("UpdateSecret", SecretId="db", SecretBinary=b"\x00\x01", Description="again")["VersionId"]
    vault("UpdateSecretVersionStage", SecretId="db", VersionStage="GREEN", MoveToVersionId=old)
    vault("ListSecretVersionIds", SecretId="db", IncludeDeprecated=True)
    vault("PutResourcePolicy", SecretId="db", ResourcePolicy=json.dumps(policy))
    vault("GetResourcePolicy", SecretId="db")
    vault("DeleteResourcePolicy", SecretId="db")
    vault("TagResource", SecretId="db", Tags=[{"Key": "stage", "Value": "test"}])
    vault("UntagResource", SecretId="db", TagKeys=["team"])
    vault("DescribeSecret", SecretId="db")
    vault("ListSecrets", Filters=[{"Key": "name", "Values": ["d"]}], SortBy="name", SortOrder="desc")
    vault("DeleteSecret", SecretId="db", RecoveryWindowInDays=7)
    vault("RestoreSecret", SecretId="db")
