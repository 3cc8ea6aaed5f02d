"""What dreamgen itself offers, declared through the same hooks as any plugin's."""

from __future__ import annotations

from pathlib import Path

from dreamgen.plugins.hookspecs import Entry, hookimpl


@hookimpl
def dreamgen_objectives() -> list[Entry]:
    at = "dreamgen.objectives"
    return [
        Entry("layer", f"{at}.layer:LayerEnergy", "everything a layer sees (DeepDream, 2015)"),
        Entry("channel", f"{at}.channel:Channel", "one channel of a layer, everywhere"),
        Entry("neuron", f"{at}.neuron:Neuron", "one channel of a layer at one place"),
        Entry("patchwork", f"{at}.patchwork:Patchwork", "each region its own channels"),
        Entry("concept", f"{at}.concept:Concept", "things by name: concept([owl, scales])"),
        Entry("guide", f"{at}.guide:Guide", "the forms of another picture: guide(leaves.jpg)"),
        Entry("direction", f"{at}.direction:Direction", "a vector, or one picture minus another"),
        Entry("style", f"{at}.style:Style", "the texture of another picture, or of a folder"),
        Entry("caricature", f"{at}.caricature:Caricature", "more of what the picture has already"),
        Entry("stay", f"{at}.stay:Stay", "keep what a layer sees in the picture: a + stay(2)"),
        Entry("strongest", f"{at}.strongest:Strongest", "the channels that the picture is full of"),
        Entry("weakest", f"{at}.strongest:Weakest", "the channels that the picture lacks"),
        Entry("opponent", f"{at}.opponent:Opponent", "one channel up, another one down"),
        Entry("contrast", f"{at}.contrast:Contrast", "one layer up, another one down"),
        Entry("diversity", f"{at}.diversity:Diversity", "one channel, many different answers"),
    ]


@hookimpl
def dreamgen_regularisers() -> list[Entry]:
    at = "dreamgen.regularisers"
    return [
        Entry("jitter", f"{at}.jitter:Jitter", "a small random shift before each look"),
        Entry(
            "affine", f"{at}.affine:Affine", "a small turn and a change of size before each look"
        ),
        Entry(
            "perspective",
            f"{at}.perspective:Perspective",
            "a small slant in space before each look",
        ),
        Entry("crop", f"{at}.crop:Crop", "a random part, enlarged, in place of the whole"),
        Entry("pad", f"{at}.pad:Pad", "a grey margin, so that no border is favoured"),
        Entry("noise", f"{at}.noise:Noise", "fresh noise over each look"),
        Entry(
            "colour_jitter",
            f"{at}.colour_jitter:ColourJitter",
            "other colours for each look (what vision transformers need)",
        ),
        Entry("blur", f"{at}.blur:Blur", "smooth the gradient by a cascade of three Gaussians"),
        Entry("laplacian", f"{at}.laplacian:Laplacian", "even out the gradient's frequency bands"),
        Entry("chroma", f"{at}.chroma:Chroma", "colour in broad washes instead of fringes"),
        Entry("tv", f"{at}.tv:TotalVariation", "a penalty on differences between neighbours"),
        Entry("l1", f"{at}.l1:L1", "a penalty on every difference from the picture given"),
        Entry("l2", f"{at}.l2:L2", "a penalty on large differences from the picture given"),
    ]


@hookimpl
def dreamgen_parameterisations() -> list[Entry]:
    at = "dreamgen.parameterisations"
    return [
        Entry("pixels", f"{at}.pixels:Pixels", "the picture itself"),
        Entry("fourier", f"{at}.fourier:Fourier", "frequencies in decorrelated colour"),
        Entry("maco", f"{at}.maco:Maco", "phases alone, under the magnitudes of photographs"),
        Entry(
            "multiresolution",
            f"{at}.multiresolution:Multiresolution",
            "a sum of pictures of all sizes",
        ),
        Entry("laplacian", f"{at}.laplacian:Laplacian", "the bands of a Laplacian pyramid"),
        Entry("cppn", f"{at}.cppn:Cppn", "a small network that paints from coordinates"),
    ]


@hookimpl
def dreamgen_optimisers() -> list[Entry]:
    at = "dreamgen.optimisers"
    return [
        Entry("normalised", f"{at}.normalised:Normalised", "gradient over its mean magnitude"),
        Entry("adam", f"{at}.adam:Adam", "steps adapted to each value's history"),
        Entry("nadam", f"{at}.nadam:NAdam", "adam that looks a step ahead"),
        Entry("sgd", f"{at}.sgd:Sgd", "the gradient itself, with momentum"),
        Entry("lbfgs", f"{at}.lbfgs:Lbfgs", "steps that know the curvature; without random views"),
    ]


@hookimpl
def dreamgen_loaders() -> list[Entry]:
    at = "dreamgen.loaders"
    return [
        Entry("svg", f"{at}.svg.loader:Svg", "drawings and charts as SVG, sharp at any size"),
        Entry("raster", f"{at}.raster.loader:Raster", "PNG, JPEG, WebP, TIFF, GIF, BMP, AVIF"),
        Entry("exr", f"{at}.exr.loader:Exr", "OpenEXR: linear light, highlights rolled off"),
    ]


@hookimpl
def dreamgen_effects() -> list[Entry]:
    at = "dreamgen.effects"
    return [
        Entry("aged_paper", f"{at}.aged_paper:AgedPaper", "old paper: fibres, yellowing, foxing"),
        Entry("watermark", f"{at}.watermark:Watermark", "tide lines where water stood and dried"),
        Entry("running_ink", f"{at}.running_ink:RunningInk", "ink that ran down while wet"),
        Entry("misregister", f"{at}.misregister:Misregister", "colour plates that do not meet"),
        Entry("bleed", f"{at}.bleed:Bleed", "ink that spread into wet paper"),
        Entry("fade", f"{at}.fade:Fade", "colour washed out, here more and there less"),
        Entry("crumple", f"{at}.crumple:Crumple", "folds and creases, lit from the side"),
        Entry("closeup", f"{at}.closeup:Closeup", "a detail under a magnifying glass"),
        Entry("kaleidoscope", f"{at}.kaleidoscope:Kaleidoscope", "mirrors around the middle"),
    ]


@hookimpl
def dreamgen_outputs() -> list[Entry]:
    at = "dreamgen.outputs"
    return [
        Entry("png", f"{at}.stills.png:Png", "PNG, lossless, with alpha"),
        Entry("jpeg", f"{at}.stills.jpeg:Jpeg", "JPEG"),
        Entry("webp", f"{at}.stills.webp:Webp", "WebP, lossy or lossless, with alpha"),
        Entry("tiff", f"{at}.stills.tiff:Tiff", "TIFF, lossless, with alpha"),
        Entry("avif", f"{at}.stills.avif:Avif", "AVIF, where Pillow has it"),
        Entry("compare", f"{at}.stills.compare:Compare", "before and after, side by side"),
        Entry("flip", f"{at}.moving.flip:Flip", "before and after in turn, as GIF"),
        Entry("slider", f"{at}.pages.slider:Slider", "before and after under a slider, as HTML"),
        Entry("gif", f"{at}.moving.gif:Gif", "animated GIF"),
        Entry("animated-webp", f"{at}.moving.animated_webp:AnimatedWebp", "animated WebP"),
        Entry("mp4", f"{at}.moving.video:Mp4", "MP4: H.264, H.265 or AV1 (needs dreamgen[video])"),
        Entry("webm", f"{at}.moving.video:Webm", "WebM: VP9 or AV1 (needs dreamgen[video])"),
        Entry("y4m", f"{at}.moving.y4m:Y4m", "raw video, for a player at the end of a pipe"),
        Entry(
            "mov",
            f"{at}.moving.mov:Mov",
            "QuickTime for editing: ProRes or lossless (needs dreamgen[video])",
        ),
        Entry("apng", f"{at}.moving.apng:Apng", "animated PNG, lossless, with alpha"),
        Entry(
            "animated-avif",
            f"{at}.moving.animated_avif:AnimatedAvif",
            "animated AVIF, where Pillow has it",
        ),
        Entry("frames", f"{at}.moving.frames:Frames", "a folder of numbered PNG or EXR files"),
    ]


@hookimpl
def dreamgen_motions() -> list[Entry]:
    at = "dreamgen.motions"
    return [
        Entry("zoom", f"{at}.zoom:Zoom", "in or out, by a factor per second"),
        Entry("rotate", f"{at}.rotate:Rotate", "round and round, by degrees per second"),
        Entry("pan", f"{at}.pan:Pan", "sideways, by half sides per second"),
        Entry("spiral", f"{at}.spiral:Spiral", "in and round about a point off the middle"),
        Entry("sway", f"{at}.sway:Sway", "to and fro"),
    ]


@hookimpl
def dreamgen_curves() -> list[Entry]:
    at = "dreamgen.curves"
    return [Entry("csv", f"{at}.csv:Csv", "a column of a table: csv(prices.csv, close)")]


@hookimpl
def dreamgen_backbones() -> list[Entry]:
    at = "dreamgen.backbones.sources"
    # In the order in which they are asked whether a plain name is theirs: timm accepts most names.
    return [
        Entry("bestiary", f"{at}.bundled:Bestiary", "the bundled network, trained to dream"),
        Entry(
            "file",
            f"{at}.file:Checkpoint",
            "a file that describes its network: file(x.safetensors)",
        ),
        Entry("timm", f"{at}.timm:Timm", "any network of timm's or the hub's: timm(resnet50)"),
        Entry(
            "torchvision",
            f"{at}.torchvision:Torchvision",
            "any of torchvision's: torchvision(googlenet)",
        ),
    ]


@hookimpl
def dreamgen_executors() -> list[Entry]:
    at = "dreamgen.executors"
    return [Entry("local", f"{at}.local:Local", "this machine: one process, or several")]


@hookimpl
def dreamgen_presets() -> list[Path]:
    packaged = Path(__file__).parents[1] / "presets"
    # An editable install does not see files that the wheel gathers from elsewhere in the tree.
    return [packaged if packaged.is_dir() else Path(__file__).parents[3] / "presets"]


@hookimpl
def dreamgen_commands() -> list[Entry]:
    at = "dreamgen.cli"
    return [
        Entry("render", f"{at}.render:render", "Dream a picture, or many."),
        Entry("zoom", f"{at}.zoom:zoom", "Dream a zoom: GIF, WebP, video or frames."),
        Entry("film", f"{at}.film:film", "Dream a film without flicker; its sound stays."),
        Entry("run", f"{at}.run:run", "Make the renders and zooms that a file lists."),
        Entry("sweep", f"{at}.sweep:sweep", "Dream one picture at many layers or channels."),
        Entry("atlas", f"{at}.atlas:atlas", "Dream every channel or concept onto one sheet."),
        Entry("sheet", f"{at}.sheet:sheet", "Set pictures of a film onto one sheet."),
        Entry("rerun", f"{at}.rerun:rerun", "Make a picture again from the recipe inside it."),
        Entry("recipe", f"{at}.recipe:recipe", "Print the recipe inside a picture."),
        Entry("presets", f"{at}.presets:presets", "List the presets, or show one."),
        Entry("components", f"{at}.components:components", "List components, or show one."),
        Entry("concepts", f"{at}.concepts:concepts", "List what a backbone knows by name."),
        Entry("layers", f"{at}.layers:layers", "List the layers of a backbone."),
        Entry("backbones", f"{at}.backbones:backbones", "List the networks to dream with."),
        Entry("plugins", f"{at}.plugins:app", "List, check, begin and switch off plugins."),
        Entry("config", f"{at}.config:app", "Show or set your own defaults."),
        Entry("doctor", f"{at}.doctor:doctor", "Show versions, devices, caches and plugins."),
    ]
