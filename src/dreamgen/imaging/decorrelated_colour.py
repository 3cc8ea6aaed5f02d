"""How red, green and blue go together in photographs."""

from __future__ import annotations

COLOUR_CORRELATION = ((0.26, 0.09, 0.02), (0.27, 0.00, -0.05), (0.27, -0.09, 0.03))
"""A square root of the covariance of red, green and blue over ImageNet: Lucid's
``color_correlation_svd_sqrt`` (Olah, Mordvintsev and Schubert, "Feature Visualization", 2017).

It takes three independent channels to red, green and blue, the rows. Its columns are roughly
lightness, orange to blue, and magenta to green.
"""
