"""Music: a song drives what follows it, and goes with the film."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import Field

from dreamgen import BadInput, Curve, Curves, Soundtrack


class Music(Curves):
    """What a song does, from 0 to 1, and its sound.

    beat: a pulse on each beat, which fades. onset: the same where anything sets in, as high as it is
    strong. kick: likewise in the bass. loudness, bass (below 150 Hz), mid and treble (from 2 kHz):
    levels, 0 where the song is quietest and 1 where it is loudest. beats: how many there were so
    far, growing steadily, to count in: sin(pi*beats/4).
    """

    offers: ClassVar[tuple[str, ...]] = (
        "beat",
        "beats",
        "onset",
        "kick",
        "loudness",
        "bass",
        "mid",
        "treble",
    )

    file: str = Field(
        description="WAV, MP3, FLAC, Ogg, M4A or a video's sound", examples=["song.wav"]
    )
    start: float = Field(0.0, ge=0, le=3600, description="seconds of the song that are left out")
    loop: bool = Field(True, description="where the song ends it begins anew; else silence")
    smooth: float = Field(0.1, ge=0, le=60, description="seconds over which levels are averaged")
    decay: float = Field(0.3, gt=0, le=60, description="seconds in which a pulse fades to a tenth")
    bpm: float | None = Field(
        None, ge=30, le=300, description="beats a minute, where it is known; else it is found"
    )

    def read(self, files: Any, seconds: float) -> Mapping[str, Curve]:
        """Return the curves; the whole song says what is quiet and what is loud."""
        from dreamgen_music.curves import draw_curves
        from dreamgen_music.listening.song import listen
        from dreamgen_music.listening.spectrum import RATE

        song = listen(files.data(self.file), self.file, self.bpm)
        if self.start >= song.seconds - 2 / RATE:
            raise BadInput(f"{self.file} lasts {song.seconds:.2f} s, and start is {self.start:g}")
        left_out = round(self.start * RATE)
        found = {}
        for name, values in draw_curves(song, self.smooth, self.decay).items():
            values = values[left_out:]
            if not self.loop and name != "beats":
                values[-1] = 0.0  # the last value stays: silence
            # Of exactly the length of what is heard, so that a hundred laps stay in step.
            rate = len(values) / (song.seconds - self.start) if self.loop else RATE
            found[name] = Curve(values, rate, self.loop)
        return found

    @property
    def sound(self) -> Soundtrack:
        return Soundtrack(self.file, self.start, self.loop)
