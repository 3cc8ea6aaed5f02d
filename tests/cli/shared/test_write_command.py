import shlex

import pytest

from dreamgen.cli.shared.write_command import write_command, write_flags


def test_the_command_can_be_typed_again():
    flags = {"preset": "closeup", "octaves.count": 3, "settings": ["seed=2", "colour=hue"]}
    assert write_command("my plot.svg", flags) == (
        "dreamgen render 'my plot.svg' --preset closeup --octaves 3 --set seed=2 --set colour=hue"
    )


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        (
            {"regularisers": ["jitter", "blur(start=2)"]},
            "--regulariser jitter --regulariser blur(start=2)",
        ),
        ({"regularisers": []}, "--set regularisers=[]"),
        ({"octaves.step_decay": 0.5}, "--set octaves.step_decay=0.5"),
        ({"zoom.loop": True}, "--loop"),
        ({"zoom.loop": False}, "--set zoom.loop=false"),
        ({"input": "a b.png", "seed": 3}, "a b.png --seed 3"),
    ],
)
def test_every_key_has_words(flags, words):
    assert " ".join(shlex.split(write_flags(flags))) == words
