"""`./loupe export` and `./loupe import`: one line each, a sentence for a mistake."""

from __future__ import annotations

from engine.cli import commands
from engine.runs import store


def test_export_and_import_go_from_one_folder_to_another(
    capsys, shipped, home, tmp_path, monkeypatch
):
    def ask(*words: object) -> tuple[int, list[str], str]:
        status = commands.main([str(word) for word in words])
        out, err = capsys.readouterr()
        return status, out.splitlines(), err

    path = tmp_path / "net.zip"
    assert ask("export", "tiny", path) == (0, [f"wrote {path}"], "")
    status, _, err = ask("export", "tiny", path)
    assert (status, "exists already" in err) == (2, True)
    status, lines, _ = ask("import", path)
    (run,) = store.list_runs()
    assert (status, lines) == (0, [f"imported language “tiny” as run {run.id}"])
    path.write_bytes(b"not a ZIP")
    status, _, err = ask("import", path)
    assert (status, err.count("\n"), len(store.list_runs())) == (2, 1, 1)
    status, _, err = ask("export", "nothing")
    assert "no checkpoint called “nothing”. Available: language/" in err
    monkeypatch.setenv("LOUPE_TRAINING", "off")
    assert "LOUPE_TRAINING=off" in ask("import", path)[2]
