import pytest
from PIL import Image

from dreamgen.loaders.films.moments import show_at, spread_moments
from dreamgen.loaders.films.reel import Reel, Shown


class Numbers(Reel):
    """A film whose pictures are as wide as their number, from 1; it notes where it was opened."""

    size = (1, 1)

    def __init__(self, count: int, rate: float):
        self.count, self.rate, self.seconds = count, rate, count / rate
        self.opened: list[float] = []

    def play(self, start: float = 0.0):
        self.opened.append(start)
        first = min(int(start * self.rate + 1e-6), self.count - 1)
        for number in range(first, self.count):
            yield Shown(number / self.rate, Image.new("L", (number + 1, 1)))


@pytest.mark.parametrize(("count", "rate"), [(7, 10), (240, 24), (3, 0.2), (1, 25)])
@pytest.mark.parametrize("pictures", [1, 2, 5])
def test_what_is_shown_is_what_a_plain_search_finds(count, rate, pictures):
    reel = Numbers(count, rate)
    moments = spread_moments(reel, pictures)
    assert len(moments) == min(count, pictures)
    shown = [each.image.width for each in show_at(reel, moments)]
    assert shown == [max(n for n in range(1, count + 1) if (n - 1) / rate <= t) for t in moments]
    if len(moments) > 1:
        assert (shown[0], shown[-1]) == (1, count)


def test_a_long_way_is_leapt_and_a_short_one_played():
    reel = Numbers(10_000, 25)
    list(show_at(reel, [0.0, 0.1, 1.0, 300.0, 300.5]))
    assert reel.opened == [0.0, 300.0]


def test_a_film_that_cannot_seek_is_played_once():
    reel = Numbers(100, 1)
    reel.can_seek = False
    shown = list(show_at(reel, [0.5, 30.5, 99.5]))
    assert [each.image.width for each in shown] == [1, 31, 100]
    assert reel.opened == [0.5]


def test_after_the_end_the_last_picture_stays():
    shown = list(show_at(Numbers(4, 10), [0.35, 7.0]))
    assert [each.image.width for each in shown] == [4, 4]
