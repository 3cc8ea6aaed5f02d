"""OpenEXR pictures: linear light in floats, as renderers and compositing programs write it."""
