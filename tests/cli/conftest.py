"""The command line called in this process, over a course of one small lesson."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from ecslab.cli.root import run

LESSON = """\
format: 1
id: clusters
title: {ja: クラスター, en: Clusters}
source: [Cluster]
needs: []
minutes: 5
quiz: []
exercises:
  - id: make-one
    title: {ja: クラスターを作る, en: Make a cluster}
    brief: {ja: クラスター lab を作る。, en: Make the cluster lab.}
    goals:
      - id: there
        say: {ja: lab がある, en: There is lab}
        run: aws ecs describe-clusters --clusters lab
        query: clusters[0].clusterName
        equals: lab
      - id: named
        say: {ja: 名前は a だけ, en: Names are of a alone}
        run: aws ecs list-clusters
        query: clusterArns[?contains(@, 'aaaa')] | [0] || 'cluster/a'
        matches: cluster/(a+)+$
    hints: [{ja: 一, en: one}, {ja: 二, en: two}, {ja: 三, en: three}]
    solutions: [solutions/make-one.sh]
    mistakes:
      - run: mistakes/make-other.sh
        fails: [there]
        say: {ja: 名前が違います。, en: The name is another.}
    points: 10
"""
SCENE = "format: 1\nscript: |\n  aws ecs create-cluster --cluster-name given\n"
SOLUTION = "aws ecs create-cluster --cluster-name lab\n"


@dataclass
class Ran:
    code: int
    out: str
    err: str


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course of one lesson with one exercise and one scene."""
    folder = tmp_path / "course"
    files = {
        "course.yaml": "format: 1\ntitle: {ja: 試し, en: Trial}\nlessons: [clusters]\n",
        "clusters/lesson.yaml": LESSON,
        "clusters/en.md": "# Clusters\n\n## One {#one}\n\nText.\n",
        "clusters/ja.md": "# クラスター\n\n## 一 {#one}\n\n本文。\n",
        "clusters/solutions/make-one.sh": SOLUTION,
        "clusters/mistakes/make-other.sh": "aws ecs create-cluster --cluster-name other\n",
        "clusters/scenes/given.yaml": SCENE,
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def ecslab(tmp_path, capsys, monkeypatch):
    """`ecslab("grade", …)` in an empty folder and home, speaking English unless told otherwise."""
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    monkeypatch.setenv("ECSLAB_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("ECSLAB_LANG", "en")
    monkeypatch.delenv("ECSLAB_DEBUG", raising=False)

    def call(*arguments: object) -> Ran:
        code = run([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return call
