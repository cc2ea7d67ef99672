"""The command, as a person runs it: its own process, what it prints, how it ends."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.policy.drafts import TINY, content, write

SOURCE = Path(__file__).parents[2] / "src"
RUN = "import sys; from rongcuo.cli import main; code = main(); " \
      "assert 'django' not in sys.modules; sys.exit(code)"

FACTS = """
policy: tiny
subjects:
  示例甲: {facts: {staff: yes, diligent: yes, loss: 4000元}, evidence: {diligent: ["1", 3]}}
  示例乙: {findings: [{fact: staff, value: no, grade: proved, evidence: ["2"]}]}
"""


@pytest.fixture
def rongcuo(tmp_path):
    (tmp_path / "policies" / "tiny").mkdir(parents=True)
    (tmp_path / "policies" / "tiny" / "1.0.0").symlink_to(TINY)

    def run(*arguments, lang=None, policies="policies"):
        environment = {
            "PATH": os.environ["PATH"], "PYTHONPATH": str(SOURCE),
            "RONGCUO_CACHE": os.environ["RONGCUO_CACHE"],
            "RONGCUO_POLICIES": str(tmp_path / policies), **({"LANG": lang} if lang else {}),
        }
        done = subprocess.run(
            [sys.executable, "-c", RUN, *arguments], cwd=tmp_path, env=environment, timeout=60,
            capture_output=True, encoding="utf-8", check=False,
        )
        assert "Traceback" not in done.stderr
        return done

    run.folder = tmp_path
    (tmp_path / "facts.yaml").write_text(FACTS, "utf-8")
    return run


def test_assess_in_both_languages(rongcuo):
    done = rongcuo("assess", "facts.yaml")
    assert done.returncode == 0 and done.stderr == ""
    assert "【示例甲】" in done.stdout and "检查结论：不适用" in done.stdout
    english = rongcuo("assess", "facts.yaml", "--lang", "en").stdout
    assert "Result of the check: out of scope" in english
    assert rongcuo("assess", "facts.yaml", lang="en_GB.UTF-8").stdout == english


def test_assess_as_json(rongcuo):
    subjects = json.loads(rongcuo("assess", "facts.yaml", "--json").stdout)["subjects"]
    assert [*subjects] == ["示例甲", "示例乙"]
    assert subjects["示例乙"]["outcome"] == "out_of_scope"
    leaf = subjects["示例甲"]["rules"][1]["node"]["children"][0]
    assert (leaf["fact"], leaf["value"], leaf["evidence"]) == ("diligent", True, ["1", "3"])
    (rongcuo.folder / "one.yaml").write_text("facts: {staff: no}")
    assert json.loads(rongcuo("assess", "one.yaml", "--json").stdout)["outcome"] == "out_of_scope"


@pytest.mark.parametrize(("text", "zh", "en"), [
    ("facts: {stafff: yes}", "facts.yaml:1: 没有名为“stafff”的事实要素。是否想写“staff”？",
     'facts.yaml:1: There is no fact "stafff". Did you mean "staff"?'),
    ("facts: {crime: yes, gravity: none}", "crime-is-grave", "crime-is-grave"),
    ("facts: [", "YAML 写法有误", "not valid YAML"),
    ("policy: other\nfacts: {}", "找不到规则包“other”", 'no pack "other"'),
    ("facts: {}\nsettings: {conditions: some}", "解读项“conditions”", 'reading "conditions"'),
])
def test_bad_facts_end_with_two_and_a_clear_word(rongcuo, text, zh, en):
    (rongcuo.folder / "facts.yaml").write_text(text, "utf-8")
    for lang, words in (("zh", zh), ("en", en)):
        done = rongcuo("assess", "facts.yaml", "--lang", lang)
        assert done.returncode == 2 and words in done.stderr and done.stdout == ""


def test_wrong_use(rongcuo):
    for arguments in ((), ("asess",), ("policy",), ("assess",), ("assess", "no-such-file"),
                      ("policy", "check", "../../x"), ("assess", "facts.yaml", "--lang", "fr")):
        done = rongcuo(*arguments)
        assert done.returncode == 2 and (done.stderr or done.stdout).strip()
    assert "没有“asess”这个命令" in rongcuo("asess").stderr
    assert rongcuo("--help").returncode == 0 and "assess" in rongcuo("--help").stdout


def test_policy_verbs(rongcuo):
    assert rongcuo("policy", "list").stdout == "tiny/1.0.0\n"
    assert "没有问题" in rongcuo("policy", "check").stdout
    assert "2 scenarios, 0 differ" in rongcuo("policy", "test", "tiny/1.0.0", "--lang", "en").stdout
    assert "A2-1  （一）因先行先试出现失误的；" in rongcuo("policy", "render", "tiny").stdout


def test_policy_check_and_test_find_problems(rongcuo):
    raw = content()
    raw["outcomes"][0]["admits"] = ["waved"]
    write(rongcuo.folder / "wrong", raw)
    done = rongcuo("policy", "check", "wrong")
    assert done.returncode == 1 and "[unknown-determination]" in done.stdout
    scenario = {"id": "s", "title": {"zh": "例", "en": "case"}, "findings": {},
                "expect": {"outcome": "excluded"}}
    write(rongcuo.folder / "differs", content(), [scenario])
    done = rongcuo("policy", "test", "differs", "--lang", "en")
    assert done.returncode == 1 and "expected excluded, found undetermined" in done.stdout
    assert rongcuo("policy", "check", policies="nowhere").returncode == 2


TIMED = """
policy: tiny/2.0.0
dates: {conduct: 2021-05-01, start: 2021-06-01}
superior:
  - {title: 示例条例, article: 第九条, words: 不得追究。, cites: A3, rule: A2-1, gives: not_met, prevails: yes}
facts: {staff: yes, diligent: yes, private_gain: no, first_trial: yes, gravity: grave, crime: no}
"""


def test_law_at_the_time(rongcuo):
    raw = content()
    raw["pack"] |= {"version": "2.0.0", "valid_from": "2023-01-01"}
    raw["transition"] = {"cites": "A3", "basis": "conduct", "unless_lighter": "decision",
                         "favour": ["waiver_open", "not_tolerated", "excluded", "out_of_scope"]}
    raw["rules"][-1]["when"] = {"fact": "crime"}  # the new version excludes less
    write(rongcuo.folder / "policies" / "tiny" / "2.0.0", raw)
    old = content()
    old["pack"]["valid_to"] = "2022-12-31"
    (rongcuo.folder / "policies" / "tiny" / "1.0.0").unlink()
    write(rongcuo.folder / "policies" / "tiny" / "1.0.0", old)
    (rongcuo.folder / "t.yaml").write_text(TIMED, "utf-8")
    done = rongcuo("assess", "t.yaml", "--as-of", "2023-05-01", "--lang", "en")
    assert done.returncode == 0, done.stderr
    assert "Version 2.0.0 of the day of the decision is lighter" in done.stdout
    assert "version 1.0.0 (conduct, start): excluded" in done.stdout
    assert 'rule "Trying first": met by the measures, not met by the superior rule' in done.stdout
    shown = json.loads(rongcuo("assess", "t.yaml", "--as-of", "2023-05-01", "--json").stdout)
    assert shown["governing"] == "2.0.0" and shown["superior"]["changed"]
    chosen = rongcuo("assess", "t.yaml", "--as-of", "2023-05-01", "--choose", "start")
    assert "适用版本 1.0.0" in chosen.stdout and "【" not in chosen.stdout
    (rongcuo.folder / "t.yaml").write_text(TIMED.replace("dates:", "#"), "utf-8")
    alone = rongcuo("assess", "t.yaml", "--policy", "tiny/1.0.0")
    assert "上位规定：示例条例第九条" in alone.stdout


def test_dates_that_are_none(rongcuo):
    for options in (("--as-of", "2018-02-30"), ("--choose", "later"), ("--as-of", "1990-01-01")):
        done = rongcuo("assess", "facts.yaml", *options)
        assert done.returncode == 2 and done.stderr.strip() and done.stdout == ""
    (rongcuo.folder / "t.yaml").write_text("dates: {decided: 2020-01-01}\nfacts: {}")
    assert "conduct、start、decision" in rongcuo("assess", "t.yaml").stderr
