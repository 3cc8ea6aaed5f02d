from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest


def test_layers_of_the_bundled_network(user):
    lines = user.gets("layers", "bestiary").splitlines()
    assert [line.split()[:3] for line in lines[1:]] == [
        [str(number), f"layer{stage}.{block}", str(32 * 2**stage)]
        for number, (stage, block) in enumerate([(s, b) for s in (1, 2, 3, 4) for b in (0, 1)], 1)
    ]


def test_layers_name_the_heads_and_hidden_units_of_a_transformer(user):
    done = user.types("layers", "test_vit")
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == 1 + 6
    assert done.stderr.decode().splitlines() == [
        "attention heads: blocks.0.attn.heads (2) ... blocks.5.attn.heads (2)",
        "hidden units: blocks.0.mlp.act (192) ... blocks.5.mlp.act (192)",
    ]


def test_components_presets_backbones_and_doctor(user):
    assert "patchwork" in user.gets("components", "objectives")
    assert "overlap of neighbours" in user.gets("components", "patchwork")
    assert "ramp(0, 30)" in user.gets("components", "zoom")
    assert "Formulas can name: value" in user.gets("components", "csv")
    assert "psychedelic-plot" in user.gets("presets")
    assert 'input = "sample:rex"' in user.gets("presets", "reptile-skin")
    listed = user.gets("backbones", "resnet1*").split()
    assert "resnet18" in listed
    assert "resnet50" not in listed
    doctor = user.gets("doctor")
    assert "torch" in doctor
    assert "OMP_WAIT_POLICY=" in doctor
    assert "did you mean patchwork" in user.is_told("components", "patchwrk")
    assert "did you mean resnet18" in user.is_told("backbones", "resnt18")


@pytest.mark.parametrize(("word", "begins"), [("backbones", b"bestiary"), ("--help", b" ")])
def test_a_reader_that_has_seen_enough_is_no_failure(environment, word, begins):
    words = [str(Path(sys.executable).parent / "dreamgen"), word]
    pipe = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(words, env={**os.environ, "COLUMNS": "9000"}, **pipe) as listing:
        assert listing.stdout.readline().startswith(begins)
        listing.stdout.close()
        assert listing.stderr.read() == b""
    assert listing.returncode == 0
