"""The loader of drawings and charts in SVG."""
