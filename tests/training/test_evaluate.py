"""The command that evaluates a model says what is missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from training.evaluate import FILES, main


@pytest.fixture
def bench(tmp_path: Path) -> Path:
    """Files that nobody may come to read."""
    for name in FILES.values():
        (tmp_path / name).touch()
    return tmp_path


@pytest.mark.parametrize("model", ["nobody/no-such-model", "no/such/folder/here", "模型"])
def test_a_model_that_is_not_here_ends_the_command_with_its_name(
    model: str, bench: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main([model, "--data", str(bench)])
    assert ended.value.code == 2
    shown = capsys.readouterr().err
    assert repr(model) in shown and "is not on this machine" in shown


@pytest.mark.parametrize("folder", ["", "no such folder"])
def test_benchmarks_that_are_not_there_are_named(
    folder: str, bench: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (bench / "DRCD_test.json").unlink()
    with pytest.raises(SystemExit) as ended:
        main(["bundled", "--data", str(bench / folder)])
    assert ended.value.code == 2
    shown = capsys.readouterr().err
    assert f"{bench / folder} 里没有（lacks）" in shown and "DRCD_test.json" in shown
    assert ("xquad.zh.json" in shown) == bool(folder)
