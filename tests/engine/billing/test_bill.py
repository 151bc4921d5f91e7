"""Bills: worked examples beside their source, and what a bill always is."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecslab.engine.billing.account import account
from ecslab.engine.billing.bill import bill
from ecslab.engine.billing.prices import PRICES, prices_of
from ecslab.engine.billing.what_if import alternatives
from ecslab.engine.errors import Problem
from ecslab.engine.platform.instance_types import TYPES
from ecslab.engine.records.meter import Meter
from ecslab.engine.workload import Workload

US, TOKYO = PRICES["us-east-1"], PRICES["ap-northeast-1"]
HOUR = 3_600_000
MONTH = 730 * HOUR
"""AWS's own month: 730 hours."""


def meter(duration_ms, cpu=256, memory=512, **fields):
    fields = {"capacity": "FARGATE", "cluster": "lab", "started_at": 0} | fields
    return Meter(id="a" * 32, cpu=cpu, memory=memory, ended_at=duration_ms, **fields)


@pytest.mark.parametrize(
    ("metered", "prices", "dollars"),
    [
        (meter(600_000), US, "0.002057"),
        (meter(MONTH), US, "9.010025"),
        (meter(MONTH, 1024, 2048), US, "36.040100"),
        (meter(MONTH, 1024, 2048), TOKYO, "44.982600"),
    ],
    ids=["ten-minutes", "a-month", "a-month-of-one-vcpu", "a-month-in-tokyo"],
)
def test_worked_examples_of_the_sheet(metered, prices, dollars):
    """Sheet 9.1: 0.25 vCPU and 0.5 GB for 10 minutes, and for a month; 1 vCPU and 2 GB for a month.

    https://aws.amazon.com/fargate/pricing/
    """
    assert f"{bill([metered], prices).total:.6f}" == dollars


@pytest.mark.parametrize(("ms", "seconds"), [(0, 60), (1, 60), (60_000, 60), (60_001, 61), (61_000, 61)])
def test_seconds_are_rounded_up_and_a_minute_is_the_least(ms, seconds):
    assert meter(ms).seconds == seconds


def test_arm_is_cheaper_spot_cheaper_still_and_tokyo_dearer():
    arm = bill([meter(HOUR, architecture="arm64")], US).total
    spot = bill([meter(HOUR, capacity="FARGATE_SPOT")], US).total
    assert spot < arm < bill([meter(HOUR)], US).total < bill([meter(HOUR)], TOKYO).total


def test_what_is_general_knowledge_is_told_from_what_was_looked_up():
    """Sheet 9.1: the prices that it marks as unverified, and its dates."""
    kinds = [
        ("fargate-vcpu", "x86_64"),
        ("fargate-memory", "arm64"),
        ("storage", ""),
        ("spot-vcpu", "x86_64"),
    ]
    kinds += [("instance", "m5.large"), ("public-address", "")]
    assert [US.is_quoted(*kind) for kind in kinds] == [True, True, True, False, False, False]
    assert [TOKYO.is_quoted(*kind) for kind in kinds] == [True, False, False, False, False, False]
    assert (US.quoted_on, TOKYO.quoted_on) == ("2026-03", "2026-08")
    line = bill([meter(HOUR, capacity="FARGATE_SPOT")], US)
    assert not line.quoted


def test_storage_above_twenty_gb_and_public_addresses_have_their_own_lines():
    lines = {line.code: line for line in bill([meter(HOUR, storage_gib=30, public_address=True)], US).lines}
    assert lines["storage"].amount == 10 * Decimal("0.000111")
    assert lines["public-address"].amount == Decimal("0.005")
    assert "storage" not in {line.code for line in bill([meter(HOUR)], US).lines}


def test_an_instance_is_paid_for_and_the_tasks_on_it_are_not():
    instance = meter(HOUR, 0, 0, capacity="INSTANCE", instance_type="m5.large")
    assert bill([instance, meter(HOUR, capacity="EC2")], US).total == Decimal("0.096")


meters = st.builds(
    lambda ms, cpu, capacity, storage: meter(ms, cpu, cpu * 2, capacity=capacity, storage_gib=storage),
    st.integers(0, 10 * HOUR),
    st.sampled_from([256, 512, 1024, 4096]),
    st.sampled_from(["FARGATE", "FARGATE_SPOT", "EC2"]),
    st.integers(20, 200),
)


@given(st.lists(meters, max_size=8))
def test_a_bill_is_the_sum_of_its_lines_and_of_the_bills_of_its_meters(several):
    whole = bill(several, US)
    assert whole.total == sum((line.amount for line in whole.lines), Decimal(0))
    apart = sum((bill([each], US).total for each in several), Decimal(0))
    assert abs(whole.total - apart) < Decimal("1e-12")


def test_a_task_costs_from_the_start_of_its_pull_until_it_has_stopped(desk):
    """Section 13.22: from pull start, a minute at least, on the configured size, failed or not."""
    desk.define()
    task = desk.run()
    assert account(desk.lab, f"task/{task[-32:]}").bill.total == 0
    desk.wait(600)
    desk.ecs("StopTask", cluster="lab", task=task)
    desk.wait(60)
    shown = desk.task(task)
    seconds = (shown["stoppedAt"] - shown["pullStartedAt"]).total_seconds()
    (vcpu,) = [line for line in account(desk.lab).bill.lines if line.code == "fargate-vcpu"]
    assert vcpu.quantity * 3600 * 4 == -(-seconds // 1)


def test_a_task_that_could_not_start_is_billed_too(make_desk):
    desk = make_desk(images={"gone": Workload(missing=True)})
    desk.define("web", {"image": "gone"})
    desk.run()
    desk.wait(120)
    (vcpu,) = [line for line in account(desk.lab).bill.lines if line.code == "fargate-vcpu"]
    assert vcpu.quantity * 4 * 60 == 1


def test_a_bill_outlives_its_tasks_and_its_service(desk):
    desk.define()
    desk.serve()
    desk.wait(600)
    desk.ecs("DeleteService", cluster="lab", service="web", force=True)
    desk.wait(120)
    before = account(desk.lab, "service/web")
    desk.wait(3 * 3600)
    assert desk.tasks(desiredStatus="STOPPED") == []
    assert account(desk.lab, "service/web") == before
    assert (
        before.bill.total == account(desk.lab, "cluster/lab").bill.total == account(desk.lab).bill.total > 0
    )


def test_bills_of_parts_add_up_to_the_whole(desk):
    desk.define()
    desk.serve("web")
    desk.serve("api", desired=1)
    task = desk.run()
    desk.wait(500)
    parts = ["service/web", "service/lab/api", f"task/{task[-32:]}"]
    total = sum(account(desk.lab, part).bill.total for part in parts)
    assert abs(total - account(desk.lab).bill.total) < Decimal("1e-12")


@pytest.mark.parametrize(
    ("target", "code", "near"),
    [
        ("service/wbe", "no-service", "web"),
        ("cluster/lba", "no-cluster", "lab"),
        ("task/zz", "no-task", None),
        ("web", "nothing-to-bill", None),
    ],
)
def test_what_names_nothing_is_refused(desk, target, code, near):
    desk.define()
    desk.serve()
    with pytest.raises(Problem) as refused:
        account(desk.lab, target)
    assert (refused.value.code, refused.value.values.get("near")) == (code, near)


def test_a_region_without_prices_names_those_that_have_some():
    with pytest.raises(Problem) as refused:
        prices_of("eu-west-1")
    assert refused.value.values["known"] == "us-east-1, ap-northeast-1"


def found(several, code, of=""):
    return next(each for each in alternatives(several, US) if (each.code, each.of) == (code, of))


def test_what_if_the_same_ran_elsewhere():
    several = [meter(HOUR), meter(600_000)]
    assert found(several, "fargate", "x86_64").total == bill(several, US).total
    spot = bill([each.replace(capacity="FARGATE_SPOT") for each in several], US).total
    assert found(several, "spot", "x86_64").total == spot
    assert abs(spot - bill(several, US).total * Decimal("0.30")) < Decimal("1e-12")
    assert found(several, "region", "ap-northeast-1").total == bill(several, TOKYO).total


def test_every_instance_type_has_a_price_everywhere():
    """Sheet 9.2: on demand, Linux."""
    for prices in PRICES.values():
        assert all(prices.instance(name) > 0 for name in TYPES)
    assert US.instance("t3.micro") == Decimal("0.0104")
    assert US.instance("t3.medium") == Decimal("0.0416")
    assert US.instance("m5.large") == Decimal("0.096")
    assert TOKYO.instance("t3.medium") == Decimal("0.0544")


def test_instances_are_counted_for_the_busiest_moment_and_paid_for_all_the_time():
    """Sheet 9.2: one m5.large for $0.096 an hour, against $0.1165 for the same shape on Fargate."""
    full = [meter(HOUR, 1024, 2048), meter(HOUR, 1024, 2048)]
    assert found(full, "instances", "m5.large").total == Decimal("0.096")
    one_after_the_other = [meter(HOUR // 2, 2048, 4096), meter(HOUR, 2048, 4096, started_at=HOUR // 2)]
    assert found(one_after_the_other, "instances", "m5.large").value == 1
    assert found([*full, meter(60_000)], "instances", "m5.large").value == 2
    assert found([meter(HOUR, 4096, 8192)], "instances", "m5.large").obstacle == "instance-too-small"


def test_lambda_takes_short_and_small_tasks_only():
    """Sheet 9.3: 15 minutes and 10,240 MB at most; GB-seconds and requests.

    https://aws.amazon.com/lambda/pricing/
    """
    short = found([meter(60_000, 1024, 2048)], "lambda")
    assert short.total == Decimal(120) * Decimal("0.0000166667") + Decimal("0.0000002")
    assert found([meter(901_000)], "lambda").obstacle == "lambda-too-long"
    assert found([meter(60_000, 4096, 16_384)], "lambda").obstacle == "lambda-too-large"
