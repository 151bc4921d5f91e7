"""Lambda: a function is made, invoked, shared, held back and deleted."""

import json


def tell(lab, call):
    trust = {
        "Version": "2012-10-17",
        "Statement": {
            "Effect": "Allow",
            "Principal": {"Service": "lambda.amazonaws.com"},
            "Action": "sts:AssumeRole",
        },
    }
    roles = lab.world.roles
    roles.put(roles["ecsTaskExecutionRole"].replace(name="fn", trust=json.dumps(trust)))
    role = "arn:aws:iam::123456789012:role/fn"
    made = call(
        "lambda",
        "CreateFunction",
        FunctionName="report",
        PackageType="Image",
        Code={"ImageUri": "public.ecr.aws/aws-cli/aws-cli"},
        ImageConfig={"Command": ["sts", "get-caller-identity"]},
        Role=role,
        Timeout=60,
        MemorySize=512,
        Architectures=["arm64"],
        Environment={"Variables": {"STAGE": "test"}},
        EphemeralStorage={"Size": 1024},
        DeadLetterConfig={"TargetArn": "arn:aws:sqs:us-east-1:123456789012:dead"},
        Tags={"team": "blue"},
    )
    on = {"FunctionName": "report"}
    lab.advance(30_000)
    call("lambda", "GetFunction", **on)
    call("lambda", "GetFunctionConfiguration", **on)
    call("lambda", "ListFunctions")
    call("lambda", "Invoke", LogType="Tail", Payload=b'{"day": 1}', **on)
    call("lambda", "Invoke", InvocationType="Event", **on)
    call("lambda", "Invoke", InvocationType="DryRun", **on)
    call("lambda", "UpdateFunctionConfiguration", Timeout=1, Description="short", **on)
    call("lambda", "UpdateFunctionCode", ImageUri="nginx", **on)
    call("lambda", "Invoke", **on)
    call(
        "lambda",
        "AddPermission",
        StatementId="rule",
        Action="lambda:InvokeFunction",
        Principal="events.amazonaws.com",
        SourceArn="arn:aws:events:us-east-1:123456789012:rule/nightly",
        **on,
    )
    call("lambda", "GetPolicy", **on)
    call("lambda", "RemovePermission", StatementId="rule", **on)
    call("lambda", "PutFunctionConcurrency", ReservedConcurrentExecutions=5, **on)
    call("lambda", "GetFunctionConcurrency", **on)
    call("lambda", "DeleteFunctionConcurrency", **on)
    call("lambda", "PutFunctionEventInvokeConfig", MaximumRetryAttempts=1, **on)
    call("lambda", "GetFunctionEventInvokeConfig", **on)
    call("lambda", "DeleteFunctionEventInvokeConfig", **on)
    call("lambda", "GetAccountSettings")
    call("lambda", "TagResource", Resource=made["FunctionArn"], Tags={"a": "b"})
    call("lambda", "ListTags", Resource=made["FunctionArn"])
    call("lambda", "UntagResource", Resource=made["FunctionArn"], TagKeys=["a"])
    call("lambda", "DeleteFunction", **on)
