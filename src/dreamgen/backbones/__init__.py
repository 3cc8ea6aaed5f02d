"""Networks of timm, torchvision and checkpoint files, behind one interface."""
