import os
import subprocess
import sys

import pytest

from ecslab.aws import models


def test_a_model_is_found_by_the_name_that_the_aws_cli_uses():
    assert models.service_model("ecs").operation_model("RunTask").input_shape.required_members == [
        "taskDefinition"
    ]
    assert models.service_model("deploy").service_name == "codedeploy"


def test_a_model_is_loaded_once():
    assert models.service_model("sts") is models.service_model("sts")


def test_waiters_and_paginators_come_raw():
    assert models.waiters("ecs")["ServicesStable"]["delay"] == 15
    assert models.paginators("ecs")["ListTasks"]["result_key"] == "taskArns"
    assert models.waiters("sts") == {}


def test_an_unknown_service_is_said_so():
    with pytest.raises(models.UnknownService, match="no service named 'esc'"):
        models.service_model("esc")


def test_every_simulated_service_is_one_of_aws():
    assert set(models.SERVICES) <= set(models.service_names())
    assert "s3api" in models.service_names()


def test_the_learners_own_models_are_not_read(tmp_path):
    planted = tmp_path / ".aws" / "models" / "ecs" / "2099-01-01"
    planted.mkdir(parents=True)
    (planted / "service-2.json").write_text('{"metadata": {}, "operations": {}, "shapes": {}}')
    code = "from ecslab.aws import models; print(len(models.service_model('ecs').operation_names) > 0)"
    home = {"HOME": str(tmp_path), "USERPROFILE": str(tmp_path)}
    run = subprocess.run(
        [sys.executable, "-c", code], env=os.environ | home, capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "True"
