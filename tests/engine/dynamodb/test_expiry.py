"""Time to live: what has expired can be read for a day, and is gone then."""

import pytest

from ecslab.engine.clock import DAY, HOUR, SECOND
from ecslab.engine.errors import ApiError

TABLE = {
    "TableName": "sessions",
    "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
    "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
    "BillingMode": "PAY_PER_REQUEST",
}


@pytest.fixture
def sessions(lab):
    def call(operation, **params):
        return lab.call("dynamodb", operation, {"TableName": "sessions"} | params)

    lab.call("dynamodb", "CreateTable", TABLE)
    lab.advance(10 * SECOND)
    call.lab = lab
    return call


def put(sessions, name, in_ms, kind="N"):
    until = (sessions.lab.now + in_ms) // SECOND
    sessions("PutItem", Item={"id": {"S": name}, "until": {kind: str(until)}})


def turn(sessions, *, enabled=True, attribute="until"):
    wanted = {"Enabled": enabled, "AttributeName": attribute}
    return sessions("UpdateTimeToLive", TimeToLiveSpecification=wanted)


def names(sessions):
    return sorted(item["id"]["S"] for item in sessions("Scan")["Items"])


def status(sessions):
    return sessions("DescribeTimeToLive")["TimeToLiveDescription"]


def test_expired_items_go_a_day_later_each_in_its_turn(sessions):
    turn(sessions)
    put(sessions, "late", 3 * HOUR)
    put(sessions, "soon", 1 * HOUR)
    sessions("PutItem", Item={"id": {"S": "ever"}})
    sessions.lab.advance(DAY + HOUR - SECOND)
    assert names(sessions) == ["ever", "late", "soon"]
    sessions.lab.advance(SECOND)
    assert names(sessions) == ["ever", "late"]
    sessions.lab.advance(2 * HOUR)
    assert names(sessions) == ["ever"]
    table = sessions("DescribeTable")["Table"]
    assert table["ItemCount"] == 1


def test_a_new_time_counts_and_a_deleted_item_is_no_matter(sessions):
    turn(sessions)
    put(sessions, "kept", 1 * HOUR)
    put(sessions, "left", 1 * HOUR)
    sessions("DeleteItem", Key={"id": {"S": "left"}})
    sessions.lab.advance(HOUR)
    put(sessions, "kept", 10 * HOUR)
    sessions.lab.advance(DAY + 9 * HOUR)
    assert names(sessions) == ["kept"]
    sessions.lab.advance(HOUR)
    assert names(sessions) == []


@pytest.mark.parametrize(("in_ms", "kind"), [(HOUR, "S"), (-6 * 365 * DAY, "N")])
def test_what_is_no_time_never_expires(sessions, in_ms, kind):
    turn(sessions)
    put(sessions, "a", in_ms, kind)
    sessions.lab.advance(30 * DAY)
    assert names(sessions) == ["a"]


def test_items_that_are_there_expire_once_it_is_turned_on(sessions):
    put(sessions, "old", -3 * DAY)
    put(sessions, "new", DAY)
    sessions.lab.advance(5 * DAY)
    assert names(sessions) == ["new", "old"]
    turn(sessions)
    assert status(sessions) == {"TimeToLiveStatus": "ENABLING", "AttributeName": "until"}
    sessions.lab.advance(HOUR - SECOND)
    assert names(sessions) == ["new", "old"]
    sessions.lab.advance(SECOND)
    assert status(sessions) == {"TimeToLiveStatus": "ENABLED", "AttributeName": "until"}
    assert names(sessions) == []


def test_turned_off_nothing_expires(sessions):
    turn(sessions)
    put(sessions, "a", HOUR)
    sessions.lab.advance(2 * HOUR)
    turn(sessions, enabled=False)
    assert status(sessions)["TimeToLiveStatus"] == "DISABLING"
    sessions.lab.advance(3 * DAY)
    assert status(sessions) == {"TimeToLiveStatus": "DISABLED"}
    assert names(sessions) == ["a"]
    turn(sessions)
    sessions.lab.advance(HOUR)
    assert names(sessions) == []


def test_a_table_that_is_gone_or_made_anew_is_left_alone(sessions):
    turn(sessions)
    put(sessions, "a", HOUR)
    sessions("DeleteTable")
    sessions.lab.advance(10 * SECOND)
    sessions.lab.call("dynamodb", "CreateTable", TABLE)
    sessions.lab.advance(10 * SECOND)
    put(sessions, "b", HOUR)
    sessions.lab.advance(3 * DAY)
    assert names(sessions) == ["b"]
    assert status(sessions) == {"TimeToLiveStatus": "DISABLED"}


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ([(False, "until")], "TimeToLive is already disabled"),
        (
            [(True, "until"), (False, "until")],
            "Time to live has been modified multiple times within a fixed interval",
        ),
        ([(True, "until"), HOUR, (True, "until")], "TimeToLive is already enabled"),
        (
            [(True, "until"), HOUR, (False, "other")],
            "TimeToLive is active on a different AttributeName: current AttributeName is until",
        ),
    ],
)
def test_a_change_that_makes_no_sense_is_refused(sessions, steps, said):
    *before, (enabled, attribute) = steps
    for step in before:
        if isinstance(step, int):
            sessions.lab.advance(step)
        else:
            turn(sessions, enabled=step[0], attribute=step[1])
    with pytest.raises(ApiError) as refused:
        turn(sessions, enabled=enabled, attribute=attribute)
    assert (refused.value.code, refused.value.message) == ("ValidationException", said)


def test_any_number_of_items_takes_one_entry_of_the_agenda_at_a_time(sessions):
    turn(sessions)
    before = len(sessions.lab.state.agenda.entries())
    for number in range(200):
        put(sessions, f"s{number}", HOUR + number * SECOND)
    assert len(sessions.lab.state.agenda.entries()) == before + 1
    sessions.lab.advance(2 * DAY)
    assert names(sessions) == []
