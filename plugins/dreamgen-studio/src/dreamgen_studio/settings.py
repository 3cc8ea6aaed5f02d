"""What the studio allows: bounds on what is brought, asked for and kept waiting."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Settings:
    """Bounds of a studio.

    shared:        others than the user of this machine use it: each sees only what is their own.
    download:      weights that are not on this machine may be fetched.
    workers:       how many dreams are made at once; None for one a GPU, or one.
    most_bytes:    of an upload.
    most_pixels:   of an upload, and of a dream.
    most_frames:   of a zoom.
    most_waiting:  dreams that wait, for one visitor and for all together.
    most_kept:     bytes of all uploads of one visitor.
    least_free:    bytes of the disk that stay free.
    longest:       seconds that a dream may take; None for no limit.
    """

    shared: bool = False
    download: bool = True
    workers: int | None = None
    most_bytes: int = 256 << 20
    most_pixels: int = 100_000_000
    most_frames: int = 20_000
    most_waiting: tuple[int, int] = (200, 200)
    most_kept: int = 4 << 30
    least_free: int = 1 << 30
    longest: float | None = None

    def for_guests(self) -> Settings:
        """Return tighter bounds, for a studio that is shared."""
        return replace(
            self,
            shared=True,
            download=False,
            most_bytes=min(self.most_bytes, 64 << 20),
            most_pixels=min(self.most_pixels, 16_000_000),
            most_frames=min(self.most_frames, 600),
            most_waiting=(20, 200),
            most_kept=min(self.most_kept, 512 << 20),
            longest=self.longest or 900.0,
        )
