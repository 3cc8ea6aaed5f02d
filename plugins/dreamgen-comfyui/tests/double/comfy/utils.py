class ProgressBar:
    """Notes what it was told: ``shown`` are pairs of a share of the whole and a preview."""

    last = None

    def __init__(self, total, node_id=None):
        self.total = total
        self.shown = []
        ProgressBar.last = self

    def update_absolute(self, value, total=None, preview=None):
        self.shown.append((value / self.total, preview))
