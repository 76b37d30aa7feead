"""A painter that fails costs one picture and one sentence; everything else goes on."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from geo import Atlas, View, client
from geo.errors import ExportError
from geo.pictures import painter
from geo.pictures.painter.process import PainterProcess

FRAME = painter.Frame((43.0, 34.5, 45.0, 36.5), 300, 300)

#: Painters that fail when a view selects the way how.
FAULTS = """
const paint = globalThis.greenlinePaint;
const keep = [];
globalThis.greenlinePaint = (text) => {
  if (text.includes('fields:hang')) for (;;);
  if (text.includes('fields:fill')) for (;;) keep.push(new Array(1e5).fill(0).map(() => ({})));
  if (text.includes('fields:throw')) undefined.draw();
  return paint(text);
};
"""


@pytest.fixture
def faulty() -> Iterator[PainterProcess]:
    process = PainterProcess(60, 400 << 20, lambda: client.host_script() + FAULTS)
    yield process
    process.close()


def draw(atlas: Atlas, process: PainterProcess, fault: str = "") -> painter.Picture:
    view = View(selection=f"fields:{fault}") if fault else View()
    return painter.draw(atlas, view, FRAME, process=process)


@pytest.mark.quick(1)
@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        ("throw", "the painter failed (TypeError: Cannot read properties of undefined"),
        ("fill", "the painter ran out of memory and was stopped"),
        ("hang", "the painter took longer than 3 seconds and was stopped"),
    ],
)
def test_a_fault_costs_one_picture_and_one_sentence(
    atlas: Atlas, faulty: PainterProcess, fault: str, sentence: str
) -> None:
    before = draw(atlas, faulty)
    if fault == "hang":
        faulty.seconds = 3
    with pytest.raises(ExportError) as raised:
        draw(atlas, faulty, fault)
    faulty.seconds = 60
    assert sentence in str(raised.value)
    assert "\n" not in str(raised.value)
    assert draw(atlas, faulty) == before


def test_a_missing_package_is_named(
    atlas: Atlas, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "py_mini_racer.py").write_text("raise ModuleNotFoundError(name='py_mini_racer')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    process = PainterProcess()
    with pytest.raises(ExportError, match=r"pip install 'greenline\[pictures\]'"):
        painter.draw(atlas, View(), FRAME, process=process)
    process.close()


PROGRAM = """
import psutil, threading, time
from geo import Atlas, View
from geo.pictures import painter
painter.draw(Atlas.load(), View(), painter.Frame((43.0, 34.5, 45.0, 36.5), 300, 300))
print(*(child.pid for child in psutil.Process().children(recursive=True)), flush=True)
{end}
"""

ENDS = {
    "is killed": "time.sleep(60)",
    "still draws": "threading.Thread(target=lambda: [painter.draw(Atlas.load(), View(), painter.Frame("
    "(43.0, 34.5, 45.0, 36.5), 300, 300)) for _ in range(9999)], daemon=True).start(); time.sleep(.3)",
    "leaves at once": "import os; os._exit(0)",
}


@pytest.mark.thorough
@pytest.mark.parametrize("end", ENDS)
def test_no_process_is_left_however_the_program_ends(end: str) -> None:
    program = PROGRAM.format(end=ENDS[end])
    with subprocess.Popen(
        [sys.executable, "-c", program],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as parent:
        assert parent.stdout is not None
        children = [int(pid) for pid in parent.stdout.readline().split()]
        assert children and all(map(psutil.pid_exists, children))
        if end == "is killed":
            parent.kill()
        parent.wait(60)
    deadline = time.monotonic() + 60
    while any(map(psutil.pid_exists, children)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not [pid for pid in children if psutil.pid_exists(pid)]


@pytest.mark.thorough
def test_a_fork_draws_by_a_process_of_its_own(atlas: Atlas) -> None:
    picture = painter.draw(atlas, View(), FRAME)
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:  # pragma: no cover -- another process
        same = painter.draw(atlas, View(), FRAME) == picture
        painter.close()
        os.write(writing, b"same" if same else b"other")
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as answer:
        assert answer.read() == b"same"
    os.waitpid(pid, 0)
    assert painter.draw(atlas, View(), FRAME) == picture
