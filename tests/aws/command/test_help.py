import pytest


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("help", "AVAILABLE SERVICES"),
        ("ecs help", "run-task"),
        ("ecs wait help", "services-stable"),
        ("ecs wait services-stable help", "after 40 failed checks"),
        ("ecs run-task help", "--task-definition <value>"),
        ("ecs list-tasks --cluster lab help", "list-tasks is a paginated operation"),
        ("ec2 describe-vpcs help", "--filters"),
        ("sts get-caller-identity help", "OUTPUT"),
    ],
)
def test_help_is_plain_text_of_80_columns(aws, target, line, said):
    outcome = aws(line)
    assert outcome.exit_code == 0
    assert said in " ".join(outcome.stdout.split()) or said in outcome.stdout
    assert "<p>" not in outcome.stdout
    assert "<code>" not in outcome.stdout
    too_long = [text for text in outcome.stdout.splitlines() if len(text) > 80 and len(text.split()) > 2]
    assert too_long == []
    assert target.calls == []


def test_the_help_of_an_operation_names_options_values_shorthand_and_output(aws):
    text = aws("ecs run-task help").stdout
    assert "[--enable-execute-command | --disable-execute-command]" in text
    assert "  --task-definition (string, required)" in text
    assert "Possible values:\n      - EC2\n      - FARGATE" in text
    assert "awsvpcConfiguration={subnets=[string,string]" in text
    assert "  tasks -> (list)" in text
    assert "--max-results" not in aws("ecs list-tasks help").stdout
    assert "--max-items" in aws("ecs list-tasks help").stdout
