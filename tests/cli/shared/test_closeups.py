import pytest

from dreamgen.cli.shared.closeups import read_closeups
from dreamgen.errors import BadInput


def test_closeups():
    (call,) = read_closeups(["0.4, 0.3,0.1"])
    assert call.params == {"x": 0.4, "y": 0.3, "width": 0.1}
    with pytest.raises(BadInput, match=r"x,y,w"):
        read_closeups(["0.4"])
