"""The loaded network: every input of a person gets an answer or a sentence."""

from __future__ import annotations

import json

import numpy as np
import pytest

from engine import registry
from engine.cli.commands import main
from engine.errors import CheckpointError, TextError
from engine.reading import command
from engine.reading.analysis import example, outcomes, tallies
from engine.reading.analysis.question_types import kind, length_group, shares
from engine.reading.analysis.samples import SAMPLES
from engine.reading.calibration import Calibration, fit, platt, threshold
from engine.reading.encoding import Encoded
from engine.reading.measure import ask
from engine.reading.predict import Reader, windows_of
from tests.contract import contexts

SAMPLE = SAMPLES[0]
QUESTION = SAMPLE.questions[0][0]


def _moved() -> bytes:
    """Return our file with its first answer at a wrong place."""
    file = json.loads(contexts.squad(1, 1))
    (asked,) = file["data"][0]["paragraphs"][0]["qas"]
    asked["answers"][0]["answer_start"] = 4
    return json.dumps(file).encode()


@pytest.fixture(scope="module")
def checkpoint(learned):
    return learned("reading", "quick").checkpoint


@pytest.fixture(scope="module")
def reader(checkpoint):
    return Reader(checkpoint)


def test_answer_is_cut_from_the_passage(reader):
    reading = reader.read(SAMPLE.context, QUESTION)
    assert len(reading.candidates) == 5
    for candidate in reading.candidates:
        start, end = candidate.characters
        assert SAMPLE.context[start:end] == candidate.text
    chances = [candidate.probability for candidate in reading.candidates]
    assert chances == sorted(chances, reverse=True)
    assert 0 <= reading.confidence <= 1
    np.testing.assert_allclose(reading.query_to_context.sum(), 1, rtol=1e-4)


def test_longest_answer_is_kept_to(reader):
    reading = reader.read(SAMPLE.context, QUESTION, max_answer_words=1, most=20)
    assert {c.words[1] - c.words[0] for c in reading.candidates} == {1}


@pytest.mark.parametrize(
    ("context", "question", "sentence"),
    [("", "Who?", "paragraph is empty"), (" \n", "Who?", "paragraph is empty"),
     ("A lamp.", "", "question is empty"), ("A lamp.", "  ", "question is empty"),
     ("word " * 50_001, "Who?", "maximum is 50,000")],
)  # fmt: skip
def test_empty_or_endless_is_refused_with_a_sentence(
    reader, context, question, sentence
):
    with pytest.raises(TextError, match=sentence):
        reader.read(context, question)


@pytest.mark.parametrize(
    ("context", "question"),
    [("Gull", "What?"), ("漢字 が ある", "何?"), ("<b>bold</b> & <i>x</i>", "Who <b>?"),
     ("a \0 b \x07 c", "\0 what?"), ("\U0001f600 \ud800", "Why \U0001f600?")],
)  # fmt: skip
def test_odd_input_is_answered(reader, context, question):
    reading = reader.read(context, question)
    start, end = reading.candidates[0].characters
    assert context[start:end] == reading.answer


def test_long_question_is_cut_and_told(reader):
    reading = reader.read(SAMPLE.context, "who " * 45)
    assert (len(reading.question), reading.dropped) == (30, 15)


def test_long_passage_is_read_in_windows_that_cover_it(reader):
    context = " ".join(sample.context for sample in SAMPLES * 4)
    reading = reader.read(context, QUESTION)
    assert reading.windows == len(windows_of(len(reading.context))) > 5
    np.testing.assert_allclose(reading.start_probabilities.sum(), 1)
    np.testing.assert_allclose(reading.context_to_query.sum(axis=1), 1, rtol=1e-4)


@pytest.mark.parametrize("place", [0, 299, 13_000, 19_997])
def test_answer_is_found_anywhere_in_20_000_words(reader, monkeypatch, place):
    words = ["word"] * 20_000
    words[place : place + 2] = ["Marta", "Lind"]
    sizes = []

    def predict(items, table):
        """Point at the name, and know nothing of other windows."""
        sizes.append((len(items), max(len(item.context) for item in items)))
        names = table.ids(["Marta", "Lind"])
        rows = np.full((len(items), 2, 320), -1e9)
        for row, item in zip(rows, items, strict=True):
            row[:, : len(item.context)] = 10.0 * (item.context == names[:, None])
        return rows, np.ones((len(items), 320, 4)), np.ones((len(items), 320))

    monkeypatch.setattr(reader, "_predict", predict)
    reading = reader.read(" ".join(words), "Who built it?")
    assert reading.answer == "Marta Lind"
    assert reading.candidates[0].words == (place, place + 2)
    assert reading.candidates[0].probability == pytest.approx(0.28, abs=0.05)
    assert reading.windows == sum(count for count, _ in sizes)
    # Memory is bounded: so much is read at once, however long the context.
    assert max(sizes) == (8, 300)


def test_chances_are_those_of_a_reading(reader):
    reading = reader.read(SAMPLE.context, QUESTION)
    words = reader.words()
    ids = [words.ids(text.words) for text in (reading.context, reading.question)]
    items = [Encoded(*ids, c.words) for c in reading.candidates] * 8
    found = reader.chances(items, words)
    wanted = [c.probability for c in reading.candidates] * 8
    np.testing.assert_allclose(found, wanted, rtol=1e-4)


@pytest.mark.parametrize("size", [1, 300, 301, 500, 501, 20_000])
def test_windows_cover_every_word(size):
    covered = np.zeros(size, bool)
    starts = windows_of(size)
    for start in starts:
        covered[start : start + 300] = True
    assert covered.all()
    assert starts == sorted(set(starts))


def test_unknown_words_are_told_once(reader):
    reading = reader.read("The zqxjk met a zqxjk and a gull.", "Who is zqxjk?")
    assert reading.unknown == ("zqxjk",)


def test_epoch_that_is_not_there_is_told(checkpoint):
    Reader(checkpoint, 1)
    with pytest.raises(CheckpointError, match="no snapshot of epoch 7"):
        Reader(checkpoint, 7)


def test_example_comes_back_as_it_was_written(reader, tmp_path):
    made = example.make(reader)
    (tmp_path / example.FILE).write_text(example.to_text(made), encoding="utf-8")
    kept = example.read(tmp_path)
    assert kept.answer == made.answer
    assert kept.context.words == made.context.words
    np.testing.assert_allclose(kept.context_to_query, made.context_to_query, atol=6e-5)


def test_missing_example_is_told(tmp_path):
    with pytest.raises(CheckpointError):
        example.read(tmp_path)


def test_outcomes_are_counted_by_type(reader, tmp_path):
    from engine.reading import data
    from engine.reading.encoding import examples

    judged = ask(reader, examples(data.read(contexts.squad(), "ours.json")))
    outcomes.write(tmp_path / outcomes.FILE, outcomes.of(judged))
    found = outcomes.read(tmp_path)
    counted = tallies.by_type(found)
    assert sum(tally.count for tally in counted) == len(judged) == 26
    assert sum(tally.share for tally in counted) == pytest.approx(1)
    exact = sum(tally.exact * tally.count for tally in counted) / 26
    assert exact == pytest.approx(np.mean([j.score.exact for j in judged]))
    assert fit(reader.model, judged, reader.words(), reader.config).questions == 26


def test_confidence_is_how_often_it_was_right():
    random = np.random.default_rng(0)
    probability = random.uniform(0.05, 0.95, 4000)
    right = (random.uniform(size=4000) < probability**2).astype(float)
    slope, offset = platt(probability, right)
    found = Calibration(slope, offset)
    for wanted in (0.3, 0.6, 0.9):
        near = np.abs(probability - wanted) < 0.05
        assert found.confidence(wanted) == pytest.approx(right[near].mean(), abs=0.06)
    assert Calibration.from_text(found.to_text()) == found


def test_threshold_tells_two_samples_apart():
    below, share = threshold(np.array([0.5, 0.6, 0.9]), np.array([0.1, 0.2, 0.3, 0.55]))
    assert (below, share) == (0.5, pytest.approx(7 / 8))


def test_question_types():
    assert kind("In which year did it end?") == "which"
    assert kind("What is it?") == "what"
    assert kind("Does it rain?") == "do"
    assert kind("Tell me.") == "other"
    assert shares(["who", "who", "how"]) == {"who": 2 / 3, "how": 1 / 3}
    assert [length_group(n) for n in (1, 3, 4, 9)] == ["1", "3", "4–5", "9 or more"]


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
        (b"\xff\xfe lamp", "Who?", "is not UTF-8"),
        (b"word " * 50_001, "Who?", "maximum is 50,000"),
        (b"Gull", "What?", ""),
        ("灯台 が ある。".encode(), "何?", ""),
        ("Маяк построил Иван.".encode(), "Кто?", ""),
        (b"<script>alert(1)</script>", "Who <b>?", ""),
        (b"A lamp.", "who " * 45, ""),
        (b"A lamp. " * 5000, "What?", ""),
    ],
)
def test_command_answers_or_tells(
    reader, checkpoint, tmp_path, monkeypatch, capsys, context, question, sentence
):
    monkeypatch.setattr(command, "Reader", lambda *_: reader)
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
    monkeypatch.setattr(command, "Reader", lambda *_: reader)
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
    told = experiment.check_own_data(contexts.squad(), "mine.json", config)
    assert told == "5 paragraphs, 26 questions"
