"""The books of loaded models, as touchy as ComfyUI's own.

An entry vanishes once its model is garbage. To unload, places in the list are noted first and taken
out afterwards: a model that becomes garbage meanwhile would shift them.
"""

import weakref

import torch

books = []
state = {"interrupted": False, "asked": []}


class InterruptProcessingException(Exception):
    pass


def throw_exception_if_processing_interrupted():
    if state["interrupted"]:
        state["interrupted"] = False
        raise InterruptProcessingException


def get_torch_device():
    return torch.device("cpu")


def get_total_memory(device):
    return 2**32


def _drop_garbage():
    books[:] = [entry for entry in books if entry["model"]() is not None]


def load_models_gpu(patchers, memory_required=0):
    state["asked"].append(memory_required)
    for patcher in patchers:
        for entry in [one for one in books if patcher.is_clone(one["patcher"]())]:
            patcher.detach(unpatch_all=False)
            entry["finalizer"].detach()
            books.remove(entry)
        patcher.partially_load(patcher.load_device)
        model = patcher.model
        finalizer = weakref.finalize(model, _drop_garbage)
        entry = {"patcher": weakref.ref(patcher), "model": weakref.ref(model)}
        books.insert(0, entry | {"finalizer": finalizer})


def free_memory(memory_required, device):
    if memory_required < 2**40:  # there is room
        return
    places = []
    for place in range(len(books)):
        patcher = books[place]["patcher"]()
        if patcher.load_device != device or patcher.partially_unload(device) < 0:
            continue
        del patcher
        books[place]["patcher"]().detach(True)
        books[place]["finalizer"].detach()
        places.append(place)
    for place in reversed(places):
        books.pop(place)


def unload_all_models():
    free_memory(1e30, get_torch_device())
