"""Lambda functions: what they do, how long they may, how they fail, and what they cost beside tasks."""

import base64
import json
from decimal import Decimal

import pytest

from ecslab.engine.billing.account import account
from ecslab.engine.billing.prices import PRICES
from ecslab.engine.errors import ApiError
from ecslab.engine.explain import explain
from ecslab.engine.workload import Workload

ROLE = "arn:aws:iam::123456789012:role/fn"
MINUTE = 60_000
IMAGES = {
    "report": Workload(runs_for_ms=5 * MINUTE, lines=("working",)),
    "broken": Workload(runs_for_ms=2_000, exit_code=3),
    "hungry": Workload(runs_for_ms=1_000, memory_mib=300),
    "caller": Workload(script="aws sts get-caller-identity --query Arn --output text; sleep 20"),
    "function:zipped": Workload(runs_for_ms=4_000, exit_code=1),
}


def trust(service):
    statement = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def allow(*actions):
    statement = {"Effect": "Allow", "Action": list(actions), "Resource": "*"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


class Functions:
    """A lab with a role for functions."""

    def __init__(self, desk):
        self.desk, self.lab = desk, desk.lab
        roles = self.lab.world.roles
        role = roles["ecsTaskExecutionRole"].replace(name="fn", attached=(), inline={"logs": allow("logs:*")})
        roles.put(role.replace(trust=trust("lambda.amazonaws.com")))

    def call(self, operation, **params):
        return self.lab.call("lambda", operation, params)

    def make(self, image="report", name="fn", **params):
        asked = {
            "FunctionName": name,
            "PackageType": "Image",
            "Code": {"ImageUri": image},
            "Role": ROLE,
            "Timeout": 600,
        }
        made = self.call("CreateFunction", **asked | params)
        self.desk.wait(30)
        return made

    def invoke(self, name="fn", **params):
        answer = self.call("Invoke", FunctionName=name, **params)
        return answer, json.loads(answer["Payload"] or b"null")

    def log(self, name="fn"):
        found = self.lab.call("logs", "FilterLogEvents", {"logGroupName": f"/aws/lambda/{name}"})
        return [each["message"] for each in found["events"]]


@pytest.fixture
def functions(make_desk):
    return Functions(make_desk(images=IMAGES))


def test_a_function_is_pending_and_then_active(functions):
    asked = {"FunctionName": "fn", "Role": ROLE, "PackageType": "Image", "Code": {"ImageUri": "report"}}
    assert functions.call("CreateFunction", **asked)["State"] == "Pending"
    with pytest.raises(ApiError, match="Pending"):
        functions.invoke()
    functions.desk.wait(30)
    assert functions.call("GetFunction", FunctionName="fn")["Configuration"]["State"] == "Active"


def test_the_image_does_on_lambda_what_it_does_as_a_task(functions):
    functions.make()
    answer, value = functions.invoke(LogType="Tail")
    assert (answer["StatusCode"], value, answer.get("FunctionError")) == (200, None, None)
    assert "working" in base64.b64decode(answer["LogResult"]).decode()
    functions.desk.wait(400)
    init, start, line, end, report = functions.log()
    assert init.startswith("INIT_START")
    assert (start.split()[0], line, end.split()[0]) == ("START", "working", "END")
    assert "\tDuration: 300000.00 ms\tBilled Duration: 301200 ms\tMemory Size: 128 MB\tInit" in report


def test_what_takes_longer_than_its_time_out_is_ended(functions):
    functions.make(Timeout=60)
    answer, value = functions.invoke()
    assert answer["FunctionError"] == "Unhandled"
    assert value["errorType"] == "Sandbox.Timedout"
    assert value["errorMessage"].endswith("Task timed out after 60.00 seconds")


def test_a_function_of_an_image_gets_no_runtime_later(functions):
    functions.make()
    with pytest.raises(ApiError, match="Please don't provide Handler or Runtime"):
        functions.call("UpdateFunctionConfiguration", FunctionName="fn", Runtime="python3.11")


def test_no_function_may_run_longer_than_fifteen_minutes(functions):
    with pytest.raises(ApiError, match="less than or equal to 900"):
        functions.make(Timeout=901)
    functions.make("nginx", Timeout=900)
    assert functions.invoke()[1]["errorMessage"].endswith("Task timed out after 900.00 seconds")


@pytest.mark.parametrize(
    ("image", "kind", "said"),
    [
        ("broken", "Runtime.ExitError", "Runtime exited with error: exit status 3"),
        ("hungry", "Runtime.OutOfMemory", "Runtime exited with error: signal: killed"),
    ],
)
def test_a_run_that_fails_says_how(functions, image, kind, said):
    functions.make(image)
    _, value = functions.invoke()
    assert value["errorType"] == kind
    assert value["errorMessage"].endswith(said)


def test_uploaded_code_is_not_run_but_behaves_as_the_scene_says(functions):
    code = {"PackageType": "Zip", "Code": {"ZipFile": b"PK"}, "Runtime": "python3.13", "Handler": "app.main"}
    functions.make(name="zipped", **code)
    functions.make(name="plain", **code)
    assert functions.invoke("zipped")[1]["errorType"] == "Runtime.ExitError"
    assert functions.invoke("plain") == (
        {"StatusCode": 200, "ExecutedVersion": "$LATEST", "Payload": b"null"},
        None,
    )


def test_a_script_calls_as_the_functions_role(functions):
    functions.make("caller")
    functions.invoke()
    functions.desk.wait(60)
    assert "arn:aws:sts::123456789012:assumed-role/fn/fn" in functions.log()
    assert "Duration: 21000.00 ms" in functions.log()[-1]


def test_a_role_that_may_not_log_leaves_no_log_and_no_error(functions):
    roles = functions.lab.world.roles
    roles.put(roles["fn"].replace(inline={}))
    functions.make()
    assert functions.invoke()[1] is None
    with pytest.raises(ApiError, match="log group"):
        functions.log()


def test_an_environment_stays_warm_for_a_while_and_serves_one_run_at_a_time(functions):
    functions.make("broken")
    functions.invoke()
    functions.invoke()
    functions.desk.wait(60)
    functions.invoke()
    functions.desk.wait(700)
    functions.invoke()
    assert [ran.cold for ran in functions.lab.world.invocations.values()] == [True, True, False, True]


def test_reserved_concurrency_is_a_limit(functions):
    functions.make()
    functions.call("PutFunctionConcurrency", FunctionName="fn", ReservedConcurrentExecutions=1)
    functions.invoke()
    with pytest.raises(ApiError, match="Rate Exceeded") as refused:
        functions.invoke()
    assert (refused.value.code, refused.value.status) == ("TooManyRequestsException", 429)
    functions.desk.wait(400)
    functions.invoke()


def test_an_event_that_fails_is_tried_twice_more_and_then_given_up_to_the_queue(functions):
    queue = functions.lab.call("sqs", "CreateQueue", {"QueueName": "dead"})["QueueUrl"]
    roles = functions.lab.world.roles
    roles.put(roles["fn"].replace(inline={"sqs": allow("sqs:SendMessage")}))
    functions.make("broken", DeadLetterConfig={"TargetArn": "arn:aws:sqs:us-east-1:123456789012:dead"})
    assert functions.invoke(InvocationType="Event")[0]["StatusCode"] == 202
    functions.desk.wait(600)
    ran = list(functions.lab.world.invocations.values())
    assert [(each.attempt, (each.at - ran[0].at) // 1000) for each in ran] == [(0, 0), (1, 63), (2, 185)]
    assert len({each.request for each in ran}) == 1
    (dead,) = functions.lab.call(
        "sqs", "ReceiveMessage", {"QueueUrl": queue, "MessageAttributeNames": ["All"]}
    )["Messages"]
    assert dead["MessageAttributes"]["RequestID"]["StringValue"] == ran[0].request


def test_retries_are_as_they_were_set(functions):
    functions.make("broken")
    functions.call("PutFunctionEventInvokeConfig", FunctionName="fn", MaximumRetryAttempts=0)
    functions.invoke(InvocationType="Event")
    functions.desk.wait(600)
    assert len(functions.lab.world.invocations) == 1


def test_lambda_must_be_able_to_assume_the_role(functions):
    with pytest.raises(ApiError, match="cannot be assumed by Lambda"):
        functions.make(Role="arn:aws:iam::123456789012:role/ecsTaskExecutionRole")


@pytest.mark.parametrize(
    ("operation", "params", "code"),
    [
        ("Invoke", {"FunctionName": "nobody"}, "ResourceNotFoundException"),
        ("Invoke", {"FunctionName": "fn", "Qualifier": "7"}, "ResourceNotFoundException"),
        ("Invoke", {"FunctionName": "fn", "Payload": b"{oops"}, "InvalidRequestContentException"),
        ("GetFunction", {"FunctionName": "a b"}, "ValidationException"),
        ("GetPolicy", {"FunctionName": "fn"}, "ResourceNotFoundException"),
        ("RemovePermission", {"FunctionName": "fn", "StatementId": "x"}, "ResourceNotFoundException"),
        ("DeleteFunction", {"FunctionName": "fn", "Qualifier": "$LATEST"}, "InvalidParameterValueException"),
        ("PutFunctionConcurrency", {"FunctionName": "fn", "ReservedConcurrentExecutions": 950}, "InvalidParameterValueException"),
        ("UpdateFunctionConfiguration", {"FunctionName": "fn", "RevisionId": "old"}, "PreconditionFailedException"),
        ("UpdateFunctionCode", {"FunctionName": "fn", "ZipFile": b"PK"}, "InvalidParameterValueException"),
        ("GetFunctionEventInvokeConfig", {"FunctionName": "fn"}, "ResourceNotFoundException"),
    ],
)  # fmt: skip
def test_what_lambda_refuses(functions, operation, params, code):
    functions.make()
    with pytest.raises(ApiError) as refused:
        functions.call(operation, **params)
    assert refused.value.code == code


def test_the_same_job_as_lambda_scheduled_task_and_service(functions):
    """Half-hourly, five minutes, 512 MB: a day of each by hand."""
    functions.make(MemorySize=512)
    for _ in range(48):
        functions.invoke()
        functions.desk.wait(30 * 60)
    prices = PRICES["us-east-1"]
    (usage,) = functions.lab.world.function_usage.values()
    assert (usage.requests, usage.mib_ms) == (48, 48 * 512 * 300_000 + 48 * 512 * 1_200)
    found = account(functions.lab, "function/fn")
    by_hand = 48 * Decimal("0.5") * Decimal("301.2") * prices.lambda_gb_second["x86_64"]
    assert found.bill.total == by_hand + 48 * prices.lambda_request
    assert f"{found.bill.total:.4f}" == "0.1205"
    as_task = {(each.code, each.of): each.total for each in found.alternatives}
    rate = prices.fargate["x86_64"]
    task = 48 * Decimal(300) / 3600 * (Decimal("0.25") * rate.vcpu + Decimal("0.5") * rate.gb)
    assert round(as_task["fargate", "x86_64"], 9) == round(task, 9)
    service = 24 * (Decimal("0.25") * rate.vcpu + Decimal("0.5") * rate.gb)
    assert as_task["fargate", "x86_64"] < found.bill.total < service


def test_the_fargate_minute_counts_for_short_runs(functions):
    functions.make("broken")
    functions.invoke()
    total = {each.code: each.total for each in account(functions.lab, "function/fn").alternatives}["fargate"]
    functions.invoke()
    twice = {each.code: each.total for each in account(functions.lab, "function/fn").alternatives}["fargate"]
    assert round(twice, 9) == round(2 * total, 9)
    assert next(iter(functions.lab.world.function_usage.values())).task_seconds == 120


def test_why_tells_of_the_last_invocations(functions):
    functions.make(Timeout=60)
    functions.invoke()
    functions.desk.wait(90)
    codes = [reason.code for reason in explain(functions.lab, "function/fn")]
    assert codes == ["function", "function-timed-out"]
    functions.make("caller", name="other")
    functions.invoke("other")
    assert [reason.code for reason in explain(functions.lab, "function/other")][-1] == "function-succeeded"
