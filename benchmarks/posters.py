"""What posters need of memory and time, by strips and as a whole.

    python benchmarks/posters.py                              1080p, 4K and 7680 pixels
    python benchmarks/posters.py --sizes 1920x1080 --memory 800MB

Every picture is dreamed for one step of one octave in a process of its own; the memory is what the
process grew by at its peak, over what it held with torch and the network loaded. By default a
picture is dreamed whole only up to ``--whole`` megapixels, since that takes some 800 bytes a pixel.
"""

from __future__ import annotations

import argparse
import time

from subprocess_measurement import add_flag, answer, measure_in_subprocess, peak


def main() -> None:
    """Measure, and print a table."""
    arguments = _arguments()
    if arguments.measure:
        answer(arguments.measure, measure)
        return
    print("size           strips                  whole                   strips : whole")
    for size in arguments.sizes:
        width, height = map(int, size.split("x"))
        strips = measure_in_subprocess(__file__, size=size, memory=arguments.memory)
        line = f"{size:10} {strips['memory']:7.0f} MB {strips['seconds']:6.1f} s"
        if width * height <= arguments.whole * 10**6:
            whole = measure_in_subprocess(__file__, size=size, memory="1000GB")
            memory, seconds = (strips[key] / whole[key] for key in ("memory", "seconds"))
            line += f"   {whole['memory']:7.0f} MB {whole['seconds']:6.1f} s"
            line += f"   memory {memory:.2f}  time {seconds:.2f}"
        print(line, flush=True)


def measure(size: str, memory: str) -> dict[str, float]:
    """Dream once; return the seconds of the step, and MB of memory."""
    import dreamgen

    more = {"layer": 6, "octaves": {"count": 1}, "steps": 1}
    dreamgen.dream("noise", size=320, **more)
    before, times = peak(), [0.0]
    started = time.perf_counter()
    dreamgen.dream(
        "noise",
        size=size,
        memory=memory,
        on_step=lambda step: times.append(time.perf_counter() - started),
        **more,
    )
    return {"seconds": times[-1], "memory": peak() - before}


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", nargs="+", default=["1920x1080", "3840x2160", "7680x4320"])
    parser.add_argument("--memory", default="1500MB")
    parser.add_argument("--whole", type=float, default=9.0, help="megapixels")
    add_flag(parser)
    return parser.parse_args()


if __name__ == "__main__":
    main()
