"""The command line: one question or a whole file answered, wrong input refused."""

from __future__ import annotations

import json

import pytest

from engine import registry
from engine.cli.commands import main
from engine.reading import command
from engine.reading.analysis.samples import SAMPLES
from engine.reading.predict import Reader
from tests.contract import contexts

SAMPLE = SAMPLES[0]
QUESTION = SAMPLE.questions[0][0]


@pytest.fixture(scope="module")
def checkpoint(learned):
    return learned("reading", "quick").checkpoint


@pytest.fixture(scope="module")
def reader(checkpoint):
    return Reader(checkpoint)


def _moved() -> bytes:
    """Return our file with its first answer at a wrong place."""
    file = json.loads(contexts.squad(1, 1))
    (asked,) = file["data"][0]["paragraphs"][0]["qas"]
    asked["answers"][0]["answer_start"] = 4
    return json.dumps(file).encode()


def test_command_answers_a_question(checkpoint, tmp_path, monkeypatch, capsys):
    run = checkpoint.parent
    monkeypatch.setenv("LOUPE_RUNS", str(run.parents[1]))
    path = tmp_path / "paragraph.txt"
    path.write_text(SAMPLE.context, encoding="utf-8")
    words = ["predict", "reading", "--checkpoint", run.name]
    asked = [*words, "--context", str(path), "--question", QUESTION]
    assert main([*asked, "--top-k", "3", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert answer["answer"] in SAMPLE.context
    assert len(answer["candidates"]) == 3

    squad, out = tmp_path / "squad.json", tmp_path / "out.json"
    squad.write_bytes(contexts.squad())
    assert main([*words, "--squad", str(squad), "--out", str(out)]) == 0
    answers = json.loads(out.read_text(encoding="utf-8"))
    assert len(answers) == 26
    assert set(map(type, answers.values())) == {str}

    for wrong in (
        words,
        [*words, "--squad", str(squad)],
        [*asked, "--top-k", "0"],
        [*words, "--context", str(tmp_path / "none.txt"), "--question", "Who?"],
    ):
        assert main(wrong) == 2
        assert capsys.readouterr().err.strip()


@pytest.mark.parametrize(
    ("context", "question", "sentence"),
    [
        (b"", "Who?", "The paragraph is empty"),
        (b" \n", "Who?", "The paragraph is empty"),
        (b"A lamp.", " ", "The question is empty"),
        (b"\xff\xfe lamp", "Who?", "starts like UTF-16"),
        (b"word " * 50_001, "Who?", "maximum is 50,000"),
        (b"Gull", "What?", ""),
        ("灯台 が ある。".encode(), "何?", ""),
        ("Маяк построил Иван.".encode(), "Кто?", ""),
        (b"<script>alert(1)</script>", "Who <b>?", ""),
        (b"A lamp.", "who " * 45, ""),
        (b"A lamp. " * 5000, "What?", ""),
    ],
)
def test_command_answers_or_refuses(
    reader, checkpoint, tmp_path, monkeypatch, capsys, context, question, sentence
):
    monkeypatch.setattr(command.ensemble, "load", lambda *_: reader)
    monkeypatch.setenv("LOUPE_RUNS", str(checkpoint.parents[2]))
    path = tmp_path / "paragraph.txt"
    path.write_bytes(context)
    words = ["predict", "reading", "--checkpoint", checkpoint.parent.name]
    words += ["--context", str(path), f"--question={question}", "--json"]
    assert main(words) == (2 if sentence else 0)
    out, err = capsys.readouterr()
    assert sentence in err
    assert "Traceback" not in err
    if not sentence:
        answer = json.loads(out.splitlines()[-1])
        assert answer["answer"] in context.decode()
        assert answer["question_words_not_read"] == max(0, len(question.split()) - 30)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b'{"data": [', "is not valid JSON"), (b"\xff", "is not UTF-8"),
     (b'{"data": {}}', "question"), (_moved(), "is not at character 4")],
)  # fmt: skip
def test_command_refuses_a_bad_squad_file(
    reader, checkpoint, tmp_path, monkeypatch, capsys, content, sentence
):
    monkeypatch.setattr(command.ensemble, "load", lambda *_: reader)
    monkeypatch.setenv("LOUPE_RUNS", str(checkpoint.parents[2]))
    squad, out = tmp_path / "squad.json", tmp_path / "out.json"
    squad.write_bytes(content)
    words = ["predict", "reading", "--checkpoint", checkpoint.parent.name]
    assert main([*words, "--squad", str(squad), "--out", str(out)]) == 2
    assert sentence in capsys.readouterr().err
    assert not out.exists()


def test_experiment_says_what_own_data_holds():
    experiment = registry.get("reading")
    config = experiment.presets["quick"]
    described = experiment.check_own_data(contexts.squad(), "mine.json", config)
    assert described == "5 paragraphs, 26 questions"


def test_every_way_of_asking_gives_one_answer(
    reader, checkpoint, tmp_path, monkeypatch, capsys
):
    """A long paragraph in windows, one with parted accents, and a plain one."""
    monkeypatch.setattr(command, "Reader", lambda *_: reader)
    monkeypatch.setenv("LOUPE_RUNS", str(checkpoint.parents[2]))
    context = SAMPLE.context
    contexts_ = [
        context,
        " ".join([context] * 12),
        "Zoe\u0308 lit it. " + context[:200],
    ]
    asked = [{"id": f"q{i}", "question": QUESTION} for i in range(3)]
    paragraphs = [
        {"context": text, "qas": [question]}
        for text, question in zip(contexts_, asked, strict=True)
    ]
    empty = {"context": "\u200b", "qas": [{"id": "e", "question": "Who?"}]}
    squad, out = tmp_path / "squad.json", tmp_path / "out.json"
    file = {"data": [{"paragraphs": [*paragraphs, empty]}]}
    squad.write_text(json.dumps(file), encoding="utf-8")
    words = ["predict", "reading", "--checkpoint", checkpoint.parent.name]
    assert main([*words, "--squad", str(squad), "--out", str(out), "--json"]) == 0
    said = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (said["answered"], said["skipped_empty"]) == (3, 1)
    answers = json.loads(out.read_text(encoding="utf-8"))
    for text, question in zip(contexts_, asked, strict=True):
        assert answers[question["id"]] == reader.read(text, QUESTION).answer
    assert reader.read(contexts_[1], QUESTION).windows > 1


def test_paragraph_in_another_encoding_is_read_and_said(
    reader, checkpoint, tmp_path, monkeypatch, capsys
):
    monkeypatch.setattr(command, "Reader", lambda *_: reader)
    monkeypatch.setenv("LOUPE_RUNS", str(checkpoint.parents[2]))
    path = tmp_path / "caf\udce9.txt"
    path.write_bytes("Zoë lit the lamp of the café.".encode("cp1252"))
    words = ["predict", "reading", "--checkpoint", checkpoint.parent.name]
    words += ["--context", str(path), "--question", "Who lit the lamp?", "--json"]
    assert main(words) == 0
    answer = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert answer["answer"] in "Zoë lit the lamp of the café."
    assert answer["encoding"].startswith("caf\\xe9.txt is not UTF-8")
    path.write_bytes("\ufeffMarie lit it.".encode())
    assert main(words) == 0
    answer = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert "\ufeff" not in answer["answer"]
