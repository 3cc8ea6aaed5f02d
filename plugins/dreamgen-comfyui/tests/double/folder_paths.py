"""ComfyUI's folders, below ``root``, which a test sets."""

from pathlib import Path

root = Path()


def get_input_directory():
    return str(root / "input")


def get_output_directory():
    return str(root / "output")


def get_temp_directory():
    return str(root / "temp")


def __getattr__(name):
    if name == "models_dir":
        return str(root / "models")
    raise AttributeError(name)


def get_annotated_filepath(name):
    if name.endswith(" [output]"):
        return str(Path(get_output_directory()) / name.removesuffix(" [output]"))
    return str(Path(get_input_directory()) / name)


def get_save_image_path(prefix, folder, width=0, height=0):
    target = Path(folder) / Path(prefix).parent
    target.mkdir(parents=True, exist_ok=True)
    name = Path(prefix).name
    count = 1 + len(list(target.glob(f"{name}_*")))
    return str(target), name, count, str(Path(prefix).parent), prefix
