from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ecslab.aws.command import Command, VirtualFiles
from ecslab.aws.command.outcome import Outcome
from ecslab.engine.errors import ApiError

CREATED = datetime(2026, 1, 5, 9, 0, 26, 100_000, tzinfo=UTC)


def test_json_is_the_default_in_the_models_order_with_iso_times(aws, target):
    target.answers["DescribeTasks"] = {
        "failures": [],
        "tasks": [
            {
                "lastStatus": "RUNNING",
                "createdAt": CREATED,
                "tags": [{"value": "青", "key": "色"}],
                "cpu": None,
            }
        ],
    }
    outcome = aws("ecs describe-tasks --tasks a")
    assert outcome.exit_code == 0
    assert outcome.stderr == ""
    assert outcome.stdout == (
        '{\n    "tasks": [\n        {\n'
        '            "createdAt": "2026-01-05T09:00:26.100000+00:00",\n'
        '            "lastStatus": "RUNNING",\n'
        '            "tags": [\n                {\n'
        '                    "key": "色",\n                    "value": "青"\n'
        "                }\n            ]\n        }\n    ],\n"
        '    "failures": []\n}\n'
    )
    assert outcome.value["tasks"][0]["createdAt"] == "2026-01-05T09:00:26.100000+00:00"


def test_an_operation_without_output_prints_nothing(aws, target):
    target.answers["TagResource"] = {}
    outcome = aws(
        "ecs tag-resource --resource-arn arn:aws:ecs:us-east-1:123456789012:cluster/lab --tags key=a,value=b"
    )
    assert outcome == Outcome(0, "", "", {})


@pytest.mark.parametrize(
    ("output", "shown"), [("json", "null\n"), ("text", "None\n"), ("yaml", "null\n...\n")]
)
def test_a_query_that_finds_nothing_shows_null(aws, target, output, shown):
    target.answers["ListClusters"] = {"clusterArns": []}
    assert aws(f"ecs list-clusters --query absent --output {output}").stdout == shown


def test_the_query_shapes_the_output_but_not_the_value(aws, target):
    target.answers["GetCallerIdentity"] = {"Account": "123456789012", "Arn": "arn", "UserId": "id"}
    outcome = aws("sts get-caller-identity --query Account --output text")
    assert outcome.stdout == "123456789012\n"
    assert outcome.value == {"UserId": "id", "Account": "123456789012", "Arn": "arn"}


def test_yaml_is_block_style_by_the_rules_of_yaml_1_2(aws, target):
    target.answers["DescribeTasks"] = {"tasks": [{"cpu": "256", "group": "yes", "createdAt": CREATED}]}
    assert aws("ecs describe-tasks --tasks a --output yaml").stdout == (
        "tasks:\n- cpu: '256'\n  createdAt: '2026-01-05T09:00:26.100000+00:00'\n  group: yes\n"
    )


def test_the_environment_may_name_the_output(aws, target):
    target.answers["ListClusters"] = {"clusterArns": ["arn"]}
    environment = {"AWS_DEFAULT_OUTPUT": "text", "AWS_REGION": "us-east-1"}
    assert aws("ecs list-clusters", environment=environment).stdout == "CLUSTERARNS\tarn\n"
    assert aws("ecs list-clusters --output json", environment=environment).stdout.startswith("{")
    refused = aws("ecs list-clusters", environment={"AWS_DEFAULT_OUTPUT": "xml"})
    assert refused.exit_code == 253
    assert "Unknown output type: xml" in refused.stderr


def test_a_service_error_reads_as_in_the_aws_cli(aws, target):
    target.answers["ListTasks"] = ApiError("ClusterNotFoundException", "Cluster not found.")
    assert aws("ecs list-tasks --cluster nowhere") == Outcome(
        254,
        "",
        "\nAn error occurred (ClusterNotFoundException) when calling the ListTasks operation: Cluster not found.\n",
        None,
    )


def test_parameters_that_do_not_fit_the_model_read_as_in_the_aws_cli(aws):
    outcome = aws(
        "ecs run-task --task-definition web --network-configuration awsvpcConfiguration={assignPublicIp=ENABLED}"
    )
    assert outcome.exit_code == 252
    assert outcome.stderr == (
        "\nParameter validation failed:\nMissing required parameter in "
        'networkConfiguration.awsvpcConfiguration: "subnets"\n'
    )


def test_what_is_not_simulated_says_so_as_a_service_error(aws):
    outcome = aws("ecs list-attributes --target-type container-instance")
    assert outcome.exit_code == 254
    assert (
        "(NotSimulated) when calling the ListAttributes operation: ecslab does not simulate" in outcome.stderr
    )


def test_the_aws_clis_own_options_of_an_unsimulated_operation_are_not_called_unknown(aws):
    outcome = aws("ec2 request-spot-fleet --image-id ami-1 --count 1")
    assert outcome.exit_code == 254
    assert "(NotSimulated) when calling the RequestSpotFleet operation" in outcome.stderr


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("ecs list-task", "aws: error: argument operation: Invalid choice, valid choices are:\n\n"),
        ("ecs list-task", "\n\nInvalid choice: 'list-task', maybe you meant:\n\n  * list-tasks"),
        ("esc list-tasks", "maybe you meant:\n\n  * ecs"),
        ("", "aws: error: the following arguments are required: command"),
        ("ecs", "aws: error: the following arguments are required: operation"),
        ("ecs wait", "aws: error: the following arguments are required: subcommand"),
        ("ecs describe-tasks", "aws: error: the following arguments are required: --tasks"),
        ("ecs list-tasks --cluste lab --foo", "Unknown options: --foo"),
        ("ecs run-task --task-definition a --launch-typ2 b", "Did you mean --launch-type?"),
        ("ecs list-tasks --output xml", "argument --output: Invalid choice, valid choices are:\n\njson"),
        ("ecs run-task --task-definition a --enab", "ambiguous option: --enab could match"),
        (
            "ecs run-task --task-definition a --tags [",
            "Error parsing parameter '--tags': Invalid JSON: Expecting value:",
        ),
        ("ecs run-task --task-definition a --tags [", "\nJSON received: [\n"),
        (
            "ecs run-task --task-definition a --tags key",
            "Expected: '=', received: 'EOF' for input:\nkey\n   ^\n",
        ),
        (
            "ecs run-task --task-definition a --count x",
            "Error parsing parameter '--count': invalid literal for int()",
        ),
        ("ecs list-tasks --query [", "Bad value for --query [: Invalid jmespath expression"),
        ("ecs list-tasks --cluster file://x", "Unable to load paramfile file://x: there is no file 'x'"),
        ("ecs run-task --task-definition a --overrides https://a.b/c", "'https://a.b/c' is not fetched"),
        ("s3 presign s3://b/k", "'aws s3 presign' is not available in ecslab: a URL that anybody can fetch"),
        (
            "ecs deploy --service web",
            "'aws ecs deploy' is not available in ecslab: it goes through AWS CodeDeploy",
        ),
        ("configure", "it is account 123456789012 in us-east-1"),
        (
            "route53 list-hosted-zones",
            "AWS has the service 'route53', but ecslab does not simulate it; simulated are: ",
        ),
        ("ecs list-tasks --debug", "--debug has no effect in a lab and is refused"),
        (
            "ecs list-tasks --endpoint-url http://localhost",
            "--endpoint-url has no effect in a lab and is refused",
        ),
    ],
)
def test_a_wrong_line_is_told_what_is_wrong(aws, target, line, said):
    outcome = aws(line)
    assert outcome.exit_code == 252
    assert said in outcome.stderr
    assert outcome.stdout == ""
    assert target.calls == []


@pytest.mark.parametrize(
    "line", ["ecs list-task", "esc list-tasks", "ecs list-tasks --foo", "ecs wait service-stable"]
)
def test_a_refusal_fits_a_terminal_of_80_columns(aws, line):
    assert max(len(text) for text in aws(line).stderr.splitlines()) <= 80


@pytest.mark.parametrize(
    ("line", "environment", "said"),
    [
        ("ecs list-tasks --region eu-west-1", {}, "This lab is in the region us-east-1 only"),
        ("ecs list-tasks", {"AWS_DEFAULT_REGION": "eu-west-1"}, "there is nothing in 'eu-west-1'"),
        ("ecs list-tasks --profile work", {}, "The config profile (work) could not be found"),
        ("ecs list-tasks", {"AWS_PROFILE": "work"}, "The config profile (work) could not be found"),
    ],
)
def test_another_region_or_profile_is_a_matter_of_configuration(aws, line, environment, said):
    outcome = aws(line, environment=environment)
    assert outcome.exit_code == 253
    assert said in outcome.stderr


def test_options_without_effect_on_plain_output_are_taken(aws, target):
    target.answers["ListClusters"] = {"clusterArns": []}
    line = "ecs list-clusters --no-cli-pager --color off --no-cli-auto-prompt --region us-east-1 --profile default"
    assert aws(line).exit_code == 0


def test_the_version_says_that_this_is_ecslab(aws):
    outcome = aws("--version")
    assert outcome.exit_code == 0
    assert outcome.stdout.startswith("ecslab/")


@pytest.mark.parametrize("output", ["json", "text", "table", "yaml"])
@pytest.mark.parametrize(
    "query", ["&a", "[&a]", "{a: &a}", '`"\\ud800"`', 'to_number(`"' + "9" * 40 + '"`)', "`1e999`", "[::0]"]
)
def test_a_query_whose_result_is_strange_has_an_outcome(aws, target, output, query):
    target.answers["ListClusters"] = {"clusterArns": []}
    outcome = Command(target).run(["ecs", "list-clusters", "--output", output, "--query", query])
    assert outcome.exit_code in (0, 252, 255)
    outcome.stdout.encode()
    outcome.stderr.encode()


def test_a_query_that_misuses_a_function_fails_without_a_traceback(aws, target):
    target.answers["ListClusters"] = {"clusterArns": []}
    outcome = aws("ecs list-clusters --query 'length(`1`)'")
    assert outcome.exit_code == 255
    assert "length()" in outcome.stderr


DEEP = [20_000, 900, 400, 100]


@pytest.mark.parametrize("depth", DEEP)
@pytest.mark.parametrize("shape", ["--tags {open}{close}", "--overrides a={open}{close}", "--tags {open}"])
def test_nesting_without_end_is_refused(aws, shape, depth):
    line = shape.format(open="[" * depth, close="]" * depth)
    outcome = aws(f"ecs run-task --task-definition web {line}")
    assert outcome.exit_code == 252


@pytest.mark.parametrize("depth", DEEP)
@pytest.mark.parametrize("output", ["json", "text", "table", "yaml"])
def test_a_query_of_any_depth_has_an_outcome(aws, target, depth, output):
    target.answers["ListClusters"] = {"clusterArns": []}
    outcome = aws(f"ecs list-clusters --output {output} --query '{'[' * depth}@{']' * depth}'")
    assert outcome.exit_code in (0, 252, 255)


@pytest.mark.parametrize("query", ["[" * 5_000, "(" * 5_000, "a." * 5_000 + "a", "!" * 5_000 + "a"])
def test_a_query_without_end_is_refused(aws, target, query):
    target.answers["ListClusters"] = {"clusterArns": []}
    outcome = aws(f"ecs list-clusters --query '{query}'")
    assert outcome.exit_code in (252, 255, 0)
    assert "Traceback" not in outcome.stderr


WORDS = [
    "ecs", "ec2", "sts", "s3", "help", "wait", "list-tasks", "run-task", "describe-tasks", "services-stable",
    "--cluster", "--tasks", "--tags", "--overrides", "--count", "--query", "--output", "text", "table", "--max-items",
    "--starting-token", "--cli-input-json", "--cli-input-yaml", "--generate-cli-skeleton", "file://x", "fileb://x",
    "key=a,value=b", "{", "[", "[1]", "{}", "null", "", " ", "-1", "--", "-", "--=", "5", "x", "a=[", "taskArns[0]",
    "@", "--no-paginate", "--task-definition", "--enable-execute-command", "日本", "\0", "\ud800", "output",
]  # fmt: skip


@settings(deadline=None, max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(st.sampled_from(WORDS) | st.text(max_size=5), max_size=8))
def test_whatever_the_line_there_is_an_outcome(target, words):
    target.answers = {name: {} for name in ("ListTasks", "RunTask", "DescribeTasks", "DescribeServices")}
    outcome = Command(target, VirtualFiles({"x": b"\xff{"})).run(words)
    assert outcome.exit_code in (0, 252, 253, 254, 255)
    assert (outcome.exit_code == 0) == (outcome.stderr == "")
