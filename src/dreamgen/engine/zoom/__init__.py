"""A camera's way through dreams: keyframes, warps and what lies between."""
