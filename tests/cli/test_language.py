"""Which language is spoken when several are named."""

from ecslab.cli.language import choose
from ecslab.progress.opening import open_store


def test_the_option_comes_first_wherever_it_stands():
    assert choose(["grade", "x", "--lang", "ja"], {"ECSLAB_LANG": "en"}) == "ja"
    assert choose(["--lang=ja", "grade"], {"ECSLAB_LANG": "en"}) == "ja"
    assert choose(["--lang", "en", "learn", "--lang", "ja"], {}) == "ja"


def test_what_belongs_to_aws_is_not_read():
    assert choose(["aws", "ecs", "--lang", "ja"], {"ECSLAB_LANG": "en"}) == "en"
    assert choose(["--lang", "ja", "aws", "ecs"], {"ECSLAB_LANG": "en"}) == "ja"


def test_then_the_environment_then_the_setting_then_the_system(tmp_path):
    home = {"ECSLAB_HOME": str(tmp_path)}
    assert choose([], home | {"LANG": "ja_JP.UTF-8"}) == "ja"
    assert choose([], home | {"LC_ALL": "C", "LANG": "ja_JP.UTF-8"}) == "en"
    assert list(tmp_path.iterdir()) == []
    store = open_store(tmp_path).store
    store.set_setting("language", "ja")
    store.close()
    assert choose([], home | {"LC_ALL": "C"}) == "ja"
    assert choose([], home | {"ECSLAB_LANG": "en"}) == "en"


def test_what_is_no_language_of_ours_is_passed_over(tmp_path):
    assert (
        choose(["--lang", "fr"], {"ECSLAB_LANG": "fr", "ECSLAB_HOME": str(tmp_path), "LANG": "fr_FR"}) == "en"
    )


def test_progress_that_cannot_be_read_is_left_as_it_is(tmp_path):
    (tmp_path / "progress.db").write_text("damaged " * 1000)
    assert choose([], {"ECSLAB_HOME": str(tmp_path), "LC_ALL": "C"}) == "en"
    assert [entry.name for entry in tmp_path.iterdir()] == ["progress.db"]
    assert choose([], {"ECSLAB_HOME": "~nobody-of-that-name", "LC_ALL": "ja_JP"}) == "ja"
