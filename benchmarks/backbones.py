"""Does every network of timm's and torchvision's dream? Three ascent steps on a non-square picture.

    python benchmarks/backbones.py --families            the smallest network of each module
    python benchmarks/backbones.py --all --shard 1/8     every name of timm's, one part of eight
    python benchmarks/backbones.py --torchvision         every image classifier of torchvision's

Writes a table (benchmarks/backbones.csv): name, family, layers, objective before and after, status,
seconds. Names that are in the table already are skipped, so an interrupted run goes on; the rest
come smallest first.
"""

from __future__ import annotations

import argparse
import csv
import gc
import re
import time
import warnings
from pathlib import Path

import timm
import torch
from quick_weights import quick_weights
from torch import nn

from dreamgen.backbones.base import Backbone, Model
from dreamgen.backbones.network.network import Network
from dreamgen.backbones.network.timm_facts import get_config
from dreamgen.backbones.sources.timm import Timm
from dreamgen.backbones.sources.torchvision import Torchvision

HERE = Path(__file__).parent
COLUMNS = ("name", "family", "layers", "before", "after", "status", "seconds")
# The smallest by parameters of each of timm's modules, found on the meta device.
FAMILIES = """
beit_base_patch16_224 halonet_h1 test_byobnet cait_xxs24_224 coat_tiny convit_tiny
convmixer_768_32 convnext_atto_rms cpubone_nano crossvit_tiny_240 csatv2 cs3darknet_focus_s
cspnext_tiny davit_tiny deepseek_vit_412m deit_tiny_patch16_224 densenet121 dla46x_c dpn48b
edgenext_xx_small efficientformer_l1 efficientformerv2_s0 mnasnet_050 efficientvim_m1
efficientvit_b0 efficientvit_m0 eva02_tiny_patch14_224 fasternet_t0 fastvit_s12
focalnet_tiny_srf gcvit_xxtiny gemma4_vit_167m ghostnet_050 hardcorenas_b hgnetv2_b0
hiera_tiny_224 sam2_hiera_tiny hrnet_w18_small iformer_s inception_next_atto
inception_resnet_v2 inception_v3 inception_v4 lcnetv2_small levit_128s lowformer_b0
test_mambaout maxvit_pico_rw_256 poolformerv2_s12 gmlp_ti16_224 mobilenetv3_small_050
mobilenetv5_base mobilevit_xxs mvitv2_tiny naflexvit_base_patch16_parfac_gap nasnetalarge
nest_tiny nextvit_small test_nfnet pit_ti_224 pnasnet5large pvt_v2_b0 qwen3_vit_88m rdnet_tiny
regnetx_002 repghostnet_050 repvit_m1 res2next50 resnest14d test_resnet resnetv2_18 rexnet_100
selecsls42 legacy_seresnet18 sequencer2d_s shvit_s1 skresnet18 starnet_s050 swiftformer_xs
swin_tiny_patch4_window7_224 swinv2_tiny_window16_256 swinv2_cr_tiny_224 tiny_vit_5m_224
tnt_s_legacy_patch16_224 tresnet_m twins_svt_small vgg11 visformer_tiny test_vit
vit_tiny_r_s16_p8_224 test_vit_relpos samvit_base_patch16_224 vitamin_small_224 volo_d1_224
ese_vovnet19b_slim_dw legacy_xception xception41p xcit_nano_12_p8_224
"""
LARGE = 6e7  # parameters from which bfloat16 is faster, its halved memory aside
GIANT = 2e9  # parameters from which float32 would not fit into 20 GB
LARGE_WINDOW = 288


def main() -> None:
    """Walk the names that are asked for and still missing from the table, smallest first."""
    arguments = _arguments()
    warnings.simplefilter("ignore")
    done = _done(arguments.out)
    sizes = {name: _parameters(name) for name in _names(arguments) if name not in done}
    raised = 0
    for place, name in enumerate(sorted(sizes, key=sizes.__getitem__), 1):
        row = measure(name, sizes[name])
        raised += row["status"] == "raised"
        _append(arguments.out, row)
        print(f"{place}/{len(sizes)} {name}: {row['status']} ({row['seconds']} s)", flush=True)
    _sort(arguments.out)
    print(f"{raised} of {len(sizes)} raised the objective")


def measure(name: str, parameters: int) -> dict[str, object]:
    """Return one row of the table."""
    start = time.perf_counter()
    family = timm.models._registry._model_to_module.get(name, "torchvision")
    row = dict.fromkeys(COLUMNS, "") | {"name": name, "family": family}
    for dtype, stride in _tries(parameters):
        try:
            found = dream(name, dtype, stride)
            raised = found["after"] > found["before"]
            row |= {key: f"{value:.6g}" for key, value in found.items()}
            row["status"] = "raised" if raised else "not raised"
        except Exception as error:  # the table lists whatever goes wrong
            row["status"] = f"{type(error).__name__}: {error}".splitlines()[0]
        gc.collect()
        if row["status"] == "raised":
            break
    row["seconds"] = round(time.perf_counter() - start, 1)
    return row


def _tries(parameters: int) -> list[tuple[torch.dtype, float]]:
    """Return precisions and lengths of a step, to be tried in turn until one raises the objective.

    A gradient may be lost in bfloat16's rounding, and in a very deep random network it holds for
    short steps alone.
    """
    full = [(torch.float32, 0.01), (torch.float32, 0.0003)]
    if parameters <= LARGE:
        return full
    return [(torch.bfloat16, 0.01), *(full if parameters <= GIANT else ())]


def dream(name: str, dtype: torch.dtype, stride: float = 0.01, steps: int = 3) -> dict[str, object]:
    """Take ascent steps on a layer's mean square; return layers, and values before and after."""
    torch.set_default_dtype(dtype)
    try:
        with quick_weights():
            model = _find(name).load("random")
    finally:
        torch.set_default_dtype(torch.float32)
    network = Network(model, torch.device("cpu"), dtype)
    rng = torch.Generator().manual_seed(0)
    picture = 0.35 + 0.3 * torch.rand(1, 3, *_sides(model), generator=rng)
    values = []
    for _ in range(steps):
        value, gradient = _differentiate(network, picture)
        values.append(value)
        scale = gradient.abs().mean().clamp_min(1e-30)
        picture = (picture + stride * (gradient / scale).clamp(-4, 4)).clamp(0, 1)
    with torch.no_grad():
        values.append(_objective(network, picture).item())
    return {"layers": len(network.layers), "before": values[0], "after": values[-1]}


def _sides(model: Model) -> tuple[int, int]:
    """Return height and width of a small picture that is not square.

    Networks of one size are shown two windows, or where theirs are large a single one.
    """
    _, height, width = model.input_size
    if _is_rigid(model.module):
        return int(0.7 * height), int((1.2 if width <= LARGE_WINDOW else 0.9) * width) + 5
    return int(0.35 * min(height, LARGE_WINDOW)), int(0.6 * min(width, LARGE_WINDOW)) + 5


def _is_rigid(module: nn.Module) -> bool:
    fixed = get_config(module).get("fixed_input_size", False)
    return fixed and not getattr(module, "dynamic_img_size", False)


def _differentiate(network: Network, picture: torch.Tensor) -> tuple[float, torch.Tensor]:
    picture = picture.detach().requires_grad_()
    value = _objective(network, picture)
    (gradient,) = torch.autograd.grad(value, picture)
    return value.item(), gradient


def _objective(network: Network, picture: torch.Tensor) -> torch.Tensor:
    return network.activations(picture, [network.default_layer])[0].square().mean()


def _parameters(name: str) -> int:
    return sum(parameter.numel() for parameter in _find(name).outline().parameters())


def _find(name: str) -> Backbone:
    inside = re.fullmatch(r"torchvision\((\w+)\)", name)
    return Torchvision(name=inside[1]) if inside else Timm(name=name)


def _names(arguments: argparse.Namespace) -> list[str]:
    if arguments.names:
        names = [name for glob in arguments.names for name in timm.list_models(glob)]
    elif arguments.all:
        names = timm.list_models()
    elif arguments.torchvision:
        names = _list_torchvision()
    else:
        names = FAMILIES.split()
    part, parts = (int(number) for number in arguments.shard.split("/"))
    return names[part - 1 :: parts]


def _list_torchvision() -> list[str]:
    return [f"torchvision({name})" for name in Torchvision.list_names()]


def _done(table: Path) -> set[str]:
    if not table.exists():
        return set()
    with table.open(newline="") as file:
        return {row["name"] for row in csv.DictReader(file)}


def _append(table: Path, row: dict[str, object]) -> None:
    new = not table.exists()
    with table.open("a", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        if new:
            writer.writeheader()
        writer.writerow(row)


def _sort(table: Path) -> None:
    """Put the rows into the order in which timm lists the names."""
    with table.open(newline="") as file:
        rows = {row["name"]: row for row in csv.DictReader(file)}
    ordered = table.with_suffix(".sorted")
    ordered.unlink(missing_ok=True)
    for name in [*timm.list_models(), *_list_torchvision()]:
        if name in rows:
            _append(ordered, rows[name])
    ordered.replace(table)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--families", action="store_true", help="one network of each module")
    which.add_argument("--all", action="store_true", help="every name")
    which.add_argument("--torchvision", action="store_true", help="torchvision's classifiers")
    which.add_argument("--names", nargs="+", metavar="GLOB", help="these names")
    parser.add_argument("--shard", default="1/1", metavar="I/N", help="this part of the names")
    parser.add_argument("--out", type=Path, default=HERE / "backbones.csv", help="the table")
    return parser.parse_args()


if __name__ == "__main__":
    main()
