from dreamgen.recipe.composing import compose
from dreamgen.recipe.texts import list_texts


def test_every_file_that_a_recipe_names_is_among_its_texts():
    recipe = compose(
        [
            (
                "test",
                {
                    "input": "a.png",
                    "mask": "b.png",
                    "weights": "c.pth",
                    "backbone": "file('d.safetensors')",
                    "objective": "layer(2) - 0.5*guide('e.png')",
                    "effects": [{"use": "x", "list": ["f.png", {"use": "y", "deep": "g.png"}]}],
                    "loader": {"page": "h.css"},
                    "zoom": {"transition": ["guide('i.png')"]},
                },
            )
        ]
    )
    names = {
        "a.png",
        "b.png",
        "c.pth",
        "d.safetensors",
        "e.png",
        "f.png",
        "g.png",
        "h.css",
        "i.png",
    }
    assert names <= list_texts(recipe)
    assert not names & list_texts(compose([]))
