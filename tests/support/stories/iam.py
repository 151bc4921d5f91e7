"""IAM and STS: users, groups, roles, policies with versions, profiles, keys, sessions and the simulator."""

import json

READ = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*"}
READING = json.dumps({"Version": "2012-10-17", "Statement": [READ]})
TRUST = {"Effect": "Allow", "Principal": {"Service": "ecs-tasks.amazonaws.com"}, "Action": "sts:AssumeRole"}
USER = {
    "Effect": "Allow",
    "Principal": {"AWS": "arn:aws:iam::123456789012:user/learner"},
    "Action": "sts:AssumeRole",
}
TRUSTING = json.dumps({"Version": "2012-10-17", "Statement": [TRUST]})
TRUSTING_BOTH = json.dumps({"Version": "2012-10-17", "Statement": [TRUST, USER]})
AWS = "arn:aws:iam::aws:policy"
ENCODED = "eNqrVkrMyckvT01RskpLzClO1VFKrSjIyUzOLHFJzauECtYCAA40DhE"
"""A message as refusals of EC2 have them, with nothing in it but that it was one."""


def tell(lab, call):
    """From an account of its own to the same account again, every operation once at least."""
    arn = _policy(call)
    _user(call, arn)
    _group(call, arn)
    _role(call, arn)
    _profile(call)
    _simulate(call, arn)
    call("iam", "GetAccountAuthorizationDetails")
    call("iam", "GetAccountSummary")
    _session(call)
    _leave(call, arn)


def _policy(call):
    made = call(
        "iam", "CreatePolicy", PolicyName="reading", PolicyDocument=READING, Tags=[{"Key": "a", "Value": "b"}]
    )
    arn = made["Policy"]["Arn"]
    call("iam", "GetPolicy", PolicyArn=arn)
    call("iam", "ListPolicies", Scope="Local")
    call("iam", "CreatePolicyVersion", PolicyArn=arn, PolicyDocument=READING, SetAsDefault=True)
    call("iam", "GetPolicyVersion", PolicyArn=arn, VersionId="v2")
    call("iam", "ListPolicyVersions", PolicyArn=arn)
    call("iam", "SetDefaultPolicyVersion", PolicyArn=arn, VersionId="v1")
    call("iam", "DeletePolicyVersion", PolicyArn=arn, VersionId="v2")
    call("iam", "TagPolicy", PolicyArn=arn, Tags=[{"Key": "c", "Value": "d"}])
    call("iam", "ListPolicyTags", PolicyArn=arn)
    call("iam", "UntagPolicy", PolicyArn=arn, TagKeys=["c"])
    return arn


def _user(call, arn):
    call(
        "iam", "CreateUser", UserName="dev", Tags=[{"Key": "team", "Value": "blue"}], PermissionsBoundary=arn
    )
    call("iam", "GetUser", UserName="dev")
    call("iam", "ListUsers")
    call("iam", "UpdateUser", UserName="dev", NewUserName="ops")
    call("iam", "TagUser", UserName="ops", Tags=[{"Key": "x", "Value": "y"}])
    call("iam", "ListUserTags", UserName="ops")
    call("iam", "UntagUser", UserName="ops", TagKeys=["x"])
    call("iam", "AttachUserPolicy", UserName="ops", PolicyArn=arn)
    call("iam", "ListAttachedUserPolicies", UserName="ops")
    call("iam", "PutUserPolicy", UserName="ops", PolicyName="own", PolicyDocument=READING)
    call("iam", "GetUserPolicy", UserName="ops", PolicyName="own")
    call("iam", "ListUserPolicies", UserName="ops")
    call("iam", "DeleteUserPermissionsBoundary", UserName="ops")
    call("iam", "PutUserPermissionsBoundary", UserName="ops", PermissionsBoundary=arn)
    key = call("iam", "CreateAccessKey", UserName="ops")["AccessKey"]["AccessKeyId"]
    call("iam", "ListAccessKeys", UserName="ops")
    call("iam", "UpdateAccessKey", UserName="ops", AccessKeyId=key, Status="Inactive")
    call("iam", "GetAccessKeyLastUsed", AccessKeyId=key)
    call("iam", "DeleteAccessKey", UserName="ops", AccessKeyId=key)


def _group(call, arn):
    call("iam", "CreateGroup", GroupName="team")
    call("iam", "AddUserToGroup", GroupName="team", UserName="ops")
    call("iam", "GetGroup", GroupName="team")
    call("iam", "ListGroups")
    call("iam", "ListGroupsForUser", UserName="ops")
    call("iam", "AttachGroupPolicy", GroupName="team", PolicyArn=arn)
    call("iam", "ListAttachedGroupPolicies", GroupName="team")
    call("iam", "PutGroupPolicy", GroupName="team", PolicyName="own", PolicyDocument=READING)
    call("iam", "GetGroupPolicy", GroupName="team", PolicyName="own")
    call("iam", "ListGroupPolicies", GroupName="team")


def _role(call, arn):
    tags = [{"Key": "team", "Value": "blue"}]
    call(
        "iam", "CreateRole", RoleName="report", AssumeRolePolicyDocument=TRUSTING, Description="x", Tags=tags
    )
    call("iam", "GetRole", RoleName="report")
    call("iam", "ListRoles")
    call("iam", "UpdateRole", RoleName="report", MaxSessionDuration=7200)
    call("iam", "UpdateRoleDescription", RoleName="report", Description="Reports")
    call("iam", "UpdateAssumeRolePolicy", RoleName="report", PolicyDocument=TRUSTING_BOTH)
    call("iam", "TagRole", RoleName="report", Tags=[{"Key": "x", "Value": "y"}])
    call("iam", "ListRoleTags", RoleName="report")
    call("iam", "UntagRole", RoleName="report", TagKeys=["x"])
    call("iam", "AttachRolePolicy", RoleName="report", PolicyArn=f"{AWS}/AmazonS3ReadOnlyAccess")
    call("iam", "ListAttachedRolePolicies", RoleName="report")
    call("iam", "ListEntitiesForPolicy", PolicyArn=arn)
    call("iam", "PutRolePolicy", RoleName="report", PolicyName="own", PolicyDocument=READING)
    call("iam", "GetRolePolicy", RoleName="report", PolicyName="own")
    call("iam", "ListRolePolicies", RoleName="report")
    call("iam", "PutRolePermissionsBoundary", RoleName="report", PermissionsBoundary=arn)
    call("iam", "DeleteRolePermissionsBoundary", RoleName="report")
    call("iam", "CreateServiceLinkedRole", AWSServiceName="autoscaling.amazonaws.com", CustomSuffix="mine")
    name = "AWSServiceRoleForAutoScaling_mine"
    task = call("iam", "DeleteServiceLinkedRole", RoleName=name)["DeletionTaskId"]
    call("iam", "GetServiceLinkedRoleDeletionStatus", DeletionTaskId=task)


def _profile(call):
    call("iam", "CreateInstanceProfile", InstanceProfileName="hosts")
    call("iam", "AddRoleToInstanceProfile", InstanceProfileName="hosts", RoleName="report")
    call("iam", "GetInstanceProfile", InstanceProfileName="hosts")
    call("iam", "ListInstanceProfiles")
    call("iam", "ListInstanceProfilesForRole", RoleName="report")
    call("iam", "TagInstanceProfile", InstanceProfileName="hosts", Tags=[{"Key": "x", "Value": "y"}])
    call("iam", "ListInstanceProfileTags", InstanceProfileName="hosts")
    call("iam", "UntagInstanceProfile", InstanceProfileName="hosts", TagKeys=["x"])


def _simulate(call, arn):
    role = "arn:aws:iam::123456789012:role/report"
    asked = {"ActionNames": ["s3:GetObject", "s3:PutObject"], "ResourceArns": ["arn:aws:s3:::reports/a"]}
    call("iam", "SimulatePrincipalPolicy", PolicySourceArn=role, **asked)
    call("iam", "SimulateCustomPolicy", PolicyInputList=[READING], **asked)
    call("iam", "GetContextKeysForCustomPolicy", PolicyInputList=[READING])
    call("iam", "GetContextKeysForPrincipalPolicy", PolicySourceArn=role)


def _session(call):
    role = "arn:aws:iam::123456789012:role/report"
    call("sts", "GetCallerIdentity")
    call("sts", "AssumeRole", RoleArn=role, RoleSessionName="tuesday", Policy=READING)
    call("sts", "GetSessionToken")
    call("sts", "DecodeAuthorizationMessage", EncodedMessage=ENCODED)


def _leave(call, arn):
    call("iam", "RemoveRoleFromInstanceProfile", InstanceProfileName="hosts", RoleName="report")
    call("iam", "DeleteInstanceProfile", InstanceProfileName="hosts")
    call("iam", "DetachRolePolicy", RoleName="report", PolicyArn=f"{AWS}/AmazonS3ReadOnlyAccess")
    call("iam", "DeleteRolePolicy", RoleName="report", PolicyName="own")
    call("iam", "DeleteRole", RoleName="report")
    call("iam", "RemoveUserFromGroup", GroupName="team", UserName="ops")
    call("iam", "DetachGroupPolicy", GroupName="team", PolicyArn=arn)
    call("iam", "DeleteGroupPolicy", GroupName="team", PolicyName="own")
    call("iam", "DeleteGroup", GroupName="team")
    call("iam", "DetachUserPolicy", UserName="ops", PolicyArn=arn)
    call("iam", "DeleteUserPolicy", UserName="ops", PolicyName="own")
    call("iam", "DeleteUserPermissionsBoundary", UserName="ops")
    call("iam", "DeleteUser", UserName="ops")
    call("iam", "DeletePolicy", PolicyArn=arn)
