import pytest

from ecslab.engine.errors import ApiError

ARNS = [f"arn:{number}" for number in range(25)]


@pytest.fixture
def paged(target):
    """A target whose ListTasks has 25 tasks in pages of at most ten."""

    def list_tasks(params, now_ms):
        start = int(params.get("nextToken", "0"))
        if start >= len(ARNS):
            return ApiError("InvalidParameterException", "Invalid token.")
        size = params.get("maxResults", 10)
        page = {"taskArns": ARNS[start : start + size]}
        if start + size < len(ARNS):
            page["nextToken"] = str(start + size)
        return page

    target.answers["ListTasks"] = list_tasks
    return target


def test_all_pages_become_one_result(aws, paged):
    assert aws("ecs list-tasks --cluster lab").value == {"taskArns": ARNS}
    assert [params for _, params in paged.calls] == [
        {"cluster": "lab"},
        {"cluster": "lab", "nextToken": "10"},
        {"cluster": "lab", "nextToken": "20"},
    ]


def test_the_page_size_changes_the_calls_only(aws, paged):
    assert aws("ecs list-tasks --page-size 5").value == {"taskArns": ARNS}
    assert len(paged.calls) == 5


def test_without_paging_one_call_shows_the_services_own_token(aws, paged):
    assert aws("ecs list-tasks --no-paginate").value == {"taskArns": ARNS[:10], "nextToken": "10"}
    assert aws("ecs list-tasks --max-results 3").value == {"taskArns": ARNS[:3], "nextToken": "3"}
    assert aws("ecs list-tasks --next-token 20").value == {"taskArns": ARNS[20:]}


def test_a_paging_parameter_in_the_input_turns_paging_off(aws, paged):
    assert aws("""ecs list-tasks --cli-input-json '{"maxResults": 3}'""").value["taskArns"] == ARNS[:3]


@pytest.mark.parametrize("size", [1, 3, 7, 10, 11, 24, 25, 26])
def test_the_token_goes_on_where_max_items_stopped(aws, paged, size):
    seen, token = [], ""
    for _ in range(30):
        value = aws(f"ecs list-tasks --max-items {size} {token}").value
        assert len(value["taskArns"]) <= size
        seen += value["taskArns"]
        if "NextToken" not in value:
            break
        token = f"--starting-token {value['NextToken']}"
    assert seen == ARNS


def test_the_token_is_the_aws_clis_own(aws, paged):
    token = aws("ecs list-tasks --max-items 3").value["NextToken"]
    assert token == "eyJuZXh0VG9rZW4iOiBudWxsLCAiYm90b190cnVuY2F0ZV9hbW91bnQiOiAzfQ=="


def test_the_services_token_may_start_the_paging(aws, paged):
    assert aws("ecs list-tasks --starting-token 20").value == {"taskArns": ARNS[20:]}


def test_a_token_of_something_else_is_refused(aws, paged):
    outcome = aws("ecs list-tasks --starting-token eyJhIjogMX0=")
    assert outcome.exit_code == 255
    assert "Bad starting token" in outcome.stderr


def test_paging_options_contradict_no_paginate(aws, paged):
    outcome = aws("ecs list-tasks --no-paginate --max-items 3")
    assert outcome.exit_code == 255
    assert "Cannot specify --no-paginate along with pagination arguments: --max-items" in outcome.stderr


def test_a_service_that_repeats_its_token_ends_in_an_error(aws, target):
    target.answers["ListTasks"] = {"taskArns": ["arn"], "nextToken": "same"}
    outcome = aws("ecs list-tasks")
    assert outcome.exit_code == 255
    assert "The same next token was received twice" in outcome.stderr


def test_text_asks_the_query_of_each_page(aws, paged):
    assert aws("ecs list-tasks --query length(taskArns) --output text").stdout == "10\n10\n5\n"
    assert aws("ecs list-tasks --query length(taskArns)").stdout == "25\n"


def test_text_shows_the_token_last(aws, paged):
    lines = aws("ecs list-tasks --max-items 2 --output text").stdout.splitlines()
    assert [line.split("\t")[0] for line in lines] == ["TASKARNS", "TASKARNS", "NEXTTOKEN"]


def test_an_error_in_a_later_page_is_the_outcome(aws, target):
    target.answers["ListTasks"] = lambda params, now_ms: (
        ApiError("ServerException", "Gone.")
        if "nextToken" in params
        else {"taskArns": ["a"], "nextToken": "n"}
    )
    assert aws("ecs list-tasks").exit_code == 254
