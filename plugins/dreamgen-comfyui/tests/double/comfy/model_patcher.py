class ModelPatcher:
    """What the books hold: a model, where it is to be, and how large it is."""

    def __init__(self, model, load_device, offload_device, size=0, weight_inplace_update=False):
        self.model = model
        self.load_device = load_device
        self.offload_device = offload_device
        self.size = size
        self.parent = None

    def model_size(self):
        return self.size

    def is_clone(self, other):
        return self.model is other.model

    def partially_load(self, device_to, extra_memory=0, force_patch_weights=False):
        raise AssertionError("a network is never moved in part")

    def detach(self, unpatch_all=True):
        raise AssertionError("the weights do not belong to ComfyUI")

    def __del__(self):
        self.detach(unpatch_all=False)
